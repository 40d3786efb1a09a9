"""Letting a fetched file in: judged against the contract first, then moved in whole, or kept aside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sparbar.config.project import Project
from sparbar.config.sources import Contract
from sparbar.errors import ContractError, Fault
from sparbar.language.faults import localised
from sparbar.model.paths import Layout
from sparbar.model.table import read_table_info
from sparbar.personal import mask_error
from sparbar.provenance.digests import sha256_file
from sparbar.provenance.register import RegisterLine, find_delivered, read_register
from sparbar.provenance.resolve import known_deliveries
from sparbar.pull.fetching import Fetched
from sparbar.readers import read_cell_date
from sparbar.register import check_delivery, enter_delivery

MESSAGE_FILE = "message.txt"
_MOST_OF_A_DAY = 9


@dataclass(frozen=True)
class Admission:
    """What became of one fetched file.

    Attributes:
        state: "new"; "unchanged", where it is what we have; "refused"; "skipped", where it was refused before
            and newer data came since.
        delivery: the extract that it became or is the same as, "" where it is none.
        day: of what was refused, the extract date; "" where it gives none.
        rows: how many of its rows fit the contract.
        message: why it was refused.
        quarantine: where it is kept, relative to the project.
        faults: the same as the message, part by part.
    """

    state: str
    delivery: str = ""
    sha256: str = ""
    rows: int = 0
    message: str = ""
    quarantine: str = ""
    faults: tuple[Fault, ...] = ()
    day: str = ""


class Gate:
    """The gate of one source during one pull."""

    def __init__(self, project: Project, source: str, moment: datetime) -> None:
        self.project, self.source, self.moment = project, source, moment
        self.layout = project.layout
        self.whole = project.sources[source]
        incoming = self.layout.incoming().relative_to(self.layout.root).as_posix()
        self._stage = Layout(self.layout.root, f"{incoming}/checking", f"{incoming}/results")

    @property
    def today(self) -> date:
        """The day of the pull, here."""
        return self.moment.astimezone().date()

    def standing(self) -> list[str]:
        """The source's extracts, oldest first, without the withdrawn."""
        return known_deliveries(self.layout, self.source, read_register(self.layout.register()))

    def newest_file(self) -> Path | None:
        """The file of the newest extract that stands; None where there is none."""
        files = [
            path for name in self.standing()[-1:] for path in _files(self.layout.extract(self.source, name))
        ]
        return files[0] if len(files) == 1 else None

    def admit(self, item: Fetched, refused_before: Iterable[tuple[str, str]] = ()) -> Admission:
        """Judge one file; `refused_before` are digests with the folders in which those files are kept."""
        assert item.path is not None
        digest = sha256_file(item.path)
        kept = dict(refused_before)
        day = item.day
        try:
            if item.fault is not None:
                raise ContractError(item.fault)
            day = day or self._own_date(item.path) or self.today
            known = self._known(digest, day, item.is_alone)
            if known is not None:
                return known
            try:
                self._not_older(item, day)
            except ContractError:
                if digest in kept:
                    return Admission("skipped", sha256=digest)
                raise
            return self._let_in(item.path, digest, day)
        except ContractError as error:
            refused = self._keep_aside(item, error, digest, kept.get(digest, ""))
            return replace(refused, day=day.isoformat() if day else "")

    def _own_date(self, path: Path) -> date | None:
        """The date in the file's declared cell."""
        dated = self.project.dated.get(self.source, ())
        contract = dated[-1].contract if dated else self.whole
        return read_cell_date(path, contract, path.name)

    def _known(self, digest: str, day: date, is_alone: bool) -> Admission | None:
        """What is known of this content: an extract of its day, or the one before it.

        Of a source that gives one file, only the day's newest extract is what it gives now: what it gave
        before that, and gives again, is a new one.
        """
        lines = read_register(self.layout.register())
        of_day = [
            line
            for line in lines
            if (line.event, line.source) == ("delivered", self.source)
            and line.delivery[:10] == day.isoformat()
        ]
        for line in of_day[-1:] if is_alone else of_day:
            if line.sha256 == digest:
                return Admission("unchanged", line.delivery, digest)
        withdrawn = [
            line
            for line in lines
            if (line.event, line.source, line.sha256) == ("withdrawn", self.source, digest)
        ]
        before = [name for name in self.standing() if name[:10] <= day.isoformat()][-1:]
        files = _files(self.layout.extract(self.source, before[0])) if before else []
        if len(files) == 1 and sha256_file(files[0]) == digest:
            return self._finish(before[0], digest)
        if withdrawn:
            problem = f"this content was withdrawn as {withdrawn[-1].delivery}: {withdrawn[-1].note}"
            raise ContractError(
                Fault(problem, self.source, fix="wait for corrected data, or ask who delivers them")
            )
        return None

    def _finish(self, delivery: str, digest: str) -> Admission:
        """An extract with this content is there; register it where a killed run did not come so far."""
        if find_delivered(read_register(self.layout.register()), self.source, delivery):
            return Admission("unchanged", delivery, digest)
        contract = self.project.contract_on(self.source, delivery)
        line = check_delivery(self.layout, contract, self.source, delivery, self.today)
        rows = self._fitting(self._results(), contract, delivery, line)
        enter_delivery(self.layout, line)
        return Admission("new", delivery, digest, rows)

    def _not_older(self, item: Fetched, day: date) -> None:
        newest = self.standing()[-1:]
        if newest and day.isoformat() < newest[0][:10]:
            raise ContractError(
                Fault(
                    problem="the data are older than those we have",
                    where=item.name,
                    expected=f"{newest[0][:10]} or later",
                    found=day.isoformat(),
                    fix="to use them all the same, put the file yourself in "
                    f"{self.layout.raw}/{self.source}/{day}",
                )
            )

    def _let_in(self, path: Path, digest: str, day: date) -> Admission:
        """Check the file where nobody builds from it, move it in by rename, and register it.

        Raises:
            ContractError: it is not what the contract says.
        """
        contract = self.project.contract_on(self.source, day.isoformat())
        delivery = self._free_name(day)
        staged = self._stage.extract(self.source, day.isoformat())
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir(parents=True)
        path.replace(staged / contract.file.replace("{date}", day.isoformat()))
        line = check_delivery(self._stage, contract, self.source, day.isoformat(), self.today)
        rows = self._fitting(self._stage, contract, day.isoformat(), line)
        self._check_rows(contract, rows, f"{self._stage.raw}/{self.source}/{day}/{line.file}")
        target = self.layout.extract(self.source, delivery)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.rename(staged, target)
        enter_delivery(self.layout, replace(line, delivery=delivery))
        return Admission("new", delivery, digest, rows)

    def _results(self) -> Layout:
        """The project's raw data, with results that nobody builds from."""
        return Layout(self.layout.root, self.layout.raw, self._stage.results)

    def _fitting(self, layout: Layout, contract: Contract, delivery: str, line: RegisterLine) -> int:
        """Check an extract in whole; returns how many of its rows fit.

        Raises:
            ContractError: it is not what the contract says.
        """
        # Cleaning brings pandas with it, which a pull that finds nothing new does without.
        from sparbar.clean import clean_extract

        return clean_extract(layout, contract, delivery, line, self.project.defaults.language).rows_kept

    def _free_name(self, day: date) -> str:
        """The next delivery of a day that neither a folder nor the register has.

        Raises:
            ContractError: the day has nine already.
        """
        taken = {
            line.delivery for line in read_register(self.layout.register()) if line.source == self.source
        }
        for number in range(1, _MOST_OF_A_DAY + 1):
            name = day.isoformat() + (f".{number}" if number > 1 else "")
            if name not in taken and not self.layout.extract(self.source, name).exists():
                return name
        fix = "let in by hand what is needed, and pull less often"
        raise ContractError(Fault(f"{day} has {_MOST_OF_A_DAY} extracts already", self.source, fix=fix))

    def _check_rows(self, contract: Contract, rows: int, where: str) -> None:
        """Hold the rows against those of the extract before; that there are any is held by cleaning."""
        assert contract.pull is not None
        allowed = contract.pull.max_drop_pct
        before = [name for name in self.standing() if _files(self.layout.extract(self.source, name))][-1:]
        if allowed is None or not before:
            return
        known = self._rows_of(before[0])
        least = -(-known * (100 - allowed) // 100)
        if rows < least:
            raise ContractError(
                Fault(
                    problem="the extract has far fewer rows than before",
                    where=where,
                    expected=f"at least {least}, since {before[0]} has {known}",
                    found=str(rows),
                    fix="ask who delivers the data; if it is right, correct pull in "
                    f"config/sources/{self.source}.yaml",
                )
            )

    def _rows_of(self, delivery: str) -> int:
        """How many rows of an extract fit its contract: as its cleaned table says, else counted again.

        One that its contract would not let in any more says nothing of what is usual: 0.
        """
        (path,) = _files(self.layout.extract(self.source, delivery))
        digest = sha256_file(path)
        try:
            info = read_table_info(self.layout.table(self.source, delivery) / "table.json")
        except (OSError, ValueError):
            info = None
        if info is not None and info.sha256 == digest:
            return info.rows_kept
        contract = self.project.contract_on(self.source, delivery)
        line = RegisterLine("delivered", self.source, delivery, path.name, digest, path.stat().st_size, "")
        try:
            return self._fitting(self._results(), contract, delivery, line)
        except ContractError:
            return 0

    def _keep_aside(self, item: Fetched, error: ContractError, digest: str, kept: str) -> Admission:
        """Move a refused file into quarantine with the reason and the list of problems."""
        base = self.layout.quarantine(self.source)
        time = self.moment.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        folder = base / kept if kept and (base / kept).is_dir() else base / time
        number = 2
        while not kept and folder.exists():
            folder = base / f"{time}.{number}"
            number += 1
        shown = folder.relative_to(self.layout.root).as_posix()
        part = folder.with_name(f".{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        staged = sorted(path for path in (self._stage.root / self._stage.raw).rglob("*") if path.is_file())
        listed = sorted((self._stage.root / self._stage.results).rglob("*.issues.xlsx"))
        for path in staged or ([item.path] if item.path is not None and item.path.exists() else []):
            path.replace(part / item.name)
        for path in listed:
            path.replace(part / "issues.xlsx")
        told = localised(mask_error(error), self.project.defaults.language)
        faults = self._moved(told.faults, shown, item.name)
        message = str(type(error)(faults))
        (part / MESSAGE_FILE).write_text(f"{message}\nSHA-256 {digest}\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        part.rename(folder)
        return Admission("refused", "", digest, 0, message, shown, faults)

    def _moved(self, faults: Iterable[Fault], shown: str, name: str) -> tuple[Fault, ...]:
        """The faults, with the file where it now lies."""
        stage = f"{self._stage.raw}/{self.source}/"
        results = f"{self._stage.results}/tables/{self.source}/"

        def moved(text: str) -> str:
            for start, after in ((stage, f"{shown}/{name}"), (results, f"{shown}/issues.xlsx")):
                while start in text:
                    head, _, tail = text.partition(start)
                    rest = tail[len(tail.partition(",")[0].partition(";")[0].partition(" ")[0]) :]
                    text = head + after + rest
            return text

        return tuple(replace(f, where=moved(f.where), fix=moved(f.fix), local=moved(f.local)) for f in faults)


def _files(folder: Path) -> list[Path]:
    """The files of an extract, without those that Office and systems leave there."""
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith(("~$", ".")))
