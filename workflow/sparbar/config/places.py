"""Where a report is built, without its definitions: verbs that only move or compare files start faster."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sparbar.config.yaml_file import read_yaml
from sparbar.errors import ConfigError, Fault, SparbarError, nearest
from sparbar.model.paths import Layout

_SETTINGS = "config/config.yaml"


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
    told = read_yaml(root / _SETTINGS, _SETTINGS).data if (root / _SETTINGS).exists() else None
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


def unknown_report(report: str, known: list[str]) -> ConfigError:
    """What to say of a report that the project does not have."""
    fix = nearest(report, known) or f"reports are {', '.join(known) or 'none'}"
    return ConfigError(Fault(f'there is no report "{report}"', "config/reports", fix=fix))
