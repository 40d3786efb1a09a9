"""Hold the text of PDF pages against the document: every numeral in order, and nothing beside them.

A PDF keeps no element around a number, so its pages are read as one run of atoms (digits, number words).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sparbar.audit.segments import UNMARKED, Finding
from sparbar.language import find_numerals, normalise_text
from sparbar.model.document import Document, FigureText

# A run of digits or a number word, and where it stands.
Atom = tuple[str, str]

_ATOM = re.compile(r"\d+|[¼-¾⅐-⅞↉]")
_SIGNS = "+−"
# How many atoms after the contents tell whether a place fits.
_NEAR = 40


# Pages with more numbers than this beside those of the report are not aligned with it: that takes time
# that grows with the square of their number.
MOST_TIMES = 3
MOST_MORE = 500


def compare_pages(
    name: str, document: Document, figures: Sequence[FigureText], pages: Sequence[str]
) -> list[Finding]:
    """All numerals of the pages that the document does not have in that place, and all that are missing."""
    wanted = list(_wanted_atoms(document, figures))
    numbered = enumerate(pages, 1)
    found = [atom for number, page in numbered for atom in _page_atoms(document, page, number, len(pages))]
    if len(found) > MOST_TIMES * len(wanted) + MOST_MORE:
        problem = "the pages have far more numbers than the report"
        return [Finding(name, problem, f"{len(pages)} pages", str(len(wanted)), str(len(found)))]
    return _differences(name, wanted, _without_contents_pages(wanted, found, len(pages)))


def compare_order(name: str, document: Document, text: str) -> list[Finding]:
    """The same for one text without pages whose marks were lost; the texts in drawings are not in it."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    found = [(atom, f'"{line[:80]}"') for line in lines for atom in atoms(line, document.language)]
    return _differences(name, list(_wanted_atoms(document, ())), found)


def _differences(name: str, wanted: Sequence[Atom], found: Sequence[Atom]) -> list[Finding]:
    listed, shown = [atom for atom, _ in wanted], [atom for atom, _ in found]
    if listed == shown:
        return []
    matcher = SequenceMatcher(None, listed, shown, autojunk=False)
    return [
        _finding(name, wanted[i1:i2], found[j1:j2])
        for operation, i1, i2, j1, j2 in matcher.get_opcodes()
        if operation != "equal"
    ]


def _without_contents_pages(wanted: Sequence[Atom], found: Sequence[Atom], count: int) -> list[Atom]:
    """The found atoms without the page numbers in the contents, which only the typesetter knows.

    The contents are where all their entries stand with nothing but page numbers between them, and where what
    follows fits best; lines without a number of their own end them with page numbers only.
    """
    places = [place for place, (_, where) in enumerate(wanted) if where.startswith("toc ")]
    if not places:
        return list(found)
    entries = [wanted[place][0] for place in places]
    texts, after = [atom for atom, _ in found], [atom for atom, _ in wanted[places[-1] + 1 :]]
    best: tuple[tuple[int, int], list[int], int] | None = None
    for start in range(len(texts)):
        kept = _entries_from(start, entries, texts, count)
        end = kept[-1] + 1 if kept else len(texts)
        while kept and end <= len(texts):
            score = _alike(after, texts[end : end + _NEAR])
            best = (score, kept, end) if best is None or score > best[0] else best
            if end == len(texts) or not _is_page(texts[end], count):
                break
            end += 1
    if best is None:
        return list(found)
    _, kept, end = best
    return [*found[: kept[0]], *(found[place] for place in kept), *found[end:]]


def _entries_from(start: int, entries: Sequence[str], texts: Sequence[str], count: int) -> list[int]:
    """The places of the entries from a start on; none where more than page numbers stands between them."""
    kept: list[int] = []
    for place in range(start, len(texts)):
        if texts[place] == entries[len(kept)]:
            kept.append(place)
            if len(kept) == len(entries):
                return kept
        elif not kept or not _is_page(texts[place], count):
            return []
    return []


def _alike(wanted: Sequence[str], found: Sequence[str]) -> tuple[int, int]:
    """How well two sequences fit: how many are the same before the first that is not, and how many in all."""
    same = [one == other for one, other in zip(wanted, found, strict=False)]
    return (same.index(False) if False in same else len(same), sum(same))


def _is_page(text: str, count: int) -> bool:
    return text.isdecimal() and len(text) < 10 and 1 <= int(text) <= count


def _finding(name: str, missing: Sequence[Atom], extra: Sequence[Atom]) -> Finding:
    problem = "a number reads differently"
    if not missing or not extra:
        problem = "a number is missing" if missing else "an untraced number"
    where = "; ".join(dict.fromkeys(place for _, place in missing or extra))
    return Finding(name, problem, where, _joined(missing), _joined(extra))


def _joined(atoms: Sequence[Atom]) -> str:
    return " ".join(atom for atom, _ in atoms)


def _wanted_atoms(document: Document, figures: Sequence[FigureText]) -> Iterator[Atom]:
    """The atoms of the list as pages show them; a drawing's stand where its alternative text does."""
    drawn = {f"f-{figure.name}": figure for figure in figures}
    done: set[str] = set()
    for occurrence in document.occurrences:
        place = occurrence.place
        if occurrence.container == "alt" and place in drawn and place not in done:
            done.add(place)
            for text in drawn[place].texts:
                yield from ((atom, f"figure {drawn[place].name}") for atom in atoms(text, document.language))
        if occurrence.container not in UNMARKED:
            written = f", {occurrence.template}" if occurrence.template else ""
            where = f"{occurrence.container} {occurrence.id}{written}"
            yield from ((atom, where) for atom in atoms(occurrence.text, document.language))


def atoms(text: str, language: str) -> list[str]:
    """Runs of digits, the first with its sign, and number words of a text in order, normalised."""
    if text.isascii() and text.isdecimal():  # as most texts of a document's list
        return [text]
    pieces: list[str] = []
    for numeral in find_numerals(text, language):
        plain = normalise_text(numeral.text)
        first, *others = _ATOM.findall(plain) or [plain.casefold()]
        sign = plain[0] if plain[0] in _SIGNS else ""
        pieces += [sign + first, *others]
    return pieces


def _page_atoms(document: Document, page: str, number: int, count: int) -> list[Atom]:
    """Atoms of one page without its running texts and page number."""
    text = normalise_text(page.replace("\n", " "))
    for running in document.running:
        text = text.replace(normalise_text(running), " ", 1)
    text = re.sub(rf"(?<!\d){number} ?(/|av|af|of|\() ?{count}(?!\d)\)?", " ", text, count=1)
    return [(atom, f"page {number}") for atom in atoms(text, document.language)]
