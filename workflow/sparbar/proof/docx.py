"""The proof in a Word document: a custom XML part, and digests of all other parts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from html import escape
from typing import Any

from lxml import etree

from sparbar.proof.docx_shape import PARSER, shape
from sparbar.proof.manifest import read_proof

METHOD = "sparbar.docx/2"
NAMESPACE = "urn:sparbar:proof:1"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def part_of(proof: dict[str, Any]) -> bytes:
    """The custom XML part that carries the proof."""
    text = json.dumps(proof, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # XML forbids these two characters; as escapes they mean the same in JSON.
    allowed = text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    return f'{_HEAD}<proof xmlns="{NAMESPACE}">{escape(allowed, quote=False)}</proof>'.encode()


def extract(parts: Mapping[str, bytes]) -> dict[str, Any] | None:
    """The proof among a document's parts, whatever an editor has named its part; None where there is none.

    Raises:
        ValueError: there are several, or it is no JSON.
    """
    found = [root for root in map(_proof_root, _custom_parts(parts).values()) if root is not None]
    if len(found) > 1:
        raise ValueError(f"expected one proof in the document, found {len(found)}")
    return read_proof((found[0].text or "").encode("utf-8")) if found else None


def content(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """Digest of each part by name, the proof's own left out, and what a reader sees beside the text."""
    return {"method": METHOD, "parts": digests(parts), "shape": shape(parts)}


def digests(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Digest of each part by name, the proof's own left out."""
    own = {name for name, data in _custom_parts(parts).items() if _proof_root(data) is not None}
    found = {name: hashlib.sha256(data).hexdigest() for name, data in parts.items() if name not in own}
    return dict(sorted(found.items()))


def _custom_parts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        name: data
        for name, data in parts.items()
        if name.startswith("customXml/item") and "Props" not in name
    }


def _proof_root(data: bytes) -> etree._Element | None:
    try:
        root = etree.fromstring(data, PARSER)
    except etree.XMLSyntaxError:
        return None
    return root if root.tag == f"{{{NAMESPACE}}}proof" else None
