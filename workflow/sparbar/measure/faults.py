"""What can be wrong with data that are measured, said in four parts and in the report's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sparbar.config.metrics import Join
from sparbar.errors import Fault
from sparbar.model.table import TableInfo
from sparbar.provenance.rows import row_ranges

_LOCAL = {
    "several": {
        "sv": "{name} är värdet på en rad, men {count} rader passar; rätta filen eller måttet",
        "da": "{name} er værdien i én række, men {count} rækker passer; ret filen eller målet",
    },
    "identity": {
        "sv": "{expected} stämmer inte: {found}; se efter raderna som nämns, eller rätta sambandet",
        "da": "{expected} passer ikke: {found}; se på de nævnte rækker, eller ret sammenhængen",
    },
    "doubled": {
        "sv": "flera rader har samma nyckel ({keys}); rätta filen så att varje nyckel finns en gång",
        "da": "flere rækker har samme nøgle ({keys}); ret filen, så hver nøgle findes én gang",
    },
}


def place(info: TableInfo, ranges: str = "") -> str:
    """File, sheet and rows of an extract, for messages."""
    parts = [info.file]
    if info.sheet:
        parts.append(f"sheet {info.sheet}")
    if ranges:
        parts.append(f"rows {ranges.replace(',', ', ')}")
    return ", ".join(parts)


def local(key: str, language: str, **words: object) -> str:
    """The fault in the report's language; "" where that is English."""
    text = _LOCAL[key].get(language, "")
    return text.format(**words)


def several_rows(name: str, info: TableInfo, rows: tuple[int, str], language: str) -> Fault:
    """A `value` for which more than one row answers; `rows` is how many, and their numbers as ranges."""
    count, ranges = rows
    return Fault(
        problem=f"{name} is the value of one row, and {count} rows answer to it",
        where=place(info, ranges),
        expected="one row",
        found=f"{count} rows",
        fix='correct the file and pull again, or narrow "where" or add to "by" of the metric',
        local=local("several", language, name=name, count=count),
    )


def doubled_key(name: str, join: Join, info: TableInfo, rows: Iterable[int], language: str) -> Fault:
    """Rows of a join's right table that share one key."""
    keys = ", ".join(join.on.values())
    rows = list(rows)
    return Fault(
        problem=f"the join {name} finds {len(rows)} rows of {join.right} with one key ({keys})",
        where=place(info, row_ranges(rows)),
        expected="one row",
        found=f"{len(rows)} rows",
        fix="correct the file and pull again, or join on more columns in config/metrics",
        local=local("doubled", language, keys=keys),
    )


def failed_identity(
    why: str, sides: Sequence[tuple[str, str]], where: str, written: str, language: str
) -> Fault:
    """An identity that does not hold; `sides` are names and numbers of the parts and, last, of the whole."""
    (*parts, whole), (*numbers, total) = zip(*sides, strict=True)
    expected, found = f"{whole} = {' + '.join(parts)}", f"{total} ≠ {' + '.join(numbers)}"
    return Fault(
        problem=f"an identity does not hold: {why}",
        where=where,
        expected=expected,
        found=found,
        fix="look at the rows named, which are not once in the parts and once in the whole, and correct the "
        f"file; or correct the identity in {written}",
        local=local("identity", language, expected=expected, found=found),
    )


def unmade_table(source: str, delivery: str, folder: str) -> Fault:
    """A table that cleaning has not made."""
    return Fault(
        problem=f"the cleaned table of {source} {delivery} is not there or cannot be read",
        where=folder,
        expected="table.parquet and table.json, whole",
        fix=f"make it: sparbar ingest {source} {delivery}",
    )


def stale_table(source: str, delivery: str, folder: str, columns: Iterable[str]) -> Fault:
    """A table that was made by another contract than today's."""
    return Fault(
        problem=f"the cleaned table of {source} {delivery} was made by another contract",
        where=folder,
        expected="the columns of the contract, with its types",
        found=f"others for {', '.join(columns)}",
        fix=f"make it again: sparbar ingest {source} {delivery}",
    )
