"""Whether the other files of an edition say what its documents carry: tables, figures, trace page …"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sparbar.audit.passages import read_passages
from sparbar.audit.trace_data import Findings, page_data
from sparbar.audit.trace_page import trace_page
from sparbar.audit.verify import verdict_of
from sparbar.config.places import looks_of
from sparbar.edition.opened import OpenEdition
from sparbar.edition.tables import FACTS, facts_csv
from sparbar.errors import SparbarError
from sparbar.model.document import figures_from_json
from sparbar.provenance.code import code_digest
from sparbar.provenance.digests import sha256_file
from sparbar.provenance.rows import row_digest
from sparbar.shown import Manner

NOT_COMPARED = "report.qmd, and in trace.html what cleaning did, are compared by --rebuild alone"
OF_ANOTHER = (
    "report.qmd, trace.html, verification.json and tables/facts.csv are not compared: "
    "another version of sparbar has made them than is here"
)
_OPEN, _CLOSE = '<script type="application/json" id="the-data">', "</script>"


def other_files(opened: OpenEdition, proof: Mapping[str, Any], inputs: Path) -> Iterator[str]:
    """Files of an edition that say otherwise than the proof that its documents carry.

    Args:
        proof: of one of its documents; that the others carry the same is asked elsewhere.
        inputs: the folder of what it was built from.
    """
    yield from _tables(opened, proof["tables"])
    yield from _figures(opened.folder / "figures", proof["figures"])
    if not is_by_this_code(opened):
        return
    if _json(opened.folder / "verification.json") != verdict_of(opened.ledger, opened.document):
        yield "verification.json is not the verdict on these documents"
    try:
        yield from _trace(opened, inputs)
    except (SparbarError, OSError, ValueError, KeyError, IndexError, TypeError):
        yield "trace.html cannot be read"


def is_by_this_code(opened: OpenEdition) -> bool:
    """Whether an edition names the very code that is here as that by which it was made."""
    try:
        recorded = opened.manifest["made_by"]["code"]["edition"]
    except (KeyError, TypeError):
        return False
    return bool(recorded == code_digest("sparbar.edition.build"))


def _tables(opened: OpenEdition, carried: Mapping[str, str]) -> Iterator[str]:
    wanted = dict(carried)
    there = {path.stem: path for path in (opened.folder / "tables").glob("*.csv")}
    if is_by_this_code(opened):
        wanted[FACTS] = facts_csv(opened.ledger)
    else:
        there.pop(FACTS, None)
    for name in sorted({*wanted, *there}):
        if name not in wanted or name not in there:
            yield f"tables/{name}.csv is {'missing' if name in wanted else 'no table of the documents'}"
        elif there[name].read_bytes() != wanted[name].encode("utf-8"):
            yield f"tables/{name}.csv is not the table that the documents carry"


def _figures(folder: Path, carried: Any) -> Iterator[str]:
    if _json(folder / "figures.json") != carried:
        yield "figures/figures.json is not what the documents carry"
    for figure in figures_from_json(carried):
        for ending, digest in (("svg", figure.svg_sha256), ("png", figure.png_sha256)):
            path = folder / f"{figure.name}.{ending}"
            if not path.is_file() or sha256_file(path) != digest:
                yield f"figures/{path.name} is not the figure that the documents carry"


def _trace(opened: OpenEdition, inputs: Path) -> Iterator[str]:
    """Whether the trace page is that of these documents, row numbers included."""
    page = (opened.folder / "trace.html").read_bytes().decode("utf-8")
    found = json.loads(page.partition(_OPEN)[2].partition(_CLOSE)[0])
    looks = looks_of(inputs, opened.report)
    passages = read_passages((opened.folder / "report.html").read_bytes())
    findings = Findings(passages, {}, {}, Manner(looks.rounding))
    wanted = json.loads(json.dumps(page_data(opened.ledger, opened.document, findings)))
    if _without_rows(found, wanted) != _without_rows(wanted, wanted):
        yield "trace.html does not say what the documents carry"
        return
    for entry in found["entries"]:
        for _, _, digest, place in entry.get("rows", ()):
            if place >= 0 and row_digest(found["rows"][place]) != digest:
                yield f"trace.html has other rows for {entry['key']} than the documents carry"
    # JSON keeps names in the order of the alphabet; the top of the page names extracts in the report's own.
    in_order = {**found, "extracts": {e.id: found["extracts"][e.id] for e in opened.ledger.extracts}}
    if trace_page(in_order, looks.styles) != page:
        yield "trace.html has more or other than what it says of the documents"


def _without_rows(data: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """What a trace page says that ledger and list know; the page's own words are the program's."""
    entries = [
        {**entry, "rows": [row[:3] for row in entry["rows"]]} if "rows" in entry else entry
        for entry in data["entries"]
    ]
    extracts = {
        name: {key: value for key, value in extract.items() if key in wanted["extracts"].get(name, extract)}
        for name, extract in data["extracts"].items()
    }
    kept = {key: value for key, value in data.items() if key not in ("rows", "words")}
    return {**kept, "entries": entries, "extracts": extracts}


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
