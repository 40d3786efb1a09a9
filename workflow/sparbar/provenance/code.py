"""Digest of the code behind a verb, so that a number never outlives the mistake that made it."""

from __future__ import annotations

import hashlib
import os
import re
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# Parsing the modules took longer than all else in a build with nothing to do. A line of prose that
# looks like an import only makes the digest depend on more.
_FROM = re.compile(rb"^[ \t]*from[ \t]+(sparbar[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)", re.MULTILINE)
_IMPORT = re.compile(rb"^[ \t]*import[ \t]+(sparbar[^\n]*)", re.MULTILINE)
_NAME = re.compile(r"[^,()]+")


def code_digest(module: str) -> str:
    """SHA-256 over a module and everything of this package that it imports, directly or not.

    Data files beside the modules (lexicons, filters) count as part of the package that they stand in.
    """
    seen: set[Path] = set()
    queue = [module]
    while queue:
        for path in _files(queue.pop()):
            if path not in seen:
                seen.add(path)
                queue.extend(_imports(path))
    total = hashlib.sha256()
    for path in sorted(seen):
        total.update(path.relative_to(PACKAGE).as_posix().encode())
        total.update(_content(path))
    return total.hexdigest()


@cache
def _files(module: str) -> tuple[Path, ...]:
    """The file of a module, or every file of a package: what its face offers may live in any of them."""
    inner = "/".join(module.split(".")[1:])
    if not inner:
        return (PACKAGE / "__init__.py",)
    listing = _listing()
    found = tuple(path for name, path in listing.items() if name.startswith(f"{inner}/"))
    file = listing.get(f"{inner}.py")
    return found or ((file,) if file else ())


@cache
def _listing() -> dict[str, Path]:
    """Every file of this package by its path within it, in order: one walk, for all the rules ask."""
    found: dict[str, Path] = {}
    for folder, folders, names in os.walk(PACKAGE):
        folders[:] = [name for name in folders if name != "__pycache__"]
        inner = os.path.relpath(folder, PACKAGE).replace(os.sep, "/")
        for name in names:
            if not name.endswith((".pyc", ".md")):
                found[name if inner == "." else f"{inner}/{name}"] = Path(folder, name)
    return dict(sorted(found.items(), key=lambda item: item[1]))


@cache
def _content(path: Path) -> bytes:
    return path.read_bytes()


@cache
def _imports(path: Path) -> tuple[str, ...]:
    """The modules of this package that a module names, and whatever it takes from them."""
    if path.suffix != ".py":
        return ()
    names: set[str] = set()
    for module, taken in _FROM.findall(_content(path)):
        names.add(module.decode())
        names.update(f"{module.decode()}.{name}" for name in _names(taken))
    for modules in _IMPORT.findall(_content(path)):
        names.update(_names(modules))
    return tuple(sorted(names))


def _names(text: bytes) -> list[str]:
    """The names in "(a as b, c)  # why", without what they are called here."""
    bare = re.sub(r"#.*", "", text.decode())
    return [part.split()[0] for part in _NAME.findall(bare) if part.strip()]
