"""The trace page: every number of a report in one file that needs no network and no server."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from sparbar.audit.trace_words import WORDS
from sparbar.model.document import Document, read_document
from sparbar.model.files import write_whole
from sparbar.model.ledger import Fact, Ledger, read_ledger
from sparbar.selection import code_label
from sparbar.shown import NOTES, show_constant, show_fact


def write_trace_page(work: Path, lineage: Path) -> Path:
    """Write `trace.html` into the audience's working folder.

    Args:
        work: folder with `facts.json` and `document.json`.
        lineage: row numbers by fact; they stand on the page for the internal audience only.
    """
    ledger, document = read_ledger(work / "facts.json"), read_document(work / "document.json")
    rows = json.loads(lineage.read_text(encoding="utf-8"))["facts"] if ledger.audience == "internal" else {}
    target = work / "trace.html"
    write_whole(target, trace_page(ledger, document, rows))
    return target


def trace_page(ledger: Ledger, document: Document, rows: dict[str, dict[str, str]]) -> str:
    """The page as HTML: the data as JSON in it, and a script that searches, filters and shows one number."""
    folder = resources.files("sparbar.audit")
    page = folder.joinpath("trace_page.html").read_text(encoding="utf-8")
    parts = {
        "LANGUAGE": ledger.language,
        "TITLE": _escape(f"{WORDS[ledger.language]['trace']}: {document.title}"),
        "STYLE": folder.joinpath("trace_page.css").read_text(encoding="utf-8"),
        "SCRIPT": folder.joinpath("trace_page.js").read_text(encoding="utf-8"),
        "DATA": _embedded(page_data(ledger, document, rows)),
    }
    for name, text in parts.items():
        page = page.replace(f"%%{name}%%", text)
    return page


def page_data(ledger: Ledger, document: Document, rows: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What the page's script works on: only what a reader may see, with every value already in words."""
    metrics = {metric.id: metric for metric in ledger.metrics}
    return {
        "words": WORDS[ledger.language],
        "title": document.title,
        "report": ledger.report,
        "extracts": {extract.id: vars(extract) for extract in ledger.extracts},
        "metrics": {
            m.id: {"label": m.label, "definition": m.definition, "custom": m.custom} for m in ledger.metrics
        },
        "facts": [_fact_entry(ledger, fact, metrics, rows) for fact in ledger.facts],
        "constants": [
            {**vars(constant), "shown": show_constant(constant, ledger.language)}
            for constant in ledger.constants
        ],
        "claims": [vars(claim) for claim in ledger.claims],
        "observations": [vars(observation) for observation in ledger.observations],
        "occurrences": [
            [o.id, o.kind, o.ref, o.text, o.container, o.place, o.template]
            for o in document.occurrences
            if o.kind in ("fact", "constant", "claim", "observation", "exception")
        ],
    }


def _fact_entry(
    ledger: Ledger, fact: Fact, metrics: dict[str, Any], rows: dict[str, dict[str, str]]
) -> dict[str, Any]:
    has_value = fact.status == "value"
    shown = (
        show_fact(fact, metrics[fact.metric], ledger)
        if has_value
        else NOTES[ledger.language][fact.status].partition(" ")[2]
    )
    entry: dict[str, Any] = {
        "id": fact.id,
        "metric": fact.metric,
        "at": fact.at,
        "shown": shown,
        "exact": str(fact.value) if has_value and not isinstance(fact.value, tuple) else "",
        "status": fact.status,
        "slice": ", ".join(code_label(ledger, dim, code) for dim, code in fact.slice),
        "parents": list(fact.parents),
        "rows": [[r.extract, r.count, r.digest, rows.get(fact.id, {}).get(r.extract, "")] for r in fact.rows],
    }
    if fact.base is not None:
        entry |= {"base": fact.base, "missing": fact.missing}
    return entry


def _embedded(data: dict[str, Any]) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
