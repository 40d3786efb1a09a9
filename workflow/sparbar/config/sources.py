"""Contracts: what a source must look like (config/sources/<source>.yaml)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sparbar.config.base import Identifier, Model, Text
from sparbar.config.conditions import ConditionField
from sparbar.config.pull import Freshness, Pull, Version
from sparbar.config.reader import CsvReader, ExcelReader, RecordReader
from sparbar.config.source_columns import Column, ColumnType, Derived, Severity

FILE_PATTERN = r"^[^/\\:]+$"


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
    `min_rows` is the least number of rows that must fit, however the extract came; 0 where it may be empty.
    """

    source: Identifier
    title: Text
    description: Text | None = None
    notice: Text | None = None
    file: Annotated[str, Field(pattern=FILE_PATTERN, max_length=200)]
    reader: Annotated[ExcelReader | CsvReader | RecordReader, Field(discriminator="kind")]
    min_rows: Annotated[int, Field(ge=0)] = 1
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
