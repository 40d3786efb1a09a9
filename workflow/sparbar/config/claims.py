"""Claim rules: words that may be printed only while a number is within bounds.

What the number is, is said by `of`; `sparbar.claims` reads it from the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import PlainValidator, WithJsonSchema, model_validator

from sparbar.config.base import EXACT_SCHEMA, Forms, MisfitError, Model, as_fraction
from sparbar.config.conditions import ConstRef, parse_constant

Side = Literal["gt", "ge", "lt", "le", "eq"]
SIDES: tuple[Side, ...] = ("gt", "ge", "lt", "le", "eq")
_HOLDS: dict[Side, Callable[[Fraction, Fraction], bool]] = {
    "gt": lambda number, bound: number > bound,
    "ge": lambda number, bound: number >= bound,
    "lt": lambda number, bound: number < bound,
    "le": lambda number, bound: number <= bound,
    "eq": lambda number, bound: number == bound,
}


def _as_bound(value: Any) -> Fraction | ConstRef:
    return parse_constant(value) if isinstance(value, dict) else as_fraction(value)


_BOUND_SCHEMA: list[dict[str, Any]] = [
    *EXACT_SCHEMA["anyOf"],
    {
        "type": "object",
        "properties": {"const": {"type": "string"}, "part": {"enum": [0, 1]}},
        "required": ["const"],
        "additionalProperties": False,
    },
]
Bound = Annotated[Fraction | ConstRef, PlainValidator(_as_bound), WithJsonSchema({"anyOf": _BOUND_SCHEMA})]


def _as_ignored(value: Any) -> Literal["rounding"] | Fraction | ConstRef:
    return "rounding" if value == "rounding" else _as_bound(value)


Ignored = Annotated[
    Literal["rounding"] | Fraction | ConstRef,
    PlainValidator(_as_ignored),
    WithJsonSchema({"anyOf": [{"const": "rounding"}, *_BOUND_SCHEMA]}),
]
Of = Literal["value", "change", "distance", "above", "below", "place", "place_from_below", "run"]
PLACES = frozenset({"place", "place_from_below"})
# Kinds that hold a number against another one, which the template names.
DISTANCES = frozenset({"distance", "above", "below"})
# Kinds that look at a whole series.
SERIES = frozenset({*PLACES, "run"})


class ClaimRule(Model):
    """Words that may be printed only while a number is within bounds.

    `words` are all forms that say this, the usual one first; `{than}`, `{since}`, `{nth}`, `{number}` and
    `{period}` in them are filled in. `of` says which number is held against the bounds: the fact's `value`;
    its `change` since another extract or period; its `distance` from a number that the template names, or
    how far it is `above` or `below` that; its `place` among the slices of a dimension, the greatest first, or
    `place_from_below`; or how many periods in a row it has changed, `run`, negative for falls. A distance is
    a part of what is named; of a share, of the smaller of what is named and its rest.
    `ignore` takes a change for none that is no greater than this; `ignore: rounding`, where rounding to what
    is shown can make it. `peak` says that the earlier period must be the highest, or lowest, of its series.
    Bounds are exact, `{gt: 1/2}`, or a constant, `{ge: {const: mal}}`; of a range, `part` 0 or 1 chooses an
    end.
    """

    words: Forms
    of: Of = "value"
    ignore: Ignored | None = None
    peak: Literal["highest", "lowest"] | None = None
    gt: Bound | None = None
    ge: Bound | None = None
    lt: Bound | None = None
    le: Bound | None = None
    eq: Bound | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        written = {side: bound for side, bound in self.bounds.items() if isinstance(bound, Fraction)}
        if not self.bounds:
            fix = "say what the number must be, such as gt: 1/2"
            raise MisfitError("a claim rule has no bounds", "at least one of gt, ge, lt, le, eq", fix)
        if not is_possible(written):
            raise MisfitError("no number is within the bounds of this claim rule", fix="correct one of them")
        return self

    @model_validator(mode="after")
    def _says_what_fits(self) -> Self:
        if self.ignore and self.of not in ("change", "run"):
            raise MisfitError(
                '"ignore" belongs to a change', "of: change, or of: run", "leave it out", self.of
            )
        if self.peak and self.of != "change":
            raise MisfitError('"peak" belongs to a change', "of: change", "leave it out", self.of)
        return self

    def forms(self, language: str) -> tuple[str, ...]:
        """The words in a language, the usual form first; none where the rule does not speak it."""
        spoken: dict[Any, tuple[str, ...]] = dict(self.words)
        return spoken.get(language, spoken.get("*", ()))

    @property
    def bounds(self) -> dict[Side, Fraction | ConstRef]:
        """The bounds that the rule has."""
        given = {side: getattr(self, side) for side in SIDES}
        return {side: bound for side, bound in given.items() if bound is not None}

    @property
    def constants(self) -> dict[str, ConstRef]:
        """The bounds that are constants, and what is ignored where it is one, by their keys."""
        given: dict[str, Any] = {key: getattr(self, key) for key in (*SIDES, "ignore")}
        return {key: bound for key, bound in given.items() if isinstance(bound, ConstRef)}


def is_possible(bounds: Mapping[Side, Fraction]) -> bool:
    """Whether any number is within bounds."""
    lows = [bounds[side] for side in ("gt", "ge", "eq") if side in bounds]
    highs = [bounds[side] for side in ("lt", "le", "eq") if side in bounds]
    if not lows or not highs:
        return True
    low, high = max(lows), min(highs)
    return low < high or (low == high and bounds.get("gt") != low and bounds.get("lt") != high)


def is_within(number: Fraction, bounds: Mapping[Side, Fraction]) -> bool:
    """Whether a number is within all bounds."""
    return all(_HOLDS[side](number, bound) for side, bound in bounds.items())
