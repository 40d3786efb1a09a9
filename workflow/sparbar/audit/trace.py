"""The chain of one number in words, down to file, sheet and row numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sparbar.audit.again import recounted
from sparbar.audit.cleaning import cleaning_of
from sparbar.audit.passages import Passage, read_passages
from sparbar.audit.trace_declared import declared_lines, extract_lines, is_day, places_of, reading_key
from sparbar.config.project import Project
from sparbar.errors import ConfigError, Fault, nearest
from sparbar.model.document import Document, Occurrence, read_document
from sparbar.model.ledger import Constant, Fact, Ledger, RowSet, fact_id
from sparbar.model.ledger_json import read_ledger
from sparbar.model.unknown import explain_unknown
from sparbar.provenance.rows import expand_ranges, row_digest, row_ranges
from sparbar.shown import NOTES, Manner, show_constant, show_fact

# What a number beside a fact's value counts, by the end of its reference.
_PARTS = {"rows": "rows", "base": "units", "missing": "units without the value"}
_AGAIN = "build the report again to see them"
_SAID = ("claim", "observation", "exception")
_NUMBERS = ("fact", "constant")


@dataclass(frozen=True)
class _Trail:
    """What a chain is told from."""

    ledger: Ledger
    document: Document
    rows: Mapping[str, Mapping[str, str]]
    passages: Mapping[str, Passage]
    cleaning: Mapping[str, Mapping[str, Any]]
    manner: Manner


def recount_lines(
    project: Project, report: str, audience: str, what: str, slices: Sequence[str]
) -> Iterator[str]:
    """What `trace_lines` says, and whether each fact is the same when it is counted again from raw rows.

    Raises:
        ConfigError: the report is not built, or shows no such number.
        VerificationError: a raw file or a number is not what it was.
    """
    trail = _read_trail(project, report, audience)
    yield from trace_lines(project, report, audience, what, slices)
    for name in _named(trail, what, slices):
        fact = trail.ledger.fact(name)
        if fact:
            yield from recounted(project, trail.ledger, fact)


def trace_lines(project: Project, report: str, audience: str, what: str, slices: Sequence[str]) -> list[str]:
    """The chain of a number, a fact or an occurrence, one line each.

    Args:
        what: a number or a date as the report shows it, a metric or fact id, a constant, or an occurrence id
            ("o17").
        slices: "dimension=code" parts, and "at=alias"; or the rest of a number that has a space ("25 %").

    Raises:
        ConfigError: the report is not built, or shows no such number.
    """
    trail = _read_trail(project, report, audience)
    names = _named(trail, what, slices)
    if not names:
        raise ConfigError(_unknown(trail, report, audience, what, slices))
    lines: list[str] = []
    for name in names:
        lines += [*_chain(trail, name), ""]
    return lines[:-1]


def _unknown(trail: _Trail, report: str, audience: str, what: str, slices: Sequence[str]) -> Fault:
    """What to say of a number that the report does not show; its examples are the report's own."""
    where = f"report {report}, {audience}"
    problem = f"the report shows no number {' '.join([what, *slices])}"
    metrics = {fact.metric for fact in trail.ledger.facts}
    malformed = _malformed(slices)
    if malformed and what in metrics:
        fix = f"write a slice as dimension=code, for example {_example(trail)}"
        return Fault(problem, where, "dimension=code, or at=alias", ", ".join(malformed), fix)
    if what in metrics:
        pairs = dict(part.partition("=")[::2] for part in slices)
        why = explain_unknown(trail.ledger, what, pairs, pairs.pop("at", ""))
        return Fault(why.problem, where, why.expected, fix=why.fix)
    shown = [o.text for o in trail.document.occurrences if o.kind in (*_NUMBERS, "date")]
    known = sorted({*metrics, *(c.id for c in trail.ledger.constants), *shown})
    expected = f"a number as the report writes it, or a name: {_example(trail)}"
    return Fault(
        problem,
        where,
        expected,
        fix=nearest(" ".join([what, *slices]), known) or "see trace.html beside the report for all of them",
    )


def _example(trail: _Trail) -> str:
    """A fact that the report shows, as this command takes it, if it can be one with a slice."""
    shown = dict.fromkeys(o.ref.partition("#")[0] for o in trail.document.occurrences if o.kind == "fact")
    facts = [fact for fact in map(trail.ledger.fact, shown) if fact is not None]
    facts.sort(key=lambda fact: not fact.slice or bool(fact.at) or None in dict(fact.slice).values())
    if not facts:
        return "o1"
    return " ".join([facts[0].metric, *(f"{dim}={code}" for dim, code in facts[0].slice)])


def _read_trail(project: Project, report: str, audience: str) -> _Trail:
    folder = project.layout.report(report, audience)
    if not (folder / "facts.json").exists():
        fix = "run make report first"
        known = project.known("config/reports")
        if report not in known:
            fix = nearest(report, known) or f"reports are {', '.join(known)}"
        where = f"report {report}, {audience}"
        raise ConfigError(Fault(f"the report {report} is not built", where, fix=fix))
    lineage = project.layout.work(report) / "lineage.json"
    ledger, document = read_ledger(folder / "facts.json"), read_document(folder / "document.json")
    rows, cleaning = {}, {}
    if lineage.exists() and audience == "internal":
        rows = json.loads(lineage.read_text(encoding="utf-8"))["facts"]
        cleaning = cleaning_of(project.layout, ledger)
    page = folder / "report.html"
    passages = read_passages(page.read_bytes()) if page.exists() else {}
    return _Trail(ledger, document, rows, passages, cleaning, Manner(project.defaults.rounding))


def _malformed(slices: Sequence[str]) -> list[str]:
    return [part for part in slices if "=" not in part or part.startswith("=")]


def _named(trail: _Trail, what: str, slices: Sequence[str]) -> list[str]:
    """Ids of the facts, constants or occurrences that are meant, in reading order."""
    if _malformed(slices):  # a number with a space in it, typed without quotes
        what, slices = " ".join([what, *slices]), ()
    pairs = dict(part.partition("=")[::2] for part in slices)
    at = pairs.pop("at", "")
    direct = fact_id(what, pairs.items(), at) if slices else what
    if trail.ledger.fact(direct) or any(c.id == direct for c in trail.ledger.constants):
        return [direct]
    if slices:
        return []
    language = trail.ledger.language
    wanted = reading_key(what, language)
    same = [o for o in trail.document.occurrences if o.id == what or reading_key(o.text, language) == wanted]
    numbers = [o for o in same if o.kind in _NUMBERS]
    # A number of rows that happens to read the same is meant only where no value does.
    numbers = [o for o in numbers if "#" not in o.ref] or numbers
    days = [o for o in same if o.kind == "date"] if is_day(wanted) else []
    meant = [o for o in same if o in numbers or o in days]
    return _names(trail, meant or same)


def _names(trail: _Trail, found: Iterable[Occurrence]) -> list[str]:
    """What occurrences are of, each once: a fact, a constant also where its date is, else its first place."""
    constants = {constant.id for constant in trail.ledger.constants}
    names: list[str] = []
    first: dict[tuple[str, str], str] = {}
    for o in found:
        owner = o.ref.partition("#")[0]
        decided = owner.removeprefix("constant:")
        if o.kind in _NUMBERS:
            names.append(owner)
        elif o.kind == "date" and decided in constants:
            names.append(decided)
        else:
            names.append(o.id if o.kind in _SAID else first.setdefault((o.kind, o.ref), o.id))
    return list(dict.fromkeys(names))


def _chain(trail: _Trail, name: str) -> Iterator[str]:
    fact = trail.ledger.fact(name)
    constant = next((c for c in trail.ledger.constants if c.id == name), None)
    if fact is not None:
        yield from _fact_lines(trail, fact, "")
        yield from _shown_lines(
            trail, (o for o in trail.document.occurrences if o.ref.partition("#")[0] == name)
        )
    elif constant is not None:
        yield from _constant_lines(trail, constant)
    else:
        occurrence = next(o for o in trail.document.occurrences if o.id == name)
        if occurrence.kind in _SAID:
            yield from _said_lines(trail, occurrence)
        else:
            yield from declared_lines(trail.ledger, occurrence)
            yield from _shown_lines(trail, places_of(trail.document, occurrence))


def _fact_lines(trail: _Trail, fact: Fact, indent: str) -> Iterator[str]:
    metric = next(m for m in trail.ledger.metrics if m.id == fact.metric)
    if fact.status == "value":
        shown = show_fact(fact, metric, trail.ledger, trail.manner)
    else:
        shown = NOTES["en"][fact.status].partition(" ")[2]
    is_rounded = isinstance(fact.value, Fraction) and fact.value.denominator != 1
    exactly = "of rounded counts" if fact.rounded else "exactly"
    yield f"{indent}{fact.id} = {shown}" + (f" ({exactly} {fact.value})" if is_rounded else "")
    yield f"{indent}  is        {metric.label}"
    yield f"{indent}  counted   {metric.definition}"
    if metric.why:
        yield f"{indent}  why       {metric.why}"
    for row_set in fact.rows:
        extract = next(e for e in trail.ledger.extracts if e.id == row_set.extract)
        yield from extract_lines(extract, indent)
        if not row_set.digest:
            continue
        ranges = trail.rows.get(fact.id, {}).get(row_set.extract, "")
        yield f"{indent}  rows      {row_set.count}{_row_numbers(ranges, row_set)}"
        if ranges and row_digest(ranges) == row_set.digest:
            for line in _cleaned(trail.cleaning.get(row_set.extract, {}), ranges):
                yield f"{indent}  cleaned   {line}"
    for parent in fact.parents:
        found = trail.ledger.fact(parent)
        if found:
            yield f"{indent}  from"
            yield from _fact_lines(trail, found, indent + "    ")


def _row_numbers(ranges: str, row_set: RowSet) -> str:
    """The numbers of the rows, if the last run wrote those that the fact rests on."""
    if not ranges or row_digest(ranges) != row_set.digest:
        return f" (their numbers are of another run: {_AGAIN})" if ranges else ""
    return f": {ranges}"


def _cleaned(cleaning: Mapping[str, Any], ranges: str) -> Iterator[str]:
    """Which columns of these rows cleaning touched, by which rule; the cells stand in the log."""
    rows = set(expand_ranges(ranges))
    for column, rule, touched in cleaning.get("changes", ()):
        same = rows.intersection(expand_ranges(touched))
        if same:
            yield f"{column}: {rule} in {len(same)} of them: {row_ranges(same)}"


def _said_lines(trail: _Trail, occurrence: Occurrence) -> Iterator[str]:
    """A claim with its rule and facts, an observation with its basis, an exception with its reason."""
    kind, ref = occurrence.kind, occurrence.ref
    if kind == "claim":
        claim = next(c for c in trail.ledger.claims if c.id == ref)
        yield f'"{claim.words}" (a claim that is checked)'
        yield f"  rule      {claim.rule}: {claim.said}"
        for name in claim.facts:
            fact = trail.ledger.fact(name)
            if fact:
                yield "  from"
                yield from _fact_lines(trail, fact, "    ")
    elif kind == "observation":
        observation = next(o for o in trail.ledger.observations if o.id == ref)
        yield f'"{observation.words}" (not measured)'
        yield f"  basis     {observation.basis}"
    else:
        yield f'"{occurrence.text}" (not data)'
        yield f"  reason    {ref}"
    yield from _shown_lines(trail, [occurrence])


def _constant_lines(trail: _Trail, constant: Constant) -> Iterator[str]:
    shown = show_constant(constant, trail.ledger.language, trail.manner)
    yield f"{constant.id} = {shown} (decided, not measured)"
    yield f"  is        {constant.label}"
    yield f"  origin    {constant.origin}"
    if constant.evidence:
        yield f"  evidence  {constant.evidence}"
    yield f"  since     {constant.date}"
    yield from _shown_lines(
        trail, (o for o in trail.document.occurrences if o.ref == constant.id and o.kind == "constant")
    )


def _shown_lines(trail: _Trail, occurrences: Iterable[Occurrence]) -> Iterator[str]:
    for occurrence in occurrences:
        written = f", {occurrence.template}" if occurrence.template else ""
        place = f" {occurrence.place}" if occurrence.place else ""
        part = occurrence.ref.partition("#")[2].partition(":")[0]
        what = f" as its number of {_PARTS[part]}" if part in _PARTS else ""
        where = f"{occurrence.container}{place} ({occurrence.id}{written})"
        yield f'  shown     "{occurrence.text}"{what} in {where}'
        passage = trail.passages.get(occurrence.id)
        if passage:
            sentence = "".join(part if isinstance(part, str) else part[1] for part in passage.parts)
            yield f"            {sentence}"
