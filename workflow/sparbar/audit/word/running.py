"""What every page of a Word document repeats or counts by itself: headers, footers, page and note numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from sparbar.audit.segments import Finding, numerals_of
from sparbar.audit.word.oddities import W
from sparbar.language import normalise_text
from sparbar.proof.docx_shape import Running

# What a header or footer may have beside text: fields that count pages, in plain digits.
_PAGES = re.compile(
    r"\s*(PAGE|NUMPAGES|SECTIONPAGES)(\s*\\\*\s*(MERGEFORMAT|CHARFORMAT|Arabic))*\s*", re.IGNORECASE
)
_OFF = ("0", "false", "off")
DIFFER = "headers and footers"
# Parts that decide which header stands where.
_DECIDING = ("word/document.xml", "word/_rels/document.xml.rels", "word/settings.xml")


def strange_fields(root: etree._Element) -> Iterator[str]:
    """What in a header or footer is shown and is neither text nor the number of a page."""
    asked = [node.get(f"{W}instr") or "" for node in root.iter(f"{W}fldSimple")]
    # A field's words may be cut into several runs; one that begins after another ends has a run of its own.
    for paragraph in root.iter(f"{W}p"):
        words = ""
        for node in paragraph.iter(f"{W}fldChar", f"{W}instrText"):
            words += node.text or "" if node.tag == f"{W}instrText" else ""
            if node.get(f"{W}fldCharType") in ("separate", "end") and words:
                asked.append(words)
                words = ""
    if not all(_PAGES.fullmatch(words) for words in asked):
        yield "a field in a header or footer, whose text Word may change"
    if any(node.get(f"{W}fldLock", "0") not in _OFF for node in root.iter(f"{W}fldSimple", f"{W}fldChar")):
        yield "a field in a header or footer that is locked, so that it does not count pages"
    shown = "".join(_shown_by_fields(root))
    if re.sub(r"[\s\d]", "", shown):
        yield f'a field in a header or footer that shows more than a page number ("{shown[:40]}")'


def _shown_by_fields(root: etree._Element) -> Iterator[str]:
    depth = 0
    for node in root.iter(f"{W}fldChar", f"{W}t"):
        if node.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(node.get(f"{W}fldCharType") or "", 0)
        elif depth or any(a.tag == f"{W}fldSimple" for a in node.iterancestors()):
            yield node.text or ""


def compare_running(
    name: str, texts: Sequence[tuple[Running, str]], kept: Mapping[str, Any], language: str
) -> tuple[list[Finding], list[str]]:
    """Headers and footers that do not have the numbers they were built with, and those with other words.

    Args:
        texts: what each shown header and footer says, as a reader sees it.
        kept: the same as the proof keeps it, lists of texts by place and kind.
    """
    findings, edited = [], []
    for shown, text in texts:
        own = kept.get(f"{shown.place} {shown.kind}") or kept.get(f"{shown.place} default") or [""]
        if normalise_text(text) in [normalise_text(one) for one in own]:
            continue
        found = numerals_of([text], language)
        same = [one for one in own if numerals_of([one], language) == found]
        if same:
            edited.append(f'{shown.place}: "{same[0]}" → "{text}"')
        else:
            wanted = ", ".join(numerals_of(own[:1], language))
            findings.append(
                Finding(name, f"numbers in a {shown.place} differ", shown.place, wanted, ", ".join(found))
            )
    return findings, list(dict.fromkeys(edited))


def is_as_built(texts: Sequence[tuple[Running, str]], as_built: Collection[str]) -> bool:
    """Whether all that decides what pages repeat is known to be as it was built."""
    needed = {*_DECIDING, *(one.part for one, _ in texts if one.part)}
    return needed <= set(as_built)
