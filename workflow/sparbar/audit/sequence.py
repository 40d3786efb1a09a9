"""Hold the text of PDF pages against the document: every numeral in order, and nothing beside them.

A PDF keeps no element around a number, so its pages are read as one run of atoms (runs of digits, number words).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sparbar.audit.segments import Finding
from sparbar.language import find_numerals, normalise_text
from sparbar.model.document import Document, FigureText

_ATOM = re.compile(r"\d+")
_SKIPPED = ("alt", "plain", "title", "header", "footer")


def compare_pages(name: str, document: Document, figures: Sequence[FigureText], pages: Sequence[str]) -> list[Finding]:
    """All numerals of the pages that the document does not have in that place, and all that are missing."""
    wanted = list(_wanted_atoms(document, figures))
    found = [atom for number, page in enumerate(pages, 1) for atom in _page_atoms(document, page, number, len(pages))]
    findings: list[Finding] = []
    contents = {place for place, (_, where) in enumerate(wanted) if where.startswith("toc")}
    matcher = SequenceMatcher(None, [a for a, _ in wanted], [a for a, _ in found], autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            continue
        extra = [a for a in found[j1:j2]]
        if operation == "insert" and (i1 in contents or i1 - 1 in contents) and _are_pages(extra, len(pages)):
            continue
        missing = wanted[i1:i2]
        where = "; ".join(dict.fromkeys(w for _, w in missing)) or "; ".join(dict.fromkeys(w for _, w in extra))
        problem = "a number reads differently" if missing and extra else "a number is missing" if missing else "an untraced number"
        findings.append(Finding(name, problem, where, " ".join(a for a, _ in missing), " ".join(a for a, _ in extra)))
    return findings


def _wanted_atoms(document: Document, figures: Sequence[FigureText]) -> Iterator[tuple[str, str]]:
    drawn = {figure.name: figure for figure in figures}
    done: set[str] = set()
    for occurrence in document.occurrences:
        if occurrence.container == "alt" and occurrence.place.startswith("f-") and occurrence.place not in done:
            done.add(occurrence.place)
            figure = drawn.get(occurrence.place[2:])
            for text in figure.texts if figure else ():
                yield from ((atom, f"figure {occurrence.place[2:]}") for atom in atoms(text, document.language))
        if occurrence.container not in _SKIPPED:
            where = f"{occurrence.container} {occurrence.id}" + (f", {occurrence.template}" if occurrence.template else "")
            yield from ((atom, where) for atom in atoms(occurrence.text, document.language))


def atoms(text: str, language: str) -> list[str]:
    """Runs of digits and number words of a text in order, normalised."""
    pieces: list[str] = []
    for numeral in find_numerals(text, language):
        plain = normalise_text(numeral.text)
        pieces += _ATOM.findall(plain) or [plain.casefold()]
    return pieces


def _page_atoms(document: Document, page: str, number: int, count: int) -> list[tuple[str, str]]:
    """Atoms of one page without its running texts and page number."""
    text = normalise_text(page.replace("\n", " "))
    for running in document.running:
        text = text.replace(normalise_text(running), " ", 1)
    text = re.sub(rf"(?<!\d){number} ?(/|av|af|of|\() ?{count}(?!\d)\)?", " ", text, count=1)
    return [(atom, f"page {number}") for atom in atoms(text, document.language)]


def _are_pages(extra: Sequence[tuple[str, str]], count: int) -> bool:
    return all(atom.isdigit() and 1 <= int(atom) <= count for atom, _ in extra)
