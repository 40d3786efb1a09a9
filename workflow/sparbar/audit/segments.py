"""What a reader sees in a finished file, in one form for all formats, held against the document's list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sparbar.audit.glued import distorted, glued
from sparbar.language import find_numerals, normalise_text
from sparbar.model.document import HOLE, Document, Occurrence

if TYPE_CHECKING:
    from lxml import etree

    from sparbar.proof.docx_shape import Running

# More text than in any report: looking through it for numbers takes minutes.
MOST_TEXT = 3_000_000
BESIDE = "something stands beside a number that the document does not have there"
# Containers that have no element of their own in a file: alt texts, titles, running headers.
UNMARKED = ("alt", "plain", "title", "header", "footer")


@dataclass
class Readback:
    """A finished file as it reads.

    Attributes:
        marked: (occurrence id, visible text) in reading order.
        text: everything else that is visible, `HOLE` where a marked piece stands, line breaks between blocks.
        alts: alternative texts in order.
        figures: texts inside drawings by figure name.
        running: texts of headers and footers, page numbers left out.
        title: what a browser shows above the page (HTML only).
        repeated: which headers and footers pages show, with what each says (Word only).
        pictures: SHA-256 of the pictures in reading order (Word only), and `sizes`: width and height of each.
        authors: names and initials of those who commented or changed something (Word only).
        tree: the document itself (Word only).
        cells: for each cell of it the first and last line of its text (Word only).
        unreadable: what could not be read as text, in words.
        remarks: what a reader of the file should know and is no fault.
    """

    marked: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    alts: list[str] = field(default_factory=list)
    figures: dict[str, tuple[str, ...]] = field(default_factory=dict)
    running: list[str] = field(default_factory=list)
    title: str = ""
    repeated: list[tuple[Running, str]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    tree: etree._Element | None = None
    cells: dict[etree._Element, tuple[int, int]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold: which file, what, where, and expected and found texts."""

    file: str
    problem: str
    where: str
    expected: str = ""
    found: str = ""


def compare(name: str, document: Document, read: Readback) -> list[Finding]:
    """All differences between a file's visible text and the document's list."""
    if len(read.text) > MOST_TEXT:
        where = f"the document has more than {MOST_TEXT} characters of text"
        return [Finding(name, "could not be checked", where)]
    findings = _compare_marked(
        name, [o for o in document.occurrences if o.container not in UNMARKED], read.marked
    )
    for numeral in find_numerals(read.text, document.language):
        if HOLE not in numeral.text:
            around = " ".join(
                read.text[max(0, numeral.start - 40) : numeral.end + 40].replace(HOLE, "…").split()
            )
            findings.append(Finding(name, "an untraced number", f'"{around}"', "no number", numeral.text))
    if not findings:  # A number that is added or moved stands beside others, too.
        typed = distorted(document, read.text, [text for _, text in read.marked])
        findings += [Finding(name, BESIDE, f'"{what}"') for what in typed or glued(document, read.text)]
    findings += _compare_alts(name, document, read.alts)
    return findings


def _compare_marked(
    name: str, expected: Sequence[Occurrence], marked: Sequence[tuple[str, str]]
) -> list[Finding]:
    findings: list[Finding] = []
    shown: dict[str, str] = {}
    for identifier, text in marked:
        if identifier in shown:
            findings.append(Finding(name, "a number stands twice", identifier, "once", text))
        shown[identifier] = text
    known = {occurrence.id: occurrence for occurrence in expected}
    for occurrence in expected:
        where = f"{occurrence.id}, {occurrence.container}" + (
            f", {occurrence.template}" if occurrence.template else ""
        )
        if occurrence.id not in shown:
            findings.append(Finding(name, "a number is missing", where, occurrence.text))
        elif normalise_text(shown[occurrence.id]) != normalise_text(occurrence.text):
            findings.append(
                Finding(name, "a number reads differently", where, occurrence.text, shown[occurrence.id])
            )
    findings += [
        Finding(name, "a number that the ledger does not know", i, "", t)
        for i, t in shown.items()
        if i not in known
    ]
    order = [identifier for identifier in shown if identifier in known]
    wanted = [occurrence.id for occurrence in expected if occurrence.id in shown]
    if order != wanted:
        first = next(pair for pair in zip(wanted, order, strict=True) if pair[0] != pair[1])
        findings.append(Finding(name, "numbers stand in another order", first[1], first[0], first[1]))
    return findings


def _compare_alts(name: str, document: Document, alts: Iterable[str]) -> list[Finding]:
    wanted = numerals_of(
        (o.text for o in document.occurrences if o.container in ("alt", "plain")), document.language
    )
    found = numerals_of(alts, document.language)
    if wanted == found:
        return []
    return [
        Finding(
            name,
            "numbers in alternative texts differ",
            "alternative texts",
            ", ".join(wanted),
            ", ".join(found),
        )
    ]


def numerals_of(texts: Iterable[str], language: str) -> list[str]:
    """The numerals of texts, normalised, in order."""
    return [normalise_text(numeral.text) for text in texts for numeral in find_numerals(text, language)]


def full_text(read: Readback) -> str:
    """All visible text, the marked pieces in their places."""
    pieces = read.text.split(HOLE)
    shown = [text for _, text in read.marked]
    return "".join(piece for pair in zip(pieces, [*shown, ""], strict=True) for piece in pair)
