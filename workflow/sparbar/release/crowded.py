"""Numbers taken over one column: beside hidden counts by that column one of them is told, and no other.

Each is held against the counts (`bounded`, `summed`). What two of them tell together, such as the greatest of
all and the greatest of women, is not worked out; so no two are told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sparbar.config.project import Scope
from sparbar.model.ledger import Fact, Ledger
from sparbar.release.codebook import NONE, Cuts
from sparbar.release.joined import asked_of_left
from sparbar.release.populations import Population
from sparbar.release.tangled import Asked

_TAKEN = ("sum", "mean", "median", "quantile", "min", "max")
# A metric, of which extract, and the columns that it is sliced by.
Group = tuple[str, str, frozenset[str]]


def crowded_facts(
    told: Sequence[tuple[Scope, Ledger]],
    cuts: Cuts,
    hidden: Collection[Population],
    weights: Mapping[str, float],
) -> frozenset[str]:
    """The facts of the first ledger that are not to be told beside others, by their ids.

    Args:
        told: a report and its ledger, and those that are out.
        hidden: the populations whose size is not told.
        weights: what it costs to hide each fact that would be told else.
    """
    asked = {column for population in hidden for column in _cut(told[0][0], population, cuts)}
    taken = [list(_taken(scope, ledger, cuts, asked)) for scope, ledger in told]
    found: set[str] = set()
    for column in sorted({column for column, _ in taken[0]}):
        own = [fact for name, fact in taken[0] if name == column and fact.id in weights]
        out = [fact for others in taken[1:] for name, fact in others if name == column]
        found |= {fact.id for fact in own} - _kept(own, out, weights)
    return frozenset(found)


def _cut(scope: Scope, population: Population, cuts: Cuts) -> Iterator[str]:
    """The columns of whose values a population asks, and not only that there is one."""
    of = population.world.partition("/")[0]
    if of not in scope.tables:
        return
    book = cuts.book(scope, of)
    for box in population.region:
        for column, codes in box:
            every = book.all_codes(column) or frozenset()
            if codes - {NONE} and codes - {NONE} != every - {NONE}:
                yield column


def _taken(scope: Scope, ledger: Ledger, cuts: Cuts, asked: set[str]) -> Iterator[tuple[str, Fact]]:
    """What is told of each of some columns: the numbers taken over it, or over what is made of it."""
    for fact in ledger.facts:
        definition = scope.metrics.get(fact.metric)
        if definition is None or definition.kind not in _TAKEN or fact.status != "value":
            continue
        if str(definition.of) not in scope.tables:
            continue
        definition = asked_of_left(scope, fact.metric)
        column = definition.quantile.column if definition.quantile else getattr(definition, definition.kind)
        behind = Asked()
        behind.add_column(column, cuts.book(scope, str(definition.of)))
        homes = behind.plain.union(*(question.behind for question in behind.own))
        for name in asked & {column, *(name for _, name in homes)}:
            yield name, fact


def _kept(own: Sequence[Fact], out: Sequence[Fact], weights: Mapping[str, float]) -> set[str]:
    """What is told of one column: what is out already or, where nothing is, the dearest group."""
    if out:
        known = {(fact.id, fact.value, fact.base) for fact in out}
        return {fact.id for fact in own if (fact.id, fact.value, fact.base) in known}
    groups: dict[Group, list[Fact]] = {}
    for fact in own:
        groups.setdefault(_group(fact), []).append(fact)
    dearest = max(groups, key=lambda group: sum(weights[fact.id] for fact in groups[group]), default=None)
    return {fact.id for fact in groups[dearest]} if dearest else set()


def _group(fact: Fact) -> Group:
    return fact.metric, fact.at, frozenset(column for column, _ in fact.slice)
