"""Where cells of an extract can stand in a project, beside the extract itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sparbar.model.files import write_whole
from sparbar.model.paths import PREVIOUS, Layout
from sparbar.provenance.digests import sha256_file
from sparbar.provenance.register import RegisterLine


def find_remains(layout: Layout, line: RegisterLine) -> Iterator[Path]:
    """Files and folders that are there and hold, or may hold, cells of an extract or messages about them.

    Args:
        line: by which the extract was registered.
    """
    found = [
        *_own(layout, line),
        *_refused(layout, line),
        *_compared(layout, line),
        *_said(layout),
        *_left_by_killed(layout),
    ]
    yield from (path for path in dict.fromkeys(found) if path.exists() or path.is_symlink())


def _own(layout: Layout, line: RegisterLine) -> Iterator[Path]:
    """The extract, and what cleaning made of it."""
    yield layout.extract(line.source, line.delivery)
    table = layout.table(line.source, line.delivery)
    yield table
    yield table.with_name(f"{table.name}.issues.xlsx")


def _refused(layout: Layout, line: RegisterLine) -> Iterator[Path]:
    """Copies that were kept aside: the same content, or another delivery of the same day."""
    for folder in sorted(layout.quarantine(line.source).glob("*")):
        files = [path for path in folder.rglob("*") if path.is_file()]
        if any(line.delivery[:10] in path.name or sha256_file(path) == line.sha256 for path in files):
            yield folder


def _compared(layout: Layout, line: RegisterLine) -> Iterator[Path]:
    """Pages that list cells which differ between extracts, and the states that they are compared with."""
    results = layout.root / layout.results
    for folder in [*results.glob("work/*/*"), *results.glob("reports/*/*")]:
        if line.source not in {source for source, _ in _extracts(folder)}:
            continue
        yield folder / "changes.html"
        yield folder / "changes.json"
        yield folder / "causes.json"
        if (line.source, line.delivery) in _extracts(folder / PREVIOUS):
            yield folder / PREVIOUS


def _extracts(folder: Path) -> set[tuple[str, str]]:
    """The extracts that the ledger in a folder names; none where there is no ledger."""
    try:
        ledger: dict[str, Any] = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
        return {(item["source"], item["delivery"]) for item in ledger["extracts"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _said(layout: Layout) -> Iterator[Path]:
    """What steps have said: a message names cells that do not fit. Later steps write all of it anew."""
    results = layout.root / layout.results
    yield from (path for path in (results / "logs").glob("*") if path.name != "pull.jsonl")
    yield layout.failures()
    yield layout.failed_pulls()
    yield layout.runs()
    yield results / "index.html"
    yield layout.root / ".snakemake" / "log"


def _left_by_killed(layout: Layout) -> Iterator[Path]:
    """Private folders of steps that were killed; raw files and rows may lie in them."""
    results = layout.root / layout.results
    yield from results.glob(".diff-*")
    yield from results.glob("tables/*/.*.building")
    yield from (results / "work").glob("*/.changes-*")
    yield from (results / "work").glob("*/measure-*")
    yield from (layout.root / layout.editions).glob("*/.*.publishing-*")
    yield from (path for path in layout.incoming().glob("*") if path.is_dir())


def blank_messages(layout: Layout, source: str) -> None:
    """Take the messages about a source out of the log of pulls; that it was pulled, and what came, stays."""
    path = layout.root / layout.results / "logs" / "pull.jsonl"
    if not path.exists():
        return
    lines = []
    for text in path.read_text(encoding="utf-8").splitlines():
        event = json.loads(text)
        if event.get("source") == source:
            event["failed"] = "" if not event.get("failed") else "forgotten"
            event["refused"] = [{**item, "message": "forgotten"} for item in event.get("refused", [])]
        lines.append(json.dumps(event, ensure_ascii=False))
    write_whole(path, "".join(f"{line}\n" for line in lines))
