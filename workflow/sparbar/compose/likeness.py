"""Like for like: what a sentence, two of them, a table or a claim sets beside each other, is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, islice, pairwise

from sparbar.claims import Unlike
from sparbar.compose.lint import Reading
from sparbar.compose.marks import without_marks
from sparbar.compose.session import Session
from sparbar.config.breaks import redefined_between
from sparbar.config.reasons import is_reason
from sparbar.errors import Fault
from sparbar.language import has_comparison
from sparbar.model.document import HOLE, Occurrence
from sparbar.model.ledger import Claim, Fact
from sparbar.selection import series_of_figure
from sparbar.shown import show_fact

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# The appendix compares nothing.
_READ = frozenset({"paragraph", "note", "caption"})
_ALT = re.compile(r"!\[((?:[^\]\\]|\\.)*)\]\(", re.S)


@dataclass(frozen=True)
class _Said:
    """A sentence with its numbers.

    Attributes:
        text: the sentence as it is read.
        shown: the facts in it, with where each was written.
        meant: facts that stand behind its claims and differences, and are not shown themselves.
        compares: whether it has a claim, or a word of comparison.
    """

    text: str
    shown: Mapping[str, tuple[Fact, str]]
    meant: tuple[Fact, ...]
    compares: bool = False


def unlike_faults(session: Session, reading: Reading, occurrences: Sequence[Occurrence]) -> list[Fault]:
    """Sentences and tables that set numbers of two extracts beside each other that are not alike."""
    known = {occurrence.id: occurrence for occurrence in occurrences}
    faults: list[Fault] = []
    whole: list[_Said] = []
    for text, container, place, ids in reading.paragraphs:
        pieces = [(piece, [known[n] for n in own if n in known]) for piece, own in _sentences(text, ids)]
        sentences = [_read(session, *piece) for piece in pieces] if container in _READ else []
        whole.append(_together(sentences))
        faults += _in_paragraph(session, sentences)
        if container == "caption":
            faults += _in_caption(session, whole[-1], place)
    for first, end in reading.lists:
        told = [fact for said in whole[first:end] for fact, _ in said.shown.values()]
        faults += _crossed(session, combinations(whole[first:end], 2), told)
    return list(dict.fromkeys(chain(faults, _in_tables(session))))


def unlike_in_alts(session: Session, body: str) -> list[Fault]:
    """Alternative texts that set numbers of two extracts beside each other that are not alike.

    Args:
        body: what the template wrote, with its marks.
    """
    faults: list[Fault] = []
    for alt in _ALT.findall(body):
        said = _read(session, without_marks(alt), session.marks.in_text(alt))
        faults += _unlike(session, said, combinations(said.shown, 2))
    return faults


def tell_unlike(session: Session, line: int, first: Fact, second: Fact) -> None:
    """Tell of two numbers that a condition of the template compares, and that are not alike."""
    if first.at == second.at or not session.likeness.has_one_measure(first, second):
        return
    is_excused = any(is_reason(session.comparable.get(fact.id, "")) for fact in (first, second))
    if found := why_unlike(session, first, second, (), is_excused):
        problem, expected, what, fix = found
        fault = Fault(f"{problem} in a condition", session.where(line), expected, what, fix)
        if fault not in session.faults:
            session.faults.append(fault)


def tell_backwards(session: Session, now: Fact, then: Fact, line: int) -> bool:
    """Whether something is counted from a later time than its own, which is told then."""
    if not session.likeness.is_backwards(now, then):
        return False
    fix = "name the later one first, and the earlier one in since"
    problem = "since names what is later than the number itself"
    session.fail(problem, line, fix, f"earlier than {now.id}", then.id)
    return True


def _sentences(text: str, ids: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """The sentences of a paragraph, each with the ids of what is traced in it."""
    done = 0
    for sentence in _SENTENCE.split(text):
        count = sentence.count(HOLE)
        yield sentence, ids[done : done + count]
        done += count


def _read(session: Session, sentence: str, occurrences: Sequence[Occurrence]) -> _Said:
    texts = iter(o.text for o in occurrences)
    plain = re.sub(HOLE, lambda _: next(texts, "…"), sentence).strip()
    shown = {
        o.ref: (fact, o.template)
        for o in occurrences
        if o.kind == "fact" and "#" not in o.ref and (fact := session.ledger.fact(o.ref))
    }
    claimed = {o.ref for o in occurrences if o.kind == "claim"}
    meant = [fact for claim in session.claims if claim.id in claimed for fact in _decides(session, claim)]
    for fact in [*(fact for fact, _ in shown.values()), *meant]:
        if session.scope.metrics[fact.metric].difference:
            meant += [parent for name in fact.parents if (parent := session.ledger.fact(name))]
    typed = has_comparison(sentence.replace(HOLE, " "), session.language)
    return _Said(plain, shown, tuple(meant), bool(claimed) or typed)


def _decides(session: Session, claim: Claim) -> Iterator[Fact]:
    """What a claim speaks of, and what it counts from; not the series around them."""
    count = claim.subjects + (session.scope.claims[claim.rule].of == "change")
    for name in claim.facts[:count]:
        if fact := session.ledger.fact(name):
            yield fact


def _in_paragraph(session: Session, sentences: Sequence[_Said]) -> Iterator[Fault]:
    """Sentences by themselves; and with the next that has a number, where one of the two compares."""
    for said in sentences:
        own = list(said.shown)
        pairs = [*combinations(own, 2), *((name, fact.id) for name in own for fact in said.meant)]
        yield from _unlike(session, said, pairs)
    beside = pairwise(_with_numbers(sentences))
    yield from _crossed(session, (pair for pair in beside if pair[0].compares or pair[1].compares))


def _crossed(
    session: Session, pairs: Iterable[tuple[_Said, _Said]], beside: Sequence[Fact] = ()
) -> Iterator[Fault]:
    """What is wrong between the numbers of one text and those of another; `beside` tell of revisions, too."""
    for first, second in pairs:
        crossed = [
            (name, other)
            for one, rest in ((first, second), (second, first))
            for name in one.shown
            for other in (*rest.shown, *(fact.id for fact in rest.meant))
        ]
        yield from _unlike(session, _together((first, second)), crossed, beside)


def _together(texts: Sequence[_Said]) -> _Said:
    """Several texts as one."""
    shown = dict(chain.from_iterable(said.shown.items() for said in texts))
    meant = tuple(chain.from_iterable(said.meant for said in texts))
    return _Said(" ".join(said.text for said in texts), shown, meant)


def _in_caption(session: Session, caption: _Said, place: str) -> Iterator[Fault]:
    """A caption whose numbers are unlike those of its own table or figure."""
    cells = {fact.id: (fact, "") for fact in _facts_in(session, place)}
    pairs = [(name, other) for name in caption.shown for other in cells]
    found = _unlike(session, replace(caption, shown={**cells, **caption.shown}), pairs)
    yield from islice(found, 1)


def _facts_in(session: Session, place: str) -> list[Fact]:
    """The facts that a table or a figure shows, by the place of its caption."""
    if place in session.grids:
        return [cell for row in session.grids[place].cells for cell in row if isinstance(cell, Fact)]
    definition = session.scope.report.figures.get(place.removeprefix("f-"))
    if definition is None or not place.startswith("f-"):
        return []
    series = series_of_figure(session.ledger, place.removeprefix("f-"), definition)
    return [fact for row in series.facts for fact in row]


def _with_numbers(sentences: Sequence[_Said]) -> list[_Said]:
    """Sentences that speak of numbers; a word of comparison in one between them is a word of both."""
    kept: list[_Said] = []
    is_loose = False
    for said in sentences:
        if said.shown or said.meant:
            kept.append(replace(said, compares=said.compares or is_loose))
            is_loose = False
        elif said.compares:
            is_loose = True
            kept[-1:] = [replace(last, compares=True) for last in kept[-1:]]
    return kept


def _unlike(
    session: Session, said: _Said, pairs: Iterable[tuple[str, str]], beside: Sequence[Fact] = ()
) -> Iterator[Fault]:
    """What is wrong with pairs of facts; what is only meant stands for today, and never for what was."""
    for name, other in pairs:
        first, second = session.ledger.fact(name), session.ledger.fact(other)
        if first is None or second is None or first.at == second.at:
            continue
        if other not in said.shown and session.likeness.older(first, second) is not first:
            continue
        if not session.likeness.has_one_measure(first, second):
            continue
        is_excused = any(is_reason(session.comparable.get(fact.id, "")) for fact in (first, second))
        told = [*beside, *(fact for fact, _ in said.shown.values())]
        if found := why_unlike(session, first, second, told, is_excused):
            problem, expected, what, fix = found
            places = [place for fact, place in said.shown.values() if fact.id in (name, other)]
            where = next(filter(None, places), "")
            yield Fault(f'{problem} in "{said.text}"', where, expected, what, fix)


def _in_tables(session: Session) -> Iterator[Fault]:
    """Tables in which an earlier extract's word on one time stands by today's on another."""
    report = session.scope.report
    for name, table in report.tables.items():
        grid = session.grids.get(f"t-{name}")
        if grid is None or table.comparable is not None:
            continue
        shown = [cell for row in grid.cells for cell in row if isinstance(cell, Fact)]
        of_one: dict[object, list[Fact]] = {}
        for fact in shown if len({fact.at for fact in shown}) > 1 else ():
            of_one.setdefault(session.likeness.subject(fact), []).append(fact)
        pairs = chain.from_iterable(combinations(facts, 2) for facts in of_one.values())
        unlike = (found for pair in pairs if (found := why_unlike(session, *pair, shown)))
        if found := next(unlike, None):
            problem, expected, what, fix = found
            place = session.scope.report_place("tables", name)
            yield Fault(f"{problem} in the table {name}", place, expected, what, fix)


def why_unlike(
    session: Session,
    first: Fact,
    second: Fact,
    told: Sequence[Fact] = (),
    is_excused: bool = False,
) -> tuple[str, str, str, str] | None:
    """Why two facts of one measure and two extracts are not alike: problem, expected, found, and what to do.

    Args:
        told: facts that the reader is shown beside; a revision that is told is no trap.
        is_excused: whether there is a reason why the numbers compare. It does not make a revised number
            one that was not.
    """
    likeness = session.likeness
    unlike = likeness.unlike(first, second)
    if unlike and not _is_told(session, unlike, told):
        then, revised = (_shown(session, fact) for fact in (unlike.then, unlike.revised))
        if then != revised:
            return (
                "two extracts' word on two times is compared",
                f"{unlike.revised.id} = {revised}, as it is known today",
                f"{unlike.then.id} = {then}",
                "compare both times as one extract has them; change(…, published=…) says what it was",
            )
    if is_excused or first.at == second.at:
        return None
    then_metric = likeness.older(first, second).metric
    if session.scope.moves(then_metric):
        return (
            "two extracts' word on two times is compared",
            "both times as one extract has them, or a reason why they compare",
            f"{then_metric} takes the latest time of each extract",
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


def _is_told(session: Session, unlike: Unlike, told: Sequence[Fact]) -> bool:
    """Whether today's word on the time is shown, by whichever metric."""
    likeness, revised = session.likeness, unlike.revised
    said = (likeness.subject(revised), likeness.times(revised))
    return any(
        fact.id == revised.id
        or (fact.at == revised.at and (likeness.subject(fact), likeness.times(fact)) == said)
        for fact in told
    )


def _shown(session: Session, fact: Fact) -> str:
    return show_fact(fact, session.metrics[fact.metric], session.ledger, session.manner(words=False))
