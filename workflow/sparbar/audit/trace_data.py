"""What the trace page knows: every number with its way down, and nothing that its audience may not see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sparbar.audit.passages import Passage
from sparbar.model.document import Document, Occurrence, is_wording
from sparbar.model.ledger import Fact, Ledger, RowSet
from sparbar.model.shipped import read_shipped
from sparbar.provenance.rows import row_digest
from sparbar.shown import NOTES, PLAIN, Manner, code_label, name_of_rounded, show_constant, show_fact

_LOOKED_UP = ("fact", "constant", "claim", "observation", "exception")


@dataclass(frozen=True)
class Findings:
    """What a page is made from beside the ledger and the list.

    Attributes:
        passages: the sentence or cell of each occurrence.
        rows: row numbers as ranges, by fact and extract. For the internal audience only.
        cleaning: what cleaning did, by extract; see `audit.cleaning`. For the internal audience only.
        manner: how the report shows numbers.
    """

    passages: Mapping[str, Passage] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cleaning: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    manner: Manner = PLAIN


def words_of(language: str) -> dict[str, Any]:
    """The page's own words in a language of reports."""
    words: dict[str, Any] = read_shipped("sparbar.audit", "trace_words.yaml")[language]
    return words


class _Pool:
    """Equal things once, by their place: many facts rest on the same rows, many numbers share a sentence."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self._places: dict[Any, int] = {}

    def place(self, item: Any) -> int:
        if item not in self._places:
            self._places[item] = len(self.items)
            self.items.append(item)
        return self._places[item]


def page_data(ledger: Ledger, document: Document, findings: Findings | None = None) -> dict[str, Any]:
    """What the page's script works on, with every value already in words.

    For any other audience than the internal one row numbers, sheets and what cleaning did are left out
    here, whatever `findings` holds.
    """
    findings = findings or Findings()
    is_internal = ledger.audience == "internal"
    if not is_internal:
        findings = Findings(findings.passages, manner=findings.manner)
    rows, passages = _Pool(), _Pool()
    places = _places(document.occurrences, findings.passages, passages)
    entries = [
        *_fact_entries(ledger, findings, rows),
        *_constant_entries(ledger, findings.manner),
        *_said_entries(ledger, document, places),
    ]
    order = {key: number for number, key in enumerate(places)}
    entries.sort(key=lambda entry: order.get(entry["key"], len(order)))
    return {
        "language": ledger.language,
        "words": words_of(ledger.language) | ({"exact": value} if (value := name_of_rounded(ledger)) else {}),
        "title": document.title,
        "report": ledger.report,
        "audience": ledger.audience,
        "extracts": {
            e.id: _extract(vars(e), findings.cleaning.get(e.id), is_internal) for e in ledger.extracts
        },
        "metrics": {
            m.id: {"definition": m.definition, "why": m.why, "custom": m.custom} for m in ledger.metrics
        },
        "entries": entries,
        "places": places,
        "rows": rows.items,
        "passages": [[p.section, p.table, p.parts] for p in passages.items],
    }


def _extract(
    extract: dict[str, Any], cleaning: Mapping[str, Any] | None, is_internal: bool
) -> dict[str, Any]:
    names = ("label", "source", "date", "received", "file", "sha256", "notice")
    kept = {name: extract[name] for name in names}
    if is_internal:
        counts = {name: extract[name] for name in ("sheet", "rows_in", "rows_kept", "rows_rejected")}
        kept |= {**counts, **(cleaning or {})}
    return kept


def _places(
    occurrences: Iterable[Occurrence], passages: Mapping[str, Passage], pool: _Pool
) -> dict[str, list[list[Any]]]:
    """Where the report shows each entry, in reading order.

    Shape: key of the entry: id, text, aspect, container, template line, place of the passage or -1.
    """
    found: dict[str, list[list[Any]]] = {}
    first: dict[tuple[str, str], str] = {}
    for o in occurrences:
        if o.kind not in _LOOKED_UP and not is_wording(o):
            continue
        # The appendix lists each exception once more, and labels stand in many cells.
        same = first.setdefault((o.text, o.ref), o.id)
        passage = passages.get(o.id)
        line: list[Any] = [
            o.id,
            o.text,
            o.ref.partition("#")[2].partition(":")[0] if o.kind == "fact" else "",
        ]
        line += [o.container, o.template, pool.place(passage) if passage else -1]
        own = found.setdefault(_key(o, same), [])
        # One place in the appendix is enough for a label, which may stand there at hundreds of numbers.
        if not (is_wording(o) and o.container == "appendix" and any(other[3] == "appendix" for other in own)):
            own.append(line)
    return found


def _key(o: Occurrence, same: str) -> str:
    """The entry that an occurrence belongs to; an exception's or label's by the first that says the same."""
    if o.kind in ("fact", "constant"):
        return o.ref.partition("#")[0]
    if is_wording(o):
        return f"wording:{same}"
    return f"{o.kind}:{same if o.kind == 'exception' else o.ref}"


def _fact_entries(ledger: Ledger, findings: Findings, pool: _Pool) -> list[dict[str, Any]]:
    metrics = {metric.id: metric for metric in ledger.metrics}
    known: dict[str, tuple[str, ...]] = {}
    entries = []
    for fact in ledger.facts:
        if fact.status == "value":
            shown = show_fact(fact, metrics[fact.metric], ledger, findings.manner)
        else:
            shown = NOTES[ledger.language][fact.status].partition(" ")[2]
        ranges = findings.rows.get(fact.id, {})
        entry: dict[str, Any] = {
            "kind": "fact",
            "key": fact.id,
            "shown": shown,
            "label": metrics[fact.metric].label,
            "metric": fact.metric,
            "slice": "; ".join(_dimension(ledger, dim, code) for dim, code in fact.slice),
            "exact": _exact(fact),
            "args": [fact.metric, *(f"{d}={'?' if c is None else c}" for d, c in fact.slice)],
            "rows": [[r.extract, r.count, r.digest, _rows_of(r, ranges, pool)] for r in fact.rows],
            "parents": [name for name in fact.parents if ledger.fact(name)],
            "extracts": list(_extracts_of(ledger, fact, known)),
        }
        if fact.at:
            entry["args"].append(f"at={fact.at}")
        if fact.base is not None:
            entry |= {"base": fact.base, "missing": fact.missing}
        entries.append(entry)
    return entries


def _dimension(ledger: Ledger, dim: str, code: str | None) -> str:
    return f"{ledger.dimensions.get(dim, dim)}: {code_label(ledger, dim, code)}"


def _exact(fact: Fact) -> str:
    return str(fact.value) if fact.status == "value" and not isinstance(fact.value, tuple) else ""


def _rows_of(row_set: RowSet, ranges: Mapping[str, str], pool: _Pool) -> int:
    """The place of the row numbers in the pool, or -1; numbers of another run are nobody's."""
    found = ranges.get(row_set.extract, "")
    return pool.place(found) if found and row_digest(found) == row_set.digest else -1


def _extracts_of(ledger: Ledger, fact: Fact, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The extracts of a fact's rows and of the rows of all that it was derived from."""
    if fact.id not in known:
        known[fact.id] = ()
        found = [row_set.extract for row_set in fact.rows]
        for name in fact.parents:
            parent = ledger.fact(name)
            found += _extracts_of(ledger, parent, known) if parent else ()
        known[fact.id] = tuple(dict.fromkeys(found))
    return known[fact.id]


def _constant_entries(ledger: Ledger, manner: Manner) -> list[dict[str, Any]]:
    return [
        {
            "kind": "constant",
            "key": constant.id,
            "shown": show_constant(constant, ledger.language, manner),
            "label": constant.label,
            "origin": constant.origin,
            "evidence": constant.evidence,
            "date": constant.date,
        }
        for constant in ledger.constants
    ]


def _said_entries(ledger: Ledger, document: Document, places: Iterable[str]) -> list[dict[str, Any]]:
    """Claims with their facts, observations with their basis, exceptions with their reason, wordings."""
    claims = [
        {"kind": "claim", "key": f"claim:{c.id}", "shown": c.words, "label": c.said, "parents": list(c.facts)}
        for c in ledger.claims
    ]
    observations = [
        {"kind": "observation", "key": f"observation:{o.id}", "shown": o.words, "label": o.basis}
        for o in ledger.observations
    ]
    exceptions = [
        {"kind": "exception", "key": f"exception:{o.id}", "shown": o.text, "label": o.ref}
        for o in document.occurrences
        if f"exception:{o.id}" in places
    ]
    wordings = [
        {"kind": "wording", "key": f"wording:{o.id}", "shown": o.text, "label": o.ref}
        for o in document.occurrences
        if f"wording:{o.id}" in places
    ]
    return [*claims, *observations, *exceptions, *wordings]
