"""By what an edition was made, in enough detail to say why a rebuild elsewhere may differ."""

from __future__ import annotations

import importlib.metadata
import sys
import zlib
from collections.abc import Mapping
from typing import Any

from sparbar.proof import Maker
from sparbar.provenance.code import code_digest

# What has a say in the bytes of documents, figures or numbers.
SHAPING = (
    "babel",
    "duckdb",
    "fonttools",
    "jinja2",
    "lxml",
    "matplotlib",
    "numpy",
    "pandas",
    "pikepdf",
    "pillow",
    "pypandoc_binary",
    "python-calamine",
    "pyyaml",
    "typst",
)


def made_here(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """By what an edition is made in this installation.

    Args:
        manifest: of one of its documents, which names engine and versions.
    """
    return {
        "code": {**manifest["code"], "edition": code_digest("sparbar.edition.build")},
        "engine": dict(manifest["engine"]),
        "packages": {name: importlib.metadata.version(name) for name in SHAPING},
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def maker_as_recorded(made_by: Mapping[str, Any]) -> Maker:
    """The maker that an edition's documents name."""
    code, engine = made_by["code"], made_by["engine"]
    return Maker(code["version"], code["digest"], engine["name"], engine["versions"])


def differences(recorded: Mapping[str, Any], here: Mapping[str, Any]) -> list[str]:
    """What is other here than when an edition was made, naming both."""
    before, now = _flat(recorded), _flat(here)
    return [
        f"{name}: {_short(before.get(name))} then, {_short(now.get(name))} here"
        for name in sorted({*before, *now})
        if before.get(name) != now.get(name)
    ]


def _flat(data: Mapping[str, Any], above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in data.items():
        name = f"{above} {key}".strip()
        found |= _flat(value, name) if isinstance(value, Mapping) else {name: str(value)}
    return found


def _short(value: str | None) -> str:
    return "none" if value is None else value if len(value) < 40 else f"{value[:12]}…"
