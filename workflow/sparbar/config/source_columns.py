"""The columns of a source: as they stand in its files, and those that are made of others."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sparbar.config.base import Code, CodeKeys, Identifier, MisfitError, Model, Number, Several, Text
from sparbar.config.conditions import ConditionField
from sparbar.model.values import Status

ColumnType = Literal["integer", "decimal", "text", "category", "multi", "boolean", "date"]
Severity = Literal["error", "reject", "warning"]
LETTERS_PATTERN = r"^[A-Z]{1,3}$"

# Directives of strptime that mean the same in every locale.
_DATE_DIRECTIVES = frozenset("YymdHMS%")


class Category(Model):
    """One allowed value of a category or multi-response column, and how people spell it."""

    label: Text
    spellings: tuple[Code, ...] = ()
    define: Text | None = None


class Bounds(Model):
    """Inclusive bounds; either may be left out."""

    min: Number | None = None
    max: Number | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min is None and self.max is None:
            raise MisfitError("bounds without a bound", "min, max or both")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise MisfitError(
                "the least is greater than the greatest", found=f"min {self.min}, max {self.max}"
            )
        return self


class Column(Model):
    """One column of a source.

    `header` gives the column's name in the file, or several names of which one must be there; with several
    header rows, a name is the rows' texts joined by " / ". `at` gives its place, by Excel's letters, where
    the header cannot tell: several columns have the same one, or there is none.
    """

    header: Several | None = None
    at: Annotated[str, Field(pattern=LETTERS_PATTERN)] | None = None
    type: ColumnType
    label: Text
    required: bool = False
    unique: bool = False
    range: Bounds | None = None
    scale: Annotated[int, Field(ge=0, le=12)] = 0
    decimal_sign: Literal[",", "."] | None = None
    group_sign: Literal[",", "."] | None = None
    fill_down: bool = False
    values: Annotated[dict[str, Category], CodeKeys] = Field(default_factory=dict)
    separators: tuple[str, ...] = (";",)
    is_true: tuple[Code, ...] = ()
    is_false: tuple[Code, ...] = ()
    formats: tuple[str, ...] = ("%Y-%m-%d",)
    plan: bool = False
    codes: Annotated[dict[str, Status], CodeKeys] = Field(default_factory=dict)
    collected_when: ConditionField = None
    invalid: Severity = "error"
    identifier: bool = False
    sensitive: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        """The names that the column may have in the file."""
        return self.header or ()

    @property
    def is_absent(self) -> bool:
        """Whether the column is not in files of this version of the contract."""
        return self.header is None and self.at is None

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if self.header is None and self.at is None:
            fix = 'write the header as it stands in the file, or say with "at" where the column stands'
            raise MisfitError("a column has neither a header nor a place", "header, at or both", fix)
        if self.group_sign and self.group_sign == (self.decimal_sign or "."):
            other = "," if self.group_sign == "." else "."
            raise MisfitError(
                f'"{self.group_sign}" cannot stand between thousands and before decimals',
                f'decimal_sign: "{other}"',
                "say with decimal_sign which sign stands before decimals",
            )
        return self

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if bool(self.values) != (self.type in ("category", "multi")):
            if not self.values:
                raise MisfitError(f"a {self.type} column has no codes", 'codes with labels under "values"')
            fix = 'leave out "values"'
            raise MisfitError('"values" belongs to category and multi', "", fix, f"type: {self.type}")
        if bool(self.is_true and self.is_false) != (self.type == "boolean"):
            if self.type == "boolean":
                raise MisfitError(
                    'a boolean column needs "is_true" and "is_false"', fix="say how people write both"
                )
            raise MisfitError(
                '"is_true" and "is_false" belong to boolean', "", "leave them out", f"type: {self.type}"
            )
        if self.type == "decimal" and "scale" not in self.model_fields_set:
            fix = 'say with "scale" how many digits stand after the decimal sign'
            raise MisfitError("a decimal has a number of decimals", "scale: 1, 2 …", fix)
        for key, types in _ONLY_FOR.items():
            if key in self.model_fields_set and self.type not in types:
                problem = f'"{key}" belongs to {" and ".join(types)}'
                raise MisfitError(problem, "", "leave it out", f"type: {self.type}")
        return self

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        for code, status in self.codes.items():
            if status == "value":
                wanted = "not_collected, missing, not_applicable, not_defined, suppressed"
                raise MisfitError(f'the code "{code}" says why there is no value', wanted, found="value")
        for written in self.formats:
            directives = set(re.findall(r"%(.)", written))
            if not (directives <= _DATE_DIRECTIVES and "m" in directives and directives & {"Y", "y"}):
                fix = "write the months as numbers; names differ between machines"
                wanted = "%d, %m and %Y or %y; for months without %d"
                raise MisfitError("no date can be read so", wanted, fix, written)
        if len({"%d" in written for written in self.formats}) > 1:
            raise MisfitError("some formats say a day and some only a month", "one or the other")
        return self

    @property
    def monthly(self) -> bool:
        """Whether its dates are months: their first day stands for them."""
        return self.type == "date" and not any("%d" in written for written in self.formats)


# Keys of a column and the types that they mean something for.
_ONLY_FOR: dict[str, tuple[ColumnType, ...]] = {
    "range": ("integer", "decimal"),
    "scale": ("decimal",),
    "decimal_sign": ("integer", "decimal"),
    "group_sign": ("integer", "decimal"),
    "separators": ("multi",),
    "formats": ("date",),
    "plan": ("date",),
}


class Age(Model):
    """Age in whole years at a column's date or the extract date; from a year, calendar years are counted."""

    born: Identifier
    at: Identifier = "extract_date"


class Band(Bounds):
    """One band of a number, bounds inclusive."""

    label: Text


class Bands(Model):
    """A category made from a number: the first band that fits; a number in no band is missing."""

    of: Identifier
    into: Annotated[dict[str, Band], CodeKeys, Field(min_length=1)]


class Recode(Model):
    """A category made from another; a code that is not listed is missing."""

    of: Identifier
    into: Annotated[dict[str, Code], CodeKeys, Field(min_length=1)]
    values: Annotated[dict[str, Category], CodeKeys, Field(min_length=1)]


DERIVED_WAYS = ("days_between", "age", "bands", "recode", "condition")


class Derived(Model):
    """A column computed from others at cleaning: exactly one of the five ways."""

    label: Text
    days_between: tuple[Identifier, Identifier] | None = None
    age: Age | None = None
    bands: Bands | None = None
    recode: Recode | None = None
    condition: ConditionField = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [way for way in DERIVED_WAYS if getattr(self, way) is not None]
        if len(ways) != 1:
            found = ", ".join(ways) or "none"
            raise MisfitError(
                "a derived column is made in exactly one way", ", ".join(DERIVED_WAYS), found=found
            )
        return self

    @property
    def type(self) -> ColumnType:
        """The type of the derived column."""
        if self.bands or self.recode:
            return "category"
        return "boolean" if self.condition is not None else "integer"
