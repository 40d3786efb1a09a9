"""How a fact is linked with the populations whose size it gives: from its definition, slice and counts."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sparbar.config.conditions import Compare
from sparbar.config.metrics import MetricDef, Revision
from sparbar.config.project import Scope
from sparbar.disclosure import behind
from sparbar.model.ledger import Fact, Ledger, Rounded
from sparbar.release.bounded import AtMost, bounds_of
from sparbar.release.joined import asked_of_left, slice_of_left
from sparbar.release.links import Link, Links, Same
from sparbar.release.populations import HOLDS, Cuts, NotUnderstoodError, Parts, Population, Reader
from sparbar.release.repeats import Repeats, tells_rows
from sparbar.release.summed import Units


def link_facts(
    scope: Scope,
    ledger: Ledger,
    statistics: Iterable[str],
    same: Same | None = None,
    cuts: Cuts | None = None,
) -> Links:
    """The links of all facts of a ledger.

    Args:
        statistics: sources that are published statistics, and so no people.
        same: what is known of conditions on the same rows, where the ledger itself does not tell rows.
        cuts: those of all ledgers that this one is held against; its own, where left out.
    """
    linker = _Linker(scope, ledger, frozenset(statistics), cuts or Cuts.of([(scope, ledger)]))
    linker.links.same = {**(same or {}), **linker.links.same}
    for fact in ledger.facts:
        linker.add(fact)
    return linker.links


class _Linker:
    def __init__(self, scope: Scope, ledger: Ledger, statistics: frozenset[str], cuts: Cuts) -> None:
        self._scope, self._ledger, self._statistics, self._cuts = scope, ledger, statistics, cuts
        self._delivery = {extract.id: extract.delivery for extract in ledger.extracts}
        self._rows = {extract.id: extract.rows_kept for extract in ledger.extracts}
        own = (slice_of_left(scope, fact) for fact in ledger.facts)
        self._slices = {(fact.metric, fact.at, frozenset(fact.slice)) for fact in own}
        self._repeats = Repeats(scope, ledger)
        # Where zeros are hidden, that all of a group are something is what nobody is to know.
        self.links = Links(cuts, same={} if scope.disclosure.zeros == "hide" else self._same_rows())

    def add(self, fact: Fact) -> None:
        if self._statistics.issuperset(self._scope.sources_of(fact.metric)):
            self.links.free.add(fact.id)
            return
        if self._scope.metrics[fact.metric].parents:
            self.links.by_fact[fact.id] = Link()
            return
        try:
            link = self._link(slice_of_left(self._scope, fact), asked_of_left(self._scope, fact.metric))
        except NotUnderstoodError:
            link = Link(refused="not_understood")
        self.links.by_fact[fact.id] = link

    def _link(self, fact: Fact, definition: MetricDef) -> Link:
        if definition.revision:
            return self._revision(fact, definition.revision)
        if self._repeats.counts_rows(definition, fact):
            return Link(refused="rows")
        reader = self._reader(str(definition.of), fact.at)
        base = self._alike(reader.slice(reader.where(definition.where), fact.slice))
        if fact.status == "not_collected":
            return Link()
        is_no_count = definition.kind in ("value", "custom") or definition.weight
        if is_no_count:
            return Link(refused="one_person" if definition.kind == "value" else "not_understood")
        if fact.metric in self._repeats.several:
            return Link(refused="rows")
        if any(reader.book.type_of(name) == "text" for name, _ in fact.slice):
            return Link(refused="free_text")
        # Also where a number is hidden, a slice that is not there tells that nobody is in it.
        self._nobody_lacks(fact, definition, reader, base)
        if fact.base is None:
            self.links.hidden[base] = None
            return Link(refused="not_understood")
        self._size(base, fact.base, fact.rounded)
        if definition.count in ("rows", "persons"):
            return Link((base,), base)
        among, missing = self._known(fact, definition, reader, base)
        if definition.share is not None:
            return self._share(fact, definition, reader, (base, among, missing))
        column = definition.sum or definition.mean
        if column and (two := reader.book.two_values(column)):
            return self._of_two_values(fact, Compare(column, "eq", two[1]), reader, (base, among, missing))
        if fact.status != "value" or self._scope.disclosure.base:
            return Link((base, among), base, missing)
        size = self.links.values[among]
        told: list[Units | AtMost] = list(bounds_of(definition, fact, reader.book, among, size))
        if column and isinstance(fact.value, Fraction):
            told.append(Units(reader.book, column, among, size, fact.value * (1 if definition.sum else size)))
        sizes = {population: number for one in told for population, number in one.sizes().items()}
        for population, number in sizes.items():
            self._size(population, number)
        self.links.units += told
        return Link((base, among, *sizes), base, missing)

    def _of_two_values(
        self,
        fact: Fact,
        greater: Compare,
        reader: Reader,
        among: tuple[Population, Population, Population | None],
    ) -> Link:
        """A sum or mean of two neighbouring values is a count of those who have the greater one."""
        base, those, missing = among
        if not isinstance(fact.value, Fraction) or fact.rounded is not None:
            return Link((base, those), base, missing)
        size, least = self.links.values[those], int(str(greater.operand)) - 1
        is_mean = self._scope.metrics[fact.metric].mean is not None
        part = fact.value * (size if is_mean else 1) - least * size
        holds, others = reader.where(greater, base), reader.fails(greater, base)
        if part.denominator != 1 or not 0 <= part <= size:
            return Link((), base, missing, refused="not_understood")
        self._size(holds, int(part))
        self._size(others, size - int(part))
        self.links.sums.append((those, (holds, others)))
        return Link((base, those, holds), base, missing)

    def _nobody_lacks(self, fact: Fact, definition: MetricDef, reader: Reader, base: Population) -> None:
        """There is a slice of those without an answer where anybody has given none."""
        for column in definition.by:
            is_hidden = fact.base is None
            if column in dict(fact.slice) or (is_hidden and not reader.book.answers(column)):
                continue
            if (fact.metric, fact.at, frozenset([*fact.slice, (column, None)])) not in self._slices:
                self._none(reader.has(column, base)[1])

    def _known(
        self, fact: Fact, definition: MetricDef, reader: Reader, base: Population
    ) -> tuple[Population, Population | None]:
        """Those for whom the value is known, and the others, where there are any."""
        # Of a share that is told rounded, a hidden number of those who lack the column is not none.
        is_hidden = fact.missing is None and fact.rounded is not None and fact.rounded.parts
        if fact.base is None or (fact.missing is None and not is_hidden):
            return base, None
        if definition.share is not None:
            those, others = reader.known(definition.share, base)
        else:
            quantile = definition.quantile
            column = quantile.column if quantile else getattr(definition, definition.kind)
            those, others = reader.has(str(column), base)
        if fact.rounded is None:
            self._size(those, fact.base - (fact.missing or 0))
        if fact.missing is not None:
            self._size(others, fact.missing, fact.rounded)
        self.links.sums.append((base, (those, others)))
        if fact.missing == 0 and fact.rounded is None:
            self._none(others)
        return those, others

    def _share(
        self,
        fact: Fact,
        definition: MetricDef,
        reader: Reader,
        among: tuple[Population, Population, Population | None],
    ) -> Link:
        base, those, missing = among
        if not isinstance(fact.value, Fraction):
            return Link((base, those), base, missing)
        holds = self._alike(reader.where(definition.share, base))
        others = reader.fails(definition.share, base) if definition.share else base
        if fact.rounded is not None:
            for population, size in zip((holds, those), fact.rounded.parts, strict=False):
                self._size(population, size, fact.rounded)
        else:
            part = fact.value * self.links.values[those]
            if part.denominator != 1:
                return Link((), base, missing, refused="not_understood")
            self._size(holds, int(part))
            self._size(others, self.links.values[those] - int(part))
        self.links.sums.append((those, (holds, others)))
        return Link((those, holds), base, missing)

    def _revision(self, fact: Fact, revision: Revision) -> Link:
        """What differs between two extracts: new is kept and added, old is kept and removed."""
        if not isinstance(fact.value, Fraction) or fact.value.denominator != 1:
            return Link()
        ids = revision.of, f"{revision.of}@{revision.since}"
        if any(self._repeats.may_repeat(revision.of, at) for at in ("", revision.since)) and tells_rows(fact):
            return Link(refused="not_understood")
        new, old = (Population(f"{revision.of}/{self._delivery.get(name, '')}") for name in ids)
        for whole, name in ((new, ids[0]), (old, ids[1])):
            if self._rows.get(name):
                self._size(whole, self._rows[name])
        # No slash: this is no extract, of which another could be the earlier one.
        world = f"revision {old.world} {new.world}".replace("/", " ")
        part = {
            name: Population(world, frozenset([(name, frozenset([HOLDS]))]))
            for name in (
                "rows_kept",
                "rows_added",
                "rows_removed",
                "rows_changed",
                "rows_alike",
                "cells_changed",
            )
        }
        self.links.sums += [
            (new, (part["rows_kept"], part["rows_added"])),
            (old, (part["rows_kept"], part["rows_removed"])),
            (part["rows_kept"], (part["rows_changed"], part["rows_alike"])),
        ]
        counted = part[revision.count]
        self._size(counted, int(fact.value), fact.rounded)
        if revision.count != "cells_changed" or not tells_rows(fact):
            return Link((counted,))
        self._size(part["rows_changed"], fact.rows[0].count)
        return Link((counted, part["rows_changed"]))

    def _none(self, population: Population) -> None:
        self._size(population, 0)
        self.links.lacking.add(population)

    def _size(self, population: Population, size: int, rounded: Rounded | None = None) -> None:
        if rounded is None:
            self.links.values.setdefault(population, size)
            return
        told = behind(size, rounded.base)
        self.links.within[population] = told.both(self.links.within.get(population, told))

    def _reader(self, source: str, at: str) -> Reader:
        delivery = self._delivery.get(f"{source}@{at}" if at else source, "")
        return Reader(self._scope, source, f"{source}/{delivery}", self._cuts)

    def _alike(self, population: Population) -> Population:
        """A population with all that is true of it because of what it is asked."""
        parts = population.parts
        if population.others:
            return population
        for less, more in self.links.same.get(population.world, ()):
            if less <= parts and not more <= parts:
                population = _narrowed(population, more - less)
                parts = population.parts
        return population

    def _same_rows(self) -> Same:
        """Conditions that pick the same rows: whoever meets the lesser meets the greater.

        It follows from the data, not from the definitions; an attacker who knows the work knows it too.
        """
        rows: dict[str, dict[tuple[object, ...], dict[Parts, None]]] = {}
        for fact in self._ledger.facts:
            definition = asked_of_left(self._scope, fact.metric)
            if definition.parents or definition.revision or fact.slice or not tells_rows(fact):
                continue
            reader = self._reader(str(definition.of), fact.at)
            try:
                asked = reader.where(definition.where)
            except NotUnderstoodError:
                continue
            if asked.others or not asked.region:
                continue
            parts = asked.parts
            digests = tuple((row.extract, row.digest) for row in fact.rows)
            rows.setdefault(reader.world, {}).setdefault(digests, {})[parts] = None
        found: dict[str, list[tuple[Parts, Parts]]] = {}
        for world, sets in rows.items():
            for conditions in sets.values():
                pairs = [(a, b) for a in conditions for b in conditions if a < b and a]
                found.setdefault(world, []).extend(pairs)
        return found


def _narrowed(population: Population, parts: Parts) -> Population:
    for column, codes in sorted(parts, key=lambda part: part[0]):
        population = population.and_(column, codes)
    return population
