"""The document's list against the ledger: every text refers to something, and says what that says."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import get_args

from sparbar.audit.segments import Finding
from sparbar.language import find_dates, format_date
from sparbar.model.document import Document, Occurrence
from sparbar.model.ledger import Constant, Fact, Ledger
from sparbar.model.values import Rounding, Value
from sparbar.shown import SYMBOLS, DateStyle, Gender, Manner, show_constant, show_fact, show_number

_IN_DIGITS = [Manner(rounding, 0, sign) for rounding, sign in product(get_args(Rounding), (False, True))]
_IN_WORDS = [Manner("half_up", 12, False, "long", gender) for gender in get_args(Gender)]
_OF_DATES = [Manner(date_style=style) for style in get_args(DateStyle)]


def check_texts(ledger: Ledger, document: Document) -> list[Finding]:
    """Every text of the list that is not what the ledger says."""
    check = _Check(Readings(ledger))
    return [finding for occurrence in document.occurrences for finding in check.findings(occurrence)]


class Readings:
    """In which ways the facts and constants of a ledger may read."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._metrics = {metric.id: metric for metric in ledger.metrics}
        self._good: set[tuple[str, str]] = set()  # Facts that were seen to read so.

    def of_fact(self, text: str, fact: Fact) -> bool:
        """Whether a text is one of the ways in which a fact may read."""
        manners = [Manner()]
        if (fact.id, text) in self._good:
            return True
        if isinstance(fact.value, Fraction):
            manners = _IN_DIGITS + _IN_WORDS
        elif isinstance(fact.value, datetime.date):
            manners = _OF_DATES
        metric = self._metrics[fact.metric]
        if any(text == show_fact(fact, metric, self.ledger, manner) for manner in manners):
            self._good.add((fact.id, text))
            return True
        return False

    def of_constant(self, text: str, constant: Constant) -> bool:
        """Whether a text is one of the ways in which a constant may read."""
        manners = _IN_DIGITS + _IN_WORDS + _OF_DATES
        return any(text == show_constant(constant, self.ledger.language, manner) for manner in manners)


class _Check:
    """A ledger, ready to be asked what the texts of a document may be."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        ledger = self._ledger = readings.ledger
        self._metrics = {metric.id: metric for metric in ledger.metrics}
        self._constants = {constant.id: constant for constant in ledger.constants}
        self._extracts = {extract.id: extract for extract in ledger.extracts}
        self._words = {claim.id: claim.words for claim in ledger.claims}
        self._former = {former.id: former.text for former in ledger.former}
        self._words |= {observation.id: observation.words for observation in ledger.observations}

    def findings(self, occurrence: Occurrence) -> Iterator[Finding]:
        """What is wrong with one text."""
        name, _, part = occurrence.ref.partition("#")
        if occurrence.kind == "fact":
            yield from self._of_fact(occurrence, name, part)
        elif occurrence.kind == "constant":
            yield from self._of_constant(occurrence)
        elif occurrence.kind == "former":
            yield from self._of_former(occurrence)
        elif occurrence.kind in ("claim", "observation"):
            yield from self._of_words(occurrence)
        elif name.startswith("extract:"):
            yield from self._of_extract(occurrence, name.removeprefix("extract:"), part)
        elif name.startswith("change:") and occurrence.kind == "date":
            yield from self._of_change(occurrence, name.removeprefix("change:"))
        elif name.startswith(("metric:", "constant:")):
            yield from self._of_definition(occurrence, name, part)

    def _of_definition(self, occurrence: Occurrence, name: str, part: str) -> Iterator[Finding]:
        """What the appendix says of a metric or constant: its name, what it is, who decided it and when."""
        kind, _, identifier = name.partition(":")
        known = (self._metrics if kind == "metric" else self._constants).get(identifier)
        # Reasons why numbers compare are listed beside the metric's name, and are no part of it.
        stated = getattr(known, part, None) if part else None
        if known is None:
            yield _refers_to(f"no {kind}", occurrence)
        elif part == "date":
            if not is_day(occurrence.text, str(stated), self._ledger.language):
                yield _differs("the date of its constant", occurrence, str(stated))
        elif part and _bare(occurrence.text) != _bare(str(stated)):
            yield _differs(f"the {part} of its {kind}", occurrence, str(stated))

    def _of_change(self, occurrence: Occurrence, number: str) -> Iterator[Finding]:
        known = {str(place): change for place, change in enumerate(self._ledger.changes)}.get(number)
        if known is None:
            yield _refers_to("no change of a source", occurrence)
        elif not is_day(occurrence.text, known.since, self._ledger.language):
            yield _differs("the date of the change", occurrence, known.since)

    def _of_fact(self, occurrence: Occurrence, name: str, part: str) -> Iterator[Finding]:
        fact = self._ledger.fact(name)
        if fact is None:
            yield _refers_to("no fact", occurrence)
        elif part:
            count = _count(fact, part)
            if (
                count is None
                and self._ledger.audience == "public"
                and occurrence.text == SYMBOLS["suppressed"]
            ):
                return
            if count is None:
                yield _refers_to("no count of its fact", occurrence)
            elif not self._reads_as(occurrence.text, Fraction(count)):
                yield _differs("what its fact says", occurrence, f"{count} ({part} of {fact.id})")
        elif fact.status == "value" and not self._readings.of_fact(occurrence.text, fact):
            yield _differs("what its fact says", occurrence, f"{_plain(fact.value)} ({fact.id})")

    def _reads_as(self, text: str, number: Fraction) -> bool:
        ways = (
            show_number(number, "", 0, self._ledger.language, manner) for manner in _IN_DIGITS + _IN_WORDS
        )
        return text in ways

    def _of_constant(self, occurrence: Occurrence) -> Iterator[Finding]:
        constant = self._constants.get(occurrence.ref)
        if constant is None:
            yield _refers_to("no constant", occurrence)
            return
        if not self._readings.of_constant(occurrence.text, constant):
            expected = f"{'–'.join(constant.values)} ({constant.id})"
            yield _differs("what its constant says", occurrence, expected)

    def _of_former(self, occurrence: Occurrence) -> Iterator[Finding]:
        text = self._former.get(occurrence.ref)
        if text is None:
            yield _refers_to("no number of an earlier edition", occurrence)
        elif text != occurrence.text:
            yield _differs("what the earlier edition said", occurrence, text)

    def _of_words(self, occurrence: Occurrence) -> Iterator[Finding]:
        words = self._words.get(occurrence.ref)
        if words is None:
            yield Finding("document.json", f"no such {occurrence.kind} in the ledger", _where(occurrence))
        elif words != occurrence.text:
            problem = f"the words of the {occurrence.kind} are not the ledger's"
            yield Finding("document.json", problem, _where(occurrence), words, occurrence.text)

    def _of_extract(self, occurrence: Occurrence, name: str, part: str) -> Iterator[Finding]:
        extract = self._extracts.get(name)
        if extract is None:
            yield _refers_to("no extract", occurrence)
        elif occurrence.kind == "date" and not is_day(occurrence.text, extract.date, self._ledger.language):
            yield _differs("the extract date", occurrence, extract.date)
        elif part in ("rows_in", "rows_kept", "age_days"):
            number, what = getattr(extract, part), "days" if part == "age_days" else "rows"
            if number is None or not self._reads_as(occurrence.text, Fraction(number)):
                yield _differs(f"the number of {what}", occurrence, str(number))
        elif part == "file" and _bare(occurrence.text) != _bare(extract.file.rpartition("/")[2]):
            yield _differs("the name of the extract's file", occurrence, extract.file)
        elif part == "sha256" and occurrence.text != extract.sha256:
            yield _differs("the checksum of the extract", occurrence, extract.sha256)


def is_day(text: str, written: str, language: str) -> bool:
    """Whether a text is a day (ISO 8601), as we write it or as somebody typed it, or its year."""
    day = datetime.date.fromisoformat(written)
    typed = [value for _, start, end, value in find_dates(text, language) if (start, end) == (0, len(text))]
    styles = get_args(DateStyle)
    return day in typed or text == written[:4] or any(text == format_date(day, language, s) for s in styles)


def _bare(text: str) -> str:
    """A text without what composing takes away: runs of white space, and the stop at its end."""
    return " ".join(text.split()).removesuffix(".")


def _count(fact: Fact, part: str) -> int | None:
    if part in ("base", "missing"):
        return fact.base if part == "base" else fact.missing
    extract = part.removeprefix("rows:")
    return next((rows.count for rows in fact.rows if rows.extract == extract), None)


def _plain(value: Value | None) -> str:
    return str(value) if not isinstance(value, tuple) else ", ".join(name.code for name in value)


def _refers_to(what: str, occurrence: Occurrence) -> Finding:
    return Finding("document.json", f"a number refers to {what}", _where(occurrence), found=occurrence.ref)


def _differs(what: str, occurrence: Occurrence, expected: str) -> Finding:
    return Finding("document.json", f"a number is not {what}", _where(occurrence), expected, occurrence.text)


def _where(occurrence: Occurrence) -> str:
    return ", ".join(filter(None, (occurrence.id, occurrence.container, occurrence.template)))
