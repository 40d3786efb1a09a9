"""One run from its lock to its result: each part by itself, so that one that fails leaves the others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparbar.config.places import language_of, layout_of
from sparbar.errors import EnvironmentFault, Fault, SparbarError
from sparbar.model.files import write_whole
from sparbar.model.paths import Layout
from sparbar.rebuild.alone import Seat, alone
from sparbar.rebuild.building import Begin, Build, wait_for_others
from sparbar.rebuild.log import RunLog
from sparbar.rebuild.mend import Mended, mend
from sparbar.rebuild.receipts import Receipts, receipts
from sparbar.rebuild.result import Old, Part, Rebuilt, Result, Stopped
from sparbar.shelf import place_of, write_page

if TYPE_CHECKING:
    from sparbar.config.rebuilding import Rebuilding
    from sparbar.pull import Outcome
    from sparbar.rebuild.summary import Summary
    from sparbar.shelf.failed import Told

# What reads definitions is imported in the functions that need it: Snakemake gets ready meanwhile.

_PROBE_BYTES = 65536


@dataclass(frozen=True)
class Ended:
    """A run that came to its end, and what is said of it."""

    result: Result
    summary: Summary


def rebuild(root: Path, wait: float = 0) -> Ended:
    """Pull all sources, build what is affected, and write the shelf; what failed is in the result.

    Args:
        wait: for how many seconds to wait for another rebuild, or for a build by hand.

    Raises:
        BusyError: another rebuild is still running after that.
    """
    layout = layout_of(root)
    try:
        with alone(layout.rebuild(), wait) as seat:
            return _Run(layout, seat).whole(wait)
    except EnvironmentFault as error:  # Nothing can be written: all the more is somebody to be told.
        return _Run(layout, Seat(layout.rebuild(), "", None)).nothing(error)


@dataclass
class _Run:
    """A run while it goes on: its log, and what has stopped parts of it."""

    layout: Layout
    seat: Seat
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    stopped: list[Stopped] = field(default_factory=list)
    language: str = "sv"
    _rebuilding: Rebuilding | None = None

    def __post_init__(self) -> None:
        self._clock = time.monotonic()
        self.log = RunLog(self.layout.runs(), self.began)

    def nothing(self, error: SparbarError) -> Ended:
        """Do nothing, since nothing can begin, and say so."""
        self._begin()
        self._read_settings()
        self._stop("mend", error)
        return self._end((), (), ())

    def whole(self, wait: float) -> Ended:
        """Do every part that can be done."""
        self._begin()
        pulled: tuple[Outcome, ...] = ()
        old: tuple[Old, ...] = ()
        reports: tuple[Rebuilt, ...] = ()
        before: Receipts = {}
        with self._part("mend"):
            self._mend()
            before = receipts(self.layout)
        is_in_order = not self.stopped
        with ExitStack() as started:
            begin: Begin | None = None
            if is_in_order:
                with self._part("build"):
                    begin = started.enter_context(self._build().ready())
            self._read_settings()
            if is_in_order:
                with self._part("definitions"):
                    pulled, old = self._pull_all()
            if begin is not None:
                with self._part("build"):
                    wait_for_others(self.layout, wait, self.seat.mark)
                    self._begin_build(begin)
        with self._part("look"):
            reports = self._look(before)
        return self._end(pulled, reports, old)

    def _begin(self) -> None:
        self.log.write("begin")
        self.language = language_of(self.layout.root)

    def _read_settings(self) -> None:
        from sparbar.config.rebuilding import load_rebuilding

        with self._part("definitions"):
            self._rebuilding = load_rebuilding(self.layout.root)

    @contextmanager
    def _part(self, part: Part) -> Iterator[None]:
        """Note what stops a part, and go on after it."""
        try:
            yield
        except SparbarError as error:
            self._stop(part, error)
        except OSError as error:
            self._stop(part, _machine_fault(error, self.layout.root))

    def _stop(self, part: Part, error: SparbarError) -> None:
        from sparbar.language.faults import localised
        from sparbar.shelf.failed import told_of

        self._note(part, error.exit_code, told_of(localised(error, self.language)))

    def _note(self, part: Part, code: int, told: tuple[Told, ...]) -> None:
        self.stopped.append(Stopped(part, code, told))
        self.log.write("stopped", part=part, exit_code=code, problems=_problems(told))

    def _mend(self) -> None:
        """Put in order what was left, and see that there is room for more."""
        killed = self.seat.killed
        mended = mend(self.layout, killed)
        if killed or mended != Mended():
            self.log.write("mended", killed_since=killed.since if killed else "", **asdict(mended))
        self.seat.say_mended()
        probe = self.layout.rebuild() / "probe"
        write_whole(probe, b"\0" * _PROBE_BYTES)
        probe.unlink()

    def _pull_all(self) -> tuple[tuple[Outcome, ...], tuple[Old, ...]]:
        """Pull every source that can be pulled, and see which have grown too old."""
        from sparbar.config.project import load_project
        from sparbar.plan import source_ages
        from sparbar.pull import pull_sources

        project = load_project(self.layout.root)
        found = []
        if any(contract.pull for contract in project.sources.values()):
            with self._part("pull"):
                clock = time.monotonic()
                for outcome in pull_sources(project, (), datetime.now(UTC)):
                    self.log.write("pull", **_pulled(outcome), seconds=round(time.monotonic() - clock, 3))
                    found.append(outcome)
                    clock = time.monotonic()
        ages = source_ages(project, datetime.now().astimezone().date())
        old = [
            Old(age.source, age.delivery, age.days, age.state == "error")
            for age in ages
            if age.state != "fresh"
        ]
        for item in old:
            self.log.write("old", **asdict(item))
        return tuple(found), tuple(old)

    def _build(self) -> Build:
        killed = self.seat.killed
        anew = killed is not None and killed.builds
        return Build(self.layout, self.seat.mark, self.log.path(".snakemake.log"), anew)

    def _begin_build(self, begin: Begin) -> None:
        self.seat.say_building()
        clock = time.monotonic()
        code = begin(_get_ready)
        self.log.write("build", exit_code=code, seconds=round(time.monotonic() - clock, 3))

    def _look(self, before: Receipts) -> tuple[Rebuilt, ...]:
        """Write the shelf, and see what became of each report."""
        from sparbar.rebuild.looking import rebuilt
        from sparbar.shelf.gather import DONE, gather

        with self._part("look"):
            write_whole(self.layout.rebuild() / DONE, f"{self.log.run}\n")
        shelf = gather(self.layout.root, datetime.now().astimezone(), self.layout.failures())
        found = rebuilt(shelf, before)
        for report in found:
            extracts = dict(report.extracts)
            what = {"report": report.report, "audience": report.audience, "outcome": report.state}
            self.log.write(
                "report", **what, extracts=extracts, exit_code=report.code, problems=_problems(report.told)
            )
        with self._part("look"):
            write_page(shelf)
        self._tell_rest(found)
        return found

    def _tell_rest(self, reports: tuple[Rebuilt, ...]) -> None:
        """What failed and kept no report back, such as a file of definitions that no report asks for."""
        from sparbar.shelf.failed import read_failures

        told = {fault for report in reports for fault in report.told}
        for failure in read_failures(self.layout.failures(), None):
            if told.isdisjoint(failure.faults):
                self._note("build", failure.code, failure.faults)

    def _end(
        self,
        pulled: tuple[Outcome, ...],
        reports: tuple[Rebuilt, ...],
        old: tuple[Old, ...],
    ) -> Ended:
        from sparbar.rebuild.summary import summarise

        result = Result(
            run=self.log.run,
            project=self.layout.root.name,
            language=self.language,
            began=self.began,
            seconds=time.monotonic() - self._clock,
            was_cut_off=self.seat.killed is not None,
            pulled=pulled,
            reports=reports,
            stopped=tuple(self.stopped),
            old=old,
        )
        root = self.layout.root
        places = (place_of(self.layout), self.log.path(".jsonl"))
        summary = summarise(result, *(path.relative_to(root).as_posix() for path in places))
        summary = self._tell(result, summary)
        self.log.keep(summary.text)
        self.log.write("end", exit_code=result.exit_code, seconds=round(result.seconds, 3))
        self.log.prune()
        return Ended(result, summary)

    def _tell(self, result: Result, summary: Summary) -> Summary:
        """Tell who wants to know; the summary with who could not be told, which changes no exit code."""
        from sparbar.config.rebuilding import Notify
        from sparbar.rebuild.summary import with_unsent
        from sparbar.rebuild.telling import tell

        notify = self._rebuilding.notify if self._rebuilding else None
        told = tell(notify or Notify(), result, summary, self.layout.root)
        for way, why in told.items():
            self.log.write("told", by=way, outcome="failed" if why else "sent", why=why)
        return with_unsent(summary, {way: why for way, why in told.items() if why}, result.language)


def _get_ready() -> None:
    """Have ready what the end of a run needs, while Snakemake builds."""
    import sparbar.rebuild.looking
    import sparbar.rebuild.summary
    import sparbar.rebuild.telling  # noqa: F401
    from sparbar.shelf.page import frame

    frame()


def _pulled(outcome: Outcome) -> dict[str, Any]:
    """What came of a source, without cells and messages that may repeat them."""
    from sparbar.shelf.failed import told_of

    error = outcome.error
    return {
        "source": outcome.source,
        "outcome": outcome.state,
        "new": [{"delivery": new.delivery, "rows": new.rows} for new in outcome.new],
        "kept_aside": [item.quarantine for item in outcome.refused],
        "newest": outcome.standing,
        "exit_code": outcome.exit_code,
        "problems": _problems(told_of(error)) if error else [],
    }


def _problems(told: tuple[Told, ...]) -> list[dict[str, str]]:
    return [{"problem": fault.problem, "where": fault.where} for fault in told]


def _machine_fault(error: OSError, root: Path) -> EnvironmentFault:
    """What the machine refused."""
    path = Path(error.filename) if isinstance(error.filename, str) else root
    where = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    fix = "make room, or give the right to write there"
    return EnvironmentFault(Fault(f"the machine refused: {error.strerror or error}", where, fix=fix))
