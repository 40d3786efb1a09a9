"""One audit: a document, its numerals, and what was found out about them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sparbar.audit.bounds import refused
from sparbar.audit.foreign.dates import Conflict, Dated, find_conflicts
from sparbar.audit.foreign.found import Found, find_all, guess_language
from sparbar.audit.foreign.ledgers import Against
from sparbar.audit.foreign.matching import Match, Matcher
from sparbar.audit.foreign.opening import read_document
from sparbar.audit.foreign.passages import Place, Reading

AUDIT_SCHEMA = "sparbar.audit/1"


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Attributes:
        language: in which numerals were looked for.
        found: the numerals in order.
        matches: one for each numeral, or () without a ledger.
        conflicts: dates that contradict each other.
        against: name of the ledger's report, or "".
    """

    reading: Reading
    language: str
    found: tuple[Found, ...]
    matches: tuple[Match, ...]
    conflicts: tuple[Conflict, ...]
    against: str = ""


def audit_document(path: Path, against: Against | None = None, language: str = "") -> Audit:
    """Audit a document that anyone may have made.

    Args:
        against: what to hold it against.
        language: "sv", "da" or "en"; "" to tell it from the text.

    Raises:
        VerificationError: the document cannot be read, or is larger than any report.
    """
    reading = read_document(path)
    language = language or guess_language(reading)
    try:
        found = tuple(find_all(reading, language))
    except ValueError as error:
        raise refused(path.name, str(error), fix="cut the document in parts") from error
    matcher = Matcher(against.ledger, against.document) if against else None
    matches = tuple(matcher.match(one) for one in found) if matcher else ()
    conflicts = tuple(find_conflicts(reading, found, matcher.extract_days if matcher else None))
    return Audit(reading, language, found, matches, conflicts, against.ledger.report if against else "")


def audit_to_json(audit: Audit) -> dict[str, Any]:
    """The audit as plain data."""
    numerals = [_numeral(one) for one in audit.found]
    for numeral, match in zip(numerals, audit.matches, strict=False):
        numeral["match"] = asdict(match)
    return {
        "schema": AUDIT_SCHEMA,
        "file": audit.reading.name,
        "format": audit.reading.format,
        "language": audit.language,
        "properties": audit.reading.properties,
        "against": audit.against,
        "numerals": numerals,
        "conflicts": [
            {"kind": conflict.kind, "dates": [_dated(one) for one in conflict.dates]}
            for conflict in audit.conflicts
        ],
        "unread": audit.reading.unread,
    }


def _numeral(one: Found) -> dict[str, Any]:
    return {
        "text": one.text,
        "kind": one.kind,
        "form": one.form,
        "value": None if one.value is None else str(one.value),
        "date": one.day.isoformat() if one.day else None,
        "percent": one.is_percent,
        "place": _place(one.place),
        "around": one.around,
    }


def _dated(one: Dated) -> dict[str, Any]:
    day = one.day.isoformat() if one.day else None
    return {"date": day, "of": one.role, "text": one.text, "place": _place(one.place) if one.place else None}


def _place(place: Place) -> dict[str, Any]:
    return {name: value for name, value in asdict(place).items() if value}
