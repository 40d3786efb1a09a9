"""The sentences in which the numbers of a report stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sparbar.model.document import HOLE, Document
from sparbar.model.ledger import Ledger

CHANGES_SCHEMA = "sparbar.changes/1"

# A sentence ends with its sign, closing quotation marks, and white space before a capital or a number.
_END = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“„»(\[]*[A-ZÅÄÖÆØ0-9\ufffc])")


@dataclass(frozen=True)
class Sentence:
    """A sentence with traced texts in it.

    Attributes:
        text: as the reader meets it.
        template: file and line that wrote it, or "".
        occurrences: ids of what is traced in it.
    """

    text: str
    template: str
    occurrences: tuple[str, ...]


def sentences_of(document: Document) -> list[Sentence]:
    """All sentences with traced texts in them, in reading order; a heading or a cell with words is one."""
    shown = {occurrence.id: occurrence.text for occurrence in document.occurrences}
    found: list[Sentence] = []
    for paragraph in document.paragraphs:
        left = list(paragraph.occurrences)
        for part in _END.split(paragraph.text):
            count = part.count(HOLE)
            here, left = left[:count], left[count:]
            if here:
                text = _filled(part, [shown[identifier] for identifier in here])
                found.append(Sentence(text, paragraph.template, tuple(here)))
    return found


def _filled(text: str, shown: list[str]) -> str:
    return "".join(piece + word for piece, word in zip(text.split(HOLE), [*shown, ""], strict=True)).strip()


def with_sentences(causes: Mapping[str, Any], ledger: Ledger, document: Document) -> dict[str, Any]:
    """An explanation with the sentences and claims that the moved numbers stand in.

    Args:
        causes: what `explain` said.
        ledger, document: the report as it is now.
    """
    moved = {fact["id"] for fact in causes["facts"]}
    before = {(rule, words, tuple(facts)): said for rule, words, facts, said in causes["said"]}
    return {
        **{key: part for key, part in causes.items() if key != "said"},
        "schema": CHANGES_SCHEMA,
        "title": document.title,
        "sentences": [_sentence(item) for item in _affected(ledger, document, moved)],
        "claims": list(_claims(ledger, before, moved)),
    }


def _affected(ledger: Ledger, document: Document, facts: set[str]) -> Iterator[Sentence]:
    """The sentences of the document in which a moved fact, or a claim on one, stands."""
    claims = {claim.id for claim in ledger.claims if facts.intersection(claim.facts)}
    moved = {
        o.id
        for o in document.occurrences
        if (o.kind == "fact" and o.ref in facts) or (o.kind == "claim" and o.ref in claims)
    }
    for sentence in sentences_of(document):
        if sentence.template and moved.intersection(sentence.occurrences):
            yield sentence


def _claims(
    ledger: Ledger, before: Mapping[tuple[str, str, tuple[str, ...]], str], facts: set[str]
) -> Iterator[dict[str, str]]:
    """Claims on moved facts: what the rule said then and says now."""
    for claim in ledger.claims:
        if facts.intersection(claim.facts):
            old = before.get((claim.rule, claim.words, claim.facts), "")
            yield {"words": claim.words, "old": old, "new": claim.said}


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "template": sentence.template, "places": list(sentence.occurrences)}
