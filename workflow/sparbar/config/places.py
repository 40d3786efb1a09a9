"""Where and how a report is built, without its definitions: verbs that need no more of them start faster."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparbar.config.yaml_file import read_yaml
from sparbar.errors import ConfigError, Fault, SparbarError, nearest
from sparbar.model.paths import Layout
from sparbar.model.values import Rounding

_SETTINGS = "config/config.yaml"
_REFERENCE = "reference_docx"
_USUAL = {"engine": "auto", "styles": "templates/styles", _REFERENCE: "templates/styles/reference.docx"}


@dataclass(frozen=True)
class Looks:
    """How a report's documents look, and by what they are made.

    Attributes:
        engine: "auto", "quarto" or "pandoc".
        styles: folder of the look.
        reference_docx: Word document with the styles.
    """

    engine: str
    styles: Path
    reference_docx: Path
    rounding: Rounding


def layout_of(root: Path) -> Layout:
    """The folders of the project, as far as config/config.yaml can be read; else the usual ones."""
    try:
        return _layout(root)
    except (SparbarError, OSError):
        return Layout(root)


def language_of(root: Path) -> str:
    """The project's language, as far as config/config.yaml can be read; else the usual one."""
    try:
        told = _settings(root).get("language")
    except (SparbarError, OSError):
        told = None
    return str(told) if told in ("sv", "da", "en") else "sv"


def _settings(root: Path) -> dict[str, Any]:
    return _entries(root, _SETTINGS) if (root / _SETTINGS).exists() else {}


def _entries(root: Path, name: str) -> dict[str, Any]:
    told = read_yaml(root / name, name).data
    return told if isinstance(told, dict) else {}


def _layout(root: Path) -> Layout:
    told = _settings(root)
    folders = {name: told.get(name) for name in ("raw", "results", "editions")}
    return Layout(root, **{name: folder for name, folder in folders.items() if isinstance(folder, str)})


def places_of(root: Path, report: str) -> Layout:
    """The folders of the project, once it is clear that it has this report.

    What the definitions say was checked when the report was composed.

    Raises:
        ConfigError: there is no such report, or config/config.yaml cannot be read.
    """
    known = sorted(path.stem for path in (root / "config" / "reports").glob("*.yaml"))
    if report not in known:
        raise unknown_report(report, known)
    return _layout(root)


def looks_of(root: Path, report: str) -> Looks:
    """How the documents of a report look and by what they are made, as its definitions say it.

    Raises:
        ConfigError: config/config.yaml or the report's own file cannot be read.
    """
    name = f"config/reports/{report}.yaml"
    told = _settings(root) | {key: value for key, value in _entries(root, name).items() if key == _REFERENCE}
    texts = {key: told.get(key) or usual for key, usual in _USUAL.items()}
    styles, reference = (root / str(texts[key]) for key in ("styles", _REFERENCE))
    rounding: Rounding = "half_even" if told.get("rounding") == "half_even" else "half_up"
    return Looks(str(texts["engine"]), styles, reference, rounding)


def unknown_report(report: str, known: list[str]) -> ConfigError:
    """What to say of a report that the project does not have."""
    fix = nearest(report, known) or f"reports are {', '.join(known) or 'none'}"
    return ConfigError(Fault(f'there is no report "{report}"', "config/reports", fix=fix))
