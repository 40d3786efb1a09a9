"""One document being composed: what it may say, what it has said so far, and what is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast, get_args

from sparbar.claims import Likeness
from sparbar.compose.markdown import escape, span
from sparbar.compose.marks import Marks
from sparbar.compose.syntax import line_in
from sparbar.compose.template import Source, UsageError
from sparbar.compose.words import WORDS
from sparbar.config.project import Scope
from sparbar.errors import Fault
from sparbar.language import find_dates, find_numerals, find_quantifiers
from sparbar.model.document import Kind, Occurrence
from sparbar.model.ledger import Claim, Constant, Extract, Fact, Former, Ledger, Metric, Observation, fact_id
from sparbar.model.unknown import explain_unknown
from sparbar.selection import Grid
from sparbar.shown import DateStyle, Gender, Manner

MakeFunctions: TypeAlias = Callable[["Session"], Mapping[str, Callable[..., Any]]]

# What stands for a text that could not be made, until its fault is told; a gap would change the Markdown.
UNTOLD = "…"


class Traced(str):
    """Markdown that may be printed as it stands: everything in it is recorded."""


@dataclass
class Session:
    """One document being composed: what it may say, and what it has said so far.

    Attributes:
        faults: what is wrong, collected so that all can be told at once.
        placed: tables and figures in the order in which they were placed, as ("table" | "figure", name).
        withheld: tables and figures in whose place a sentence stands.
        named: constants that claims compare with.
        comparable: fact id to the reason why it compares with what it differs from in more than time.
        grids: the content of the tables and figures that were placed, by "t-<name>" or "f-<name>".
        source, text: the template that is being run, its name and what stands in it.
        block_line: the line of the table or figure being placed.
        in_yaml: whether a text of the report's YAML is being run, and no template.
        typed: the texts of the report's YAML that may hold no untraced number, by where they stand.
        names: the places of those in which no function can be called.
        failed: places in templates that could not be run before, and are left out now.
        make_functions: makes the functions that templates may call.
    """

    scope: Scope
    ledger: Ledger
    marks: Marks = field(default_factory=Marks)
    claims: list[Claim] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    former: list[Former] = field(default_factory=list)
    placed: list[tuple[str, str]] = field(default_factory=list)
    grids: dict[str, Grid] = field(default_factory=dict)
    withheld: set[tuple[str, str]] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    comparable: dict[str, str] = field(default_factory=dict)
    source: str = ""
    text: str = ""
    block_line: int = 0
    in_yaml: bool = False
    typed: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    failed: Collection[str] = ()
    make_functions: MakeFunctions = field(kw_only=True)

    def __post_init__(self) -> None:
        self.metrics: dict[str, Metric] = {metric.id: metric for metric in self.ledger.metrics}
        self.constants: dict[str, Constant] = {constant.id: constant for constant in self.ledger.constants}
        self.words = WORDS[self.ledger.language]
        self.known_dates = declared_dates(self.scope, self.ledger)
        self.likeness = Likeness(self.scope, self.ledger)

    @property
    def language(self) -> str:
        """The report's language."""
        return self.ledger.language

    def figures(self) -> tuple[str, ...]:
        """Names of the figures that are drawn, in reading order."""
        placed = (place for place in self.placed if place not in self.withheld)
        return tuple(name for kind, name in placed if kind == "figure")

    def where(self, line: int) -> str:
        """What messages and occurrences call a place in the template that is being run."""
        return line_in(self.source, line or self.block_line)

    def fail(self, problem: str, line: int, fix: str, expected: str = "", found: str = "") -> Traced:
        """Remember a fault of the template and go on, so that all are told at once."""
        self.faults.append(Fault(problem, self.where(line), expected, found, fix))
        return Traced(UNTOLD)

    def has_bare_numeral(self, text: str, line: int, allowed: str = "") -> bool:
        """Whether words that stand for a quantity have a number in them that nobody vouches for: a fault.

        Part of a quantifier ("mer än hälften") is none, nor is what stands in `allowed` too.
        """
        kept = [(found.start, found.end) for found in find_quantifiers(text, self.language)]
        known = {numeral.text.casefold() for numeral in find_numerals(allowed, self.language)}
        for numeral in find_numerals(text, self.language):
            within = any(start <= numeral.start and numeral.end <= end for start, end in kept)
            if not within and numeral.text.casefold() not in known:
                problem = f'the words "{text}" hold a number that no extract vouches for'
                self.fail(problem, line, "use fact(…) for the number", "words without a number", numeral.text)
                return True
        return False

    def run(self, text: str, name: str, *, in_yaml: bool = False) -> str:
        """Run a template with the functions below, or a text of the report's YAML, called by its place."""
        outer = self.source, self.text, self.block_line, self.in_yaml
        self.source, self.text, self.block_line, self.in_yaml = name, text, 0, in_yaml
        try:
            functions = self.make_functions(self)
            values = {
                "report": self.scope.report,
                "language": self.language,
                "audience": self.ledger.audience,
            }
            return Source(text, name, self.mark_literal, self.faults.append, self.failed).run(
                functions, values
            )
        finally:
            self.source, self.text, self.block_line, self.in_yaml = outer

    def manner(
        self, words: bool | None = None, sign: bool = False, style: str = "long", gender: str = "common"
    ) -> Manner:
        """How to show a number here: `words` overrules the report's setting."""
        if style not in get_args(DateStyle):
            raise UsageError(f'there is no date style "{style}"; there are {", ".join(get_args(DateStyle))}')
        if gender not in get_args(Gender):
            raise UsageError(f'there is no gender "{gender}"; there are {", ".join(get_args(Gender))}')
        setting = self.scope.report.words_up_to
        limit = setting if words is None else (12 if words else 0)
        rounding = self.scope.project.defaults.rounding
        return Manner(rounding, limit, sign, cast(DateStyle, style), cast(Gender, gender))

    def traced(self, kind: Kind, ref: str, text: str, line: int, metric: str = "") -> Traced:
        """A span with its occurrence recorded."""
        printed = span(text, self.marks.spanned(kind, ref, text, self.where(line)), kind, metric)
        self.marks.printed[len(self.marks.recorded)] = printed
        return Traced(printed)

    def label(self, text: str, ref: str, kind: Kind = "label", line: int = 0) -> Traced:
        """A text from config: escaped, and recorded where it has a numeral in it."""
        if find_numerals(text, self.language):
            return self.traced(kind, ref, text, line)
        return Traced(escape(text))

    def plain_label(self, text: str, ref: str, inside: tuple[str, str]) -> str:
        """The same where no span can stand (alt texts)."""
        if find_numerals(text, self.language):
            return self.marks.unspanned("label", ref, text, inside)
        return text

    def judged(self, text: str, place: str) -> Traced:
        """A title or label that the report's YAML types: its numbers are judged as those of a caption are."""
        self.typed.append((text, place))
        self.names.add(place)
        pieces: list[str] = []
        done = 0
        for start, end, kind, ref in self._literals(text):
            mark = self.marks.spanned(kind, ref, text[start:end], place)
            if kind == "date":
                self.marks.typed.add(len(self.marks.recorded))
            pieces += [escape(text[done:start]), span(text[start:end], mark, kind)]
            done = end
        return Traced("".join([*pieces, escape(text[done:])]))

    def plain_judged(self, text: str, inside: tuple[str, str]) -> str:
        """The same text again where no span can stand (headers)."""
        pieces: list[str] = []
        done = 0
        for start, end, kind, ref in self._literals(text):
            pieces += [text[done:start], self.marks.unspanned(kind, ref, text[start:end], inside)]
            done = end
        return "".join([*pieces, text[done:]])

    def units_of(self, occurrences: Iterable[Occurrence]) -> dict[str, str]:
        """The units of the facts and constants that stand somewhere, by the ids of their places."""
        units: dict[str, str] = {}
        for occurrence in occurrences:
            if occurrence.kind == "constant":
                units[occurrence.id] = self.constants[occurrence.ref].unit
            elif fact := self.ledger.fact(occurrence.ref):
                units[occurrence.id] = self.metrics[fact.metric].unit
        return {identifier: unit for identifier, unit in units.items() if unit}

    def mark_literal(self, text: str, line: int) -> str:
        """Literal text with declared dates and allowed texts recorded, and bare quantifiers noted."""
        for found in find_quantifiers(text, self.language):
            at = line + text.count("\n", 0, found.start)
            self.warnings.append(f'{self.where(at)}: "{found.text}" is neither a claim nor an observation')
        if self.in_yaml:
            self.typed.append((text, self.source))
        pieces: list[str] = []
        done = 0
        for start, end, kind, ref in self._literals(text):
            at = line + text.count("\n", 0, start)
            pieces += [text[done:start], self.traced(kind, ref, text[start:end], at)]
            if kind == "date":
                self.marks.typed.add(len(self.marks.recorded))
            done = end
        return "".join([*pieces, text[done:]])

    def _literals(self, text: str) -> list[tuple[int, int, Kind, str]]:
        """Places in literal text that are allowed: (start, end, kind, ref), without overlaps."""
        found: list[tuple[int, int, Kind, str]] = []
        for allowed, reason in self.scope.project.defaults.allow.items():
            start = text.find(allowed)
            while start >= 0:
                found.append((start, start + len(allowed), "exception", reason))
                start = text.find(allowed, start + len(allowed))
        for _, start, end, value in find_dates(text, self.language):
            if value in self.known_dates:
                found.append((start, end, "date", self.known_dates[value]))
        for numeral in find_numerals(text, self.language):
            if numeral.text in self.known_dates and numeral.kind in ("digits", "date"):
                found.append((numeral.start, numeral.end, "date", self.known_dates[numeral.text]))
        kept: list[tuple[int, int, Kind, str]] = []
        for place in sorted(found, key=lambda p: (p[0], -p[1])):
            if not (kept and place[0] < kept[-1][1]) and not _inside_markup(text, place[0]):
                kept.append(place)
        return kept

    def find_fact(self, name: str, slice_: Mapping[str, Any], at: str, line: int) -> Fact | None:
        """The fact a template names; an unknown one is a fault with the nearest name."""
        codes = {
            key: None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            for key, value in slice_.items()
        }
        identifier = fact_id(name, codes.items(), at)
        fact = self.ledger.fact(identifier)
        if fact is None:
            why = explain_unknown(self.ledger, name, codes, at)
            self.fail(why.problem, line, why.fix, why.expected)
        return fact


def extract_name(session: Session, extract: Extract) -> str:
    """What a reader meets an extract as, in plain text; one that others are compared with says so."""
    name = extract.label or extract.source
    return f"{name} ({session.words['compared']})" if "@" in extract.id else name


def declared_dates(scope: Scope, ledger: Ledger) -> dict[object, str]:
    """Dates, and years as text, that the report declares: a typed one that equals them may stand.

    A year must also read as one; `lint` sees to that, in the finished sentence.
    """
    report = scope.report
    dates: list[tuple[datetime.date, str]] = [
        (report.date, "report.date"),
        (report.period.start, "report.period"),
        (report.period.end, "report.period"),
    ]
    dates += [
        (datetime.date.fromisoformat(extract.date), f"extract:{extract.id}") for extract in ledger.extracts
    ]
    known: dict[object, str] = {}
    for value, ref in dates:
        known.setdefault(value, ref)
        known.setdefault(str(value.year), ref)
    return known


def _inside_markup(text: str, place: int) -> bool:
    """Whether a place lies in attributes or a link's address, which readers do not see."""
    line = text[text.rfind("\n", 0, place) + 1 : place]
    return line.rfind("{") > line.rfind("}") or line.rfind("](") > line.rfind(")")
