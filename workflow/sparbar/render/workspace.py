"""The working folder of one rendering: everything that the engines read, under fixed names."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from importlib import resources
from pathlib import Path

from sparbar.errors import EnvironmentFault, Fault
from sparbar.model.document import Occurrence
from sparbar.model.ledger import Constant, Fact, Ledger
from sparbar.model.values import Name
from sparbar.render.inputs import Composed, shown_path

FILTER_FILES = ("filter.lua", "read.lua", "html.lua", "typst.lua", "docx.lua")
STYLE_FILES = ("report.css", "report.typ", "fonts/fonts.json")


def check_styles(styles: Path, reference: Path) -> None:
    """Check that the look is there before any work.

    Raises:
        EnvironmentFault: files that are missing, all of them.
    """
    paths = [styles / name for name in STYLE_FILES] + [reference]
    faults = [
        Fault(
            problem=f"{path.name} is missing",
            where=shown_path(path),
            expected="a file of the report's look",
            found="no file",
            fix="take it from templates/styles of sparbar, or correct `styles` or `reference_docx` in config",
        )
        for path in paths
        if not path.is_file()
    ]
    if faults:
        raise EnvironmentFault(faults)


def lay_out(folder: Path, composed: Composed, styles: Path, reference: Path) -> None:
    """Put everything that the engines read into a folder of its own."""
    (folder / "figures").mkdir()
    (folder / "pandoc-data").mkdir()
    for name in composed.figures:
        for ending in ("svg", "png"):
            shutil.copyfile(
                composed.work / "figures" / f"{name}.{ending}", folder / "figures" / f"{name}.{ending}"
            )
    package = resources.files("sparbar.render")
    for name in FILTER_FILES:
        (folder / name).write_bytes((package / "filter" / name).read_bytes())
    (folder / "document.typ").write_bytes((package / "document.typ").read_bytes())
    shutil.copyfile(styles / "report.typ", folder / "report.typ")
    shutil.copyfile(reference, folder / "reference.docx")
    _write(folder / "attachments.json", "[]")
    _write(folder / "context.json", json.dumps(_context(composed), ensure_ascii=False, sort_keys=True))
    _write(
        folder / "report.md",
        f"---\n{json.dumps(_metadata(composed), ensure_ascii=False)}\n---\n{composed.body}",
    )
    if composed.blocks:
        language = {"t": "MetaString", "c": composed.front.lang}
        _write(folder / "report.json", json.dumps({**composed.blocks, "meta": {"lang": language}}))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _metadata(composed: Composed) -> dict[str, str]:
    """The metadata that pandoc's own writers ask for; everything else goes through `context.json`."""
    return {"lang": composed.front.lang}


def _context(composed: Composed) -> dict[str, object]:
    constants = {constant.id: constant for constant in composed.ledger.constants}
    occurrences = {
        occurrence.id: _known_of(occurrence, composed.ledger, constants)
        for occurrence in composed.document.occurrences
    }
    return {**vars(composed.front), "occurrences": occurrences}


def _known_of(occurrence: Occurrence, ledger: Ledger, constants: dict[str, Constant]) -> dict[str, str]:
    """What the filter says of a number beside its text: its exact value, and its entry in the appendix."""
    if occurrence.kind == "constant":
        constant = constants.get(occurrence.ref)
        return {"value": "/".join(constant.values), "entry": f"k-{constant.id}"} if constant else {}
    if occurrence.kind != "fact":
        return {}
    identifier, _, aspect = occurrence.ref.partition("#")
    fact = ledger.fact(identifier)
    return {"value": _exact_text(fact, aspect), "entry": f"m-{fact.metric}"} if fact else {}


def _exact_text(fact: Fact, aspect: str) -> str:
    """The exact value for machines ("16/63", "2023-03-15", "kvinna man"), or "" where there is none."""
    if aspect in ("base", "missing"):
        return str(getattr(fact, aspect))
    if aspect.startswith("rows:"):
        return str(sum(rows.count for rows in fact.rows if rows.extract == aspect.removeprefix("rows:")))
    if fact.value is None:
        return ""
    if isinstance(fact.value, tuple):
        return " ".join(name.code for name in fact.value if isinstance(name, Name))
    return str(fact.value) if isinstance(fact.value, Fraction) else fact.value.isoformat()
