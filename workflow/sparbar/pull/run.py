"""One pull over sources: each by itself, under one lock, with one outcome for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from sparbar.config.project import Project
from sparbar.config.sources import Contract
from sparbar.errors import ConfigError, ContractError, EnvironmentFault, Fault, SparbarError, nearest
from sparbar.language.faults import localised
from sparbar.model.notes import write_note
from sparbar.model.shipped import read_shipped
from sparbar.personal import mask_error
from sparbar.provenance.digests import sha256_data
from sparbar.pull.admitting import Admission, Gate
from sparbar.pull.checked import CheckedLine, append_checked, read_checked
from sparbar.pull.connectors import fetch
from sparbar.pull.fetching import Fetched, Secrets, Task, Validators


@dataclass(frozen=True)
class Outcome:
    """What a pull did for one source.

    Attributes:
        new: the extracts that were let in.
        refused: what was kept aside.
        standing: the newest extract now, "" where there is none.
        failed: what stopped it before all was looked at, or None.
    """

    source: str
    new: tuple[Admission, ...] = ()
    refused: tuple[Admission, ...] = ()
    standing: str = ""
    failed: SparbarError | None = None

    @property
    def state(self) -> str:
        """The one word for it: "refused" and "failed" say more than "new"."""
        if self.refused:
            return "refused"
        return "failed" if self.failed else "new" if self.new else "unchanged"

    @property
    def error(self) -> SparbarError | None:
        """What is wrong with it, as one error; None where all went well."""
        if self.refused:
            return ContractError([fault for item in self.refused for fault in item.faults])
        return self.failed

    @property
    def exit_code(self) -> int:
        """3 for data that were refused, else that of what stopped it."""
        return 3 if self.refused else self.failed.exit_code if self.failed else 0

    def line(self, language: str) -> str:
        """The outcome in one line for a terminal."""
        words = read_shipped("sparbar.pull", "words.yaml")[language]

        def counted(name: str, count: int, **values: str) -> str:
            return str(words[name][0 if count == 1 else 1].format(count=count, **values))

        parts = []
        if self.new:
            extracts = ", ".join(counted("rows", new.rows, delivery=new.delivery) for new in self.new)
            parts.append(counted("new", len(self.new), extracts=extracts))
        if self.refused:
            kept = ", ".join(item.quarantine for item in self.refused)
            parts.append(counted("refused", len(self.refused), kept=kept))
        if self.failed:
            parts.append(words["failed"])
        if not parts:
            parts.append(words["unchanged" if self.standing else "never"].format(standing=self.standing))
        return f"{self.source}: {'; '.join(parts)}"

    def event(self) -> dict[str, Any]:
        """The outcome as data, for a log of lines of JSON."""
        return {
            "event": "pull",
            "source": self.source,
            "state": self.state,
            "new": [{"delivery": new.delivery, "rows": new.rows, "sha256": new.sha256} for new in self.new],
            "refused": [{"kept": item.quarantine, "message": item.message} for item in self.refused],
            "standing": self.standing,
            "failed": str(self.failed) if self.failed else "",
            "exit_code": self.exit_code,
        }


def pull_sources(project: Project, names: Sequence[str], moment: datetime) -> Iterator[Outcome]:
    """Pull sources one after another; one that fails does not stop the next.

    Args:
        project: whose sources.
        names: the sources, or none for all that have a `pull`.
        moment: now, with its time zone.

    Raises:
        ConfigError: a source is not there, or has no `pull`.
        EnvironmentFault: another pull is running.
    """
    wanted = _wanted(project, names)
    with _alone(project):
        for name in wanted:
            faults = project.faults_in(f"config/sources/{name}")
            outcome = Outcome(name, failed=ConfigError(faults)) if faults else _pull(project, name, moment)
            if outcome.failed:  # it is told on the terminal, in the log and on the shelf
                outcome = replace(outcome, failed=mask_error(outcome.failed))
            _leave_word(project, outcome, moment)
            yield outcome


def _wanted(project: Project, names: Sequence[str]) -> list[str]:
    """The sources to pull; a contract at fault is among them, since it may have a `pull`."""
    known = project.known("config/sources")
    able = [name for name in known if name not in project.sources or project.sources[name].pull is not None]
    faults = []
    for name in names:
        if name not in known:
            fix = nearest(name, able) or f"sources that can be pulled: {', '.join(able) or 'none'}"
            faults.append(Fault(f'there is no source "{name}"', "config/sources", fix=fix))
        elif name not in able:
            where = f"config/sources/{name}.yaml"
            faults.append(
                Fault(f"{name} cannot be pulled", where, "a section pull", "none", "see docs/pulls.md")
            )
    if not able and not names:
        fix = "add a section pull to a contract; docs/pulls.md shows how"
        faults.append(Fault("no source can be pulled", "config/sources", "a section pull", "none", fix))
    if faults:
        raise ConfigError(faults)
    return list(dict.fromkeys(names)) or able


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    """One pull at a time; what a killed one left behind goes first. A lock dies with its process."""
    from filelock import FileLock, Timeout

    folder = project.layout.incoming()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(folder / "lock", timeout=0):
            _tidy(project)
            _tidy_quarantine(project)
            try:
                yield
            finally:
                _tidy(project)
    except Timeout:
        where = folder.relative_to(project.layout.root).as_posix()
        fix = "wait until it is done; a pull that was killed holds nothing"
        raise EnvironmentFault(Fault("another pull is running", where, fix=fix)) from None


def _tidy(project: Project) -> None:
    for path in project.layout.incoming().iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def _tidy_quarantine(project: Project) -> None:
    """What a killed pull had not yet kept aside whole is fetched and refused once more."""
    for path in project.layout.quarantine("x").parent.glob("*/.*.part"):
        shutil.rmtree(path, ignore_errors=True)


def _pull(project: Project, name: str, moment: datetime) -> Outcome:
    contract = project.sources[name]
    gate, secrets = Gate(project, name, moment), Secrets(name)
    lines = [line for line in read_checked(project.layout.checked()) if line.source == name]
    kept = [(line.sha256, line.file) for line in lines if line.outcome == "refused"]
    new: list[Admission] = []
    refused: list[Admission] = []
    failed: SparbarError | None = None
    validators, asked = Validators(), _asked(contract)
    try:
        known = _validators(lines, gate, asked)
        into = _into_folder(project, name)
        task = Task(name, project.root, into, secrets, known, gate.newest_file())
        for item in _fetched(contract, task):
            if item.path is None:
                validators = item.validators
                continue
            admission = gate.admit(item, kept)
            _tidy(project)
            _into_folder(project, name)
            if admission.state in ("new", "unchanged"):
                validators = item.validators
            if admission.state == "new":
                new.append(admission)
            elif admission.state == "refused":
                refused.append(admission)
    except SparbarError as error:
        failed = error
    except OSError as error:
        where = project.layout.incoming().relative_to(project.layout.root).as_posix()
        fix = "make room, or give the right to write there"
        problem = f"the machine refused: {error.strerror or type(error).__name__}"
        failed = EnvironmentFault(Fault(problem, where, fix=fix))
    _tidy(project)
    outcome = Outcome(name, tuple(new), tuple(refused), (gate.standing() or [""])[-1], failed)
    _note(project, outcome, moment, (validators, asked))
    return outcome


def _leave_word(project: Project, outcome: Outcome, moment: datetime) -> None:
    """For the shelf: what is wrong with a source, until a pull of it goes well."""
    path = project.layout.failed_pulls() / f"{outcome.source}.json"
    try:
        if outcome.error is None:
            path.unlink(missing_ok=True)
        else:
            days = _kept_away(project, outcome, moment)
            told = localised(outcome.error, project.defaults.language)
            write_note(path, ("pull", outcome.source), told, days)
    except OSError:
        return  # The terminal and the log say it, too.


def _kept_away(project: Project, outcome: Outcome, moment: datetime) -> list[str]:
    """The extract dates of what was refused; of what did not come, the earliest that it could have had."""
    today = moment.astimezone().date().isoformat()
    days = [item.day or today for item in outcome.refused]
    if outcome.failed:
        contract = project.sources.get(outcome.source)
        is_dated = contract is not None and contract.is_self_dated
        # What is older than the newest extract is refused, so it need not be waited for.
        days.append(outcome.standing[:10] if is_dated and outcome.standing else today)
    return days


def _into_folder(project: Project, name: str) -> Any:
    folder = project.layout.incoming() / "fetched" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _fetched(contract: Contract, task: Task) -> Iterator[Fetched]:
    """What the connector gives; whatever a library says of a failure is said without what is secret."""
    assert contract.pull is not None
    items = fetch(contract.pull, task)
    while True:
        try:
            item = next(items)
        except StopIteration:
            return
        except SparbarError:
            raise
        except Exception as error:
            said = f"{type(error).__name__}: {task.secrets.hide(str(error))}"[:300]
            where = f"config/sources/{contract.source}.yaml, pull"
            fix = "check address and rights, and try again"
            raise EnvironmentFault(Fault("the source gave no data", where, found=said, fix=fix)) from None
        yield item


def _asked(contract: Contract) -> str:
    assert contract.pull is not None
    return sha256_data(contract.pull.model_dump(mode="python"))[:16]


def _validators(lines: Sequence[CheckedLine], gate: Gate, asked: str) -> Validators:
    """Those of the newest extract, if it was got by the same question and still stands."""
    standing = gate.standing()[-1:]
    for line in reversed(lines):
        if line.outcome in ("new", "unchanged") and (line.etag or line.modified):
            fits = [line.delivery] == standing and line.asked == asked
            return Validators(line.etag, line.modified) if fits else Validators()
    return Validators()


def _note(project: Project, outcome: Outcome, moment: datetime, got: tuple[Validators, str]) -> None:
    """Lines in `checked.csv`: one for each thing refused, and one for the source."""
    time = moment.astimezone(UTC).isoformat(timespec="seconds")
    path, (validators, asked) = project.layout.checked(), got
    for item in outcome.refused:
        kept = PurePosixPath(item.quarantine).name
        append_checked(path, CheckedLine(time, outcome.source, "refused", "", kept, item.sha256, asked=asked))
    if not outcome.refused:
        newest = outcome.new[-1] if outcome.new else None
        append_checked(
            path,
            CheckedLine(
                checked=time,
                source=outcome.source,
                outcome=outcome.state,
                delivery=outcome.standing,
                sha256=newest.sha256 if newest else "",
                etag=validators.etag,
                modified=validators.modified,
                asked=asked,
            ),
        )
