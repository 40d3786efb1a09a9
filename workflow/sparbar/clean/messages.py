"""The catalogue of messages: problems in words, in every language of reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sparbar.model.shipped import read_shipped


def _catalogue() -> dict[str, Any]:
    found: dict[str, Any] = read_shipped("sparbar.clean", "messages.yaml")
    return found


def problem_codes() -> list[str]:
    """Every kind of problem that has words."""
    return list(_catalogue()["problems"])


def say(path: str, language: str, values: Mapping[str, object], count: int = 1) -> str:
    """A text of the catalogue with its gaps filled; a text in two forms is chosen by the count.

    Args:
        path: where it stands, such as "problems.missing.fix".
        language: "sv", "da" or "en".
        values: what the gaps hold.
        count: one gives the first form, anything else the second.
    """
    item: Any = _catalogue()
    for part in path.split("."):
        item = item[part]
    text = item[language]
    if isinstance(text, list):
        text = text[0 if count == 1 else 1]
    return str(text).format_map(dict(values))


def has_text(path: str) -> bool:
    """Whether the catalogue has such a text."""
    item: Any = _catalogue()
    for part in path.split("."):
        if part not in item:
            return False
        item = item[part]
    return True
