"""Digest of the code behind a verb, so that a number never outlives the mistake that made it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# Parsing the modules took longer than all else in a build with nothing to do; looking for the beginnings of
# lines takes seven times as long. Prose that looks like an import only makes the digest depend on more.
_FROM = re.compile(rb"from (sparbar[\w.]*) import (\([^)]*\)|[^\n]*)")
_IMPORT = re.compile(rb"import (sparbar[^\n]*)")
_NAME = re.compile(r"[^,()]+")


def code_digest(module: str) -> str:
    """SHA-256 over a module and everything of this package that it imports, directly or not.

    Data files beside the modules (lexicons, filters) count as part of the package that they stand in.
    """
    seen: set[str] = set()
    asked = {module}
    queue = [module]
    while queue:
        for file in _files(queue.pop()):
            if file not in seen:
                seen.add(file)
                queue += _imports(file) - asked
                asked |= _imports(file)
    total = hashlib.sha256()
    for file in sorted(seen):
        total.update(file.encode())
        total.update(_content(file))
    return total.hexdigest()


def _files(module: str) -> tuple[str, ...]:
    """The file of a module, or every file of a package: what its face offers may live in any of them."""
    inner = "/".join(module.split(".")[1:])
    return _listing().get(inner) or _listing().get(f"{inner}.py", ())


@cache
def _listing() -> dict[str, tuple[str, ...]]:
    """What each path within this package stands for, "" for its own face: one walk, for all the rules ask."""
    found: dict[str, list[str]] = {"": ["__init__.py"]}
    for folder, folders, names in os.walk(PACKAGE):
        folders[:] = [name for name in folders if name != "__pycache__"]
        inner = os.path.relpath(folder, PACKAGE).replace(os.sep, "/")
        for name in names:
            if not name.endswith((".pyc", ".md")):
                file = name if inner == "." else f"{inner}/{name}"
                for place in (file, *_folders(file)):
                    found.setdefault(place, []).append(file)
    return {place: tuple(files) for place, files in found.items()}


def _folders(file: str) -> Iterator[str]:
    """The folders above a file: "a/b" and "a" for "a/b/c.py"."""
    while "/" in file:
        file = file.rpartition("/")[0]
        yield file


@cache
def _content(file: str) -> bytes:
    return (PACKAGE / file).read_bytes()


@cache
def _imports(file: str) -> frozenset[str]:
    """The modules of this package that a module names, and whatever it takes from them."""
    if not file.endswith(".py"):
        return frozenset()
    names: set[str] = set()
    for module, taken in _FROM.findall(_content(file)):
        names.add(module.decode())
        names.update(f"{module.decode()}.{name}" for name in _names(taken))
    for modules in _IMPORT.findall(_content(file)):
        names.update(_names(modules))
    return frozenset(names)


def _names(text: bytes) -> list[str]:
    """The names in "(a as b, c)  # why", without what they are called here."""
    bare = re.sub(r"#.*", "", text.decode())
    return [part.split()[0] for part in _NAME.findall(bare) if part.strip()]
