"""What all config models share: frozen, no unknown keys, texts by language, exact numbers and plain dates."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

Language = Literal["sv", "da", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "da", "en")

NAME_PATTERN = r"^[a-zåäöæø][a-z0-9_åäöæø]*$"
Identifier = Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=80)]

_SCALAR_SCHEMA: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_FORM_SCHEMA: list[dict[str, Any]] = [
    {"type": "string"},
    {"type": "array", "items": {"type": "string"}, "minItems": 1},
]
_LONGEST_PATH = 200
_EXACT = re.compile(r"^-?\d{1,30}(\.\d{1,30})?(/\d{1,30})?$")


class MisfitError(ValueError):
    """A value that a model cannot take, in the parts of a `Fault` but for where it stands.

    Attributes:
        problem: what is wrong, in one clause.
        expected: what would have been right, or "".
        fix: what to do about it, or "".
        found: what stands there where the value itself does not say it, or "".
    """

    def __init__(self, problem: str, expected: str = "", fix: str = "", found: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected
        self.fix = fix
        self.found = found


class Model(BaseModel):
    """Frozen, and a key that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


def as_code(value: Any) -> Any:
    """The text of a code where YAML reads something else: 1480, 1.50, true, 2023-06-14."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _as_code_keys(value: Any) -> Any:
    return {as_code(key): item for key, item in value.items()} if isinstance(value, dict) else value


def _as_text(value: Any) -> Any:
    """A text without language is good for all; a bare number such as the label 2022 is its text."""
    if isinstance(value, dict):
        return {key: item if isinstance(item, bool) else as_code(item) for key, item in value.items()}
    return value if value is None or isinstance(value, bool | list) else {"*": as_code(value)}


def _as_forms(value: Any) -> Any:
    """Texts by language, each one or several; without a language they are good for all."""
    by_language = value if isinstance(value, dict) else {"*": value}
    return {key: _as_several(as_code(item)) for key, item in by_language.items()}


def _as_several(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (value,)


def as_fraction(value: Any) -> Fraction:
    """An exact number as config writes it: 12, 0.5 or "1/2".

    Raises:
        MisfitError: it is none of these.
    """
    if isinstance(value, Fraction):
        return value
    written = as_code(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value
    if isinstance(written, str) and _EXACT.match(written) and not re.search(r"/0+$", written):
        top, _, bottom = written.partition("/")
        return Fraction(top) / Fraction(bottom or 1)
    fix = "write it with a point, without group or percent signs"
    raise MisfitError("this is no exact number", "a number such as 12 or 0.5, or a fraction such as 1/2", fix)


def _as_number(value: Any) -> int | Decimal:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    raise MisfitError(
        "this is no number", "a number such as 12 or 0.5", "write it with a point and no quotes"
    )


def as_day(value: Any) -> datetime.date:
    """A date as YAML has it, or as a text.

    Raises:
        MisfitError: it is none.
    """
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str) and re.match(r"^\d{4}-\d\d-\d\d$", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            raise MisfitError("there is no such date", "a date such as 2023-06-14", "correct it") from None
    raise MisfitError(
        "this is no date", "a date such as 2023-06-14", "write year, month and day, without quotes"
    )


def _as_inside(value: Any) -> Any:
    """A path that cannot leave the project, and reads the same on every system."""
    path = PurePosixPath(value if isinstance(value, str) else "/")
    leads_out = path.is_absolute() or ".." in path.parts or "\\" in str(value) or ":" in str(value)
    if not value or len(str(value)) > _LONGEST_PATH or leads_out:
        fix = 'write it from the project\'s folder, with "/" between its parts and without ".."'
        raise MisfitError("this is no path inside the project", "one such as templates/report.qmd.j2", fix)
    return path.as_posix()


# Language to text; the language "*" stands for a text given without one, good for all.
Text = Annotated[
    dict[Literal["sv", "da", "en", "*"], Annotated[str, StringConstraints(min_length=1)]],
    BeforeValidator(_as_text),
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                _SCALAR_SCHEMA,
                {
                    "type": "object",
                    "properties": {language: {"type": ["string", "number"]} for language in LANGUAGES},
                    "additionalProperties": False,
                    "minProperties": 1,
                },
            ]
        }
    ),
]
# Language to one text or several that say the same, the usual one first.
Forms = Annotated[
    dict[Literal["sv", "da", "en", "*"], tuple[Annotated[str, StringConstraints(min_length=1)], ...]],
    BeforeValidator(_as_forms),
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                *_FORM_SCHEMA,
                {
                    "type": "object",
                    "properties": {language: {"anyOf": _FORM_SCHEMA} for language in LANGUAGES},
                    "additionalProperties": False,
                    "minProperties": 1,
                },
            ]
        }
    ),
]
Code = Annotated[str, BeforeValidator(as_code, json_schema_input_type=str | int | float | bool)]
CodeKeys = BeforeValidator(_as_code_keys)
# One text, or a list of them.
Several = Annotated[
    tuple[Code, ...],
    BeforeValidator(_as_several),
    Field(min_length=1),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
    ),
]
EXACT_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _EXACT.pattern}]}
ExactNumber = Annotated[Fraction, PlainValidator(as_fraction), WithJsonSchema(EXACT_SCHEMA)]
Number = Annotated[int | Decimal, PlainValidator(_as_number), WithJsonSchema({"type": "number"})]
Day = Annotated[datetime.date, PlainValidator(as_day), WithJsonSchema({"type": "string", "format": "date"})]
InsidePath = Annotated[str, PlainValidator(_as_inside), WithJsonSchema({"type": "string"})]


def in_language(text: dict[Any, str] | None, language: str, default: str = "") -> str:
    """The text in a language, or the one given without language, or the default."""
    if not text:
        return default
    return text.get(language, text.get("*", default))
