"""Documents and readings made by hand, for what is compared piece by piece."""

from __future__ import annotations

from typing import Any

from sparbar.audit.segments import Readback
from sparbar.model.document import HOLE, Document, Kind, Occurrence

TEMPLATE = "templates/a.qmd.j2, line 3"


def occurrence(identifier: str, text: str, container: str = "paragraph", **keys: Any) -> Occurrence:
    kind: Kind = keys.pop("kind", "fact")
    return Occurrence(identifier, kind, keys.pop("ref", "alla"), text, container, **keys)


def document(*occurrences: Occurrence, running: tuple[str, ...] = (), **keys: Any) -> Document:
    return Document("prov", "internal", "sv", "Prov", occurrences, running=running, **keys)


def reading(text: str, *marked: tuple[str, str], alts: tuple[str, ...] = ()) -> Readback:
    """A reading in which "¤" stands for each marked piece."""
    return Readback(list(marked), text.replace("¤", HOLE), list(alts))
