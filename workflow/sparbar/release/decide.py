"""What may leave together: all counts of a report as one table, and the plan that protects it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sparbar.config.disclosure import Disclosure
from sparbar.config.project import Scope
from sparbar.disclosure import (
    Plan,
    Rules,
    protect,
)
from sparbar.model.ledger import Fact, Ledger
from sparbar.release.board import Board
from sparbar.release.crowded import crowded_facts
from sparbar.release.joined import joined_metrics
from sparbar.release.lattice import Sum
from sparbar.release.linking import link_facts
from sparbar.release.links import Link, Links
from sparbar.release.populations import Cuts, Population
from sparbar.release.tangled import crossed_metrics, tangled_metrics

# What it costs to hide a number: of the whole, of a slice by one dimension, by more.
_COSTS = (100.0, 10.0, 1.0)
# What nothing in the template or its tables and figures names is hidden first.
_UNSEEN = 0.01


@dataclass(frozen=True)
class Decision:
    """What is hidden for one audience, and why.

    Attributes:
        rules: by which it was decided.
        reasons: fact id to why it is not shown: "small", "secondary", "derived", "one_person", "free_text",
            "rows", "not_understood", "tangled", "crossed", "joined",
            "crowded", "statistic".
        hidden: names of the populations whose size is not told.
        plan: the proof, by names of populations.
        links: what each fact tells.
    """

    rules: Disclosure
    reasons: Mapping[str, str]
    hidden: frozenset[str]
    plan: Plan
    links: Links


def decide(
    scope: Scope, ledger: Ledger, rules: Disclosure, earlier: Sequence[tuple[Scope, Ledger]]
) -> Decision:
    """Decide what of a ledger may leave, together with what has left before.

    Raises:
        TooManyError: the definitions give more populations than can be looked at.
    """
    cuts = Cuts.of([(scope, ledger), *earlier])
    links = link_facts(scope, ledger, rules.statistics, cuts=cuts)
    told = [(scope, ledger), *earlier]
    links.refuse(tangled_metrics(told, cuts), ledger, "tangled")
    links.refuse(crossed_metrics(scope, ledger, cuts), ledger, "crossed")
    links.refuse(joined_metrics(told, rules.statistics), ledger, "joined")
    before = [link_facts(other, old, rules.statistics, links.same, cuts) for other, old in earlier]
    shown = [_visible(old, linked) for (_, old), linked in zip(earlier, before, strict=True)]
    overridden = {override.fact for override in rules.overrides}
    out = {p for populations in shown for p in populations}
    known = _with_parents(ledger, overridden)
    out |= _populations(links, known)
    weights = _weights(scope, ledger, rules)
    board = Board(scope, links, _costs(ledger, links, weights, rules), frozenset(out), rules.base)
    for linked in before:
        board.add(linked)
    for (_, known_ledger), linked in zip(told, (links, *before), strict=True):
        board.sums |= dict.fromkeys(_identities(known_ledger, linked))
    table, sensitive = board.table(_limits(rules))
    plan = protect(table, _limits(rules), sensitive)
    hidden = plan.hidden
    # What is small is not rounded, even where an earlier edition has told it; and what only follows from a
    # number that is shown in spite of the rules is not shown for that.
    again = links.values if rules.base else _populations(links, known)
    hidden |= {p.name for p in again if p in links.values and _limits(rules).is_small(links.values[p])}
    small = hidden & (plan.sensitive | (hidden - plan.hidden))
    reasons = _reasons(ledger, links, (hidden, small), overridden)
    others = [fact for fact in ledger.facts if fact.id not in overridden | links.free]
    if rules.base:
        reasons = _with_uncounted(scope, others, reasons)
    unknown = {p for linked in (links, *before) for p in linked.values if p.name in hidden}
    left = {fact.id: weights[fact.id] for fact in others if fact.id not in reasons}
    crowd = crowded_facts(told, cuts, unknown, left)
    reasons = _with_children(reasons | dict.fromkeys(crowd, "crowded"), others)
    return Decision(rules, reasons, hidden, plan, links)


def _identities(ledger: Ledger, links: Links) -> Iterator[Sum]:
    """The identities of a ledger that are about counts: everybody can read there that they hold."""
    for identity in ledger.identities:
        found = [links.by_fact.get(name, Link()).shows for name in (identity.equals, *identity.sum)]
        if all(len(shows) == 1 for shows in found):
            whole, *parts = (shows[0] for shows in found)
            yield whole, tuple(parts)


def _with_uncounted(scope: Scope, facts: Sequence[Fact], reasons: dict[str, str]) -> dict[str, str]:
    """The reasons with one for each fact that is no count, nor made from counts, and so cannot be rounded."""
    others = {f.id: "statistic" for f in facts if f.id not in reasons and not is_of_counts(scope, f)}
    return _with_children({**reasons, **others}, facts)


def is_of_counts(scope: Scope, fact: Fact) -> bool:
    """Whether a fact is a count, or made from counts in a way that may be gone again with rounded ones."""
    definition = scope.metrics[fact.metric]
    if fact.status == "not_collected" or definition.count in ("rows", "persons"):
        return True
    return definition.kind in ("share", "revision", "ratio", "difference", "total", "change")


def _with_parents(ledger: Ledger, names: Iterable[str]) -> set[str]:
    """Facts with all that they are made from: shown exactly, one tells of the others."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        fact = ledger.fact(waiting.pop())
        if fact is not None and fact.id not in found:
            found.add(fact.id)
            waiting += fact.parents
    return found


def _populations(links: Links, names: Iterable[str]) -> set[Population]:
    return {p for name in names if name in links.by_fact for p in links.by_fact[name].populations}


def _limits(rules: Disclosure) -> Rules:
    return Rules(rules.threshold, rules.zeros, rules.width, rules.reach)


def _visible(ledger: Ledger, links: Links) -> set[Population]:
    """The populations whose size an earlier ledger has told."""
    found: set[Population] = set()
    for fact in ledger.facts:
        # What is told as a rounded number is no value that anybody knows: `Links.within` has it.
        if fact.rounded is None:
            found |= links.told_by(fact)
    return found


def _weights(scope: Scope, ledger: Ledger, rules: Disclosure) -> dict[str, float]:
    """What it costs to hide each fact: less where the report does not show it."""
    named = _named_metrics(scope)
    children: dict[str, list[Fact]] = {}
    for fact in ledger.facts:
        for parent in fact.parents:
            children.setdefault(parent, []).append(fact)
    found = {}
    for fact in ledger.facts:
        seen = fact.metric in named or any(child.metric in named for child in children.get(fact.id, ()))
        seen &= not rules.base or is_of_counts(scope, fact)  # What is hidden anyway is no loss.
        cost = _COSTS[min(len(fact.slice), 2)] * rules.keep.get(fact.metric, 1)
        found[fact.id] = cost * (1.0 if seen else _UNSEEN)
    return found


def _costs(
    ledger: Ledger, links: Links, weights: Mapping[str, float], rules: Disclosure
) -> dict[Population, float]:
    """What it costs to hide each population that some fact shows: the dearest of its facts decides.

    Where counts are rounded, all of its facts do: one choice for a count after another would else take what
    many numbers rest on, since that helps them all.
    """
    found: dict[Population, float] = {}
    for fact in ledger.facts:
        for population in links.by_fact.get(fact.id, Link()).populations:
            known, cost = found.get(population, 0.0), weights[fact.id]
            found[population] = known + cost if rules.base else max(known, cost)
    return found


def _named_metrics(scope: Scope) -> set[str]:
    """Metrics that the template, the tables or the figures name."""
    root, report = scope.project.root, scope.report
    text = (root / report.template).read_text(encoding="utf-8") + repr(report)
    return set(re.findall(r"\w+", text)) & set(scope.metrics)


def _reasons(
    ledger: Ledger, links: Links, hidden: tuple[frozenset[str], frozenset[str]], exempt: set[str]
) -> dict[str, str]:
    """Why each fact that is not shown is not, parents before children.

    Args:
        hidden: names of the populations whose size is not told, and of those among them that are small.
        exempt: facts that are shown in spite of the rules.
    """
    every, small = hidden
    found: dict[str, str] = {}
    waiting = [fact for fact in ledger.facts if fact.id in links.by_fact and fact.id not in exempt]
    for fact in waiting:
        link = links.by_fact[fact.id]
        names = {population.name for population in link.shows}
        if link.refused:
            found[fact.id] = link.refused
        elif fact.status == "value" and names & small:
            found[fact.id] = "small"
        elif fact.status == "value" and names & every:
            found[fact.id] = "secondary"
    return _with_children(found, waiting)


def _with_children(reasons: dict[str, str], facts: Sequence[Fact]) -> dict[str, str]:
    """The reasons with one for each fact that is made from what is hidden."""
    found = dict(reasons)
    while True:
        more = {
            fact.id: "derived"
            for fact in facts
            if fact.id not in found and fact.parents and any(parent in found for parent in fact.parents)
        }
        if not more:
            return found
        found |= more
