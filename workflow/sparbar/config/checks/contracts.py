"""Whether a contract agrees with itself: its key, derived columns, conditions, headers and spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sparbar.config.checks.conditions import Setting, column_faults, condition_faults
from sparbar.config.columns import Columns, contract_columns
from sparbar.config.conditions import CONDITION_WORDS, columns_of
from sparbar.config.source_columns import Column, ColumnType, Derived
from sparbar.config.sources import Contract
from sparbar.config.yaml_file import YamlFile
from sparbar.errors import Fault, nearest

# Names with a meaning of their own in tables, counts and ages.
RESERVED = (*CONDITION_WORDS, "row", "rows", "persons", "extract_date")


def contract_faults(contract: Contract, file: YamlFile) -> list[Fault]:
    """Everything in a contract that cannot be meant together."""
    columns = contract_columns(contract)
    return [
        *_name_faults(contract, file),
        *_key_faults(contract, columns, file),
        *_linking_faults(contract, file),
        *_header_faults(contract, file),
        *(
            fault
            for name, column in contract.columns.items()
            for fault in _spelling_faults(name, column, file)
        ),
        *(
            fault
            for name, column in contract.columns.items()
            for fault in _separator_faults(name, column, file)
        ),
        *_condition_faults(contract, columns, file),
        *_derived_faults(contract, columns, file),
    ]


def _name_faults(contract: Contract, file: YamlFile) -> Iterator[Fault]:
    for section in ("columns", "derived"):
        for name in getattr(contract, section):
            if name in RESERVED or "__" in name:
                problem = f'no column can have the name "{name}"'
                yield Fault(problem, file.place((section, name)), fix="give it another name")
    for name in contract.derived:
        if name in contract.columns:
            problem = f"{name} is a column of the file and a derived column too"
            yield Fault(problem, file.place(("derived", name)), fix="give the derived column another name")
    seen: set[str] = set()
    for position, check in enumerate(contract.checks):
        if check.id in seen:
            yield Fault(f'two checks have the id "{check.id}"', file.place(("checks", position, "id")))
        seen.add(check.id)


def _key_faults(contract: Contract, columns: Columns, file: YamlFile) -> Iterator[Fault]:
    for position, name in enumerate(contract.key):
        where = file.place(("key", position))
        yield from column_faults(name, Setting(columns, None, where))
        if name in contract.key[:position]:
            yield Fault(f"{name} stands twice in the key", where, fix="leave one of them out")
        if columns.types.get(name) == "multi":
            yield Fault(f"{name} has several values in a cell and cannot be part of the key", where)
    if contract.person is not None:
        where = file.place(("person",))
        yield from column_faults(contract.person, Setting(columns, None, where))
        if columns.types.get(contract.person) == "multi":
            yield Fault(f"{contract.person} has several values in a cell and cannot be the person", where)


def _linking_faults(contract: Contract, file: YamlFile) -> Iterator[Fault]:
    """What is compared from row to row must be kept; of an identifier that is its keyed digest."""
    for position, name in enumerate(contract.linked):
        where = file.place(("linking", "columns", position))
        column = contract.columns.get(name)
        if column is None or not column.identifier:
            known = [key for key, item in contract.columns.items() if item.identifier]
            expected = ", ".join(known) or "a column with identifier: true"
            fix = nearest(name, known) or "name an identifier, or mark the column with identifier: true"
            yield Fault(f"{name} is no identifier of this contract", where, expected, name, fix)
        elif column.type not in ("text", "integer"):
            fix = "make its type text"
            expected = "type: text or integer"
            yield Fault(f"{name} cannot be linked", where, expected, f"type: {column.type}", fix)
    needed = {f"key.{position}": name for position, name in enumerate(contract.key)}
    needed |= {"person": contract.person} if contract.person else {}
    for place, name in needed.items():
        if contract.is_dropped(name):
            key, _, number = place.partition(".")
            yield Fault(
                problem=f"{name} is an identifier, which cleaning drops, and rows cannot be told apart by it",
                where=file.place((key, int(number)) if number else (key,)),
                expected=f"linking: {{columns: [{name}], key: …, domain: …}}",
                fix="declare linking, which keeps a keyed digest of it, or name another column",
            )


def _header_faults(contract: Contract, file: YamlFile) -> Iterator[Fault]:
    """A header belongs to one column, once, unless places tell columns apart; compared as it is read."""
    claimed: dict[tuple[str, str | None], str] = {}
    for name, column in contract.columns.items():
        yield from _place_faults(contract, name, file)
        where = file.place(("columns", name, "header"))
        for header in column.headers:
            text = plain_text(header)
            other = claimed.get((text, None)) or next(
                (claim for (known, _), claim in claimed.items() if known == text and column.at is None), None
            )
            if not text:
                yield Fault(f"a header of {name} is empty", where, fix="write it as it stands in the file")
            elif (other or claimed.get((text, column.at))) == name:
                yield Fault(f'{name} names the header "{text}" twice', where, fix="leave one of them out")
            elif other:
                problem = f'{other} and {name} claim the same header "{text}"'
                fix = 'correct the header of one of them, or say with "at" where each of them stands'
                yield Fault(problem, where, fix=fix)
            claimed.setdefault((text, column.at), name)


def _place_faults(contract: Contract, name: str, file: YamlFile) -> Iterator[Fault]:
    """A place belongs to one column; in a file without header each column has one."""
    column = contract.columns[name]
    where = file.place(("columns", name))
    if not contract.reader.header_rows and (column.header or not column.at):
        fix = 'leave out header, and say with "at" where the column stands'
        yield Fault(f"{name} cannot be found by a header: the file has none", where, "at: A", fix=fix)
    first = next((n for n, c in contract.columns.items() if c.at and c.at == column.at), name)
    if first != name:
        yield Fault(
            f"{first} and {name} stand in the same place, {column.at}", where, fix="correct one of them"
        )


def plain_text(text: str) -> str:
    """A text as cells are read: every run of white space as one space, none at the ends."""
    return re.sub(r"\s+", " ", text).strip()


def _spelling_faults(name: str, column: Column, file: YamlFile) -> Iterator[Fault]:
    """One spelling means one thing: one code, one of true and false, or one declared status."""
    meanings: dict[str, set[str]] = {}
    for code, category in column.values.items():
        for text in (code, *category.label.values(), *category.spellings):
            meanings.setdefault(plain_text(text), set()).add(f'"{code}"')
    for word, texts in (("true", column.is_true), ("false", column.is_false)):
        for text in texts:
            meanings.setdefault(plain_text(text), set()).add(word)
    for code, status in column.codes.items():
        meanings.setdefault(plain_text(code), set()).add(status)
    where = file.place(("columns", name))
    for text, found in meanings.items():
        if len(found) > 1:
            problem = f'"{text}" in {name} has {len(found)} meanings'
            yield Fault(problem, where, "one", " and ".join(sorted(found)), "keep it under one of them")
        if not text and column.values:
            yield Fault(f"a spelling in {name} is empty", where, fix="leave it out; an empty cell is missing")


def _separator_faults(name: str, column: Column, file: YamlFile) -> Iterator[Fault]:
    """A spelling with a separator in it can never be read."""
    spellings = [(code, text) for code, category in column.values.items() for text in category.spellings]
    for code, text in spellings if column.type == "multi" else ():
        cut = next((sign for sign in column.separators if sign in text), None)
        if cut is not None:
            problem = f'"{text}" can never be read: it has the separator "{cut}" in it'
            where = file.place(("columns", name, "values", code, "spellings"))
            yield Fault(problem, where, fix="give the column other separators, or correct the spelling")


def _condition_faults(contract: Contract, columns: Columns, file: YamlFile) -> Iterator[Fault]:
    for name, column in contract.columns.items():
        where = file.place(("columns", name, "collected_when"))
        yield from condition_faults(column.collected_when, Setting(columns, None, where))
        if name in columns_of(column.collected_when):
            yield Fault(f"{name} says of itself when it is collected", where, fix="name another column")
    for position, check in enumerate(contract.checks):
        for key in ("when", "require"):
            where = file.place(("checks", position, key))
            yield from condition_faults(getattr(check, key), Setting(columns, None, where))


def _derived_faults(contract: Contract, columns: Columns, file: YamlFile) -> Iterator[Fault]:
    """A derived column is made from columns of the file and from derived columns that stand above it."""
    known = list(contract.columns)
    for name, derived in contract.derived.items():
        above = replace(columns, types={column: columns.types[column] for column in known})
        where = file.place(("derived", name))
        for origin, types in _origins(derived):
            if origin not in above.types:
                fix = "move it above this one" if origin in contract.derived else ""
                fix = fix or nearest(origin, known) or f"its columns are {', '.join(known)}"
                yield Fault(f'{name} is made from "{origin}", which is not there yet', where, fix=fix)
            elif above.types[origin] not in types:
                problem = f"{name} cannot be made from {origin}"
                yield Fault(problem, where, f"a column of the type {', '.join(types)}", above.types[origin])
        yield from condition_faults(derived.condition, Setting(above, None, where))
        yield from _recode_faults(name, derived, columns, where)
        known.append(name)


def _origins(derived: Derived) -> Iterator[tuple[str, tuple[ColumnType, ...]]]:
    """The columns that a derived column is made from, but for a condition's, and the types they may have."""
    if derived.days_between:
        yield from ((name, ("date",)) for name in derived.days_between)
    if derived.age:
        yield derived.age.born, ("date", "integer")
        if derived.age.at != "extract_date":
            yield derived.age.at, ("date", "integer")
    if derived.bands:
        yield derived.bands.of, ("integer", "decimal")
    if derived.recode:
        yield derived.recode.of, ("category", "boolean", "text", "integer")


def _recode_faults(name: str, derived: Derived, columns: Columns, where: str) -> Iterator[Fault]:
    if derived.recode is None:
        return
    origin = derived.recode.of
    for old, new in derived.recode.into.items():
        yield from _unknown_code(f"{origin} has no code", old, columns.codes.get(origin), where)
        yield from _unknown_code(f"{name} has no value", new, derived.recode.values, where)


def _unknown_code(problem: str, code: str, known: Iterable[str] | None, where: str) -> Iterator[Fault]:
    if known is not None and code not in known:
        codes = list(known)
        yield Fault(f'{problem} "{code}"', where, ", ".join(codes), f'"{code}"', nearest(code, codes))
