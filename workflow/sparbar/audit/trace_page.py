"""The trace page: every number of a report in one file that needs no network and no server."""

from __future__ import annotations

import html
import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

from sparbar.audit.cleaning import cleaning_of
from sparbar.audit.passages import read_passages
from sparbar.audit.trace_data import Findings, page_data
from sparbar.config.places import looks_of, places_of
from sparbar.model.document import read_document
from sparbar.model.files import write_whole
from sparbar.model.ledger_json import read_ledger
from sparbar.shown import Manner
from sparbar.webpage import content_policy, font_faces, json_for_script

TRACE = "trace.html"
_SLOT = re.compile(r"%%(\w+)%%")


def write_trace_page(root: Path, report: str, audience: str) -> Path:
    """Write `trace.html` into the audience's working folder, from the ledger and the finished page there.

    Raises:
        ConfigError: the project has no such report.
    """
    work = places_of(root, report).work(report, audience)
    target = work / TRACE
    write_whole(target, make_trace_page(root, report, audience, (work / "report.html").read_bytes()))
    return target


def make_trace_page(root: Path, report: str, audience: str, finished: bytes) -> str:
    """The trace page of a report whose ledger and document are in the audience's working folder.

    Args:
        root: folder of the project. Its definitions are not read: the ledger has what the page says of them.
        finished: the report as HTML.

    Raises:
        ConfigError: the project has no such report.
    """
    layout, looks = places_of(root, report), looks_of(root, report)
    work = layout.work(report, audience)
    ledger, document = read_ledger(work / "facts.json"), read_document(work / "document.json")
    rows, cleaning = {}, {}
    if ledger.audience == "internal":
        rows = json.loads((layout.work(report) / "lineage.json").read_text(encoding="utf-8"))["facts"]
        cleaning = cleaning_of(layout, ledger)
    findings = Findings(read_passages(finished), rows, cleaning, Manner(looks.rounding))
    return trace_page(page_data(ledger, document, findings), looks.styles)


def trace_page(data: dict[str, Any], styles: Path) -> str:
    """The page as HTML: the data as JSON in it, and a script that searches, filters and shows one number.

    Args:
        data: see `page_data`.
        styles: folder of the look, with `report.css` and `fonts/fonts.json`: the page looks like its report.
    """
    folder = resources.files("sparbar.audit")
    looks = (
        font_faces(styles / "fonts"),
        (styles / "report.css").read_text(encoding="utf-8"),
        folder.joinpath("trace_page.css").read_text(encoding="utf-8"),
    )
    style = "\n".join(part.strip() for part in looks).replace("</", "<\\/")
    script = folder.joinpath("trace_page.js").read_text(encoding="utf-8").strip()
    # In an order of their own: where the page is made again from the data in it, these are sorted by name.
    extracts = [extract for _, extract in sorted(data["extracts"].items(), key=_by_date)]
    dates = dict.fromkeys(
        f"{extract['label'] or extract['source']} {extract['date']}" for extract in extracts
    )
    notices = dict.fromkeys(extract["notice"] for extract in extracts if extract["notice"])
    parts = {
        "LANGUAGE": html.escape(data["language"]),
        "POLICY": content_policy(style, script),
        "REPORT": html.escape(data["title"]),
        "DATES": html.escape(", ".join(dates)),
        "NOTICE": "".join(f'<p class="notice">{html.escape(notice)}</p>' for notice in notices),
        "STYLE": style,
        "SCRIPT": script,
        "DATA": json_for_script(data),
        **{name: html.escape(text) for name, text in data["words"].items() if isinstance(text, str)},
    }
    page = folder.joinpath("trace_page.html").read_text(encoding="utf-8")
    return _SLOT.sub(lambda place: parts[place[1]], page)


def _by_date(item: tuple[str, dict[str, Any]]) -> tuple[str, str]:
    name, extract = item
    return extract["date"], name
