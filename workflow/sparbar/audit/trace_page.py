"""The trace page: every number of a report in one file that needs no network and no server."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from sparbar.audit.trace_words import WORDS
from sparbar.model.document import Document, read_document
from sparbar.model.files import write_whole
from sparbar.model.ledger import Fact, Ledger, Metric, read_ledger
from sparbar.selection import code_label
from sparbar.shown import NOTES, PLAIN, Manner, Rounding, show_constant, show_fact


def write_trace_page(work: Path, lineage: Path, rounding: Rounding = "half_up") -> Path:
    """Write `trace.html` into the audience's working folder.

    Args:
        work: folder with `facts.json` and `document.json`.
        lineage: row numbers by fact; they stand on the page for the internal audience only.
        rounding: the project's rule, so that the page shows numbers as the report does.
    """
    ledger, document = read_ledger(work / "facts.json"), read_document(work / "document.json")
    rows = json.loads(lineage.read_text(encoding="utf-8"))["facts"] if ledger.audience == "internal" else {}
    target = work / "trace.html"
    write_whole(target, trace_page(page_data(ledger, document, rows, Manner(rounding))))
    return target


def trace_page(data: dict[str, Any]) -> str:
    """The page as HTML: the data as JSON in it, and a script that searches, filters and shows one number."""
    folder = resources.files("sparbar.audit")
    page = folder.joinpath("trace_page.html").read_text(encoding="utf-8")
    parts = {
        "LANGUAGE": data["language"],
        "TITLE": _escape(f"{data['words']['trace']}: {data['title']}"),
        "STYLE": folder.joinpath("trace_page.css").read_text(encoding="utf-8"),
        "SCRIPT": folder.joinpath("trace_page.js").read_text(encoding="utf-8"),
        "DATA": _embedded(data),
    }
    return re.sub(r"%%([A-Z]+)%%", lambda place: parts[place[1]], page)


def page_data(
    ledger: Ledger, document: Document, rows: Mapping[str, Mapping[str, str]], manner: Manner = PLAIN
) -> dict[str, Any]:
    """What the page's script works on: only what a reader may see, with every value already in words."""
    metrics = {metric.id: metric for metric in ledger.metrics}
    return {
        "language": ledger.language,
        "words": WORDS[ledger.language],
        "title": document.title,
        "report": ledger.report,
        "extracts": {extract.id: vars(extract) for extract in ledger.extracts},
        "metrics": {
            m.id: {"label": m.label, "definition": m.definition, "custom": m.custom} for m in ledger.metrics
        },
        "facts": [
            {
                **_fact_entry(ledger, fact, rows.get(fact.id, {})),
                "shown": _shown(ledger, fact, metrics, manner),
            }
            for fact in ledger.facts
        ],
        "constants": [
            {**vars(constant), "shown": show_constant(constant, ledger.language, manner)}
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


def _shown(ledger: Ledger, fact: Fact, metrics: Mapping[str, Metric], manner: Manner) -> str:
    """The number as the report shows it, or in words why there is none."""
    if fact.status != "value":
        return NOTES[ledger.language][fact.status].partition(" ")[2]
    return show_fact(fact, metrics[fact.metric], ledger, manner)


def _fact_entry(ledger: Ledger, fact: Fact, rows: Mapping[str, str]) -> dict[str, Any]:
    has_number = fact.status == "value" and not isinstance(fact.value, tuple)
    entry: dict[str, Any] = {
        "id": fact.id,
        "metric": fact.metric,
        "at": fact.at,
        "exact": str(fact.value) if has_number else "",
        "status": fact.status,
        "slice": ", ".join(code_label(ledger, dim, code) for dim, code in fact.slice),
        "parents": list(fact.parents),
        "rows": [[r.extract, r.count, r.digest, rows.get(r.extract, "")] for r in fact.rows],
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
