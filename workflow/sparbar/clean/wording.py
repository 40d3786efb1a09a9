"""Problems in words: for the terminal as faults, for the coordinator's list as lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sparbar.clean.messages import has_text, say
from sparbar.clean.problems import CHECK, MOST_VALUES, Group, Kind
from sparbar.clean.reading import UNKNOWN_VALUE, codes_by_text
from sparbar.config.base import in_language
from sparbar.config.source_columns import Column
from sparbar.config.sources import Contract
from sparbar.errors import Fault, nearest
from sparbar.language.faults import with_heads
from sparbar.model.signs import show_signs
from sparbar.personal.patterns import mask_personal
from sparbar.readers import RawExtract
from sparbar.readers.cells import collapse

ROWS_SHOWN = 12
VALUES_SHOWN = 6
LONGEST_VALUE = 60
_SAMPLE_DAY = date(2023, 6, 14)


@dataclass(frozen=True)
class Wording:
    """Says the problems of one extract in the report's language, and in English for the terminal."""

    contract: Contract
    extract: RawExtract
    extract_date: date
    language: str
    _known: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def contract_file(self) -> str:
        """The contract's file as messages name it."""
        return f"config/sources/{self.contract.source}.yaml"

    def fault(self, group: Group) -> Fault:
        """All problems of one kind as one fault."""
        kind = group.kind
        local = ""
        if self.language != "en":
            local = (
                f"{self.problem(group, self.language)}; {self.fix(kind, self.language, list(group.values))}"
            )
        return Fault(
            problem=self.problem(group, "en"),
            where=f"{self.extract.place}, {self._rows(group)}",
            expected=self.expected(kind, "en", use_labels=False),
            found=self._found(group, "en"),
            fix=self.fix(kind, "en", list(group.values)),
            local=local,
            local_expected=self._local_expected(group),
        )

    def _local_expected(self, group: Group) -> str:
        """Expected and found once more, where they are told in words and not by codes and cells alone."""
        told = {
            language: (self.expected(group.kind, language, use_labels=False), self._found(group, language))
            for language in ("en", self.language)
        }
        return "" if told["en"] == told[self.language] else with_heads(*told[self.language], self.language)

    def problem(self, group: Group, language: str) -> str:
        """What is wrong, with how often."""
        kind = group.kind
        by_value = kind.code in (UNKNOWN_VALUE, "duplicate_value", "duplicate_key")
        number = len(group.values) if by_value else group.count
        values = self._values(kind, language) | {"count": group.count, "values": number}
        if by_value and number >= MOST_VALUES:
            values["values"] = f"≥ {MOST_VALUES}"
        return say(f"problems.{kind.code}.problem", language, values, number)

    def cell(self, kind: Kind, language: str) -> str:
        """What is wrong with one cell."""
        return say(f"problems.{kind.code}.cell", language, self._values(kind, language))

    def expected(self, kind: Kind, language: str, *, use_labels: bool) -> str:
        """What would have been right; the terminal shows codes, the list shows labels."""
        if kind.code == UNKNOWN_VALUE:
            return ", ".join(self._allowed(kind.columns[0], language if use_labels else ""))
        path = f"problems.{kind.code}.expected"
        return say(path, language, self._values(kind, language)) if has_text(path) else ""

    def fix(self, kind: Kind, language: str, found: list[str]) -> str:
        """What the reader can do, with the nearest category where one is near."""
        fix = say(f"problems.{kind.code}.fix", language, self._values(kind, language))
        for text in found if kind.code == UNKNOWN_VALUE and not self.is_hidden(kind) else ():
            near = self.nearest_code(kind.columns[0], text)
            if near:
                return f"{fix}; {say('words.nearest', language, {'found': shorten(text), 'near': near})}"
        return fix

    def nearest_code(self, column: str, text: str) -> str:
        """The code whose code, label or spelling is nearest to a text, or ""."""
        if column not in self._known:
            declared = self.contract.columns[column]
            known = codes_by_text(declared) or {t: t for t in (*declared.is_true, *declared.is_false)}
            self._known[column] = {spelling.casefold(): code for spelling, code in known.items()}
        known = self._known[column]
        hint = nearest(text.casefold(), list(known))
        return known[hint.split('"')[1]] if hint else ""

    def is_hidden(self, kind: Kind) -> bool:
        """Whether what stands in the cells must not be shown."""
        columns = (self.contract.columns.get(name) for name in kind.columns)
        return any(column is not None and is_private(column) for column in columns)

    def header(self, kind: Kind) -> str:
        """The columns as the file's header names them."""
        return ", ".join(self.extract.header.get(name, name) for name in kind.columns)

    def _values(self, kind: Kind, language: str) -> dict[str, object]:
        column = self.contract.columns.get(kind.columns[0]) if kind.columns else None
        values: dict[str, object] = {
            "column": self.header(kind),
            "name": kind.columns[0] if kind.columns else "",
            "contract": self.contract_file,
            "date": self.extract_date.isoformat(),
        }
        if kind.code == CHECK and kind.check is not None:
            anything = next(iter(kind.check.message.values()))
            values |= {"name": kind.check.id, "message": in_language(kind.check.message, language, anything)}
        if column is not None:
            written = " / ".join(_SAMPLE_DAY.strftime(text) for text in column.formats)
            sign = column.decimal_sign or "."
            example = "12" if column.type == "integer" else f"12{sign}5"
            bounds = _bounds(column, language)
            values |= {"scale": column.scale, "formats": written, "example": example, "bounds": bounds}
        return values

    def _allowed(self, name: str, language: str) -> list[str]:
        column = self.contract.columns[name]
        if column.type == "boolean":
            return [*column.is_true, *column.is_false]
        if not language:
            return list(column.values)
        return [in_language(category.label, language, code) for code, category in column.values.items()]

    def _rows(self, group: Group) -> str:
        rows = list(dict.fromkeys(row for row, _ in group.cells))
        rest = group.count - len(group.cells) + len(rows) - len(rows[:ROWS_SHOWN])
        shown = ", ".join(map(str, rows[:ROWS_SHOWN]))
        more = f" and {rest} more" if rest > 0 else ""
        return f"row{'s' if len(rows) > 1 else ''} {shown}{more}"

    def _found(self, group: Group, language: str) -> str:
        if not group.values:
            return ""
        if self.is_hidden(group.kind):
            return say("words.hidden", language, {})
        values = [f'"{shorten(text)}"' for text in group.values]
        rest = len(values) - VALUES_SHOWN
        more = f" {say('words.more', language, {'count': rest})}" if rest > 0 else ""
        return ", ".join(values[:VALUES_SHOWN]) + more


def is_private(column: Column) -> bool:
    """Whether a column's values are kept out of messages and logs."""
    return column.sensitive or column.identifier


def shorten(text: str) -> str:
    """A found text on one line and of a length that fits a message, without what has a personal form."""
    line = show_signs(mask_personal(collapse(text)))
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1] + "…"


def _bounds(column: Column, language: str) -> str:
    if column.range is None:
        return ""
    low, high = column.range.min, column.range.max
    values = {"min": low, "max": high}
    if low is not None and high is not None:
        return say("words.between", language, values)
    return say("words.at_least" if low is not None else "words.at_most", language, values)
