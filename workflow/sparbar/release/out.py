"""What is out already, linked with the report's own numbers; and what of it cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sparbar.config.disclosure import Disclosure
from sparbar.config.project import Scope
from sparbar.errors import Fault
from sparbar.model.ledger import Ledger
from sparbar.release.earlier import Told
from sparbar.release.linking import link_facts
from sparbar.release.links import Links
from sparbar.release.populations import NONE, Cuts, Population

# A ledger with the definitions that say what is counted in it.
Known = tuple[Scope, Ledger]


def link_told(
    scope: Scope, ledger: Ledger, rules: Disclosure, out: Sequence[Told]
) -> tuple[list[Known], list[Fault]]:
    """The ledgers that are out with the definitions of their time, and a fault for what cannot be linked.

    What a ledger says was told is known, whatever has become of its definitions. Where nothing says what was
    counted, where it had codes that are gone, or where the same rows give another number now, nobody can
    prove what the two numbers tell together.
    """
    linked = [(told, *told.linked()) for told in out]
    cuts = Cuts.of([(scope, ledger), *((then, old) for _, then, old, _ in linked if then is not None)])
    own = link_facts(scope, ledger, rules.statistics, cuts=cuts)
    known: list[Known] = []
    faults: list[Fault] = []
    for told, definitions, old, lost in linked:
        aside = {item.metric for item in rules.set_aside if item.edition == told.name}
        unclear = dict.fromkeys(lost, "nothing says any more what it counts")
        if definitions is not None:
            old = replace(old, facts=tuple(fact for fact in old.facts if fact.metric not in aside))
            before = link_facts(definitions, old, rules.statistics, own.same, cuts)
            unclear |= dict(_misfits(scope, own, old, before))
            known.append((definitions, old))
        faults += [_fault(scope, told, name, why) for name, why in unclear.items() if name not in aside]
    return known, faults


def _misfits(scope: Scope, own: Links, old: Ledger, before: Links) -> Iterator[tuple[str, str]]:
    """Metrics of an earlier ledger whose numbers do not go together with those of now, and why."""
    for fact in old.facts:
        for population in before.told_by(fact):
            if _has_lost_codes(scope, own.cuts, population):
                yield fact.metric, "it has codes that are in the contract no longer"
            elif not _is_told(population, own.values, before):
                yield fact.metric, "the same rows give another number now"


def _is_told(population: Population, now: Mapping[Population, int], before: Links) -> bool:
    size = now.get(population)
    if size is None:
        return True
    if population in before.within:
        told = before.within[population]
        return told.low <= size and (told.high is None or size <= told.high)
    return before.values.get(population, size) == size


def _has_lost_codes(scope: Scope, cuts: Cuts, population: Population) -> bool:
    table = cuts.book(scope, population.world.partition("/")[0]).table
    return table is not None and any(
        column in table.codes and table.types[column] != "multi" and not codes <= {*table.codes[column], NONE}
        for box in population.region
        for column, codes in box
    )


def _fault(scope: Scope, told: Told, metric: str, why: str) -> Fault:
    return Fault(
        problem=f"what {metric} tells in {told.name} cannot be linked with the numbers of this report: {why}",
        where=scope.report_place(),
        expected="numbers of which it can be proven what they tell together with those that are out",
        fix="give the metric its definition back; or, where somebody has looked at both, say so under "
        "disclosure.set_aside: who, why, since when; or build the report for internal only",
    )
