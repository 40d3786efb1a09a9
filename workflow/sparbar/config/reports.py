"""Reports and project defaults (config/reports/<report>.yaml, config/config.yaml)."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from sparbar.config.base import Code, CodeKeys, Identifier, Language, Model, Text

Audience = Literal["internal", "public"]
Engine = Literal["auto", "quarto", "pandoc"]
Slice = Annotated[dict[Identifier, Code | None], Field(default_factory=dict)]


def _as_date(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


# "2023-06-14", "2023-06-14.2" or "latest".
Asked = Annotated[str, BeforeValidator(_as_date), Field(pattern=r"^(\d{4}-\d\d-\d\d(\.[2-9])?|latest)$")]


class Selector(Model):
    """Which facts a row, a column or the whole of a table or figure takes; parts from all three are merged."""

    label: Text | None = None
    metric: Identifier | None = None
    slice: Slice
    at: Identifier | None = None
    const: Identifier | None = None


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
            raise ValueError("an axis takes a dimension, or a list of selectors")
        return self


Axis = Annotated[AxisModel, BeforeValidator(_as_axis)]


class TableDef(Model):
    """A table: rows by columns of facts.

    `totals` adds a last row and column without the dimension; `sort` orders the rows by the first column.
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


class FigureDef(Model):
    """A figure, drawn from released facts only.

    `bar` draws one horizontal bar per category with its number beside it, `grouped` the categories of
    `group` side by side, `line` one line per category of `group` over an ordered dimension.
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
    note: Text | None = None


class Period(Model):
    """First and last day, both included."""

    start: datetime.date
    end: datetime.date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError("the period ends before it starts")
        return self


class Report(Model):
    """What is to be written.

    `extracts` says for each source which delivery is meant; `compare` gives earlier deliveries a name (an alias) by
    which metrics and templates reach them (`at`).
    """

    report: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    title: Text
    subtitle: Text | None = None
    number: str = ""
    owner: Text
    funder: Text | None = None
    contact: Text
    date: datetime.date
    period: Period
    language: Language
    template: str
    extracts: Annotated[dict[Identifier, Asked], Field(min_length=1)]
    compare: dict[Identifier, dict[Identifier, Asked]] = Field(default_factory=dict)
    metrics: Annotated[tuple[str, ...], Field(min_length=1)]
    tables: dict[Identifier, TableDef] = Field(default_factory=dict)
    figures: dict[Identifier, FigureDef] = Field(default_factory=dict)
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)] = ("internal",)
    reference_docx: str | None = None
    words_up_to: Annotated[int, Field(ge=0, le=12)] = 0


class Defaults(Model):
    """Settings for the whole project.

    `rounding` is the one rule by which numbers are rounded, at display only.
    """

    language: Language = "sv"
    engine: Engine = "auto"
    rounding: Literal["half_up", "half_even"] = "half_up"
    raw: str = "data/raw"
    results: str = "results"
    styles: str = "templates/styles"
    reference_docx: str = "templates/styles/reference.docx"
    allow: Annotated[dict[str, str], CodeKeys] = Field(default_factory=dict)
