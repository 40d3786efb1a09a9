"""Whatever can be written in YAML does something: a key that no code reads promises in vain."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import sparbar
import sparbar.config
from sparbar.config.base import Model

PACKAGE = Path(sparbar.__file__).parent


def test_every_key_of_yaml_is_read_somewhere() -> None:
    read = names_read(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    unread = {(model.__name__, name) for model in models() for name in model.model_fields if name not in read}
    assert unread == set()


def test_a_key_that_is_only_declared_counts_as_unread() -> None:
    assert names_read(["class A(Model):\n    never: str\n\n\nprint(a.often, getattr(a, 'named'))"]) == {
        "often",
        "named",
    }


def models() -> list[type[Model]]:
    """All models of configuration."""
    for module in pkgutil.iter_modules(sparbar.config.__path__):
        importlib.import_module(f"sparbar.config.{module.name}")
    return list(dict.fromkeys(_below(Model)))


def _below(model: type[Model]) -> Iterator[type[Model]]:
    for own in model.__subclasses__():
        if own.__module__.startswith("sparbar."):
            yield own
        yield from _below(own)


def names_read(texts: Iterable[str]) -> set[str]:
    """Names of attributes, and texts that are such names: what `getattr` is given."""
    found = set()
    for text in texts:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                found.add(node.value)
    return found
