"""What render reads: the composed text, its front matter, the ledger, the document's list, the figures."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sparbar.errors import EnvironmentFault, Fault
from sparbar.model.document import Document, document_from_json
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import ledger_from_json
from sparbar.provenance.digests import sha256_text

FRONT_TEXTS = ("running_header", "running_footer", "notice", "toc_title", "page_word", "date", "author")
_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_PICTURE = re.compile(r"\]\(figures/([\w-]+)\.svg\)")


@dataclass(frozen=True)
class Front:
    """The document's metadata, as plain text.

    Attributes:
        date: the report's date, ISO 8601.
    """

    pagetitle: str
    lang: str
    running_header: str
    running_footer: str
    notice: str
    toc_title: str
    page_word: str
    date: str
    author: str


@dataclass(frozen=True)
class Composed:
    """A composed report, ready to be rendered.

    Attributes:
        work: folder of the report for one audience.
        body: the Markdown after the front matter.
        figures: names of the drawings that the text shows, in order.
        facts_json, document_json: the two files as they stand.
        figures_json: `figures.json` as it stands.
        inputs: path to text of the YAML that the facts rest on.
        digests: path to SHA-256 of every file that the text was made from.
        tables: name to CSV text of each table that the text shows.
        edition: what a published report says of itself, as plain data, or None.
        blocks: the body as compose checked it, in pandoc's JSON; None where the text has changed since.
    """

    work: Path
    front: Front
    body: str
    figures: tuple[str, ...]
    ledger: Ledger
    document: Document
    facts_json: str
    document_json: str
    figures_json: str
    inputs: dict[str, str]
    digests: dict[str, str]
    tables: dict[str, str]
    edition: dict[str, Any] | None = None
    blocks: dict[str, Any] | None = None


def shown_path(path: Path) -> str:
    """A path as messages show it: relative to where the command was given, or else its name."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.name


def read_composed(work: Path) -> Composed:
    """Read what compose and draw wrote.

    Raises:
        EnvironmentFault: files that are missing or are not what compose writes, all of them.
    """
    names = ("report.qmd", "facts.json", "document.json", "basis.json")
    faults = [_missing(work / name, "compose") for name in names if not (work / name).is_file()]
    drawn = work / "figures" / "figures.json"
    faults += [] if drawn.is_file() else [_missing(drawn, "draw")]
    if faults:
        raise EnvironmentFault(faults)
    text, facts, document, basis = ((work / name).read_text(encoding="utf-8") for name in names)
    match = _FRONT.match(text)
    front, faults = _front_of(match[1] if match else "", work / "report.qmd")
    figures = tuple(dict.fromkeys(_PICTURE.findall(text)))
    for name in figures:
        paths = [work / "figures" / f"{name}.{ending}" for ending in ("svg", "png")]
        faults += [_missing(path, "draw") for path in paths if not path.is_file()]
    ledger = _parsed(facts, ledger_from_json, work / "facts.json", faults)
    shown = _parsed(document, document_from_json, work / "document.json", faults)
    made_from = _parsed(basis, basis_from_json, work / "basis.json", faults)
    if faults or front is None or match is None:
        raise EnvironmentFault(faults)
    figures_json = drawn.read_text(encoding="utf-8")
    files = (facts, document, figures_json)
    body, blocks = text[match.end() :], _blocks_of(work / "tree.json", text, json.loads(basis))
    return Composed(work, front, body, figures, ledger, shown, *files, **made_from, blocks=blocks)


def _blocks_of(path: Path, text: str, basis: dict[str, Any]) -> dict[str, Any] | None:
    """Pandoc's reading of the text, where compose has left it: reading anew takes a third of a writing."""
    if not path.is_file() or basis.get("text") != sha256_text(text):
        return None
    tree: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {key: tree[key] for key in ("pandoc-api-version", "blocks")}


def basis_from_json(data: dict[str, Any]) -> dict[str, Any]:
    """What `basis.json` says the text was made from.

    Raises:
        KeyError: it lacks a part.
    """
    parts: dict[str, Any] = {name: dict(data[name]) for name in ("inputs", "digests", "tables")}
    return parts | {"edition": data.get("edition")}


def _missing(path: Path, verb: str) -> Fault:
    return Fault(
        problem=f"{path.name} is missing",
        where=shown_path(path),
        expected=f"the file that `sparbar {verb}` writes",
        found="no file",
        fix=f"run `sparbar {verb}` for this report first",
    )


def _front_of(text: str, path: Path) -> tuple[Front | None, list[Fault]]:
    """The front matter, or what it lacks."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError:
        data = None
    data = data if isinstance(data, dict) else {}
    own = data.get("sparbar")
    own = own if isinstance(own, dict) else {}
    values: dict[str, Any] = {"pagetitle": data.get("pagetitle"), "lang": data.get("lang")}
    values |= {name: own.get(name) for name in FRONT_TEXTS}
    lacking = [name for name, value in values.items() if not isinstance(value, str)]
    lacking += [name for name in ("pagetitle", "lang", "toc_title") if values[name] == ""]
    if not lacking:
        return Front(**values), []
    fault = Fault(
        problem="the front matter of report.qmd is not what compose writes",
        where=shown_path(path),
        expected="text for pagetitle, lang and, under sparbar, " + ", ".join(FRONT_TEXTS),
        found="no text for " + ", ".join(lacking),
        fix="run `sparbar compose` for this report again",
    )
    return None, [fault]


def _parsed(text: str, parse: Any, path: Path, faults: list[Fault]) -> Any:
    try:
        return parse(json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        faults.append(
            Fault(
                problem=f"{path.name} cannot be read",
                where=shown_path(path),
                expected="the file that `sparbar compose` writes",
                found=f"{type(error).__name__}: {error}",
                fix="run `sparbar compose` for this report again",
            )
        )
        return None
