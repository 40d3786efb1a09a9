"""Hold the text of PDF pages against the document: every numeral in order, and nothing beside them.

A PDF keeps no element around a number, so its pages are read as one run of atoms (digits, number words).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sparbar.audit.segments import Finding
from sparbar.language import find_numerals, normalise_text
from sparbar.model.document import Document, FigureText

# A run of digits or a number word, and where it stands.
Atom = tuple[str, str]

_ATOM = re.compile(r"\d+")
_SKIPPED = ("alt", "plain", "title", "header", "footer")


def compare_pages(
    name: str, document: Document, figures: Sequence[FigureText], pages: Sequence[str]
) -> list[Finding]:
    """All numerals of the pages that the document does not have in that place, and all that are missing."""
    wanted = list(_wanted_atoms(document, figures))
    found = [
        atom
        for number, page in enumerate(pages, 1)
        for atom in _page_atoms(document, page, number, len(pages))
    ]
    found = _without_contents_pages(wanted, found, len(pages))
    findings: list[Finding] = []
    matcher = SequenceMatcher(None, [a for a, _ in wanted], [a for a, _ in found], autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            continue
        missing, extra = wanted[i1:i2], found[j1:j2]
        where = "; ".join(dict.fromkeys(w for _, w in missing)) or "; ".join(
            dict.fromkeys(w for _, w in extra)
        )
        problem = (
            "a number reads differently"
            if missing and extra
            else "a number is missing"
            if missing
            else "an untraced number"
        )
        findings.append(
            Finding(name, problem, where, " ".join(a for a, _ in missing), " ".join(a for a, _ in extra))
        )
    return findings


def _wanted_atoms(document: Document, figures: Sequence[FigureText]) -> Iterator[Atom]:
    drawn = {figure.name: figure for figure in figures}
    done: set[str] = set()
    for occurrence in document.occurrences:
        if (
            occurrence.container == "alt"
            and occurrence.place.startswith("f-")
            and occurrence.place not in done
        ):
            done.add(occurrence.place)
            figure = drawn.get(occurrence.place[2:])
            for text in figure.texts if figure else ():
                yield from (
                    (atom, f"figure {occurrence.place[2:]}") for atom in atoms(text, document.language)
                )
        if occurrence.container not in _SKIPPED:
            where = f"{occurrence.container} {occurrence.id}" + (
                f", {occurrence.template}" if occurrence.template else ""
            )
            yield from ((atom, where) for atom in atoms(occurrence.text, document.language))


def atoms(text: str, language: str) -> list[str]:
    """Runs of digits and number words of a text in order, normalised."""
    pieces: list[str] = []
    for numeral in find_numerals(text, language):
        plain = normalise_text(numeral.text)
        pieces += _ATOM.findall(plain) or [plain.casefold()]
    return pieces


def _page_atoms(document: Document, page: str, number: int, count: int) -> list[Atom]:
    """Atoms of one page without its running texts and page number."""
    text = normalise_text(page.replace("\n", " "))
    for running in document.running:
        text = text.replace(normalise_text(running), " ", 1)
    text = re.sub(rf"(?<!\d){number} ?(/|av|af|of|\() ?{count}(?!\d)\)?", " ", text, count=1)
    return [(atom, f"page {number}") for atom in atoms(text, document.language)]


def _without_contents_pages(wanted: Sequence[Atom], found: Sequence[Atom], count: int) -> list[Atom]:
    """The found atoms without the page numbers in the table of contents, which only the typesetter knows."""
    places = [place for place, (_, where) in enumerate(wanted) if where.startswith("toc ")]
    if not places:
        return list(found)
    first, after = places[0], len(wanted) - places[-1] - 1
    entries = [wanted[place][0] for place in places]
    kept, taken, at = list(found[:first]), 0, first
    while at < len(found) and (taken < len(entries) or len(found) - at > after):
        atom = found[at][0]
        if taken < len(entries) and atom == entries[taken]:
            kept.append(found[at])
            taken += 1
        elif not (atom.isdigit() and 1 <= int(atom) <= count):
            break
        at += 1
    return kept + list(found[at:])
