"""The proof in an HTML page: a script element of data, and digests of the bytes around it."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from sparbar.proof.manifest import read_proof

METHOD = "sparbar.html/1"
_OPEN = b'<script type="application/json" id="sparbar-proof">'
_CLOSE = b"</script>"
# Style and script whole, and every tag with its attributes: all that decides how text is seen, and no text.
# What is never closed goes to the end, a broken tag to where it breaks: no byte is looked at often.
_MARKUP = re.compile(
    rb"<(style|script)\b.*?</\1\s*>|<!--.*?-->|<(?:style|script)\b.*|<!--.*"
    rb"|<(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+(?:>|\"[^\"]*\Z|'[^']*\Z|)",
    re.DOTALL | re.IGNORECASE,
)


def insert(page: bytes, proof: dict[str, Any]) -> bytes:
    """The page with the proof in its (single, still empty) slot.

    Raises:
        ValueError: the page has no slot, or more than one.
    """
    start, end = _slot(page)
    return page[:start] + _for_script(proof) + page[end:]


def extract(page: bytes) -> dict[str, Any] | None:
    """The proof that a page carries, or None where it carries none.

    Raises:
        ValueError: there are several slots, or what stands in the slot is no JSON, or more than JSON to a
            browser.
    """
    if _OPEN not in page:
        return None
    start, end = _slot(page)
    # "</SCRIPT>" or "</script >" in a text of the JSON ends the element, too; no digest is of what follows.
    if b"<" in page[start:end]:
        raise ValueError("the proof in the page holds marks of HTML, which browsers may show")
    return read_proof(page[start:end])


def has_slot(page: bytes) -> bool:
    """Whether a page has the place for a proof, as reports have."""
    return _OPEN in page


def content(page: bytes) -> dict[str, Any]:
    """Digests of the page without what stands in the slot: of all its bytes, and of its markup alone."""
    start, end = _slot(page)
    bare = page[:start] + page[end:]
    markup = hashlib.sha256()
    for match in _MARKUP.finditer(bare):
        markup.update(match[0] + b"\0")
    return {"method": METHOD, "sha256": hashlib.sha256(bare).hexdigest(), "markup": markup.hexdigest()}


def _slot(page: bytes) -> tuple[int, int]:
    if page.count(_OPEN) != 1:
        raise ValueError(f"expected one proof in the page, found {page.count(_OPEN)}")
    start = page.index(_OPEN) + len(_OPEN)
    end = page.find(_CLOSE, start)
    if end < 0:
        raise ValueError("the proof in the page has no end: the page was cut off")
    return start, end


def _for_script(data: dict[str, Any]) -> bytes:
    """JSON that can stand in a script element: no text in it can end the element or open another."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e").encode("utf-8")
