"""What pydantic finds wrong with a file, in plain words: where, what is wanted, and what stands there."""

from __future__ import annotations

import datetime
import types
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sparbar.config.base import NAME_PATTERN, MisfitError, Model, as_code
from sparbar.config.reader import CELL_PATTERN
from sparbar.config.reports import ASKED_PATTERN, REPORT_PATTERN
from sparbar.config.sources import FILE_PATTERN
from sparbar.config.yaml_file import YamlFile
from sparbar.errors import ConfigError, Fault, nearest

M = TypeVar("M", bound=Model)
Path = tuple[str | int, ...]

_PATTERNS = {
    NAME_PATTERN: "a name of small letters, digits and _, with a letter first",
    REPORT_PATTERN: "a name of a-z, digits, - and _, as the file is called",
    ASKED_PATTERN: "an extract date such as 2023-06-14, 2023-06-14.2 for a second delivery, latest, "
    "or latest on or before 2023-06-30",
    CELL_PATTERN: "a cell such as B2",
    FILE_PATTERN: "a file name without folders",
}
# What is wanted, by pydantic's name of the error.
_WANTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "tuple_type": "a list such as [a, b]",
    "string_too_short": "a text that is not empty",
}

# The kinds that a section may be of.
_KINDS = {
    "reader": ["excel", "csv", "parquet", "kolada", "jsonstat"],
    "pull": ["folder", "http", "kolada", "pxweb", "sql"],
}


def validate(model: type[M], file: YamlFile) -> M:
    """The model that a file describes.

    Raises:
        ConfigError: the file does not fit the model; all faults at once.
    """
    try:
        return model.model_validate({} if file.data is None else file.data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        deeper = {detail["loc"][:depth] for detail in found for depth in range(len(detail["loc"]))}
        # Where an item is wrong, pydantic adds that the list is too short without it.
        kept = [d for d in found if d["type"] != "too_short" or d["loc"] not in deeper]
        raise ConfigError([_fault(detail, model, file) for detail in kept]) from None


def _fault(detail: ErrorDetails, model: type[Model], file: YamlFile) -> Fault:
    is_name = detail["loc"][-1:] == ("[key]",)
    loc = detail["loc"][:-1] if is_name else detail["loc"]
    path = _path_in(file.data, loc)
    where, kind, given = file.place(path), detail["type"], detail["input"]
    if kind == "missing":
        return _missing(loc, where, file.place(path[:-1]))
    if kind == "extra_forbidden":
        known = _keys_of(model, loc[:-1])
        fix = nearest(str(loc[-1]), known) or f"known here: {', '.join(known)}"
        return Fault(problem=f'unknown key "{loc[-1]}"', where=where, fix=fix)
    if kind.startswith("union_tag"):
        return _kind_of_union(detail, file, path)
    name = next((f'"{step}"' for step in reversed(path) if isinstance(step, str)), "the file")
    if kind == "value_error":
        return _misfit(detail["ctx"]["error"], given, where)
    if kind == "too_long":
        return Fault(f"too much stands under {name}", where, f"at most {detail['ctx']['max_length']}", "more")
    wanted = _wanted(detail, model)
    if given is None:
        return Fault(f"nothing stands after {name}", where, wanted, fix="fill it in, or leave the key out")
    problem = f"{name} cannot be {_shown(given)}"
    if is_name:
        is_language = _is_text(model, loc[:-1])
        problem = f"{name} is no language of texts" if is_language else f"the name {name} is not allowed"
    return Fault(problem, where, wanted, _shown(given), _hint(detail, wanted))


def _misfit(error: ValueError, given: Any, where: str) -> Fault:
    """What one of our own validators says."""
    found = _shown(given) if _is_plain(given) else ""
    if not isinstance(error, MisfitError):
        return Fault(str(error), where, found=found)
    return Fault(error.problem, where, error.expected, error.found or found, error.fix)


def _missing(loc: tuple[str | int, ...], where: str, parent: str) -> Fault:
    """A key that must be there; for a pair of values, the second of the two."""
    if isinstance(loc[-1], int):
        return Fault("two values are wanted here", parent, "two, such as [a, b]", "one")
    return Fault(problem=f'"{loc[-1]}" is missing', where=parent, fix=f'add the key "{loc[-1]}" here')


def _hint(detail: ErrorDetails, wanted: str) -> str:
    given, kind = detail["input"], detail["type"]
    if kind == "literal_error" and isinstance(given, str):
        return nearest(given, wanted.split(", "))
    if kind == "string_pattern_mismatch" and detail["ctx"]["pattern"] == ASKED_PATTERN:
        return nearest(str(given), ["latest"])
    if kind == "string_type" and isinstance(given, bool | int | Decimal | datetime.date):
        return "put it in quotes"
    return f"write [{given}]" if kind == "tuple_type" and isinstance(given, str) else ""


def _kind_of_union(detail: ErrorDetails, file: YamlFile, path: Path) -> Fault:
    given = detail["input"].get("kind")
    known = _KINDS["pull" if path[-1:] == ("pull",) else "reader"]
    if given is None:
        fix = 'add the key "kind" here'
        return Fault('"kind" is missing', file.place(path), ", ".join(known), fix=fix)
    where = file.place((*path, "kind"))
    hint = nearest(str(given), known)
    return Fault(f'"kind" cannot be {_shown(given)}', where, ", ".join(known), _shown(given), hint)


def _wanted(detail: ErrorDetails, model: type[Model]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "dict_type" and _is_text(model, detail["loc"]):
        return "a text, or one for each of sv, da, en"
    if kind == "literal_error":
        return str(context["expected"]).replace(" or ", ", ").replace("'", "")
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], "a text of another form")
    if kind == "greater_than_equal":
        return f"at least {context['ge']}"
    if kind == "less_than_equal":
        return f"at most {context['le']}"
    if kind == "too_short":
        return f"at least {context['min_length']}"
    if kind == "string_too_long":
        return f"at most {context['max_length']} characters"
    return _WANTED.get(kind, "something else")


def _is_plain(given: Any) -> bool:
    return not isinstance(given, Mapping | list | tuple)


def _shown(given: Any) -> str:
    if isinstance(given, str):
        return f'"{given[:60]}"'
    if not _is_plain(given):
        return "empty" if not given else "keys with values" if isinstance(given, Mapping) else "a list"
    return "nothing" if given is None else str(as_code(given))


def _path_in(data: Any, loc: tuple[str | int, ...]) -> Path:
    """The part of pydantic's location that stands in the file, where people may write some forms shorter."""
    path: list[str | int] = []
    is_tagged = False
    for position, step in enumerate(loc):
        if not is_tagged and isinstance(data, Mapping) and data.get("kind") == step:
            is_tagged = True  # The tag of a union, which may be called like a key ("folder").
            continue
        is_item = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if is_item or (isinstance(data, Mapping) and step in data):
            data, is_tagged = data[step], False
        elif position < len(loc) - 1 or not isinstance(data, Mapping):
            continue
        path.append(step)
    return tuple(path)


def _keys_of(model: type[Model], loc: tuple[str | int, ...]) -> list[str]:
    """The keys that are known at a location."""
    found = _annotation_at(model, loc)
    return list(found.model_fields) if isinstance(found, type) and issubclass(found, Model) else []


def _is_text(model: type[Model], loc: tuple[str | int, ...]) -> bool:
    found = _annotation_at(model, loc)
    return get_origin(found) is dict and "*" in get_args(get_args(found)[0])


def _annotation_at(model: type[Model], loc: tuple[str | int, ...]) -> Any:
    annotation: Any = model
    for step in loc:
        annotation = _inside(annotation, step)
    return _bare(annotation, None)


def _inside(annotation: Any, step: str | int) -> Any:
    found = _bare(annotation, step)
    if isinstance(found, type) and issubclass(found, Model):
        # The tag of a union has been followed by `_bare`; it may be called like a field ("folder").
        is_tag = annotation is not found and step in _tags(found)
        return found if is_tag or step not in found.model_fields else found.model_fields[step].annotation
    arguments = get_args(found)
    return arguments[-1] if get_origin(found) is dict else arguments[0] if arguments else found


def _bare(annotation: Any, step: str | int | None) -> Any:
    """A type without its metadata and without None; of several models, the one whose tag the step is."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0], step)
    if get_origin(annotation) in (Union, types.UnionType):
        members = [member for member in get_args(annotation) if member is not type(None)]
        for member in members:
            if step in _tags(member):
                return member
        return _bare(members[0], step)
    return annotation


def _tags(model: Any) -> tuple[Any, ...]:
    """The values of "kind" that choose a model among several."""
    kind = getattr(model, "model_fields", {}).get("kind")
    return get_args(kind.annotation) if kind is not None else ()
