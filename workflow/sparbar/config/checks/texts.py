"""Whether every text that a report can show is there in its language, and every label says one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from sparbar.config.base import Model, in_language
from sparbar.config.scope import Scope
from sparbar.errors import Fault

Path = tuple[str | int, ...]


def text_faults(scope: Scope) -> Iterator[Fault]:
    """A fault for each text that stands in other languages only."""
    language = scope.report.language
    for where, item in _shown_models(scope):
        for path, text in _texts(item):
            if language not in text and "*" not in text:
                problem = f'a text is missing in the report\'s language, "{language}"'
                fix = f"add {language}: to it, or write it once for all languages"
                yield Fault(problem, where(*path), language, ", ".join(text), fix)


def _shown_models(scope: Scope) -> Iterator[tuple[Any, Model]]:
    """Everything whose texts a reader of the report may meet, and how to say where it stands."""
    yield scope.report_place, scope.report
    for source, contract in scope.contracts.items():
        yield (lambda *path, s=source: scope.contract_place(s, *path)), contract
    for section in ("metrics", "constants", "claims"):
        for name, item in getattr(scope, section).items():
            yield (lambda *path, s=section, n=name: scope.place(s, n, *path)), item


def _texts(model: Model, path: Path = ()) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """The texts inside a model with their places."""
    text_fields = _text_fields(type(model))
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name in text_fields:
            if value is not None:
                yield (*path, name), value
            continue
        children: Any = ()
        if isinstance(value, Model):
            children = [((), value)]
        elif isinstance(value, Mapping):
            children = [((key,), item) for key, item in value.items()]
        elif isinstance(value, tuple):
            children = [((position,), item) for position, item in enumerate(value)]
        for step, child in children:
            if isinstance(child, Model):
                yield from _texts(child, (*path, name, *step))


@cache
def _text_fields(model: type[Model]) -> frozenset[str]:
    return frozenset(name for name, info in model.model_fields.items() if _is_text(info.annotation))


def _is_text(annotation: Any) -> bool:
    """Whether a type is `Text`, or may be."""
    if get_origin(annotation) is dict:
        return "*" in get_args(get_args(annotation)[0])
    return any(_is_text(part) for part in get_args(annotation))


def label_faults(scope: Scope, sound: frozenset[str]) -> Iterator[Fault]:
    """A fault where two sources give one dimension, or one of its codes, different labels.

    Facts are sliced by the names of columns, and labels are found by these names.
    """
    language = scope.report.language
    first: dict[tuple[str, str | None], tuple[str, str]] = {}
    for dimension, source, column in _dimensions(scope, sound):
        contract = scope.contracts[source]
        labels: dict[str | None, Any] = {None: contract.label_of(column)}
        labels.update(contract.codes_of(column) or {})
        for code, label in labels.items():
            here = (source, in_language(label, language))
            known = first.setdefault((dimension, code), here)
            if known[1] != here[1]:
                what = dimension if code is None else f"{dimension} {code}"
                section = "columns" if column in contract.columns else "derived"
                where = scope.contract_place(source, section, column)
                problem = f"{what} has another label in {source} than in {known[0]}"
                fix = "give both the same label, or one of the columns another name"
                yield Fault(problem, where, f'"{known[1]}"', f'"{here[1]}"', fix)


def _dimensions(scope: Scope, sound: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """The dimensions of the report's sound metrics: name, source, and column there."""
    seen: set[tuple[str, str]] = set()
    for name in scope.metrics:
        if name not in sound:
            continue
        for dimension in scope.metrics[name].by:
            source, column = scope.table_of(name).homes[dimension]
            if (dimension, source) not in seen:
                seen.add((dimension, source))
                yield dimension, source, column
