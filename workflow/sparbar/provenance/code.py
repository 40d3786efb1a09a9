"""Digest of the code behind a verb, so that a number never outlives the mistake that made it."""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


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
        total.update(path.read_bytes())
    return total.hexdigest()


@cache
def _files(module: str) -> tuple[Path, ...]:
    """The file of a module, or every file of a package: what its face offers may live in any of them."""
    base = PACKAGE.joinpath(*module.split(".")[1:])
    if base.is_dir():
        found = (p for p in base.rglob("*") if p.is_file() and p.suffix not in (".pyc", ".md"))
        return tuple(sorted(found)) if base != PACKAGE else (base / "__init__.py",)
    file = base.with_suffix(".py")
    return (file,) if file.exists() else ()


@cache
def _imports(path: Path) -> tuple[str, ...]:
    if path.suffix != ".py":
        return ()
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sparbar"):
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names if alias.name.startswith("sparbar"))
    return tuple(sorted(names))
