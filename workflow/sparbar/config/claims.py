"""Claim rules: words that may be printed only while a number is within bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import PlainValidator, WithJsonSchema, model_validator

from sparbar.config.base import EXACT_SCHEMA, MisfitError, Model, Text, as_fraction
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


Bound = Annotated[
    Fraction | ConstRef,
    PlainValidator(_as_bound),
    WithJsonSchema(
        {
            "anyOf": [
                *EXACT_SCHEMA["anyOf"],
                {
                    "type": "object",
                    "properties": {"const": {"type": "string"}, "part": {"enum": [0, 1]}},
                    "required": ["const"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class ClaimRule(Model):
    """Words that may be printed only while a number is within bounds.

    `of` says which number of the fact is held against the bounds: its `value`, or its `change` since the
    alias that the template names. Bounds are exact, `{gt: 1/2}`, or a constant, `{ge: {const: mal}}`; of a
    range, `part` 0 or 1 chooses an end.
    """

    words: Text
    of: Literal["value", "change"] = "value"
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

    @property
    def bounds(self) -> dict[Side, Fraction | ConstRef]:
        """The bounds that the rule has."""
        given = {side: getattr(self, side) for side in SIDES}
        return {side: bound for side, bound in given.items() if bound is not None}

    @property
    def constants(self) -> dict[Side, ConstRef]:
        """The bounds that are constants."""
        return {side: bound for side, bound in self.bounds.items() if isinstance(bound, ConstRef)}


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
