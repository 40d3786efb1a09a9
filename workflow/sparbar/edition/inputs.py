"""What an edition is built from: definitions, template, look and register lines, as a small project."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from sparbar.config.project import Scope, scope_of
from sparbar.edition.opened import MANIFEST, OpenEdition
from sparbar.errors import ContractError, Fault
from sparbar.model.files import borrow
from sparbar.model.paths import Layout
from sparbar.plan import configured_files
from sparbar.provenance.register import append_line, find_delivered, read_register
from sparbar.provenance.resolve import Delivery
from sparbar.release.earlier import earlier_files

# Of the edition that a correction replaces: enough to say what changed.
EARLIER = (MANIFEST, "facts.json", "document.json")


def lay_out_inputs(scope: Scope, deliveries: Iterable[Delivery], target: Path) -> None:
    """Copy everything that a report is built from, but for the extracts themselves, into a folder.

    Raises:
        ContractError: an extract is not in the register yet.
    """
    layout = scope.project.layout
    names = [*configured_files(scope), scope.report.template, *_look(scope)]
    for name in dict.fromkeys(names):
        _copy(layout.root / name, target / name)
    lines = read_register(layout.register())
    copied = Layout(target, layout.raw, layout.results, layout.editions).register()
    faults = []
    for source, delivery in sorted({(item.source, item.delivery) for item in deliveries}):
        line = find_delivered(lines, source, delivery)
        if line is None:
            fix = "build the report with snakemake, which checks and registers its extracts"
            where = f"{layout.raw}/register.csv"
            faults.append(Fault(f"the extract {source} {delivery} is not in the register", where, fix=fix))
        else:
            append_line(copied, line)
    if faults:
        raise ContractError(faults)


def _look(scope: Scope) -> list[str]:
    """The files of the look: styles, fonts, and the Word document with the styles."""
    defaults, root = scope.project.defaults, scope.project.layout.root
    files = sorted(path for path in (root / defaults.styles).rglob("*") if path.is_file())
    return [
        *(path.relative_to(root).as_posix() for path in files),
        scope.report.reference_docx or defaults.reference_docx,
    ]


def lay_out_earlier(earlier: OpenEdition, target: Path) -> None:
    """Copy what a correction needs of the edition that it replaces."""
    for name in EARLIER:
        _copy(earlier.folder / name, target / name)


def lay_out_earlier_releases(scope: Scope, target: Path) -> None:
    """Copy what decides what a public release hides: what is out about the same people, and statistics."""
    project = scope.project
    files = [path for path in earlier_files(scope) if path.is_file()]
    # What an edition says was told means what its own definitions say.
    files += [
        file
        for path in files
        if path.name == "facts.json"
        for folder in ("config/**/*.yaml", "templates/*")
        for file in sorted((path.parent / "inputs").glob(folder))
        if file.is_file()
    ]
    files += [project.root / "config" / "sources" / f"{name}.yaml" for name in scope.disclosure.statistics]
    for name in scope.disclosure.same_people:
        files += [project.root / file for file in configured_files(scope_of(project, name))]
    for path in dict.fromkeys(files):
        _copy(path, target / path.relative_to(project.root))


def link_extracts(layout: Layout, files: Mapping[tuple[str, str], Path]) -> None:
    """Put the extracts at hand in their places, without copying them where that can be.

    Args:
        files: (source, delivery) to the extract's file.
    """
    for (source, delivery), path in files.items():
        folder = layout.extract(source, delivery)
        folder.mkdir(parents=True, exist_ok=True)
        borrow(path, folder / path.name)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
