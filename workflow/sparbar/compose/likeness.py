"""Like for like: what stands in one sentence, or in one claim, is compared by its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from sparbar.claims import unlike_vintages
from sparbar.compose.lint import Reading
from sparbar.compose.session import Session
from sparbar.config.breaks import redefined_between
from sparbar.config.reasons import is_reason
from sparbar.errors import Fault
from sparbar.model.document import HOLE, Occurrence
from sparbar.model.ledger import Fact
from sparbar.shown import show_fact

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# Cells stand in tables, which have their own check; the appendix compares nothing.
_READ = frozenset({"paragraph", "note", "caption"})


def unlike_faults(session: Session, reading: Reading, occurrences: Sequence[Occurrence]) -> list[Fault]:
    """Sentences that set numbers of two extracts beside each other that are not alike."""
    known = {occurrence.id: occurrence for occurrence in occurrences}
    faults: list[Fault] = []
    for text, container, _, ids in reading.paragraphs:
        if container in _READ:
            for sentence, own in _sentences(text, ids):
                faults += _in_sentence(session, sentence, [known[name] for name in own if name in known])
    return faults


def _sentences(text: str, ids: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """The sentences of a paragraph, each with the ids of what is traced in it."""
    done = 0
    for sentence in _SENTENCE.split(text):
        count = sentence.count(HOLE)
        yield sentence, ids[done : done + count]
        done += count


def _in_sentence(session: Session, sentence: str, occurrences: Sequence[Occurrence]) -> Iterator[Fault]:
    shown = {o.ref: o for o in occurrences if o.kind == "fact" and "#" not in o.ref}
    facts = [fact for ref in shown if (fact := session.ledger.fact(ref))]
    for first, second in combinations(facts, 2):
        pair = [shown[first.id], shown[second.id]]
        reasons = [session.comparable.get(fact.id, "") for fact in (first, second)]
        if first.metric != second.metric or first.at == second.at or any(map(is_reason, reasons)):
            continue
        found = why_unlike(session, first, second, told=set(shown))
        if found:
            texts = iter(o.text for o in occurrences)
            plain = re.sub(HOLE, lambda _, texts=texts: next(texts, "…"), sentence).strip()  # type: ignore[misc]
            problem, expected, what, fix = found
            problem = f'{problem} in "{plain}"'
            yield Fault(problem, pair[0].template or pair[1].template, expected, what, fix)


def why_unlike(
    session: Session,
    first: Fact,
    second: Fact,
    told: set[str] = frozenset(),  # type: ignore[assignment]
) -> tuple[str, str, str, str] | None:
    """Why two facts of one metric and two extracts are not alike: problem, expected, found, and what to do.

    Args:
        told: ids of facts that the reader is shown beside; a revision that is told is no trap.
    """
    unlike, metric = unlike_vintages(first, second, session.ledger), session.metrics[first.metric]
    if unlike and unlike.revised.id not in told:
        then, revised = (
            show_fact(fact, metric, session.ledger, session.manner(words=False))
            for fact in (unlike.then, unlike.revised)
        )
        return (
            "two extracts' word on two times is compared",
            f"{unlike.revised.id} = {revised}, as it is known today",
            f"{unlike.then.id} = {then}",
            "compare both times as one extract has them; change(…, published=…) says what it was",
        )
    if session.scope.moves(first.metric):
        return (
            "two extracts' word on two times is compared",
            "both times as one extract has them, or a reason why they compare",
            f"{first.metric} takes the latest time of each extract",
            "use two metrics of one extract, {latest: …} and {latest: …, months_before: …}, "
            'or say why they compare: comparable="…"',
        )
    days = {extract.id: extract.date for extract in session.ledger.extracts}
    broken = next(redefined_between(session.scope, days, first.metric, {first.at, second.at}), None)
    if broken is None:
        return None
    return (
        f"{first.metric} is compared across a new definition",
        "extracts with one definition, or a reason why they compare",
        broken,
        'compare extracts of one side, or say why the numbers compare: comparable="…"',
    )
