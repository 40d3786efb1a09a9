"""What one report may use: metrics, constants, claims, joins and contracts; and what can be asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from sparbar.config.base import Text
from sparbar.config.claims import ClaimRule, Side
from sparbar.config.columns import Columns, contract_columns, join_columns
from sparbar.config.conditions import ConstRef, has_latest
from sparbar.config.disclosure import Disclosure
from sparbar.config.loading import Project
from sparbar.config.metrics import ConstantDef, Identity, Join, MetricDef
from sparbar.config.reports import Report
from sparbar.config.source_columns import ColumnType
from sparbar.config.sources import Contract

Slices = frozenset[frozenset[str]]


@dataclass(frozen=True)
class Scope:
    """Everything that one report may use. Its questions may be asked once `scope_of` has checked it.

    Attributes:
        metrics: in the report's order of files, then as declared.
        identities: in the same order.
        joins: those between sources of the report.
        contracts: those of the sources that the report's `extracts` name, in that order.
        defined_in: (section, name) to the metric file that defines it and the place there; of identities the
            position in `identities` as text is the name.
    """

    project: Project
    report: Report
    metrics: Mapping[str, MetricDef]
    constants: Mapping[str, ConstantDef]
    claims: Mapping[str, ClaimRule]
    identities: tuple[Identity, ...]
    joins: Mapping[str, Join]
    contracts: Mapping[str, Contract]
    defined_in: Mapping[tuple[str, str], tuple[str, tuple[str | int, ...]]] = field(default_factory=dict)

    def contract_on(self, source: str, day: str) -> Contract:
        """The contract that is valid for an extract of this day, ISO 8601."""
        return self.project.contract_on(source, day)

    @property
    def disclosure(self) -> Disclosure:
        """The rules for what is public: the report's own, and the project's where it says nothing."""
        return (self.project.defaults.disclosure or Disclosure()).with_own(self.report.disclosure)

    def asked(self) -> dict[str, tuple[str, str]]:
        """Extract id ("insikt", "insikt@halvar") to its source and the delivery that the report asks for."""
        own = {source: (source, asked) for source, asked in self.report.extracts.items()}
        for alias, extracts in self.report.compare.items():
            own |= {f"{source}@{alias}": (source, asked) for source, asked in extracts.items()}
        return own

    def sources_of(self, metric: str) -> tuple[str, ...]:
        """The sources that a metric rests on, through joins and the metrics it is made from."""
        definition = self.metrics[metric]
        if definition.parents:
            found = [source for parent in definition.parents for source in self.sources_of(parent)]
            return tuple(dict.fromkeys(found))
        of = definition.revision.of if definition.revision else str(definition.of)
        join = self.joins.get(of)
        return (join.left, join.right) if join else (of,)

    @cached_property
    def tables(self) -> Mapping[str, Columns]:
        """The columns of every source and join."""
        found = {name: contract_columns(contract) for name, contract in self.contracts.items()}
        for name, join in self.joins.items():
            if join.left in self.contracts and join.right in self.contracts:
                found[name] = join_columns(name, join, found[join.left], found[join.right])
        return found

    def column_type(self, of: str, column: str) -> ColumnType:
        """The type of a column of a source or join.

        Raises:
            KeyError: there is no such source, join or column.
        """
        return self.tables[of].types[column]

    def codes_of(self, of: str, column: str) -> Mapping[str, Text] | None:
        """Codes and labels of a column of a source or join; None where the data decide.

        Raises:
            KeyError: there is no such source or join.
        """
        return self.tables[of].codes.get(column)

    def table_of(self, metric: str) -> Columns:
        """The columns that facts of a metric are sliced by: those of the source or join it begins with."""
        definition = self.metrics[metric]
        if definition.parents:
            return self.table_of(definition.parents[0])
        return self.tables[definition.revision.of if definition.revision else str(definition.of)]

    def dimensions_of(self, metric: str) -> tuple[str, ...]:
        """All dimensions that facts of a metric may be sliced by."""
        definition = self.metrics[metric]
        if not definition.parents:
            return definition.by
        used = frozenset[str]().union(*self.slices_of(metric))
        return tuple(name for name in self.dimensions_of(definition.parents[0]) if name in used)

    def slices_of(self, metric: str) -> Slices:
        """The sets of dimensions for which a metric has facts (docs/architecture.md, facts 1, 6, 7, 8)."""
        definition = self.metrics[metric]
        if definition.value:
            return frozenset({frozenset(definition.by)})
        if not definition.parents:
            return _subsets(definition.by)
        first, *others = (self.slices_of(parent) for parent in definition.parents)
        if definition.ratio:
            divided_by = frozenset(self.dimensions_of(definition.ratio.over))
            return frozenset(slice_ for slice_ in first if slice_ & divided_by in others[0])
        if definition.across:
            kept = {definition.across.over} if definition.across.stat == "rank" else set()
            over = definition.across.over
            return frozenset((slice_ - {over}) | kept for slice_ in first if over in slice_)
        return first.intersection(*others)

    def moves(self, metric: str) -> bool:
        """Whether a metric speaks of the latest time that its extract knows, and so of another in each."""
        definition = self.metrics[metric]
        own = has_latest(definition.where) or has_latest(definition.share)
        return own or any(self.moves(parent) for parent in definition.parents)

    def aliases_of(self, metric: str) -> tuple[str, ...]:
        """The aliases at which a metric has facts beside the report's own extracts, as declared."""
        definition = self.metrics[metric]
        if definition.change or definition.revision:
            return ()
        if definition.parents:
            found = [self.aliases_of(parent) for parent in definition.parents]
            return tuple(alias for alias in found[0] if all(alias in other for other in found))
        sources = self.sources_of(metric)
        return tuple(a for a, extracts in self.report.compare.items() if all(s in extracts for s in sources))

    def value_kind(self, metric: str) -> str:
        """What a metric's values are: "number", "date" or "names"."""
        definition = self.metrics[metric]
        if definition.across and definition.across.stat in ("highest", "lowest"):
            return "names"
        if definition.across and definition.across.stat in ("count", "size", "rank"):
            return "number"
        if definition.parents:
            return self.value_kind(definition.parents[0])
        column = definition.min or definition.max or definition.value
        kind = self.table_of(metric).types.get(column, "integer") if column else "integer"
        return {"integer": "number", "decimal": "number", "date": "date"}.get(kind, "names")

    def bounds_of(self, claim: str) -> dict[Side, Fraction]:
        """The bounds of a claim rule, with constants as their numbers; a percentage as the share it is."""
        return {side: self._exact(bound) for side, bound in self.claims[claim].bounds.items()}

    def ignored_by(self, claim: str) -> Fraction | None:
        """The greatest change that a claim rule takes for none; None where it says nothing, or rounding."""
        ignored = self.claims[claim].ignore
        return None if ignored is None or ignored == "rounding" else self._exact(ignored)

    def _exact(self, bound: Fraction | ConstRef) -> Fraction:
        if isinstance(bound, Fraction):
            return bound
        constant = self.constants[bound.name]
        return constant.ends[bound.part] / (100 if constant.sign == "percent_as_is" else 1)

    def place(self, section: str, name: str, *path: str | int) -> str:
        """Where a definition stands, for a message; section is "metrics", "constants", "joins" …"""
        file, inside = self.defined_in.get((section, name), ("", (section, name)))
        return self.project.place(f"config/metrics/{file}.yaml", *inside, *path)

    def report_place(self, *path: str | int) -> str:
        """Where a key path of the report stands, for a message."""
        return self.project.place(f"config/reports/{self.report.report}.yaml", *path)

    def contract_place(self, source: str, *path: str | int) -> str:
        """Where a key path of a contract stands, for a message."""
        return self.project.place(f"config/sources/{source}.yaml", *path)


def _subsets(names: tuple[str, ...]) -> Slices:
    sizes = range(len(names) + 1)
    return frozenset(frozenset(chosen) for size in sizes for chosen in combinations(names, size))
