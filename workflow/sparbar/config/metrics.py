"""Metrics, constants, identities and joins (config/metrics/<name>.yaml)."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PlainValidator, WithJsonSchema, field_validator, model_validator

from sparbar.config.base import Day, ExactNumber, Identifier, MisfitError, Model, Text, in_language
from sparbar.config.claims import ClaimRule
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
BASE_KINDS = frozenset(
    ("count", "sum", "mean", "median", "quantile", "min", "max", "share", "value", "custom")
)


# Kinds in which a weight, or persons instead of rows, have a meaning.
WEIGHED_KINDS = frozenset({"count", "share", "mean"})


def _as_clock(value: Any) -> Any:
    """A time such as 10:30, or the two ends of a span; kept as text."""
    times = value if isinstance(value, list | tuple) else [value]
    if len(times) not in (1, 2) or not all(isinstance(t, str) and _CLOCK.match(t) for t in times):
        raise MisfitError("this is no time", "a time such as 08:30, or two such as [08:30, 16:00]")
    return times[0] if len(times) == 1 else (times[0], times[1])


_CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
Clock = Annotated[
    tuple[str, str] | str, PlainValidator(_as_clock), WithJsonSchema({"type": ["string", "array"]})
]


class Quantile(Model):
    """The p-quantile of a column, interpolated linearly between ordered values (Hyndman and Fan's type 7)."""

    column: Identifier
    p: ExactNumber

    @model_validator(mode="after")
    def _between_zero_and_one(self) -> Self:
        if not 0 <= self.p <= 1:
            raise MisfitError("there is no such quantile", "p between 0 and 1", found=str(self.p))
        return self


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
    comparable: Text | None = None


Stat = Literal["mean", "median", "min", "max", "range", "sum", "count", "size", "highest", "lowest", "rank"]


class Across(Model):
    """A statistic over the slices of one dimension that have a value, unweighted.

    `count` is how many have one, `size` how many there are, `range` the greatest minus the smallest;
    `highest` and `lowest` name who holds the extreme (all that tie); `rank` numbers every slice from the
    greatest (ties share the better rank).
    """

    of: Identifier
    over: Identifier
    stat: Stat


class Revision(Model):
    """How many rows or cells differ, by key, between the extracts of an alias and the report's own."""

    of: Identifier
    since: Identifier
    count: Literal["rows_added", "rows_removed", "rows_changed", "cells_changed"]
    comparable: Text | None = None


class Interval(Model):
    """One end of Wilson's score interval of a share, rounded to twelve decimals."""

    of: Identifier
    end: Literal["low", "high"]
    level: ExactNumber = Fraction(95, 100)

    @model_validator(mode="after")
    def _between_zero_and_one(self) -> Self:
        if not 0 < self.level < 1:
            raise MisfitError("there is no such interval", "level between 0 and 1", found=str(self.level))
        return self


# Units that say how a number is shown; any other is words for the reader.
SIGNS = ("percent", "percent_as_is", "percentage_points")


class _Counted(Model):
    """What has a unit: a text, or one for each language; empty for a bare number."""

    unit: Text | None = None

    @field_validator("unit", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value

    @model_validator(mode="after")
    def _sign_in_no_language(self) -> Self:
        for language, unit in (self.unit or {}).items():
            if language != "*" and unit in SIGNS:
                problem = f'"{unit}" says how numbers are shown, and has no language'
                raise MisfitError(problem, f"unit: {unit}", "write it once, without languages")
        return self

    @property
    def sign(self) -> str:
        """How the number is shown, one of `SIGNS`, or ""."""
        unit = in_language(self.unit, "*")
        return unit if unit in SIGNS else ""

    def unit_in(self, language: str) -> str:
        """The unit for readers of a language."""
        return in_language(self.unit, language)


class MetricDef(_Counted):
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
    by: Annotated[tuple[Identifier, ...], Field(max_length=6)] = ()
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
            fix = "make a metric of each" if kinds else "say what is counted"
            raise MisfitError(
                "a metric is of exactly one kind", ", ".join(KINDS), fix, ", ".join(kinds) or "none"
            )
        if kinds[0] in BASE_KINDS:
            if self.of is None:
                problem = f"a {kinds[0]} is taken from a source or join, and none is named"
                raise MisfitError(problem, fix='add the key "of" here')
            return self
        for key in ("of", "where", "by", "weight", "unit_of"):
            if key in self.model_fields_set:
                problem = f'"{key}" has no place beside "{kinds[0]}"'
                raise MisfitError(problem, fix="write it in the metric that this one is made from")
        return self

    @model_validator(mode="after")
    def _counts_what_it_can(self) -> Self:
        if self.weight is not None and (self.kind not in WEIGHED_KINDS or self.count not in (None, "rows")):
            wanted = "a count of rows, a share or a mean"
            raise MisfitError('"weight" has no meaning here', wanted, "leave it out", f"a {self.kind}")
        if "unit_of" in self.model_fields_set and self.share is None:
            raise MisfitError('"unit_of" belongs to a share', "a share", "leave it out", f"a {self.kind}")
        if self.unit_of == "persons" and self.weight is not None:
            fix = "leave out one of the two"
            raise MisfitError('"weight" counts rows, and this share counts persons', fix=fix)
        if self.total is not None and len(set(self.total)) < max(2, len(self.total)):
            raise MisfitError("a total adds different metrics", "two or more", found=", ".join(self.total))
        if len(set(self.by)) < len(self.by):
            raise MisfitError('"by" names a dimension twice', fix="leave one out", found=", ".join(self.by))
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


CONSTANT_KINDS = ("number", "range", "time", "date", "period", "text")


class ConstantDef(_Counted):
    """A decided number, range, time, date, period or text; exactly one of them."""

    label: Text
    number: ExactNumber | None = None
    range: tuple[ExactNumber, ExactNumber] | None = None
    time: Clock | None = None
    date: Day | None = None
    period: tuple[Day, Day] | None = None
    text: Text | None = None
    origin: Text
    evidence: str = ""
    since: Day

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        kinds = [kind for kind in CONSTANT_KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            found = ", ".join(kinds) or "none"
            raise MisfitError("a constant is of exactly one kind", ", ".join(CONSTANT_KINDS), found=found)
        if self.range is not None and self.range[1] < self.range[0]:
            raise MisfitError("the second end of the range is less than the first", fix="change their order")
        if self.period is not None and self.period[1] < self.period[0]:
            raise MisfitError("the period ends before it starts", fix="change the order of its days")
        return self

    @property
    def kind(self) -> str:
        """Which form the constant has."""
        return next(kind for kind in CONSTANT_KINDS if getattr(self, kind) is not None)

    @property
    def ends(self) -> tuple[Fraction, ...]:
        """The number, or the two ends of the range; nothing for a constant of another kind."""
        return self.range or (() if self.number is None else (self.number,))


class Identity(Model):
    """a + b = c, checked at every build for every slice that all its metrics have."""

    sum: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    equals: Identifier
    why: Annotated[str, Field(min_length=1)]


class Join(Model):
    """Rows of `left`, each with the columns of the one row of `right` that shares its key (or with none).

    The right table's columns are named "<right>_<column>".
    """

    left: Identifier
    right: Identifier
    on: Annotated[dict[Identifier, Identifier], Field(min_length=1)]


class MetricFile(Model):
    """One file of config/metrics."""

    metrics: dict[Identifier, MetricDef] = Field(default_factory=dict)
    constants: dict[Identifier, ConstantDef] = Field(default_factory=dict)
    claims: dict[Identifier, ClaimRule] = Field(default_factory=dict)
    identities: tuple[Identity, ...] = ()
    joins: dict[Identifier, Join] = Field(default_factory=dict)
