"""Dependencies point one way, stages never import each other, and light verbs stay light."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

import sparbar

PACKAGE = Path(sparbar.__file__).parent
LAYERS = {
    "errors": 0,
    "model": 0,
    "language": 0,
    "provenance": 1,
    "config": 1,
    "readers": 2,
    "selection": 2,
    "shown": 2,
    "pandoc": 2,
    "webpage": 2,
    "claims": 2,
    "plan": 2,
    "proof": 2,
    "personal": 2,
    "demo": 2,
    "disclosure": 2,
    "register": 3,
    "clean": 3,
    "measure": 3,
    "recompute": 3,
    "release": 3,
    "draw": 3,
    "compose": 3,
    "render": 3,
    "swap": 3,
    "forget": 4,
    "audit": 4,
    "pull": 4,
    "changes": 5,
    "draft": 4,
    "edition": 5,
    "shelf": 6,
    "rebuild": 7,
    "cli": 8,
}
STAGES = {name for name, layer in LAYERS.items() if layer == 3}


def imports_of(source: str) -> set[str]:
    """First names below `sparbar` that a module's text imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        names = (
            [node.module]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        found |= {name.split(".")[1] for name in names if name and name.startswith("sparbar.")}
    return found


def breaches(room: str, source: str) -> list[str]:
    """Imports that point upwards, or from one stage to another."""
    found = []
    for other in sorted(imports_of(source) - {room}):
        if LAYERS[other] > LAYERS[room] or (room in STAGES and other in STAGES):
            found.append(f"{room} imports {other}")
    return found


def modules():
    return [
        (path.relative_to(PACKAGE).parts[0].removesuffix(".py"), path)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent != PACKAGE or path.name != "__init__.py"
    ]


def test_every_room_has_its_layer():
    assert {room for room, _ in modules()} == set(LAYERS)


@pytest.mark.parametrize(
    ("room", "path"),
    modules(),
    ids=lambda value: value.relative_to(PACKAGE).as_posix() if isinstance(value, Path) else value,
)
def test_imports_point_one_way(room, path):
    assert breaches(room, path.read_text(encoding="utf-8")) == []


def tied_in_a_circle(sources: dict[str, str]) -> list[str]:
    """Modules that import each other, in whatever way; [] where there are none."""
    graph = {name: modules_imported(source, sources) - {name} for name, source in sources.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def modules_imported(source: str, known: dict[str, str]) -> set[str]:
    """The modules among those known that a module's text names; a package's face only hands on names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & known.keys()


def test_no_modules_import_each_other():
    files = [path for _, path in modules() if path.name != "__init__.py"]
    names = {path: ".".join(("sparbar", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in files}
    assert tied_in_a_circle({names[path]: path.read_text(encoding="utf-8") for path in files}) == []


def test_a_circle_is_seen():
    sources = {"sparbar.a": "def f():\n    from sparbar.b import x\n", "sparbar.b": "from sparbar import a\n"}
    assert set(tied_in_a_circle(sources)) == {"sparbar.a", "sparbar.b"}


def test_a_deliberate_breach_is_seen():
    assert breaches("clean", "from sparbar.measure import x") == ["clean imports measure"]
    assert breaches("model", "def f():\n    import sparbar.config.project") == ["model imports config"]


def test_the_library_never_imports_snakemake():
    for _, path in modules():
        assert "import snakemake" not in path.read_text(encoding="utf-8")
        assert "from snakemake" not in path.read_text(encoding="utf-8")


def test_the_two_ways_to_a_number_share_no_code():
    for path in (PACKAGE / "recompute").rglob("*.py"):
        assert imports_of(path.read_text(encoding="utf-8")).isdisjoint({"clean", "measure"})
    for path in [*(PACKAGE / "clean").rglob("*.py"), *(PACKAGE / "measure").rglob("*.py")]:
        assert "recompute" not in imports_of(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "module",
    [
        "sparbar.compose",
        "sparbar.render",
        "sparbar.audit.verify",
        "sparbar.audit.foreign",
        "sparbar.audit.trace",
        "sparbar.audit.trace_page",
        "sparbar.cli",
        "sparbar.shelf.gather",
        "sparbar.shelf.page",
        "sparbar.plan",
        "sparbar.release",
        "sparbar.rebuild",
    ],
)
def test_light_verbs_import_nothing_heavy(module):
    heavy = ("pandas", "matplotlib", "duckdb", "numpy", "scipy", "snakemake")
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
