"""What may be told to the public: the rules of disclosure control, and who decided them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sparbar.config.base import Day, Identifier, MisfitError, Model, Text


class Decision(Model):
    """Who decided the rules, where that can be read, and since when it holds."""

    by: Text
    evidence: str = ""
    since: Day


class Override(Model):
    """One fact that is shown although the rules would hide it: by whose word, why, and since when."""

    fact: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]
    reason: Annotated[str, Field(min_length=1)]
    date: Day


class SetAside(Model):
    """A metric of an edition that is out and is not reckoned with: by whose word, why, and since when."""

    edition: Annotated[str, Field(min_length=1)]
    metric: Identifier
    name: Annotated[str, Field(min_length=1)]
    reason: Annotated[str, Field(min_length=1)]
    date: Day


class Disclosure(Model):
    """The rules for everything that is public.

    A report may have its own; what it does not say is as the project says. Counts from 1 up to, but not
    including, `threshold` are hidden, and others with them, until every hidden count may be any of values at
    least `width` apart, `reach` or more among them. With the method `round` the other counts are shown to the
    nearest multiple of `base`, and what is made from counts is made anew from these. What
    `keep` names is dear, so that others are hidden first.
    """

    method: Literal["suppress", "round"] = "suppress"
    base: Annotated[int | None, Field(ge=2, le=200)] = None
    threshold: Annotated[int, Field(ge=2, le=100)] = 5
    zeros: Literal["show", "hide"] = "show"
    width: Annotated[int, Field(ge=1, le=1000)] = 5
    reach: Annotated[int, Field(ge=1, le=1000)] = 5
    decided: Decision | None = None
    statistics: tuple[Identifier, ...] = ()
    keep: dict[Identifier, Annotated[int, Field(ge=1, le=1000)]] = Field(default_factory=dict)
    same_people: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    set_aside: tuple[SetAside, ...] = ()

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.reach < self.threshold:
            fix = "raise it, or lower the threshold"
            raise MisfitError(
                '"reach" lies below the threshold', f"{self.threshold} or more", fix, str(self.reach)
            )
        return self

    @model_validator(mode="after")
    def _can_be_rounded(self) -> Self:
        if (self.method == "round") == (self.base is not None):
            if self.base is not None and self.base > 2 * self.threshold:
                problem = 'counts of the threshold or more would be rounded to none: "base" is too large'
                fix = "lower it, or raise the threshold"
                raise MisfitError(problem, f"{2 * self.threshold} or less", fix, str(self.base))
            return self
        if self.base is None:
            problem = "the method round does not say what counts are rounded to"
            raise MisfitError(problem, "a base", "add base: 5, or what was decided")
        problem = '"base" is there, and counts are not rounded'
        raise MisfitError(problem, "method: round", "add it, or leave the base out", str(self.base))

    def with_own(self, own: Disclosure | None) -> Disclosure:
        """These rules with what a report says itself in their place: a method comes with its own base."""
        if own is None:
            return self
        said = own.model_fields_set | ({"base"} if "method" in own.model_fields_set else set())
        return self.model_copy(update={key: getattr(own, key) for key in said})
