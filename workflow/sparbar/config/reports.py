"""Reports and project defaults (config/reports/<report>.yaml, config/config.yaml)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from sparbar.config.base import (
    Code,
    CodeKeys,
    Day,
    Identifier,
    InsidePath,
    Language,
    MisfitError,
    Model,
    Text,
    as_day,
)
from sparbar.config.disclosure import Disclosure
from sparbar.config.reasons import is_reason
from sparbar.model.values import Rounding

Audience = Literal["internal", "public"]
Engine = Literal["auto", "quarto", "pandoc"]
Slice = Annotated[dict[Identifier, Code | None], Field(default_factory=dict)]


def _as_date(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


# "2023-06-14", "2023-06-14.2", "latest" or "latest on or before 2023-06-30".
ASKED_PATTERN = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}(\.[2-9])?|latest( on or before [0-9]{4}-[0-9]{2}-[0-9]{2})?)$"


def _of_a_day_there_is(value: str) -> str:
    if found := re.search(r"\d{4}-\d\d-\d\d", value):
        as_day(found[0])
    return value


Asked = Annotated[
    str,
    StringConstraints(pattern=ASKED_PATTERN),
    BeforeValidator(_as_date),
    AfterValidator(_of_a_day_there_is),
]
Extracts = Annotated[dict[Identifier, Asked], Field(min_length=1)]

# What `latest` is until the extracts are known: see `Report.dated`.
LATEST = datetime.date.max


def _as_day_or_latest(value: Any) -> datetime.date:
    return LATEST if value == "latest" else as_day(value)


DayOrLatest = Annotated[
    datetime.date,
    PlainValidator(_as_day_or_latest),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"const": "latest"}]}),
]
REPORT_PATTERN = r"^[a-z0-9][a-z0-9_-]*$"


class Selector(Model):
    """Which facts a row, a column or the whole of a table takes; parts from all three are merged.

    A row whose cells have nothing in common lists them instead, one for each column (`cells`).
    """

    label: Text | None = None
    metric: Identifier | None = None
    slice: Slice
    at: Identifier | None = None
    const: Identifier | None = None
    cells: Annotated[tuple[Selector, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _metric_or_constant(self) -> Self:
        if self.const is not None and (self.metric is not None or self.at is not None or self.slice):
            raise MisfitError("a constant has no metric, slice or alias", fix="leave these keys out")
        return self

    @model_validator(mode="after")
    def _cells_say_all(self) -> Self:
        if self.cells is None:
            return self
        if self.const is not None or self.metric is not None or self.at is not None or self.slice:
            raise MisfitError('"cells" says what else these keys would say', fix="write them in each cell")
        if self.label is None:
            raise MisfitError("a row of cells has no name", '"label" beside "cells"', "add the key")
        if any(cell.label is not None or cell.cells is not None for cell in self.cells):
            raise MisfitError('a cell has no "label" and no "cells" of its own', fix="leave the key out")
        return self


def _as_axis(value: Any) -> Any:
    if isinstance(value, str):
        return {"dim": value}
    if isinstance(value, list):
        return {"select": [{"metric": item} if isinstance(item, str) else item for item in value]}
    return value


class AxisModel(Model):
    """Rows or columns of a table: all categories of a dimension, or a list of selectors."""

    dim: Identifier | None = None
    codes: tuple[Code, ...] | None = None
    select: tuple[Selector, ...] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.dim is None) == (self.select is None):
            raise MisfitError("rows or columns are of one kind", "a dimension, or a list of selectors")
        if self.select is not None and not self.select:
            raise MisfitError("the list of selectors is empty", "one selector or more")
        if self.codes is not None and self.dim is None:
            raise MisfitError('"codes" belongs to "dim"', fix="name the dimension that they are codes of")
        return self


Axis = Annotated[
    AxisModel, BeforeValidator(_as_axis, json_schema_input_type=str | list[str | Selector] | AxisModel)
]


class TableDef(Model):
    """A table: rows by columns of facts.

    `totals` adds a last row and column without the dimension; `sort` orders the rows by the first column.
    `instead` is the table that takes its place where more than half of its numbers are hidden.
    """

    caption: Text
    metric: Identifier | None = None
    slice: Slice
    at: Identifier | None = None
    rows: Axis
    columns: Axis
    totals: tuple[Literal["rows", "columns"], ...] = ()
    sort: Literal["as_declared", "descending", "ascending"] = "as_declared"
    note: Text | None = None
    comparable: Text | None = None
    instead: Identifier | None = None


class FigureDef(Model):
    """A figure, drawn from released facts only.

    `bar` draws one horizontal bar per category with its number beside it, `grouped` the categories of
    `group` side by side, `line` one line per category of `group` over an ordered dimension. Its numbers stand
    in a table below it; `data_table: false` leaves that out where tables of the report have all of them.
    """

    caption: Text
    kind: Literal["bar", "grouped", "line"]
    metric: Identifier
    dim: Identifier
    codes: tuple[Code, ...] | None = None
    group: Identifier | None = None
    group_codes: tuple[Code, ...] | None = None
    slice: Slice
    at: Identifier | None = None
    sort: Literal["as_declared", "descending", "ascending"] = "as_declared"
    data_table: bool = True
    note: Text | None = None

    @model_validator(mode="after")
    def _group_fits_the_kind(self) -> Self:
        if (self.kind == "grouped" and self.group is None) or (self.kind == "bar" and self.group is not None):
            fix = 'name a dimension as "group"' if self.group is None else "leave out the group"
            raise MisfitError(
                'the kind of figure and "group" do not fit', "kind: grouped or line, with a group", fix
            )
        if self.group_codes is not None and self.group is None:
            raise MisfitError(
                '"group_codes" belongs to "group"', fix="name the dimension that they are codes of"
            )
        if self.group == self.dim:
            raise MisfitError(
                '"group" and "dim" are the same dimension', fix="leave out the group, or name another"
            )
        return self


class Period(Model):
    """First and last day, both included."""

    start: Day
    end: DayOrLatest

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise MisfitError("the period ends before it starts", fix="change the order of its days")
        return self


class Report(Model):
    """What is to be written.

    `extracts` says for each source which delivery is meant; `compare` gives earlier deliveries a name (an
    alias) by which metrics and templates reach them (`at`). Paths are relative to the project.
    """

    report: Annotated[str, Field(pattern=REPORT_PATTERN, max_length=80)]
    title: Text
    subtitle: Text | None = None
    number: Code = ""
    owner: Text
    funder: Text | None = None
    contact: Text
    date: DayOrLatest
    period: Period
    language: Language
    template: InsidePath
    extracts: Extracts
    compare: dict[Identifier, Extracts] = Field(default_factory=dict)
    metrics: Annotated[tuple[str, ...], Field(min_length=1)]
    tables: dict[Identifier, TableDef] = Field(default_factory=dict)
    figures: dict[Identifier, FigureDef] = Field(default_factory=dict)
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)] = ("internal",)
    reference_docx: InsidePath | None = None
    words_up_to: Annotated[int, Field(ge=0, le=12)] = 0
    disclosure: Disclosure | None = None

    @model_validator(mode="after")
    def _nothing_twice(self) -> Self:
        for key in ("metrics", "audiences"):
            given = getattr(self, key)
            if len(set(given)) < len(given):
                raise MisfitError(
                    f'"{key}" names something twice', fix="leave one out", found=", ".join(given)
                )
        return self

    def dated(self, extracts: Mapping[str, str]) -> Report:
        """The report with the days that `latest` stands for: the newest date of its own extracts.

        Args:
            extracts: ids of extracts to their dates; those of an alias do not count.
        """
        if LATEST not in (self.date, self.period.end):
            return self
        own = [day for identifier, day in extracts.items() if "@" not in identifier]
        newest = datetime.date.fromisoformat(max(own))
        day, end = (newest if given == LATEST else given for given in (self.date, self.period.end))
        period = self.period.model_copy(update={"end": end})
        return self.model_copy(update={"date": day, "period": period})


class Defaults(Model):
    """Settings for the whole project.

    `rounding` is the one rule by which numbers are rounded, at display only.
    """

    language: Language = "sv"
    engine: Engine = "auto"
    rounding: Rounding = "half_up"
    raw: InsidePath = "data/raw"
    results: InsidePath = "results"
    editions: InsidePath = "editions"
    styles: InsidePath = "templates/styles"
    reference_docx: InsidePath = "templates/styles/reference.docx"
    allow: Annotated[dict[str, str], CodeKeys] = Field(default_factory=dict)
    disclosure: Disclosure | None = None

    @field_validator("allow")
    @classmethod
    def _has_reasons(cls, allow: dict[str, str]) -> dict[str, str]:
        """A text that may stand everywhere needs a reason that others can judge."""
        for text, reason in allow.items():
            if not is_reason(reason, text):
                problem = f'"{text}" is allowed without a reason that others can judge'
                fix = f"say in a few words why it is no data, for example {text}: the name of a standard"
                raise MisfitError(problem, "a reason of a few words", fix, found=f'"{reason}"')
        return allow
