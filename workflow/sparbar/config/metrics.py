"""Metrics, constants, claim rules, identities and joins (config/metrics/<name>.yaml)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from sparbar.config.base import Code, CodeKeys, Identifier, Model, Text
from sparbar.config.conditions import ConditionField

KINDS = (
    "count",
    "sum",
    "mean",
    "median",
    "quantile",
    "min",
    "max",
    "share",
    "value",
    "ratio",
    "difference",
    "total",
    "change",
    "across",
    "revision",
    "interval",
    "custom",
)
BASE_KINDS = frozenset({"count", "sum", "mean", "median", "quantile", "min", "max", "share", "value", "custom"})


def _as_fraction(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a number or a fraction such as 1/2 is wanted")
    return Fraction(str(value)) if isinstance(value, str | int | Decimal) else value


ExactNumber = Annotated[Fraction, BeforeValidator(_as_fraction)]


class Quantile(Model):
    """The p-quantile of a column, interpolated linearly between order statistics (Hyndman and Fan's type 7)."""

    column: Identifier
    p: ExactNumber


class Ratio(Model):
    """One metric over another, slice by slice; not defined where the divisor is zero."""

    of: Identifier
    over: Identifier


class Difference(Model):
    """One metric minus another, slice by slice."""

    of: Identifier
    minus: Identifier


class Change(Model):
    """A metric now minus the same metric at the extracts of an alias; `relative` divides by the latter."""

    of: Identifier
    since: Identifier
    relative: bool = False


class Across(Model):
    """A statistic over the slices of one dimension that have a value, unweighted.

    `count` is how many have one, `size` how many there are, `range` the greatest minus the smallest;
    `highest` and `lowest` name who holds the extreme (all that tie); `rank` numbers every slice from the greatest
    (ties share the better rank).
    """

    of: Identifier
    over: Identifier
    stat: Literal["mean", "median", "min", "max", "range", "sum", "count", "size", "highest", "lowest", "rank"]


class Revision(Model):
    """How many rows or cells differ, by key, between the extracts of an alias and the report's own."""

    of: Identifier
    since: Identifier
    count: Literal["rows_added", "rows_removed", "rows_changed", "cells_changed"]


class Interval(Model):
    """One end of Wilson's score interval of a share, rounded to twelve decimals."""

    of: Identifier
    end: Literal["low", "high"]
    level: ExactNumber = Fraction(95, 100)


class MetricDef(Model):
    """What is counted, where, over what, in what unit, and why: exactly one of the kinds in `KINDS`.

    `of` names a source or a join; `count` is "rows", "persons" or a column whose distinct values are counted.
    `by` lists the dimensions that facts may be sliced by, in any combination. A share divides those for whom
    `share` holds by all in `where` for whom it is known; what is counted is `unit_of` ("rows" or "persons").
    `unit: percent` shows a share in percent, `percent_as_is` puts the sign after a value that already is one,
    and `percentage_points` shows a difference of shares times a hundred without a sign.
    """

    label: Text
    define: Text | None = None
    why: Text | None = None
    of: Identifier | None = None
    where: ConditionField = None
    by: tuple[Identifier, ...] = ()
    unit: str = ""
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    weight: Identifier | None = None
    count: Identifier | None = None
    sum: Identifier | None = None
    mean: Identifier | None = None
    median: Identifier | None = None
    quantile: Quantile | None = None
    min: Identifier | None = None
    max: Identifier | None = None
    share: ConditionField = None
    unit_of: Literal["rows", "persons"] = "rows"
    value: Identifier | None = None
    ratio: Ratio | None = None
    difference: Difference | None = None
    total: tuple[Identifier, ...] | None = None
    change: Change | None = None
    across: Across | None = None
    revision: Revision | None = None
    interval: Interval | None = None
    custom: Identifier | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise ValueError(f"a metric takes exactly one of {', '.join(KINDS)}; found {', '.join(kinds) or 'none'}")
        if (kinds[0] in BASE_KINDS) != (self.of is not None):
            raise ValueError(f'"of" names the source of a {kinds[0]}' if kinds[0] in BASE_KINDS else '"of" stands inside here')
        return self

    @property
    def kind(self) -> str:
        """Which of `KINDS` the metric is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def parents(self) -> tuple[str, ...]:
        """Names of the metrics that this one is derived from."""
        if self.ratio:
            return (self.ratio.of, self.ratio.over)
        if self.difference:
            return (self.difference.of, self.difference.minus)
        if self.total:
            return self.total
        inner = self.change or self.across or self.interval
        return (inner.of,) if inner else ()


class ConstantDef(Model):
    """A decided number, range, time, date, period or text; exactly one of them."""

    label: Text
    number: ExactNumber | None = None
    range: tuple[ExactNumber, ExactNumber] | None = None
    time: tuple[str, str] | str | None = None
    date: Any = None
    period: tuple[Any, Any] | None = None
    text: Text | None = None
    unit: str = ""
    origin: Text
    evidence: str = ""
    since: Any

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        kinds = [k for k in ("number", "range", "time", "date", "period", "text") if getattr(self, k) is not None]
        if len(kinds) != 1:
            raise ValueError("a constant takes exactly one of number, range, time, date, period, text")
        return self

    @property
    def kind(self) -> str:
        """Which form the constant has."""
        return next(k for k in ("number", "range", "time", "date", "period", "text") if getattr(self, k) is not None)


class ClaimRule(Model):
    """Words that may be printed only while a number is within bounds.

    `of` says which number of the fact is held against the bounds: its `value`, or its `change` since the alias
    that the template names. Bounds are exact: `{gt: 1/2}`.
    """

    words: Text
    of: Literal["value", "change"] = "value"
    gt: ExactNumber | None = None
    ge: ExactNumber | None = None
    lt: ExactNumber | None = None
    le: ExactNumber | None = None
    eq: ExactNumber | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if all(getattr(self, bound) is None for bound in ("gt", "ge", "lt", "le", "eq")):
            raise ValueError("a claim rule needs at least one of gt, ge, lt, le, eq")
        return self


class Identity(Model):
    """a + b = c, checked at every build for every slice that all its metrics have."""

    sum: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    equals: Identifier
    why: str


class Join(Model):
    """Rows of `left`, each with the columns of the one row of `right` that shares its key (or with none).

    The right table's columns are named "<right>_<column>".
    """

    left: Identifier
    right: Identifier
    on: dict[Identifier, Identifier]


class MetricFile(Model):
    """One file of config/metrics."""

    metrics: dict[Identifier, MetricDef] = Field(default_factory=dict)
    constants: dict[Identifier, ConstantDef] = Field(default_factory=dict)
    claims: dict[Identifier, ClaimRule] = Field(default_factory=dict)
    identities: tuple[Identity, ...] = ()
    joins: dict[Identifier, Join] = Field(default_factory=dict)


__all__ = ["BASE_KINDS", "KINDS", "Code", "CodeKeys", "MetricDef", "MetricFile"]
