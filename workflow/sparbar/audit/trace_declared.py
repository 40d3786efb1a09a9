"""What a date or a text that is no measured number rests on: an extract, or what the report declares."""

from __future__ import annotations

from collections.abc import Iterator

from sparbar.language import compare_key, find_dates, normalise_text
from sparbar.model.document import Document, Occurrence
from sparbar.model.ledger import Extract, Ledger

# What is told of an extract, by the end of its reference.
_OF_EXTRACT = {
    "": "the date on which the data were pulled",
    "file": "the name of its file",
    "sha256": "the checksum of its file",
    "age_days": "days from its date to the report's",
    "rows_in": "rows in its file",
    "rows_kept": "rows that were kept",
}
_KINDS = {
    "date": "a date that is declared",
    "text": "a text that is declared",
    "label": "a text of the definitions",
    "structure": "numbered by the program",
    "former": "as an earlier edition showed it",
}


def reading_key(text: str, language: str) -> str:
    """One key for all ways to write a number ("25%", "25 %") or a day ("2023-06-14", "14 juni 2023")."""
    text = normalise_text(text)
    days = find_dates(text, language)
    if len(days) == 1 and days[0][0] == text:
        return f"day {days[0][3].isoformat()}"
    return compare_key(text, language)


def is_day(key: str) -> bool:
    """Whether a key of `reading_key` is that of a day."""
    return key.startswith("day ")


def declared_lines(ledger: Ledger, occurrence: Occurrence) -> Iterator[str]:
    """An extract with its file, or where the report declares what it shows."""
    owner, _, part = occurrence.ref.partition("#")
    extract = next((e for e in ledger.extracts if f"extract:{e.id}" == owner), None)
    if extract is None:
        yield f'"{occurrence.text}" ({_KINDS[occurrence.kind]})'
        if occurrence.kind != "structure":
            yield f"  declared  {_declared_at(ledger, occurrence.ref)}"
        return
    yield f'"{occurrence.text}" (of the extract {extract.id})'
    yield f"  is        {_OF_EXTRACT.get(part, part)}"
    yield from extract_lines(extract, "")
    if extract.rows_in:  # the public is not told
        balance = f"{extract.rows_kept} kept, {extract.rows_rejected} left out"
        yield f"  rows      {extract.rows_in} in the file: {balance}"


def _declared_at(ledger: Ledger, ref: str) -> str:
    owner, _, key = ref.partition(".")
    return f"{key} in config/reports/{ledger.report}.yaml" if owner == "report" and key else ref


def places_of(document: Document, occurrence: Occurrence) -> Iterator[Occurrence]:
    """Where the same date or text stands; in the appendix it stands at every number, which says nothing."""
    key = reading_key(occurrence.text, document.language)
    for o in document.occurrences:
        is_same = (o.kind, o.ref) == (occurrence.kind, occurrence.ref)
        is_same = is_same and reading_key(o.text, document.language) == key
        if o.id == occurrence.id or (is_same and o.container != "appendix"):
            yield o


def extract_lines(extract: Extract, indent: str) -> Iterator[str]:
    """Which extract it is: its dates, file, sheet and checksum."""
    dates = f"extract date {extract.date}, received {extract.received}"
    yield f"{indent}  extract   {extract.source}, {dates}"
    yield f"{indent}  file      {extract.file}" + (f", sheet {extract.sheet}" if extract.sheet else "")
    yield f"{indent}  sha256    {extract.sha256}"
