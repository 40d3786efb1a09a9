"""One run from its lock to its result: each part by itself, so that one that fails leaves the others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sparbar.config.places import language_of, layout_of
from sparbar.config.project import Project, load_project
from sparbar.config.rebuilding import Notify, Rebuilding, load_rebuilding
from sparbar.errors import EnvironmentFault, Fault, SparbarError
from sparbar.model.files import write_whole
from sparbar.model.paths import Layout
from sparbar.plan import source_ages
from sparbar.pull import Outcome, pull_sources
from sparbar.rebuild.alone import Seat, alone
from sparbar.rebuild.building import Build, wait_for_others
from sparbar.rebuild.log import RunLog
from sparbar.rebuild.looking import Receipts, rebuilt, receipts
from sparbar.rebuild.mend import Mended, mend
from sparbar.rebuild.result import Old, Part, Rebuilt, Result, Stopped
from sparbar.rebuild.summary import Summary, summarise, with_unsent
from sparbar.rebuild.telling import tell
from sparbar.shelf import place_of, write_page
from sparbar.shelf.failed import Told, read_failures, told_of

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
    _rebuilding: Rebuilding = field(default_factory=Rebuilding)

    def __post_init__(self) -> None:
        self._clock = time.monotonic()
        self.log = RunLog(self.layout.runs(), self.began)

    def nothing(self, error: SparbarError) -> Ended:
        """Do nothing, since nothing can begin, and say so."""
        self._begin()
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
        if not any(item.part == "mend" for item in self.stopped):
            with self._part("definitions"):
                pulled, old = self._pull_all(load_project(self.layout.root))
            with self._part("build"):
                wait_for_others(self.layout, wait)
                self._build()
        with self._part("look"):
            reports = self._look(before)
        return self._end(pulled, reports, old)

    def _begin(self) -> None:
        self.log.write("begin")
        self.language = language_of(self.layout.root)
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
        self._note(part, error.exit_code, told_of(error))

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

    def _pull_all(self, project: Project) -> tuple[tuple[Outcome, ...], tuple[Old, ...]]:
        """Pull every source that can be pulled, and see which have grown too old."""
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

    def _build(self) -> None:
        self.seat.say_building()
        clock = time.monotonic()
        killed = self.seat.killed
        anew = killed is not None and killed.builds
        build = Build(self.layout, self.seat.mark, self.log.path(".snakemake.log"), anew)
        code = build.run(meanwhile=_get_ready)
        self.log.write("build", exit_code=code, seconds=round(time.monotonic() - clock, 3))

    def _look(self, before: Receipts) -> tuple[Rebuilt, ...]:
        """Write the shelf, and see what became of each report."""
        from sparbar.shelf.gather import DONE, gather

        with self._part("look"):
            write_whole(self.layout.rebuild() / DONE, f"{self.log.run}\n")
        shelf = gather(self.layout.root, datetime.now().astimezone(), self.layout.failures())
        found = rebuilt(shelf, before)
        for report in found:
            extracts = {name: day.isoformat() for name, day in report.extracts}
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
        told = tell(self._rebuilding.notify or Notify(), result, summary, self.layout.root)
        for way, why in told.items():
            self.log.write("told", by=way, outcome="failed" if why else "sent", why=why)
        return with_unsent(summary, {way: why for way, why in told.items() if why}, result.language)


def _get_ready() -> None:
    """Import what the end of a run needs, while Snakemake imports what it needs."""
    import sparbar.shelf.page  # noqa: F401


def _pulled(outcome: Outcome) -> dict[str, Any]:
    """What came of a source, without cells and messages that may repeat them."""
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
