"""What may leave together: all counts of a report as one table, and the plan that protects it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sparbar.config.disclosure import Disclosure
from sparbar.config.project import Scope
from sparbar.disclosure import (
    Cell,
    Interval,
    Plan,
    Relation,
    Rules,
    Table,
    attack,
    behind,
    protect,
    show_rounded,
)
from sparbar.model.ledger import Fact, Ledger
from sparbar.release.answers import answer_sums, counts_answers
from sparbar.release.lattice import Lattice, Sum, fill_in
from sparbar.release.links import Link, Links, link_facts
from sparbar.release.populations import HOLDS, NONE, Population, Reader, answer

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
            "not_understood", "statistic".
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
    links = link_facts(scope, ledger, rules.statistics)
    before = [link_facts(other, old, rules.statistics) for other, old in earlier]
    shown = [_visible(old, linked) for (_, old), linked in zip(earlier, before, strict=True)]
    overridden = {override.fact for override in rules.overrides}
    out = {p for populations in shown for p in populations}
    known = _with_parents(ledger, overridden) if rules.base else overridden
    out |= {p for name in known if name in links.by_fact for p in links.by_fact[name].populations}
    board = _Board(scope, ledger, links, _costs(scope, ledger, links, rules), frozenset(out), rules.base)
    for linked in before:
        board.add(linked)
    table, sensitive = board.table(_limits(rules))
    plan = protect(table, _limits(rules), sensitive)
    hidden = plan.hidden
    if rules.base:
        # What is small is not rounded, even where an earlier edition has told it.
        hidden |= {p.name for p, size in links.values.items() if _limits(rules).is_small(size)}
    small = hidden & (plan.sensitive | (hidden - plan.hidden))
    reasons = _reasons(ledger, links, (hidden, small), overridden)
    if rules.base:
        exempt = overridden | links.free
        reasons = _with_uncounted(scope, [f for f in ledger.facts if f.id not in exempt], reasons)
    return Decision(rules, reasons, hidden, plan, links)


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


def _limits(rules: Disclosure) -> Rules:
    return Rules(rules.threshold, rules.zeros, rules.width, rules.reach)


def _visible(ledger: Ledger, links: Links) -> set[Population]:
    """The populations whose size an earlier ledger has told."""
    found: set[Population] = set()
    for fact in ledger.facts:
        link = links.by_fact.get(fact.id)
        if link is None:
            continue
        # What is told as a rounded number is no value that anybody knows: `Links.within` has it.
        if fact.rounded is not None:
            continue
        found |= set(link.shows) if fact.status == "value" else set()
        found |= {link.base} if link.base and fact.base is not None else set()
        found |= {link.missing} if link.missing and fact.missing is not None else set()
    return found


@dataclass
class _Board:
    """All populations, of the report and of what is out already, put together."""

    scope: Scope
    ledger: Ledger
    links: Links
    costs: Mapping[Population, float]
    out: frozenset[Population]
    base: int | None
    within: dict[Population, Interval] = field(init=False, default_factory=dict)
    values: dict[Population, int] = field(init=False)
    sums: dict[Sum, None] = field(init=False)

    def __post_init__(self) -> None:
        self.values = dict(self.links.values)
        self.sums = dict.fromkeys(self.links.sums)

    def add(self, linked: Links) -> None:
        """What an earlier ledger says."""
        self.values = {**linked.values, **self.values}
        self.sums |= dict.fromkeys(linked.sums)
        for population, told in linked.within.items():
            self.within[population] = told.both(self.within.get(population, told))

    def table(self, limits: Rules) -> tuple[Table, frozenset[str]]:
        """The table of all counts, and which of them must not be known."""
        lattice = Lattice(dict.fromkeys([*self.values, *self.within]), self._codes_of)
        sums = {**self.sums, **lattice.sums}
        known, unsure = fill_in(self.values, sums)
        sums |= self._growth(known, {})
        # Where sizes are told as rounded numbers nobody knows that new is old and more: who thinks so must
        # not find out anything either, unless it cannot be.
        thought = self._growth(known, {**unsure, **dict.fromkeys(self.within)}) if self.within else {}
        try:
            return self._filled({**sums, **thought}, limits)
        except ValueError:
            if not thought:
                raise
            return self._filled(sums, limits)

    def _filled(self, sums: dict[Sum, None], limits: Rules) -> tuple[Table, frozenset[str]]:
        """The table with these sums, every size filled in."""
        mentioned = dict.fromkeys(p for whole, parts in sums for p in (whole, *parts))
        sums |= dict.fromkeys(answer_sums({**self.values, **mentioned}, self._columns_of_answers))
        known, unknown = fill_in(self.values, sums)
        known |= _completed(known, unknown, sums, self.within)
        cells = tuple(self._cell(population, known[population], limits) for population in known)
        relations = tuple(
            Relation.of_total(whole.name, (part.name for part in parts))
            for whole, parts in sums
            if known[whole] == sum(known[part] for part in parts)
        )
        table = Table(cells, relations)
        answers = {population.name for population in known if counts_answers(population)}
        return table, self._sensitive(table, {p.name for p in unknown}, limits) - answers

    def _codes_of(self, population: Population, column: str) -> frozenset[str] | None:
        of = population.world.partition("/")[0]
        if of not in self.scope.tables or column not in self.scope.tables[of].types:
            return None
        return Reader(self.scope, of, population.world).all_codes(column)

    def _columns_of_answers(self, population: Population) -> list[tuple[str, tuple[str, ...]]]:
        of = population.world.partition("/")[0]
        types = self.scope.tables[of].types if of in self.scope.tables else {}
        columns = [name for name, type_ in types.items() if type_ == "multi"]
        return [(name, tuple(self.scope.codes_of(of, name) or ())) for name in columns]

    def _growth(self, known: Mapping[Population, int], thought: Iterable[Population]) -> dict[Sum, None]:
        """New is old and what has been added: known to all who have both.

        Args:
            thought: populations of no known size, of which this may be thought.
        """
        sizes = {population: self.within.get(population, Interval(0, None)) for population in thought}
        sizes |= {population: Interval(size, size) for population, size in known.items()}
        worlds = sorted({population.world for population in sizes})
        found: dict[Sum, None] = {}
        for new, size in sizes.items():
            of, _, delivery = new.world.partition("/")
            for world in worlds:
                other, _, earlier = world.partition("/")
                old = replace(new, world=world)
                if other != of or earlier >= delivery or old not in sizes:
                    continue
                if size.high is not None and size.high < sizes[old].low:
                    continue
                added = replace(new, world=f"{of}/{earlier}–{delivery}")
                found[new, (old, added)] = None
        return found

    def _cell(self, population: Population, value: int, limits: Rules) -> Cell:
        if population in self.out or self._is_known_none(population, value):
            return Cell(population.name, value, exposure="shown")
        cost, known = self.costs.get(population), self.within.get(population)
        if cost is None:
            return Cell(population.name, value, exposure="shown" if known else "never", known=known)
        return Cell(population.name, value, cost, known=known, shown_as=self._shown_as(value, limits))

    def _shown_as(self, value: int, limits: Rules) -> Interval | None:
        """Which counts a rounded one may be, for who knows that small ones are not shown."""
        if self.base is None:
            return None
        told = behind(show_rounded(value, self.base), self.base)
        is_small = limits.is_small(value)
        return told if is_small or not value else told.both(Interval(limits.threshold, None))

    def _is_known_none(self, population: Population, value: int) -> bool:
        """Nobody lacks a column: what the contract or the text usually says."""
        missing = any(
            codes == {NONE} or (column.endswith(answer("", NONE)) and codes == {HOLDS})
            for column, codes in population.parts
        )
        return value == 0 and missing and population not in self.costs

    def _sensitive(self, table: Table, unsure: set[str], limits: Rules) -> frozenset[str]:
        small = {
            cell.name
            for cell in table.cells
            if cell.exposure != "shown"
            and cell.name not in unsure
            and limits.is_small(cell.value)
            and (cell.exposure == "open" or cell.value)
        }
        if not unsure:
            return frozenset(small)
        # What does not follow even from everything together is small only where it can be nothing else.
        found = attack(table, (), unsure)
        for name in sorted(unsure):
            interval = found.get(name)
            if (
                interval
                and interval.high is not None
                and interval.low > 0
                and interval.high < limits.threshold
            ):
                small.add(name)
        return frozenset(small)


def _completed(
    known: Mapping[Population, int],
    unknown: Iterable[Population],
    sums: Iterable[Sum],
    within: Mapping[Population, Interval],
) -> dict[Population, int]:
    """One way in which the sizes that nothing tells may be; none where the known ones do not fit together."""
    unknown = list(unknown)
    if not unknown:
        return {}
    from sparbar.disclosure.attacker import fitting

    place = {population: number for number, population in enumerate(unknown)}
    rows = []
    for whole, parts in sums:
        factors = [(whole, 1), *((part, -1) for part in parts)]
        open_ = [(place[p], f) for p, f in factors if p in place]
        if open_:
            rows.append((open_, -sum(known[p] * f for p, f in factors if p not in place)))
    told = [within.get(population, Interval(0, None)) for population in unknown]
    return dict(zip(unknown, fitting(told, rows), strict=True))


def _costs(scope: Scope, ledger: Ledger, links: Links, rules: Disclosure) -> dict[Population, float]:
    """What it costs to hide each population that some fact shows: the dearest of its facts decides."""
    named = _named_metrics(scope)
    children: dict[str, list[Fact]] = {}
    for fact in ledger.facts:
        for parent in fact.parents:
            children.setdefault(parent, []).append(fact)
    found: dict[Population, float] = {}
    for fact in ledger.facts:
        link = links.by_fact.get(fact.id, Link())
        seen = fact.metric in named or any(child.metric in named for child in children.get(fact.id, ()))
        cost = _COSTS[min(len(fact.slice), 2)] * rules.keep.get(fact.metric, 1) * (1.0 if seen else _UNSEEN)
        for population in link.populations:
            found[population] = max(found.get(population, 0.0), cost)
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
