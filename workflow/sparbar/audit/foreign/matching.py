"""Which facts of a ledger a numeral could stand for: exactly, after rounding, or none.

A match is by value alone. It says that the ledger has this number, not that the sentence speaks of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from sparbar.audit.foreign.found import Found
from sparbar.audit.foreign.words import WORDS
from sparbar.language import round_exact
from sparbar.language.dates import find_date_spans
from sparbar.model.document import Document, Occurrence
from sparbar.model.ledger import Fact, Ledger, Metric
from sparbar.shown import show_fact

State = Literal["exact", "rounded", "none"]
_MOST_CANDIDATES = 3
_SHORTEST_WORD = 4
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Candidate:
    """A fact, constant, extract or date of the report that a numeral could stand for.

    Attributes:
        id: of the fact, constant or extract; "report.date" and the like.
        label: what it is, in the ledger's language.
        shown: the value as a report would show it.
        exact: the exact value as text.
    """

    id: str
    label: str
    shown: str
    exact: str


@dataclass(frozen=True)
class Match:
    """How a numeral fits a ledger: the nearest candidates, and how many there are."""

    state: State
    candidates: tuple[Candidate, ...] = ()
    count: int = 0


class Matcher:
    """The numbers and dates of a ledger, by what they are worth.

    Args:
        document: the list of the ledger's report, for the dates that are the report's own.
    """

    def __init__(self, ledger: Ledger, document: Document | None = None) -> None:
        self._numbers: list[tuple[Fraction, bool, Candidate]] = []
        self._days: dict[date, list[Candidate]] = {}
        self._rounded: dict[tuple[int, bool], dict[Fraction, list[Candidate]]] = {}
        metrics = {metric.id: metric for metric in ledger.metrics}
        for fact in ledger.facts:
            if fact.status == "value" and fact.metric in metrics:
                self._take_fact(fact, metrics[fact.metric], ledger)
        for constant in ledger.constants:
            for text in constant.values:
                self._take_text(text, constant.unit, Candidate(constant.id, constant.label, text, text))
            self._take_text(
                constant.date, "", Candidate(constant.id, constant.label, constant.date, constant.date)
            )
        self.extract_days = {day for extract in ledger.extracts if (day := _day(extract.date))}
        for extract in ledger.extracts:
            label = extract.label or extract.source
            self._take_text(extract.date, "", Candidate(extract.id, label, extract.date, extract.date))
        for occurrence in document.occurrences if document else ():
            self._take_own(occurrence, ledger)

    def match(self, found: Found) -> Match:
        """What a numeral could stand for."""
        if found.day is not None:
            return _match("exact", self._days.get(found.day, []), found)
        if found.value is None or found.kind in ("date", "structure", "year"):
            return Match("none")
        sign = {"%": 100, "‰": 100}.get(found.text[-1:], 1)
        wanted = [(found.value * sign, found.is_percent)]
        if found.form == "fraction" and not found.is_percent:
            wanted.append((found.value * 100, True))
        exact = [c for value, percent in wanted for c in self._worth(value, percent)]
        if exact or found.form in ("fraction", "ordinal", "roman"):
            return _match("exact", exact, found)
        return _match("rounded", self._rounding_to(wanted[0], found.decimals), found)

    def _worth(self, value: Fraction, percent: bool) -> list[Candidate]:
        return self._table(-1, percent).get(value, [])

    def _rounding_to(self, wanted: tuple[Fraction, bool], decimals: int) -> list[Candidate]:
        return self._table(decimals, wanted[1]).get(wanted[0], [])

    def _table(self, decimals: int, percent: bool) -> dict[Fraction, list[Candidate]]:
        """Candidates by what they are worth, rounded to so many decimals by either rule; -1 for exactly."""
        key = (decimals, percent)
        if key not in self._rounded:
            table: dict[Fraction, list[Candidate]] = {}
            for value, is_percent, candidate in self._numbers:
                if percent and not is_percent:
                    continue
                worths = {value} if decimals < 0 else _roundings(value, decimals)
                for worth in worths:
                    table.setdefault(worth, []).append(candidate)
            self._rounded[key] = table
        return self._rounded[key]

    def _take_fact(self, fact: Fact, metric: Metric, ledger: Ledger) -> None:
        slices = ", ".join("?" if code is None else ledger.label(name, code) for name, code in fact.slice)
        label = metric.label + (f" ({slices})" if slices else "") + (f" @{fact.at}" if fact.at else "")
        candidate = Candidate(fact.id, label, show_fact(fact, metric, ledger), str(fact.value))
        if isinstance(fact.value, Fraction):
            self._take_number(fact.value, metric.unit, candidate)
        elif isinstance(fact.value, date):
            self._days.setdefault(fact.value, []).append(candidate)

    def _take_own(self, occurrence: Occurrence, ledger: Ledger) -> None:
        """A date of the report or edition itself, and a number that the report tells of an extract."""
        ref, text = occurrence.ref, occurrence.text
        if occurrence.kind == "date" and ref.startswith(("report.", "edition.")):
            label = WORDS[ledger.language].get(ref, ref)
            for day in {span.day for span in find_date_spans(text.lower(), ledger.language) if span.day}:
                known = self._days.setdefault(day, [])
                if all(candidate.id != ref for candidate in known):
                    known.append(Candidate(ref, label, text, day.isoformat()))
        elif occurrence.kind == "text" and ref.startswith("extract:"):
            source = ref.removeprefix("extract:").partition("#")[0]
            label = next((one.label or one.source for one in ledger.extracts if one.source == source), source)
            self._take_text(text, "", Candidate(ref, label, text, text))

    def _take_number(self, value: Fraction, unit: str, candidate: Candidate) -> None:
        shown = value * 100 if unit in ("percent", "percentage_points") else value
        self._numbers.append((shown, unit in ("percent", "percent_as_is"), candidate))

    def _take_text(self, text: str, unit: str, candidate: Candidate) -> None:
        if re.fullmatch(r"-?\d{1,30}(\.\d{1,30}|/\d{0,29}[1-9]\d{0,29})?", text):
            self._take_number(Fraction(text), unit, candidate)
        elif day := _day(text):
            self._days.setdefault(day, []).append(candidate)


def _day(text: str) -> date | None:
    """The day that a text is; a ledger from outside may hold what is none."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _roundings(value: Fraction, decimals: int) -> set[Fraction]:
    return {Fraction(round_exact(value, decimals, rule)) for rule in ("half_up", "half_even")}


def _match(state: State, candidates: list[Candidate], found: Found) -> Match:
    """The candidates whose labels share most words with the text around come first, then the plainest."""
    if not candidates:
        return Match("none")
    near = _stems(found.around + " " + found.place.heading)
    order = sorted(candidates, key=lambda one: (-len(near & _stems(one.label)), len(one.label)))
    return Match(state, tuple(order[:_MOST_CANDIDATES]), len(candidates))


def _stems(text: str) -> set[str]:
    """Words by their first letters, so that endings play no part."""
    return {word[:6] for word in _WORD.findall(text.lower()) if len(word) >= _SHORTEST_WORD}
