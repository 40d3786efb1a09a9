"""All counts of a report, and of what is out already, as one table with the sums between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sparbar.config.project import Scope
from sparbar.disclosure import Cell, Interval, Relation, Rules, Table, attack, behind, show_rounded
from sparbar.release.answers import answer_sums, counts_answers
from sparbar.release.bounded import AtMost, is_bound, is_thought
from sparbar.release.boxes import Box, Codes, Region, TooManyBoxesError, difference, intersection
from sparbar.release.complements import small_complements
from sparbar.release.lattice import Lattice, Sum, fill_in
from sparbar.release.links import Links
from sparbar.release.populations import FAILS, HOLDS, NONE, Population, answer, codes_of_question, plain
from sparbar.release.summed import Units, is_of_further_units, world_of_people


@dataclass
class Board:
    """All populations, of the report and of what is out already, put together.

    Attributes:
        costs: what it costs to hide each population that some fact shows.
        out: those whose size is known exactly, whatever is hidden now.
        base: to whose multiples the report rounds; None where its numbers are exact.
        within: between what the sizes lie that are out as rounded numbers.
    """

    scope: Scope
    links: Links
    costs: Mapping[Population, float]
    out: frozenset[Population]
    base: int | None
    within: dict[Population, Interval] = field(init=False, default_factory=dict)
    values: dict[Population, int] = field(init=False)
    sums: dict[Sum, None] = field(init=False)
    _asked: set[Population] = field(init=False)
    _units: list[Units | AtMost] = field(init=False)
    _hidden: dict[Population, None] = field(init=False, default_factory=dict)
    _nobody: dict[str, dict[Box, None]] = field(init=False, default_factory=dict)
    _hides_zeros: bool = field(init=False, default=False)
    _unknown: frozenset[Population] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        self.values = dict(self.links.values)
        self.sums = dict.fromkeys(self.links.sums)
        self._asked = self.links.asked()
        self._units = list(self.links.units)
        self._add_lacking(self.links)

    def add(self, linked: Links) -> None:
        """What an earlier ledger says."""
        self.values = {**linked.values, **self.values}
        self.sums |= dict.fromkeys(linked.sums)
        self._units += linked.units
        self._hidden |= linked.hidden
        for population, told in linked.within.items():
            self.within[population] = told.both(self.within.get(population, told))
        self._add_lacking(linked)

    def _add_lacking(self, linked: Links) -> None:
        for population in linked.lacking:
            self._nobody.setdefault(population.world, {}).update(dict.fromkeys(population.region))

    def table(self, limits: Rules) -> tuple[Table, frozenset[str]]:
        """The table of all counts, and which of them must not be known."""
        for whole, part, rest in small_complements(self.values, self._left_of, limits):
            self.values[rest] = self.values[whole] - self.values[part]
            self.sums[whole, (part, rest)] = None
        shown = dict.fromkeys([*self.values, *self.within, *self._hidden])
        tied = dict.fromkeys(sum_ for units in self._units for sum_ in units.sums(shown))
        shown |= dict.fromkeys(part for _, parts in tied for part in parts)
        tied = {sum_: None for sum_ in tied if not is_thought(sum_[0])}
        lattice = Lattice(shown, self._codes_of, self._answers_of)
        sums = {**self.sums, **tied, **lattice.sums}
        known, unsure = fill_in(self.values, sums)
        sums |= self._thought(known)
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

    def _thought(self, known: Mapping[Population, int]) -> dict[Sum, None]:
        """Bounds that need not hold, and do: who happens to know of them must not find out anything."""
        found = (sum_ for units in self._units for sum_ in units.sums(()) if is_thought(sum_[0]))
        return {
            (whole, parts): None
            for whole, parts in found
            if parts[0] in known and known[parts[0]] <= known[whole]
        }

    def _filled(self, sums: dict[Sum, None], limits: Rules) -> tuple[Table, frozenset[str]]:
        """The table with these sums, every size filled in."""
        mentioned = dict.fromkeys(p for whole, parts in sums for p in (whole, *parts))
        sums |= dict.fromkeys(answer_sums({**self.values, **mentioned}, self._columns_of_answers))
        known, unknown = fill_in(self.values, sums)
        # What may be is not what is: that nobody lacks a column is not known because it would fit.
        self._unknown = frozenset(unknown)
        known |= _completed(known, unknown, sums, self.within)
        self._hides_zeros = limits.is_small(0)
        out = self._same_as_out(sums, known)
        cells = tuple(self._cell(population, known[population], limits, out) for population in known)
        relations = tuple(
            Relation.of_total(whole.name, (part.name for part in parts))
            for whole, parts in sums
            if known[whole] == sum(known[part] for part in parts)
        )
        table = Table(cells, relations)
        nobody = {p.name for p in known if counts_answers(p) or is_of_further_units(p) or is_bound(p)}
        return table, self._sensitive(table, {p.name for p in unknown}, limits) - nobody

    def _codes_of(self, population: Population, column: str) -> frozenset[str] | None:
        of = population.world.partition("/")[0]
        return codes_of_question(column) or self.links.cuts.book(self.scope, of).all_codes(column)

    def _columns_of_answers(self, population: Population) -> list[tuple[str, tuple[str, ...]]]:
        table = self.links.cuts.book(self.scope, population.world.partition("/")[0]).table
        columns = [name for name, type_ in table.types.items() if type_ == "multi"] if table else []
        return [(name, self._answers_of(population, name)) for name in columns]

    def _answers_of(self, population: Population, column: str) -> tuple[str, ...]:
        return self.links.cuts.book(self.scope, population.world.partition("/")[0]).answers(column)

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
            of, _, delivery = new.world.rpartition("/")
            if not of:
                continue  # What is counted there is in no extract that could grow.
            for world in worlds:
                other, _, earlier = world.rpartition("/")
                old = replace(new, world=world)
                if other != of or earlier >= delivery or old not in sizes:
                    continue
                if size.high is not None and size.high < sizes[old].low:
                    continue
                added = replace(new, world=f"{of}/{earlier}–{delivery}")
                found[new, (old, added)] = None
        return found

    def _same_as_out(self, sums: Iterable[Sum], known: Mapping[Population, int]) -> frozenset[Population]:
        """Those whose size is out, and who are the same people: nobody lacks the column between them."""
        alike = []
        for whole, parts in sums:
            left = [part for part in parts if not self._is_known_none(part, known[part])]
            if len(left) == 1 < len(parts) and known[whole] == known[left[0]]:
                alike.append((whole, left[0]))
        found = set(self.out)
        while more := {p for pair in alike if not found.isdisjoint(pair) for p in pair} - found:
            found |= more
        return frozenset(found)

    def _cell(self, population: Population, value: int, limits: Rules, out: frozenset[Population]) -> Cell:
        if population in out or self._is_known_none(population, value):
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
        """Nobody lacks a column: what the contract or the text usually says.

        Where zeros are hidden only what numbers missing, and slices that are not there, tell of it.
        """
        if value or population in self._unknown:
            return False
        if self._hides_zeros:
            nobody = self._nobody.get(world_of_people(population.world), ())
            try:
                return not self._left_of(
                    population, tuple(b for b in nobody if intersection(population.region, (b,)))
                )
            except TooManyBoxesError:
                return False
        is_asked = population in self._asked and population.region
        return not is_asked and all(
            any(self._lacks(population, *part) for part in box) for box in population.region
        )

    def _left_of(self, population: Population, others: Region) -> Region:
        """Those of a population who are not among these."""

        def every(column: str) -> Codes:
            return self._codes_of(population, column) or frozenset([HOLDS, FAILS])

        left = difference(population.region, others, every)
        return plain(left, lambda column: self._answers_of(population, column), every)

    def _lacks(self, population: Population, column: str, codes: frozenset[str]) -> bool:
        if column.endswith(answer("", NONE)):
            return codes == {HOLDS}
        if NONE not in codes or codes_of_question(column):
            return codes == {NONE}
        of = population.world.partition("/")[0]
        return codes <= self.links.cuts.book(self.scope, of).nobody(column)

    def _sensitive(self, table: Table, unsure: set[str], limits: Rules) -> frozenset[str]:
        # That nobody came between two extracts tells of nobody.
        growth = {cell.name for cell in table.cells if "–" in cell.name.partition("[")[0]}
        small = {
            cell.name
            for cell in table.cells
            if cell.exposure != "shown"
            and cell.name not in unsure
            and limits.is_small(cell.value)
            and (cell.exposure == "open" or cell.value or cell.name not in growth)
        }
        if not unsure:
            return frozenset(small)
        # What does not follow even from everything together is small only where it can be nothing else.
        found = attack(table, (), unsure)
        for name in sorted(unsure):
            interval = found.get(name)
            if interval is None or interval.high is None:
                continue
            if (interval.low > 0 and interval.high < limits.threshold) or (
                interval.high == 0 and limits.is_small(0) and name not in growth
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
