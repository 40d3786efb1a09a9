"""Which attributes a composed document may carry: what readers or their aids see must stand in the text.

An attribute (`title`, `aria-label`, `data-…`, `style`) can say something that no check of the text sees. So
only those that compose writes itself, and a few that say nothing, pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# By kind of node: where in pandoc's JSON its attributes stand.
_PLACES = {"Span": 0, "Div": 0, "Header": 1, "Link": 0, "Image": 0, "Figure": 0}
_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z]{2})?")
_SIZE = re.compile(r"\d{1,4}(\.\d+)?(%|cm|mm|in|em|px)")
_NAME = re.compile(r"[\w-]+")
# What each kind may carry, with what it may say.
_ALLOWED: dict[str, dict[str, re.Pattern[str]]] = {
    "Span": {"lang": _LANGUAGE, "data-m": _NAME, "custom-style": re.compile("Fact")},
    "Div": {
        "lang": _LANGUAGE,
        "aligns": re.compile("[lrc]+"),
        "header-rows": re.compile("[01]"),
        "header-cols": re.compile("[01]"),
    },
    "Header": {"lang": _LANGUAGE},
    "Image": {"width": _SIZE, "height": _SIZE},
}
# Where a link may lead, and which pictures there are: those that `draw` made. Engines would fetch others.
_ADDRESSES = {
    "Link": re.compile(r"(https?://|mailto:|#)\S+", re.IGNORECASE),
    "Image": re.compile(r"figures/[\w-]+\.svg"),
}
_CLASSES: dict[str, frozenset[str]] = {
    "Span": frozenset(
        "fact const constant date structure label text exception claim observation former".split()
    ),
    "Div": frozenset(
        "title-block doc-kicker doc-title doc-subtitle doc-notice doc-meta toc table figure figure-data "
        "caption note origin".split()
    ),
    "Header": frozenset(("unnumbered", "unlisted")),
}


def refused_address(node: dict[str, Any]) -> str:
    """The address of a link or picture that may not stand in a report, or ""."""
    form = _ADDRESSES.get(node["t"])
    address = str(node["c"][2][0]) if form else ""
    return address if form and not form.fullmatch(address) else ""


def refused_attributes(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The attributes of one node of pandoc's JSON that it may not carry, as (name, value)."""
    kind = node["t"]
    if kind not in _PLACES:
        return
    _, classes, pairs = node["c"][_PLACES[kind]]
    allowed = _ALLOWED.get(kind, {})
    for name, value in pairs:
        if name not in allowed or not allowed[name].fullmatch(value):
            yield name, value
    if kind in _CLASSES:
        yield from ((f".{name}", "") for name in classes if name not in _CLASSES[kind])
