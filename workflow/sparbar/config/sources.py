"""Contracts: what a source must look like (config/sources/<source>.yaml)."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sparbar.config.base import Code, CodeKeys, Identifier, MisfitError, Model, Number, Several, Text
from sparbar.config.conditions import ConditionField
from sparbar.config.pull import Freshness, Pull, Version
from sparbar.model.values import Status

ColumnType = Literal["integer", "decimal", "text", "category", "multi", "boolean", "date"]
Severity = Literal["error", "reject", "warning"]
CELL_PATTERN = r"^[A-Z]{1,3}[1-9][0-9]{0,6}$"
LETTERS_PATTERN = r"^[A-Z]{1,3}$"
FILE_PATTERN = r"^[^/\\:]+$"
HeaderRow = Annotated[int, Field(ge=1, le=1000)]

# Directives of strptime that mean the same in every locale.
_DATE_DIRECTIVES = frozenset("YymdHMS%")


class DateCell(Model):
    """A cell that holds the extract date, alone or at the end of a text ("Uttag: 2023-06-14")."""

    cell: Annotated[str, Field(pattern=CELL_PATTERN)]
    sheet: str | None = None


Count = Annotated[int, Field(ge=1)]


class Limits(Model):
    """The most that a file may hold. What has more is refused before it fills memory or time."""

    megabytes: Count = 1_024
    unpacked_megabytes: Count = 1_024
    sheets: Count = 200
    rows: Count = 5_000_000
    columns: Count = 2_000
    cells: Count = 20_000_000
    seconds: Count = 600


class TableReader(Model):
    """What workbooks and text files share: header rows (none, where there are none), the end, and limits."""

    header_rows: tuple[HeaderRow, ...] = (1,)
    end_at: tuple[Code, ...] = ()
    limits: Limits | None = None

    @property
    def rows_above(self) -> int:
        """How many rows stand above the data: none in a file without header."""
        return max(self.header_rows, default=0)


class ExcelReader(TableReader):
    """How to find the rows in a workbook. Rows are counted from 1 as Excel shows them."""

    kind: Literal["excel"]
    sheet: str
    date_cell: DateCell | None = None


class CsvReader(TableReader):
    """How to find the rows in a text file. Rows are counted from 1 as records in the file."""

    kind: Literal["csv"]
    encoding: Literal["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    quote: Annotated[str, Field(min_length=1, max_length=1)] = '"'
    date_cell: None = None


class RecordReader(Model):
    """Records that name their own fields: Parquet, pages of Kolada, or one json-stat2 table."""

    kind: Literal["parquet", "kolada", "jsonstat"]
    limits: Limits | None = None
    header_rows: ClassVar[tuple[int, ...]] = (1,)
    date_cell: ClassVar[None] = None


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
                '"is_true" and "is_false" belong to boolean', "", "leave out", f"type: {self.type}"
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


class Check(Model):
    """A rule across columns: where `when` holds, `require` must not be known to fail."""

    id: Identifier
    when: ConditionField = None
    require: ConditionField
    severity: Severity = "error"
    message: Text


class Linking(Model):
    """Identifiers that are kept, each as a keyed digest that is the same wherever its person stands.

    `key` names the value of the environment that holds the key. Digests of two contracts can be compared
    where key and `domain` are the same; another project names another domain.
    """

    columns: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    key: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
    domain: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{2,60}$")]


class Contract(Model):
    """What a source must look like.

    `key` names the columns that together tell one row from every other; `person` the column that tells one
    person from every other. `file` is the raw file's name, in which `{date}` stands for the extract date.
    """

    source: Identifier
    title: Text
    description: Text | None = None
    notice: Text | None = None
    file: Annotated[str, Field(pattern=FILE_PATTERN, max_length=200)]
    reader: Annotated[ExcelReader | CsvReader | RecordReader, Field(discriminator="kind")]
    key: tuple[Identifier, ...] = ()
    person: Identifier | None = None
    linking: Linking | None = None
    columns: Annotated[dict[Identifier, Column], Field(min_length=1)]
    derived: dict[Identifier, Derived] = Field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    pull: Pull | None = None
    freshness: Freshness | None = None
    versions: tuple[Version, ...] = ()

    @property
    def linked(self) -> tuple[str, ...]:
        """Identifiers of which cleaned tables hold keyed digests."""
        return self.linking.columns if self.linking else ()

    @property
    def is_self_dated(self) -> bool:
        """Whether what is pulled says its own extract date, and so may be of an earlier day than the pull."""
        has_dated_name = self.pull is not None and self.pull.kind == "folder" and "{date}" in self.pull.files
        return has_dated_name or self.reader.date_cell is not None

    def is_dropped(self, column: str) -> bool:
        """Whether a column is an identifier that is read and checked, and kept nowhere."""
        return column in self.columns and self.columns[column].identifier and column not in self.linked

    def type_of(self, column: str) -> ColumnType:
        """The type of a column, read or derived.

        Raises:
            KeyError: there is no such column.
        """
        return self.columns[column].type if column in self.columns else self.derived[column].type

    def label_of(self, column: str) -> Text:
        """The label of a column, read or derived.

        Raises:
            KeyError: there is no such column.
        """
        return self.columns[column].label if column in self.columns else self.derived[column].label

    def codes_of(self, column: str) -> dict[str, Text] | None:
        """Codes and labels of a category, multi or boolean column in the contract's order; else None."""
        if column in self.columns:
            if self.columns[column].type == "boolean":
                return dict(BOOLEAN_LABELS)
            return {code: item.label for code, item in self.columns[column].values.items()} or None
        derived = self.derived[column]
        if derived.bands:
            return {code: band.label for code, band in derived.bands.into.items()}
        if derived.recode:
            return {code: item.label for code, item in derived.recode.values.items()}
        return dict(BOOLEAN_LABELS) if derived.condition is not None else None


# The codes by which slices name the two values of a boolean column.
BOOLEAN_LABELS: dict[str, Text] = {
    "true": {"sv": "Ja", "da": "Ja", "en": "Yes"},
    "false": {"sv": "Nej", "da": "Nej", "en": "No"},
}
