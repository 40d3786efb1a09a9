"""One extract from raw file to table: all chunks, then what only the whole can show, then the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from sparbar.clean.below import rows_left_below
from sparbar.clean.chunk import ChunkCleaner, CleanChunk
from sparbar.clean.columns import original_text
from sparbar.clean.issue_list import write_issue_list
from sparbar.clean.linking import check_key, key_mark
from sparbar.clean.logs import CHANGE_COLUMNS, LogFile
from sparbar.clean.messages import say
from sparbar.clean.numbers import number_text
from sparbar.clean.problems import DUPLICATE_KEY, DUPLICATE_VALUE, Kind, ProblemLog
from sparbar.clean.store import Store
from sparbar.clean.wording import Wording, is_private
from sparbar.clean.workplace import swap_folder, workplace
from sparbar.config.sources import Contract
from sparbar.errors import ContractError, Fault
from sparbar.language.faults import localised
from sparbar.model.paths import Layout
from sparbar.model.table import REJECTED, TableColumn, TableInfo, write_table_info
from sparbar.provenance.digests import sha256_data
from sparbar.provenance.register import RegisterLine
from sparbar.readers import MisplacedColumns, RawExtract, RawValue, open_extract

# Keys of a contract that do not say how rows are read.
_NOT_OF_ROWS: Final = {"min_rows", "pull", "freshness", "versions"}
CHUNK_ROWS: Final = 50_000
# Above this size of a text file the rows wait on the disk and not in memory.
_LARGE_BYTES: Final = 50_000_000


def clean_extract(
    layout: Layout, contract: Contract, delivery: str, line: RegisterLine, language: str
) -> TableInfo:
    """Clean one extract into `results/tables/<source>/<delivery>/`.

    The folder appears whole or not at all; what stood there stays until then. Where the extract is not what
    its contract says, the list of problems is written beside it (`<delivery>.issues.xlsx`).

    Args:
        layout: the project's folders.
        contract: the source's contract.
        delivery: folder name of the extract.
        line: the register's line for it, entered or to be entered.
        language: the language of the list of problems, and of the second half of messages.

    Raises:
        ContractError: the extract breaks its contract; all faults at once.
        EnvironmentFault: the results cannot be written.
    """
    source = contract.source
    shown = f"{layout.raw}/{source}/{delivery}/{line.file}"
    extract, misplaced = _opened(layout.extract(source, delivery) / line.file, contract, shown)
    target = layout.table(source, delivery)
    check_key(layout, contract, delivery)
    with workplace(target, target.relative_to(layout.root).as_posix()) as folder:
        run = _Run(extract, misplaced, date.fromisoformat(delivery[:10]), language, folder)
        is_large = not extract.sheet and line.bytes > _LARGE_BYTES
        with Store(extract.contract, folder, is_large=is_large) as store:
            run.clean_rows(store)
            run.find_doubles(store)
            run.stop_on_faults(layout, target)
            run.balance()
            table = folder / "table"
            store.write_parquet(table / "table.parquet")
            if run.rows_rejected and contract.key:
                store.write_parquet(table / REJECTED, "rejected")
        info = _info(contract, delivery, line, shown, run)
        write_table_info(table / "table.json", info)
        write_issue_list(table / "issues.xlsx", run.log.groups(), run.wording)
        swap_folder(table, target)
        _issues_beside(target).unlink(missing_ok=True)
    return info


def _opened(path: Path, contract: Contract, shown: str) -> tuple[RawExtract, list[Fault]]:
    """The extract, and the faults of columns that are not there: the others are looked at all the same."""
    try:
        return open_extract(path, contract, shown), []
    except MisplacedColumns as error:
        if error.readable is None:
            raise
        return open_extract(path, error.readable, shown), error.faults


class _Run:
    """What is gathered while one extract is cleaned."""

    def __init__(
        self, extract: RawExtract, misplaced: list[Fault], extract_date: date, language: str, folder: Path
    ) -> None:
        self.contract = contract = extract.contract
        self.extract, self.misplaced, self.folder = extract, misplaced, folder
        self.log = ProblemLog(contract)
        self.wording = Wording(contract, extract, extract_date, language)
        self.cleaner = ChunkCleaner(contract, extract_date)
        self.private = {name for name, column in contract.columns.items() if is_private(column)}
        self.order = {name: place for place, name in enumerate(contract.columns)}
        self.rows_in = self.rows_kept = self.rows_rejected = self.changes = 0

    def clean_rows(self, store: Store) -> None:
        """Clean every chunk; rows go to the store, mapped values and rejected rows to their logs."""
        table = self.folder / "table"
        table.mkdir()
        columns = ("sheet", "row", "cell", "column", "rule", *self.contract.columns)
        with (
            LogFile(table / "changes.csv", CHANGE_COLUMNS) as changes,
            LogFile(table / "rejected.csv", columns) as rejected,
        ):
            for raw in self.extract.frames(CHUNK_ROWS):
                chunk = self.cleaner.clean(raw)
                self.rows_in += len(raw)
                for finding in chunk.findings:
                    rows = raw.index.to_numpy()[finding.positions].tolist()
                    self.log.add(finding.kind, zip(rows, finding.found, strict=True))
                store.insert(chunk.frame[~chunk.rejected])
                if chunk.rejected.any():
                    store.insert(chunk.frame[chunk.rejected], "rejected")
                changes.write(self._change_lines(chunk))
                rejected.write(self._rejected_lines(chunk))
            store.finish()
            self.rows_kept, self.rows_rejected, self.changes = store.count(), rejected.count, changes.count

    def balance(self) -> None:
        """Hold rows in against rows kept and rows rejected.

        Raises:
            RuntimeError: a row was lost or doubled.
        """
        if self.rows_in != self.rows_kept + self.rows_rejected:
            counts = f"{self.rows_in} in, {self.rows_kept} kept, {self.rows_rejected} rejected"
            raise RuntimeError(f"the rows of {self.extract.place} do not balance: {counts}")

    def find_doubles(self, store: Store) -> None:
        """Note values that must be unique and keys that must differ, among the rows kept."""
        key = self.contract.key
        wanted = [
            (name,) for name, column in self.contract.columns.items() if column.unique and key != (name,)
        ]
        for columns in [*wanted, *([key] if key else [])]:
            code = DUPLICATE_KEY if columns == key else DUPLICATE_VALUE
            for values, rows in store.find_doubles(columns):
                found = ", ".join(map(self._cleaned_text, columns, values))
                self.log.add(Kind(code, columns, "error"), ((row, found) for row in rows))

    def stop_on_faults(self, layout: Layout, target: Path) -> None:
        """Stop if there is an error or too few rows fit, with the list of problems beside the table."""
        faults = [*self.misplaced, *(self.wording.fault(group) for group in self.log.groups("error"))]
        if not self.misplaced:  # else it is not known yet how many rows fit
            faults += rows_left_below(self.extract) + self._too_few_rows()
        if not faults:
            return
        faults = localised(ContractError(faults), self.wording.language).faults
        # Warnings explain why few rows fit, and have nothing to do with columns that are not there.
        if self.log.groups("error" if self.misplaced else None):
            faults[-1] = self._listed(faults[-1], layout, target)
        raise ContractError(faults)

    def _too_few_rows(self) -> list[Fault]:
        """The floor under every extract, pulled or put there by hand: a header alone is no delivery."""
        least, kept = self.contract.min_rows, self.rows_kept
        if kept >= least:
            return []
        problem = "the extract has too few rows that fit"
        if self.rows_rejected:
            problem = f"the extract has too few rows that fit; rejected: {self.rows_rejected}"
        fault = Fault(
            problem=problem,
            where=self.extract.place,
            expected=f"at least {least}",
            found=str(kept),
            fix="ask who delivers the data; if so few are right, write "
            f"min_rows: {kept} in config/sources/{self.contract.source}.yaml",
        )
        return [fault]

    def _listed(self, fault: Fault, layout: Layout, target: Path) -> Fault:
        """Write the list of problems, and say with a fault where it is."""
        beside = _issues_beside(target)
        listed = self.folder / beside.name
        write_issue_list(listed, self.log.groups(), self.wording)
        listed.replace(beside)
        file = {"file": beside.relative_to(layout.root).as_posix()}
        return replace(
            fault,
            fix=f"{fault.fix}; {say('words.listed', 'en', file)}",
            local=f"{fault.local}; {say('words.listed', self.wording.language, file)}" if fault.local else "",
        )

    def _change_lines(self, chunk: CleanChunk) -> list[tuple[str | int, ...]]:
        rows = chunk.raw.index.to_numpy()
        found: list[tuple[int, int, tuple[str, str, str]]] = []
        for change in chunk.changes:
            place = self.order[change.column]
            numbers = rows[change.positions].tolist()
            found += [(row, place, texts) for row, texts in zip(numbers, change.texts, strict=True)]
        for finding in chunk.findings:
            kind = finding.kind
            # Only a cell with something in it becomes another one by being made missing.
            if kind.severity == "warning" and kind.check is None:
                place = self.order[kind.columns[0]]
                cells = chunk.raw[kind.columns[0]].to_numpy()[finding.positions]
                for row, cell in zip(rows[finding.positions].tolist(), cells, strict=True):
                    if cell is not None:
                        found.append((row, place, (original_text(cell), "", kind.code)))
        found.sort(key=lambda line: line[:2])
        names = list(self.contract.columns)
        return [self._line(row, names[place], texts) for row, place, texts in found]

    def _line(self, row: int, name: str, texts: tuple[str, str, str]) -> tuple[str | int, ...]:
        letters = self.extract.letters(name)
        old, new, rule = texts
        if name in self.private:
            old = new = ""
        return (self.extract.sheet, row, f"{letters}{row}" if letters else "", name, old, new, rule)

    def _rejected_lines(self, chunk: CleanChunk) -> Iterator[tuple[str | int, ...]]:
        reasons: dict[int, list[Kind]] = {}
        for finding in chunk.findings:
            if finding.kind.severity == "reject":
                for position in finding.positions.tolist():
                    reasons.setdefault(position, []).append(finding.kind)
        for position in sorted(reasons):
            row = int(chunk.raw.index[position])
            kinds = reasons[position]
            column = kinds[0].columns[0] if kinds[0].columns else ""
            letters = self.extract.letters(column) if column in self.contract.columns else ""
            cells = chunk.raw.iloc[position]
            values = [self._raw_text(name, cells[name]) for name in self.contract.columns]
            rule = "; ".join(kind.check_id or kind.code for kind in kinds)
            yield (self.extract.sheet, row, f"{letters}{row}" if letters else "", column, rule, *values)

    def _raw_text(self, name: str, cell: RawValue) -> str:
        return "" if name in self.private or cell is None else original_text(cell)

    def _cleaned_text(self, name: str, value: Any) -> str:
        column = self.contract.columns.get(name)
        if column is not None and column.type == "decimal":
            return number_text(value, column.scale)
        return str(value)


def _info(contract: Contract, delivery: str, line: RegisterLine, shown: str, run: _Run) -> TableInfo:
    read = [
        TableColumn(name, column.type, column.scale, column.label)
        for name, column in contract.columns.items()
    ]
    derived = [TableColumn(name, column.type) for name, column in contract.derived.items()]
    return TableInfo(
        source=contract.source,
        delivery=delivery,
        date=delivery[:10],
        file=shown,
        sha256=line.sha256,
        bytes=line.bytes,
        received=line.received,
        sheet=run.extract.sheet,
        rows_in=run.rows_in,
        rows_kept=run.rows_kept,
        rows_rejected=run.rows_rejected,
        changes=run.changes,
        columns=(*read, *derived),
        contract_sha256=contract_digest(contract),
        linked_by=key_mark(contract),
    )


def contract_digest(contract: Contract) -> str:
    """SHA-256 over all of a contract that decides how rows are read and kept."""
    return sha256_data(contract.model_dump(mode="python", exclude=_NOT_OF_ROWS))


def _issues_beside(target: Path) -> Path:
    """The list of problems of an extract that could not be cleaned."""
    return target.with_name(f"{target.name}.issues.xlsx")
