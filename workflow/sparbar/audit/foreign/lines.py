"""An audit as lines for the one who keeps the report, in its language: what needs a look comes first."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from sparbar.audit.foreign.audit import Audit
from sparbar.audit.foreign.dates import Conflict, Dated
from sparbar.audit.foreign.found import Found
from sparbar.audit.foreign.matching import Match
from sparbar.audit.foreign.words import WORDS, place_in_words

_MOST_LINES = 200
_STATES = ("none", "rounded", "exact")


def audit_lines(audit: Audit) -> list[str]:
    """The audit for a terminal; nothing in the document can steer it."""
    return [_printable(line) for line in _lines(audit)]


def _lines(audit: Audit) -> Iterator[str]:
    words = WORDS[audit.language]
    count = Counter(one.kind for one in audit.found)
    yield words["head"].format(
        name=audit.reading.name,
        numbers=count["number"],
        dates=count["date"],
        years=count["year"],
        structure=count["structure"],
    )
    if audit.against:
        yield words["against"].format(report=audit.against)
    yield from _conflict_lines(audit)
    if audit.matches:
        pairs = list(zip(audit.found, audit.matches, strict=True))
        for state in _STATES:
            chosen = [p for p in pairs if p[1].state == state and _is_compared(p[0])]
            yield from _group(words[state], chosen, audit.language)
    else:
        for kind in ("number", "date"):
            chosen = [(one, Match("none")) for one in audit.found if one.kind == kind]
            yield from _group(words[kind], chosen, audit.language)
    years = Counter(one.text for one in audit.found if one.kind == "year")
    if years:
        yield ""
        yield f"{words['year']}: " + ", ".join(f"{year} ({times})" for year, times in sorted(years.items()))
    if audit.reading.unread:
        yield ""
        unread = sorted(audit.reading.unread.items())
        yield f"{words['unread']}: " + ", ".join(f"{times} {words[what]}" for what, times in unread)


def _is_compared(one: Found) -> bool:
    """Parts of dates ("juni 2023") and structure are not held against the ledger."""
    return one.kind == "number" or one.day is not None


def _conflict_lines(audit: Audit) -> Iterator[str]:
    words = WORDS[audit.language]
    yield ""
    if not audit.conflicts:
        yield words["no_conflicts"]
        return
    yield f"{words['conflicts']} ({len(audit.conflicts)})"
    for conflict in audit.conflicts[:_MOST_LINES]:
        yield f"  {words[conflict.kind]}"
        yield from _date_lines(conflict, audit.language)
    if len(audit.conflicts) > _MOST_LINES:
        yield "  " + words["more"].format(count=len(audit.conflicts) - _MOST_LINES)


def _date_lines(conflict: Conflict, language: str) -> Iterator[str]:
    for one in conflict.dates:
        day = one.day.isoformat() if one.day else f'"{one.text}"'
        yield f"    {day}  {_where(one, language)}"


def _where(one: Dated, language: str) -> str:
    words = WORDS[language]
    if one.place is None:
        return words[f"of_{one.role}"]
    return (words["of_extract"] if one.role.endswith("extract") else "") + place_in_words(one.place, language)


def _group(title: str, chosen: Sequence[tuple[Found, Match]], language: str) -> Iterator[str]:
    """The numerals of one group, under the place where they stand."""
    words = WORDS[language]
    yield ""
    yield f"{title} ({len(chosen)})"
    last = None
    for one, match in chosen[:_MOST_LINES]:
        if one.place != last:
            last = one.place
            yield f"  {place_in_words(one.place, language)}"
        yield f"    {one.text:<12}  {one.around}"
        if match.candidates:
            yield f"    {'':<12}  = {_candidates(match, words)}"
    if len(chosen) > _MOST_LINES:
        yield "  " + words["more"].format(count=len(chosen) - _MOST_LINES)


def _candidates(match: Match, words: dict[str, str]) -> str:
    first = match.candidates[0]
    said = f"{first.label}: {first.shown}"
    if match.state == "rounded":
        said += f" [{first.exact}]"
    return said + (f", {words['others'].format(count=match.count - 1)}" if match.count > 1 else "")


def _printable(line: str) -> str:
    """Without characters that would steer a terminal or turn the text's direction."""
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else " " for c in line)
