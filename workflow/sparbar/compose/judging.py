"""What the reading of a composed text finds wrong, told all at once."""

from __future__ import annotations

from collections.abc import Iterator

from sparbar.compose.likeness import unlike_faults
from sparbar.compose.lint import Reading
from sparbar.compose.markdown import plain
from sparbar.compose.refusals import (
    CHANGED,
    address_fault,
    attribute_fault,
    beside_fault,
    joined_fault,
    name_fault,
    negated_fault,
    untraced_fault,
    year_fault,
)
from sparbar.compose.session import Session
from sparbar.compose.whereabouts import Piece, Whereabouts
from sparbar.errors import Fault, TemplateError
from sparbar.language import find_numerals, find_quantifiers, negation_beside
from sparbar.model.document import HOLE, Occurrence

_OF_VERBS = ("change", "run")


def check_reading(
    session: Session,
    reading: Reading,
    occurrences: list[Occurrence],
    pieces: list[tuple[str, int]],
    template: str,
) -> None:
    """Hold the reading of the composed text against what the template's functions recorded.

    Args:
        reading: what stands in the text, as pandoc reads it.
        pieces: literal text of the template, and its first line.
        template: its path in the project.

    Raises:
        TemplateError: all that the reading found wrong, in one error.
    """
    named = [(text, line, template) for text, line in pieces]
    places = Whereabouts()
    faults = list(session.faults)
    is_whole = not faults
    untraced = [_untraced(session, found, named, places) for found in reading.untraced]
    faults += _once(untraced, session.names)
    faults += _traced_faults(session, reading, occurrences, template, is_whole=is_whole)
    faults += _typed_faults(reading, named, template, places)
    if is_whole:  # else something that belongs there is not
        faults += _span_faults(reading, occurrences, template)
        faults += _alt_faults(session, reading, occurrences, template)
        faults += unlike_faults(session, reading, occurrences)
        faults += _negated_faults(session, reading, occurrences)
    if faults:
        raise TemplateError(faults)


def _traced_faults(
    session: Session, reading: Reading, occurrences: list[Occurrence], template: str, *, is_whole: bool
) -> Iterator[Fault]:
    """What stands beside traced texts and makes another number of them, and years that read as counts."""
    known = {occurrence.id: occurrence for occurrence in occurrences}
    lines = {identifier: occurrence.template or template for identifier, occurrence in known.items()}
    for identifier, numeral, around in reading.joined:
        yield joined_fault(numeral, around, lines.get(identifier, template))
    for identifier, typed, reads, around in reading.beside:
        yield beside_fault(typed, reads, around, lines.get(identifier, template))
    for identifier, around in reading.not_years if is_whole else ():
        where = lines[identifier]
        yield year_fault(known[identifier].text, around, where, where in session.names)


def _negated_faults(session: Session, reading: Reading, occurrences: list[Occurrence]) -> Iterator[Fault]:
    """Claims with a negation beside them: what is read then is the contrary of what was held."""
    claims = {o.id: o for o in occurrences if o.kind == "claim"}
    rules = {claim.id: session.scope.claims[claim.rule] for claim in session.claims}
    for text, _, _, traced in reading.paragraphs:
        pieces = text.split(HOLE)
        for identifier, before, after in zip(traced, pieces, pieces[1:], strict=False):
            if claim := claims.get(identifier):
                # Of other rules than those of verbs, what follows speaks of something else.
                follows = after if rules[claim.ref].of in _OF_VERBS else ""
                if word := negation_beside(before, follows, session.language):
                    yield negated_fault(claim.text, word, claim.template)


def _typed_faults(
    reading: Reading, named: list[Piece], template: str, places: Whereabouts
) -> Iterator[Fault]:
    """What a template types and may not have, or not there."""
    for name, value, text in reading.attributes:
        where = places.locate(value or name, f"{name} {value} {text}", named)
        yield attribute_fault(name, value, text, where or template)
    for address, text in reading.addresses:
        yield address_fault(address, text, places.locate(address, f"{address} {text}", named) or template)
    for kind, text in reading.refused:
        yield _refused(kind, text, places.locate(text.strip()[:40], text, named), template)
    for text, holder in reading.misplaced:
        expected = "numbers in running text, tables and captions"
        fix = f"write {holder} without the number"
        yield Fault(f'"{text}" stands in {holder}', template, expected, fix=fix)


def _untraced(
    session: Session, found: tuple[str, str, str], named: list[Piece], places: Whereabouts
) -> Fault:
    """One untraced numeral, with where it is typed: in the report's YAML or in the template."""
    needle, around, container = found
    typed = [(text, 0, place) for text, place in session.typed]
    is_configured = container in ("front", "table", "caption", "note")
    where = places.locate(needle, around, typed) if is_configured else ""
    where = where or places.locate(needle, around, [*named, *typed])
    if where in session.names:
        return name_fault(needle, around, where)
    return untraced_fault(needle, around, where, bool(find_quantifiers(needle, session.language)))


def _once(faults: list[Fault], names: set[str]) -> list[Fault]:
    """The faults without those of a title that stands in the report again."""
    told: set[tuple[str, str]] = set()
    kept = []
    for fault in faults:
        if fault.where not in names or (fault.problem, fault.where) not in told:
            kept.append(fault)
        told.add((fault.problem, fault.where))
    return kept


def _refused(kind: str, text: str, where: str, template: str) -> Fault:
    names = {
        "OrderedList": "a numbered list",
        "Table": "a table typed into the template",
        "Code": "code",
        "CodeBlock": "a block of code (or an indented line)",
        "Math": "mathematics",
        "RawInline": "raw HTML or TeX",
        "RawBlock": "raw HTML or TeX",
        "Note": "a footnote",
        "DefinitionList": "a definition list",
        "HorizontalRule": "a horizontal rule",
    }
    return Fault(
        problem=f"{names.get(kind, kind)} is outside the Markdown that templates may use",
        where=where or template,
        found=f'"{text.strip()[:60]}"',
        fix="see docs/templates.md for the subset; tables come from table(…), numbers from fact(…)",
    )


def _span_faults(reading: Reading, occurrences: list[Occurrence], template: str) -> list[Fault]:
    """What is marked as traced must be what a function recorded: not typed, and not changed afterwards."""
    recorded = {occurrence.id: occurrence for occurrence in occurrences}
    faults = []
    for identifier, text in reading.spans:
        known = recorded.pop(identifier, None)
        if known is None:
            faults.append(untraced_fault(text, text, template))
        elif "".join(text.split()) != "".join(plain(known.text).split()):
            faults.append(
                Fault(CHANGED[0], known.template or template, f'"{known.text}"', f'"{text}"', CHANGED[1])
            )
    return faults


def _alt_faults(
    session: Session, reading: Reading, occurrences: list[Occurrence], template: str
) -> list[Fault]:
    """Numerals in alt texts must be those recorded for them, in order."""
    expected = [
        n.text
        for o in occurrences
        if o.container in ("alt", "plain")
        for n in find_numerals(o.text, session.language)
    ]
    found = [n.text for _, alt in reading.alts for n in find_numerals(alt, session.language)]
    if found == expected:
        return []
    extra = [text for text in found if text not in expected] or found
    return [untraced_fault(text, f"alt text … {text}", template) for text in extra[:10]]
