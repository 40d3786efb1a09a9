"""What a ledger states beside values, held against the extracts and the definitions that the file carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparbar.model.document import document_from_json
from sparbar.model.ledger import Extract, Fact, Ledger

if TYPE_CHECKING:
    from sparbar.config.scope import Scope
    from sparbar.provenance.resolve import Delivery

_MOST, _LONGEST = 50, 90
# The texts of a report's own definition that a document may show.
_NAMES = ("number", "title", "subtitle", "owner", "funder", "contact")
# What a field is in words, where its name does not say it.
_WORDS = {
    "date": "its date",
    "rows_in": "the rows in it",
    "rows_kept": "the rows kept",
    "rows_rejected": "the rows left out",
    "asked": "what the report asks for",
    "age_days": "its age in days",
    "base": "how many it speaks of",
    "missing": "how many lack the value",
    "rows": "the rows it rests on",
    "values": "the value",
    "why": "the reason",
    "rounded": "how it is rounded, and between what it lies",
    "at": "the extracts it is from",
    "since": "since when",
}
# Facts' own second computation compares these.
_COUNTED = ("status", "value")
# What the program writes in words, and may write in others when it is another one.
_WORDED = {"metric": ("definition", "digest"), "claim": ("said",)}


@dataclass
class Differences:
    """What a ledger says otherwise than its extracts and definitions.

    Attributes:
        worded: those that another version of the program may explain.
    """

    lines: list[str] = field(default_factory=list)
    worded: list[str] = field(default_factory=list)

    def told(self) -> list[str]:
        """The first of them."""
        more = len(self.lines) - _MOST
        return [*self.lines[:_MOST], f"and {more} more statements"] if more > 0 else self.lines


def built_again(scope: Scope, deliveries: Mapping[str, Delivery], stated: Ledger) -> Ledger:
    """The ledger that extracts and definitions give, as far as those who composed it had no say.

    Args:
        scope: of a project that has nothing but the definitions and the extracts.
        stated: the ledger in question: who may see it, what of it is hidden, and when extracts were received.

    Raises:
        SparbarError: an extract cannot be read, or not be measured.
    """
    from sparbar.clean import clean_extract, passing_keys
    from sparbar.measure import measure_report
    from sparbar.release.told import released_like

    project, lines = scope.project, _as_registered(stated)
    with passing_keys(scope.contracts.values()):
        for source, delivery in sorted({(item.source, item.delivery) for item in deliveries.values()}):
            contract = project.contract_on(source, delivery[:10])
            clean_extract(project.layout, contract, delivery, lines[source, delivery], "en")
    measured = measure_report(scope, deliveries, project.layout)
    return released_like(scope, measured, stated)


def _as_registered(stated: Ledger) -> dict[tuple[str, str], Any]:
    from sparbar.provenance.register import RegisterLine

    return {
        (e.source, e.delivery): RegisterLine(
            "delivered", e.source, e.delivery, Path(e.file).name, e.sha256, 0, e.received
        )
        for e in stated.extracts
    }


def differences_of(stated: Ledger, built: Ledger, scope: Scope) -> Differences:
    """Every statement of a ledger that is not what its extracts and definitions give."""
    found = Differences()
    if stated.audience not in scope.report.audiences:
        found.lines.append(
            f'the report is for the audience "{stated.audience}", which its definition has not'
        )
    if stated.language != built.language:
        found.lines.append(f"the language: {_other(stated.language, built.language)}")
    _compare(found, "extract", stated.extracts, built.extracts)
    _compare(found, "metric", stated.metrics, built.metrics)
    _compare(found, "fact", stated.facts, built.facts)
    _compare(found, "constant", stated.constants, built.constants)
    _compare(found, "claim", stated.claims, _claims_again(stated, scope))
    for what in ("identities", "changes"):
        own, others = getattr(stated, what), getattr(built, what)
        name = "identity" if what == "identities" else "change of a source"
        found.lines += [f"there is no such {name}: {_told(one)}" for one in own if one not in others]
        found.lines += [f"the {name} is left out: {_told(one)}" for one in others if one not in own]
    _compare_labels(found, stated, built)
    return found


def dates_and_names(
    scope: Scope, deliveries: Mapping[str, Delivery], document: Mapping[str, Any]
) -> Iterator[str]:
    """Where a document's list shows dates and names of the report that its definition has not."""
    from sparbar.audit.texts import is_day
    from sparbar.compose.markdown import plain
    from sparbar.config.base import in_language

    report = scope.report.dated({name: delivery.date for name, delivery in deliveries.items()})
    language = report.language
    days = {"report.date": (report.date,), "report.period": (report.period.start, report.period.end)}
    names = {f"report.{name}": _named_so(getattr(report, name), language) for name in _NAMES}
    names["report.footer"] = names["report.owner"]  # as reports made before say it
    if document.get("title") != in_language(report.title, language):
        yield f"the title: {_other(document.get('title'), in_language(report.title, language))}"
    for item in document_from_json(dict(document)).occurrences:
        if item.kind == "date" and item.ref in days:
            wanted = days[item.ref]
            years = {str(day.year) for day in wanted}
            if item.text not in years and not any(is_day(item.text, str(d), language) for d in wanted):
                yield f"{item.id} ({item.ref}): {_other(item.text, ' – '.join(map(str, wanted)))}"
        elif item.kind == "text" and item.ref in names and plain(item.text) != plain(names[item.ref]):
            yield f"{item.id} ({item.ref}): {_other(item.text, names[item.ref])}"


def _named_so(text: Any, language: str) -> str:
    from sparbar.config.base import in_language

    return text if isinstance(text, str) else in_language(text, language)


def _claims_again(stated: Ledger, scope: Scope) -> list[Any]:
    """The claims with what their rules say of the facts now; whether they hold is asked elsewhere."""
    from sparbar.claims import judge, restate

    claims = []
    for claim in stated.claims:
        statement = restate(claim, scope, stated) if claim.rule in scope.claims else None
        said = judge(statement, scope, stated).said if statement else claim.said
        claims.append(replace(claim, said=said))
    return claims


def _compare(found: Differences, kind: str, stated: Any, built: Any) -> None:
    known = {one.id: one for one in built}
    for one in stated:
        other = known.get(one.id)
        if other is None:
            if kind != "fact":  # the second computation has told of those
                found.lines.append(f"{kind} {one.id}: neither extracts nor definitions have it")
            continue
        for line, name in _fields_of(kind, one, other):
            (found.worded if name in _WORDED.get(kind, ()) else found.lines).append(line)
    there = [one.id for one in stated]
    found.lines += [f"{kind} {name}: the report leaves it out" for name in known if name not in set(there)]
    found.lines += [f"{kind} {name} is there twice" for name in sorted(set(there)) if there.count(name) > 1]


def _fields_of(kind: str, one: Any, other: Any) -> Iterator[tuple[str, str]]:
    for item in fields(one):
        name = item.name
        said, given = getattr(one, name), getattr(other, name)
        if said == given or (kind == "fact" and name in _COUNTED):
            continue
        if name == "rows":
            said, given = _counts(one), _counts(other)
            if said == given:  # other rows of the same number: the second computation tells it
                continue
        words = _WORDS.get(name, f"its {name}")
        yield f"{_named(kind, one)}, {words}: {_other(said, given)}", name


def _named(kind: str, one: Any) -> str:
    if isinstance(one, Extract):
        return f"extract {one.id}"
    label = getattr(one, "label", "") or getattr(one, "words", "")
    return f"{label} ({one.id})" if label else f"{kind} {one.id}"


def _counts(fact: Fact) -> tuple[str, ...]:
    return tuple(f"{rows.extract} {rows.count}" for rows in fact.rows)


def _compare_labels(found: Differences, stated: Ledger, built: Ledger) -> None:
    for name in sorted({*stated.dimensions, *built.dimensions}):
        said, given = stated.dimensions.get(name), built.dimensions.get(name)
        if said != given:
            found.lines.append(f"the heading of {name}: {_other(said, given)}")
    for name in sorted({*stated.labels, *built.labels}):
        own, others = stated.labels.get(name, {}), built.labels.get(name, {})
        for code in dict.fromkeys((*own, *others)):
            if own.get(code) != others.get(code):
                found.lines.append(f"the label of {name}={code}: {_other(own.get(code), others.get(code))}")


def _other(said: object, given: object) -> str:
    return f"the report says {_told(said)}, its extracts and definitions give {_told(given)}"


def _told(value: object) -> str:
    if value is None or value == "" or value == ():
        return "nothing"
    if isinstance(value, str):
        return f'"{value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"}"'
    if isinstance(value, tuple):
        return ", ".join(one if isinstance(one, str) else _told(one) for one in value)
    if is_dataclass(value):
        parts = (getattr(value, item.name) for item in fields(value))
        return "; ".join(_told(part) for part in parts if part)
    return str(value)
