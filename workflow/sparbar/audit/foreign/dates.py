"""Dates of a document that contradict each other: headers, title, file name, properties, extracts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sparbar.audit.foreign.found import Found
from sparbar.audit.foreign.passages import Place, Reading

Contradiction = Literal[
    "headers",
    "title",
    "title_header",
    "file_name",
    "extract_headers",
    "extract_header",
    "extract_later",
    "extract_unknown",
    "saved",
    "no_day",
]
Role = Literal["header", "labelled", "title", "extract", "header_extract", "file", "saved", "ledger", "text"]

_OF_EXTRACT = re.compile(
    r"uttag|utdrag|uttagen|hämta[dt]|per den\s*$|läget den|udtræk|trukket|hentet|opgjort|extract|pulled|"
    r"retrieved|as (?:of|at)\s*$",
    re.IGNORECASE,
)
_OF_DOCUMENT = re.compile(
    r"\b(?:rapport)?datum|\bdaterad|\bversion|\bupprätta[dt]|\b(?:rapport)?dato\b|\bdateret|\bdated?\b|\bdatert",
    re.IGNORECASE,
)
_OF_PERIOD = re.compile(
    r"[-–—]\s*$|\b(?:till|t\.?o\.?m\.?|til|to|until|through|mellan|between|från|from|fra)\s*$", re.I
)
_BEFORE_PERIOD = re.compile(r"^\s*(?:[–—]|-\s|till\b|t\.?o\.?m|til\b|to\b|until\b)", re.IGNORECASE)
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)?\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
_TITLE_KINDS = ("line", "paragraph", "heading", "header")
_SHORT = 120
_TITLE_LINES = 15
_EDGE_LINES = 2


@dataclass(frozen=True)
class Dated:
    """A date, what it is the date of, and where it stands (None for the file's name and properties)."""

    day: date | None
    role: Role
    text: str
    place: Place | None = None


@dataclass(frozen=True)
class Conflict:
    """Dates that cannot all be right, the first of them in order of the document."""

    kind: Contradiction
    dates: tuple[Dated, ...]


def find_conflicts(
    reading: Reading, found: Sequence[Found], extract_days: AbstractSet[date] | None
) -> list[Conflict]:
    """What contradicts what.

    Args:
        extract_days: extract dates of the ledger that the document is held against, or None.
    """
    edges = _edges(reading)
    dated = [_dated(one, edges, reading) for one in found if one.day is not None]
    headers, titles = _of(dated, "header"), _of(dated, "labelled") or _of(dated, "title")
    own = titles + headers
    running, written = _of(dated, "header_extract"), _of(dated, "extract")
    extracts = written + running
    conflicts = [_several("headers", headers), _several("title", titles)]
    if titles and headers and _days(titles) != _days(headers):
        conflicts.append(Conflict("title_header", _each_day(own)))
    named = _name_day(reading.name)
    if named and own and named.day not in _days(own):
        conflicts.append(Conflict("file_name", (named, *_each_day(own))))
    if reading.format != "html":  # It has no pages whose headers could differ.
        conflicts += _differing_extracts(running)
    if written and (other := [one for one in running if one.day not in _days(written)]):
        conflicts.append(Conflict("extract_header", (*_each_day(other), *_each_day(written))))
    known = [Dated(day, "ledger", day.isoformat()) for day in sorted(extract_days or ())]
    if late := [one for one in (*extracts, *known) if own and one.day and one.day > max(_days(own))]:
        conflicts.append(Conflict("extract_later", (*_each_day(own), *_each_day(late))))
    if known and (strange := [one for one in extracts if one.day not in _days(known)]):
        conflicts.append(Conflict("extract_unknown", (*_each_day(strange), *known)))
    conflicts.append(_saved(reading, own))
    conflicts += [
        Conflict("no_day", (Dated(None, "text", one.text, one.place),))
        for one in found
        if one.form == "date" and one.day is None and one.value is None
    ]
    return [conflict for conflict in conflicts if conflict is not None]


def _dated(one: Found, edges: AbstractSet[tuple[int, int]], reading: Reading) -> Dated:
    return Dated(one.day, _role(one, edges, reading), one.text, one.place)


def _role(one: Found, edges: AbstractSet[tuple[int, int]], reading: Reading) -> Role:
    """What a date is the date of, by the words before it first, then by its place."""
    place = one.place
    is_running = place.kind in ("header", "footer") or (place.page, place.number) in edges
    if _OF_EXTRACT.search(one.before):
        return "header_extract" if is_running else "extract"
    if _OF_PERIOD.search(one.before) or _BEFORE_PERIOD.match(one.after):
        return "text"
    # A page's own header is its title block.
    if is_running and reading.format != "html":
        return "header"
    if one.line_length > _SHORT or place.page > 1:
        return "text"
    is_first = place.number <= _TITLE_LINES if place.kind in _TITLE_KINDS else False
    is_labelled = _OF_DOCUMENT.search(one.before) is not None
    has_heading_above = bool(place.heading) and place.heading != _first_heading(reading)
    if is_labelled and (is_first or (place.kind == "cell" and place.number == 1)):
        return "labelled"
    return "title" if is_first and not has_heading_above and one.line_length < _SHORT // 2 else "text"


def _first_heading(reading: Reading) -> str:
    """The document's title, as far as headings tell."""
    texts = (p.text for p in reading.passages if p.place.kind == "heading")
    return " ".join(next(texts, "").split())[:80]


def _edges(reading: Reading) -> set[tuple[int, int]]:
    """(page, line) of the first and last lines of a PDF's pages that look alike on several pages."""
    lines: dict[str, list[tuple[int, int]]] = {}
    for passage in reading.passages:
        if not passage.place.page:
            continue
        filled = [
            (n, line) for n, line in enumerate(passage.text.split("\n"), passage.place.number) if line.strip()
        ]
        for number, line in {*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]}:
            if len(line) <= _SHORT:
                lines.setdefault(_skeleton(line), []).append((passage.place.page, number))
    return {place for places in lines.values() if len({p for p, _ in places}) > 1 for place in places}


def _skeleton(line: str) -> str:
    """A line without what changes from page to page: its figures, and the months of its dates."""
    return re.sub(r"\d+\.?\s+[^\W\d_]{3,9}\.?\s+\d{4}|[\d][\d\s./:-]*", "#", line.lower()).replace(" ", "")


def _name_day(name: str) -> Dated | None:
    for match in _IN_NAME.finditer(name):
        year = match[1] if len(match[1]) > 2 else f"20{match[1]}"
        try:
            return Dated(date(int(year), int(match[2]), int(match[3])), "file", match[0])
        except ValueError:
            continue
    return None


def _differing_extracts(running: Sequence[Dated]) -> Iterator[Conflict]:
    """Headers and footers that name other extract dates than each other."""
    lines: dict[Place | None, set[date]] = {}
    for one in running:
        lines.setdefault(one.place, set()).update(_days([one]))
    if any(days != _days(running) for days in lines.values()):
        yield Conflict("extract_headers", _each_day(running))


def _saved(reading: Reading, own: Sequence[Dated]) -> Conflict | None:
    """The file was changed after the day it is dated."""
    try:
        saved = date.fromisoformat(reading.properties.get("modified", ""))
    except ValueError:
        return None
    if not own or saved <= max(_days(own)):
        return None
    return Conflict("saved", (Dated(saved, "saved", saved.isoformat()), *_each_day(own)))


def _several(kind: Contradiction, dated: Sequence[Dated]) -> Conflict | None:
    each = _each_day(dated)
    return Conflict(kind, each) if len(each) > 1 else None


def _of(dated: Iterable[Dated], role: Role) -> list[Dated]:
    return [one for one in dated if one.role == role]


def _days(dated: Iterable[Dated]) -> set[date]:
    return {one.day for one in dated if one.day}


def _each_day(dated: Iterable[Dated]) -> tuple[Dated, ...]:
    """The first of each day, in order."""
    first: dict[date | None, Dated] = {}
    for one in dated:
        first.setdefault(one.day, one)
    return tuple(first.values())
