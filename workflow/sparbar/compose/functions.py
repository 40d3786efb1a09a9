"""What templates may call: each function returns traced text and records what it shows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sparbar.compose import blocks
from sparbar.compose.claims import check_claim
from sparbar.compose.markdown import escape, span
from sparbar.compose.marks import Marks, has_marks
from sparbar.compose.template import Source
from sparbar.compose.words import WORDS
from sparbar.config.base import in_language
from sparbar.config.project import Scope
from sparbar.errors import Fault, SparbarError, TemplateError, nearest
from sparbar.language import find_dates, find_numerals, find_quantifiers, format_date
from sparbar.model.document import Kind
from sparbar.model.ledger import Claim, Constant, Fact, Ledger, Metric, Observation, fact_id
from sparbar.selection import Grid, code_label, codes_of_dimension
from sparbar.shown import Manner, show_constant, show_fact


class Traced(str):
    """Markdown that may be printed as it stands: everything in it is recorded."""


@dataclass
class Session:
    """One document being composed: what it may say, and what it has said so far.

    Attributes:
        faults: what is wrong, collected so that all can be told at once.
        placed: tables and figures in the order in which they were placed, as ("table" | "figure", name).
        grids: the content of the tables and figures that were placed, by "t-<name>" or "f-<name>".
        source, block_line: the template that is being run, and the line of the table or figure being placed.
    """

    scope: Scope
    ledger: Ledger
    marks: Marks = field(default_factory=Marks)
    claims: list[Claim] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    placed: list[tuple[str, str]] = field(default_factory=list)
    grids: dict[str, Grid] = field(default_factory=dict)
    source: str = ""
    block_line: int = 0

    def __post_init__(self) -> None:
        self.metrics: dict[str, Metric] = {metric.id: metric for metric in self.ledger.metrics}
        self.constants: dict[str, Constant] = {constant.id: constant for constant in self.ledger.constants}
        self.words = WORDS[self.ledger.language]
        self._known_dates = declared_dates(self.scope, self.ledger)

    @property
    def language(self) -> str:
        """The report's language."""
        return self.ledger.language

    def where(self, line: int) -> str:
        """What messages and occurrences call a place in the template that is being run."""
        number = line or self.block_line
        return f"{self.source}, line {number}" if number else self.source

    def fail(self, problem: str, line: int, fix: str, expected: str = "", found: str = "") -> Traced:
        """Remember a fault of the template and go on, so that all are told at once."""
        self.faults.append(Fault(problem, self.where(line), expected, found, fix))
        return Traced("")

    def run(self, text: str, name: str) -> str:
        """Run a template or a text of config with the functions below."""
        outer, self.source = (self.source, self.block_line), name
        self.block_line = 0
        try:
            functions = _functions(self)
            values = {"report": self.scope.report, "language": self.language}
            return Source(text, name, self.mark_literal).run(functions, values)
        finally:
            self.source, self.block_line = outer

    def manner(
        self, words: bool | None, sign: bool = False, style: str = "long", gender: str = "common"
    ) -> Manner:
        """How to show a number here: `words` overrules the report's setting."""
        setting = self.scope.report.words_up_to
        limit = setting if words is None else (12 if words else 0)
        return Manner(self.scope.project.defaults.rounding, limit, sign, style, gender)

    def traced(self, kind: Kind, ref: str, text: str, line: int, metric: str = "") -> Traced:
        """A span with its occurrence recorded."""
        return Traced(span(text, self.marks.spanned(kind, ref, text, self.where(line)), kind, metric))

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

    def mark_literal(self, text: str, line: int) -> str:
        """Literal template text with declared dates and allowed texts recorded, and bare quantifiers noted."""
        for found in find_quantifiers(text, self.language):
            at = line + text.count("\n", 0, found.start)
            self.warnings.append(f'{self.where(at)}: "{found.text}" is neither a claim nor an observation')
        pieces: list[str] = []
        done = 0
        for start, end, kind, ref in self._literals(text):
            at = line + text.count("\n", 0, start)
            pieces += [text[done:start], self.traced(kind, ref, text[start:end], at)]
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
        for item in find_dates(text, self.language):
            shown, start, end, value = item
            if value in self._known_dates:
                found.append((start, end, "date", self._known_dates[value]))
        for numeral in find_numerals(text, self.language):
            if numeral.text in self._known_dates and numeral.kind in ("digits", "date"):
                found.append((numeral.start, numeral.end, "date", self._known_dates[numeral.text]))
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
            known = [item.id for item in self.ledger.facts] if name in self.metrics else list(self.metrics)
            hint = nearest(identifier if name in self.metrics else name, known)
            self.fail(
                f"there is no fact {identifier}",
                line,
                hint or 'define the metric, or slice it by a dimension in its "by"',
            )
        return fact


def declared_dates(scope: Scope, ledger: Ledger) -> dict[object, str]:
    """Dates, and years as text, that the report declares: a literal one that equals them may stand."""
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


def _functions(session: Session) -> dict[str, Callable[..., Any]]:
    """The functions by the names that templates use."""
    page = Functions(session)
    names = (
        "fact value const claim observed date extract_date period about label codes table figure "
        "see_table see_figure not_data notice base missing print_expression"
    ).split()
    return {name: getattr(page, name) for name in names}


class Functions:
    """The functions of templates; `docs/templates.md` describes them for authors. `template_line` is filled in by us."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def fact(
        self,
        name: str,
        *,
        at: str = "",
        plain: bool = False,
        words: bool | None = None,
        sign: bool = False,
        style: str = "long",
        gender: str = "common",
        otherwise: str | None = None,
        template_line: int = 0,
        **slice_: Any,
    ) -> Traced:
        """The number of a fact. `otherwise` says what to print where it has no value."""
        session = self._session
        fact = session.find_fact(name, slice_, at, template_line)
        if fact is None:
            return Traced("")
        if fact.status != "value" and otherwise is None:
            return session.fail(
                f"{fact.id} has no value: {fact.status.replace('_', ' ')}"
                + (f" ({fact.reason})" if fact.reason else ""),
                template_line,
                f'say what to print then: fact("{name}", …, otherwise="…")',
            )
        manner = session.manner(words, sign, style, gender)
        text = (
            show_fact(fact, session.metrics[name], session.ledger, manner)
            if fact.status == "value"
            else str(otherwise)
        )
        if plain:
            return Traced(
                session.marks.unspanned("fact", fact.id, text, ("plain", ""), session.where(template_line))
            )
        return session.traced("fact", fact.id, text, template_line, name)

    def value(self, name: str, *, at: str = "", template_line: int = 0, **slice_: Any) -> Any:
        """The exact value of a fact, for conditions in the template only; None where it has none."""
        fact = self._session.find_fact(name, slice_, at, template_line)
        return fact.value if fact else None

    def base(
        self, name: str, *, at: str = "", words: bool | None = None, template_line: int = 0, **slice_: Any
    ) -> Traced:
        """How many persons or rows a fact speaks of (N)."""
        fact = self._session.find_fact(name, slice_, at, template_line)
        return self._count(fact, name, "base", words, template_line)

    def missing(
        self, name: str, *, at: str = "", words: bool | None = None, template_line: int = 0, **slice_: Any
    ) -> Traced:
        """For how many rows of a fact the measured value is missing."""
        fact = self._session.find_fact(name, slice_, at, template_line)
        return self._count(fact, name, "missing", words, template_line)

    def _count(self, fact: Fact | None, name: str, part: str, words: bool | None, line: int) -> Traced:
        session = self._session
        if fact is None:
            return Traced("")
        number = getattr(fact, part)
        if number is None:
            return session.fail(
                f"{fact.id} has no {part}", line, "ask for it of a counted or averaged metric"
            )
        return session.traced(
            "fact",
            f"{fact.id}#{part}",
            blocks.whole_number(session, number, session.manner(words)),
            line,
            name,
        )

    def const(
        self,
        name: str,
        *,
        plain: bool = False,
        words: bool | None = None,
        style: str = "long",
        template_line: int = 0,
    ) -> Traced:
        """A decided number, range, time, date or period."""
        session = self._session
        constant = session.constants.get(name)
        if constant is None:
            return session.fail(
                f"there is no constant {name}",
                template_line,
                nearest(name, list(session.constants)) or "declare it in config/metrics",
            )
        text = show_constant(constant, session.language, session.manner(words, style=style))
        if plain:
            return Traced(
                session.marks.unspanned("constant", name, text, ("plain", ""), session.where(template_line))
            )
        return session.traced("constant", name, text, template_line, name)

    def claim(
        self,
        rule: str,
        name: str,
        *,
        at: str = "",
        since: str = "",
        words: str | None = None,
        template_line: int = 0,
        **slice_: Any,
    ) -> Traced:
        """The words of a claim rule, while the data support them. `words` gives an inflected or capitalised form."""
        session = self._session
        definition = session.scope.claims.get(rule)
        if definition is None:
            return session.fail(
                f"there is no claim rule {rule}",
                template_line,
                nearest(rule, list(session.scope.claims)) or "declare it in config/metrics",
            )
        fact = session.find_fact(name, slice_, at, template_line)
        earlier = session.find_fact(name, slice_, since, template_line) if since else None
        if fact is None or (since and earlier is None):
            return Traced("")
        verdict = check_claim(rule, fact, earlier, session)
        text = words or in_language(definition.words, session.language)
        if not verdict.holds:
            return session.fail(
                f'the words "{text}" no longer hold',
                template_line,
                "change the sentence to what the data say, or remove the claim",
                verdict.expected,
                verdict.found,
            )
        identifier = f"c{len(session.claims) + 1}"
        facts = (fact.id,) + ((earlier.id,) if earlier else ())
        session.claims.append(Claim(identifier, rule, text, facts, verdict.said))
        return session.traced("claim", identifier, text, template_line, name)

    def observed(self, words: str, *, basis: str, template_line: int = 0) -> Traced:
        """A quantifier that rests on people's notes: printed, and listed as not measured."""
        session = self._session
        if not basis.strip():
            return session.fail(
                f'the observation "{words}" has no basis',
                template_line,
                'say what it rests on: basis="the team\'s notes …"',
            )
        identifier = f"n{len(session.observations) + 1}"
        session.observations.append(Observation(identifier, words, basis))
        return session.traced("observation", identifier, words, template_line)

    def date(
        self, value: datetime.date, *, style: str = "long", plain: bool = False, template_line: int = 0
    ) -> Traced:
        """A date that the report declares; any other is an error."""
        session = self._session
        ref = session._known_dates.get(value) or session._known_dates.get(str(getattr(value, "year", "")), "")
        if not isinstance(value, datetime.date) or value not in session._known_dates:
            return session.fail(
                f"{value} is no date of this report",
                template_line,
                "use report.date, report.period.start, report.period.end or extract_date(…)",
            )
        return self._dated(value, style, ref, plain, template_line)

    def extract_date(
        self, source: str, *, at: str = "", style: str = "long", plain: bool = False, template_line: int = 0
    ) -> Traced:
        """The extract date of a source."""
        session = self._session
        identifier = f"{source}@{at}" if at else source
        extract = next((item for item in session.ledger.extracts if item.id == identifier), None)
        if extract is None:
            known = [item.id for item in session.ledger.extracts]
            return session.fail(
                f"the report has no extract {identifier}",
                template_line,
                nearest(identifier, known) or f"known are {', '.join(known)}",
            )
        return self._dated(
            datetime.date.fromisoformat(extract.date), style, f"extract:{identifier}", plain, template_line
        )

    def period(self, *, style: str = "long", template_line: int = 0) -> Traced:
        """The period that the report speaks of."""
        dates = self._session.scope.report.period
        first = self._dated(dates.start, style, "report.period", False, template_line)
        return Traced(f"{first}–{self._dated(dates.end, style, 'report.period', False, template_line)}")

    def _dated(self, value: datetime.date, style: str, ref: str, plain: bool, line: int) -> Traced:
        session = self._session
        text = format_date(value, session.language, style)
        if plain:
            return Traced(session.marks.unspanned("date", ref, text, ("plain", ""), session.where(line)))
        return session.traced("date", ref, text, line)

    def about(self, name: str, *, template_line: int = 0) -> Traced:
        """A text of the report's own config: number, title, subtitle, owner, funder or contact."""
        session = self._session
        fields = ("number", "title", "subtitle", "owner", "funder", "contact")
        if name not in fields:
            return session.fail(
                f'about("{name}") is not known',
                template_line,
                nearest(name, fields) or f"known are {', '.join(fields)}",
            )
        found = getattr(session.scope.report, name)
        text = found if isinstance(found, str) else in_language(found, session.language)
        return session.label(text, f"report.{name}", "text", template_line)

    def notice(self, *, template_line: int = 0) -> Traced:
        """What the contracts say of all data in the report ("Påhittade uppgifter"); nothing where they say nothing."""
        session = self._session
        texts = list(dict.fromkeys(extract.notice for extract in session.ledger.extracts if extract.notice))
        return Traced(
            " · ".join(session.label(text, "contract.notice", "text", template_line) for text in texts)
        )

    def label(self, dim: str, code: str | None, *, template_line: int = 0) -> Traced:
        """The label of a category."""
        return self._session.label(
            code_label(self._session.ledger, dim, code), f"{dim}.{code}", "label", template_line
        )

    def codes(self, name: str, dim: str, *, template_line: int = 0) -> list[str]:
        """The codes by which a metric is sliced, for loops in the template."""
        session = self._session
        found = codes_of_dimension(session.ledger, name, dim)
        if not found:
            session.fail(f"{name} is not sliced by {dim}", template_line, 'look at the metric\'s "by"')
        return [code for code in found if code is not None]

    def table(self, name: str, *, template_line: int = 0) -> Traced:
        """A table that the report's config declares."""
        session = self._session
        if name not in session.scope.report.tables:
            return session.fail(
                f"there is no table {name}",
                template_line,
                nearest(name, list(session.scope.report.tables))
                or "declare it under tables in the report's config",
            )
        return self._placed("table", name, lambda: blocks.table_block(session, name), template_line)

    def figure(self, name: str, *, template_line: int = 0) -> Traced:
        """A figure that the report's config declares, with its numbers as a table."""
        session = self._session
        if name not in session.scope.report.figures:
            return session.fail(
                f"there is no figure {name}",
                template_line,
                nearest(name, list(session.scope.report.figures))
                or "declare it under figures in the report's config",
            )
        return self._placed("figure", name, lambda: blocks.figure_block(session, name), template_line)

    def _placed(self, kind: str, name: str, write: Callable[[], str], line: int) -> Traced:
        session = self._session
        if (kind, name) in session.placed:
            return session.fail(
                f"the {kind} {name} is placed twice", line, f'refer to it with see_{kind}("{name}")'
            )
        session.placed.append((kind, name))
        session.block_line = line
        try:
            return Traced(write())
        except TemplateError:
            raise
        except SparbarError as error:
            session.faults.extend(error.faults)
            return Traced("")
        finally:
            session.block_line = 0

    def see_table(self, name: str, *, template_line: int = 0) -> Traced:
        """A reference to a table by its number."""
        return self._reference("table", name, template_line)

    def see_figure(self, name: str, *, template_line: int = 0) -> Traced:
        """A reference to a figure by its number."""
        return self._reference("figure", name, template_line)

    def _reference(self, kind: str, name: str, line: int) -> Traced:
        session = self._session
        if name not in getattr(session.scope.report, f"{kind}s"):
            return session.fail(
                f"there is no {kind} {name} to refer to",
                line,
                nearest(name, list(getattr(session.scope.report, f"{kind}s"))),
            )
        return Traced(blocks.reference(kind, name, self._session.where(line)))

    def not_data(self, text: str, *, reason: str, template_line: int = 0) -> Traced:
        """A text with a numeral that is not data ("70-talet"), with the reason; listed in the trace."""
        if not reason.strip():
            return self._session.fail(
                f'"{text}" is marked as no data without a reason', template_line, 'add reason="…"'
            )
        return self._session.traced("exception", reason, text, template_line)

    def print_expression(self, value: Any, line: int) -> str:
        """What `{{ … }}` prints: traced text as it stands, anything else escaped; a numeral in it is an error."""
        if isinstance(value, Traced) or (isinstance(value, str) and has_marks(value)):
            return str(value)
        text = in_language(value, self._session.language) if isinstance(value, dict) else str(value)
        found = find_numerals(text, self._session.language)
        if found or isinstance(value, int | float | Fraction | datetime.date):
            return self._session.fail(
                "an expression prints a number that cannot be traced",
                line,
                "use fact(…), const(…), date(…) or about(…)",
                found=f'"{text}"',
            )
        return escape(text)
