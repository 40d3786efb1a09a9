"""What stands in an edition's folder: documents, tables as a data package, inputs, manifest, checksums."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparbar.config.base import in_language
from sparbar.edition.build import Order, build_edition
from sparbar.edition.crate import crate
from sparbar.edition.inputs import link_extracts
from sparbar.edition.made import made_here
from sparbar.edition.opened import CHECKSUMS, EDITION_SCHEMA, MANIFEST, SIGNATURE
from sparbar.edition.tables import FACTS, data_package, facts_csv
from sparbar.model.edition import edition_to_json
from sparbar.model.files import write_json, write_whole
from sparbar.model.ledger_json import read_ledger
from sparbar.proof import html
from sparbar.provenance.digests import sha256_file
from sparbar.swap import PUBLISHED

# Not among the files that the manifest lists: itself, and what is made of it.
ABOVE = (MANIFEST, SIGNATURE, CHECKSUMS)
INPUTS = "inputs"


@dataclass(frozen=True)
class Making:
    """How an edition's folder is filled.

    Attributes:
        extracts: (source, delivery) to the extract's file.
        made_by: as recorded, where an edition is built again; else None.
    """

    order: Order
    extracts: dict[tuple[str, str], Path]
    made_by: dict[str, Any] | None = None


def fill_edition(fresh: Path, making: Making) -> None:
    """Build an edition from the inputs that stand in its folder, and put all its files there.

    Raises:
        SparbarError: what any step of a build raises.
    """
    from sparbar.config.project import load_project

    root = fresh.with_name(f"{fresh.name}-project")
    shutil.copytree(fresh / INPUTS, root)
    project = load_project(root)
    link_extracts(project.layout, making.extracts)
    work = build_edition(root, making.order)
    for name in PUBLISHED:
        copy = shutil.copytree if (work / name).is_dir() else shutil.copyfile
        copy(work / name, fresh / name)
    _write_tables(fresh, json.loads((work / "basis.json").read_text(encoding="utf-8"))["tables"])
    report = project.reports[making.order.report]
    _write_descriptions(fresh, making, in_language(report.owner, report.language))


def _write_tables(fresh: Path, tables: dict[str, str]) -> None:
    ledger = read_ledger(fresh / "facts.json")
    for name, text in {**tables, FACTS: facts_csv(ledger)}.items():
        write_whole(fresh / "tables" / f"{name}.csv", text)


def _write_descriptions(fresh: Path, making: Making, owner: str) -> None:
    """Data package, crate, manifest, signature and checksums, each over what stands there by then."""
    order = making.order
    document = html.extract((fresh / "report.html").read_bytes())
    if document is None:
        raise ValueError("a document without its proof was rendered")
    manifest = document["manifest"]
    data: dict[str, Any] = {
        "schema": EDITION_SCHEMA,
        "report": order.report,
        "audience": order.audience,
        "edition": edition_to_json(order.edition),
        "title": manifest["title"],
        "language": manifest["language"],
        "owner": owner,
        "extracts": manifest["extracts"],
        "made_by": making.made_by or made_here(manifest),
    }
    write_json(fresh / "datapackage.json", data_package(fresh, data))
    write_json(fresh / "ro-crate-metadata.json", crate(fresh, data))
    data["files"] = file_digests(fresh)
    write_json(fresh / MANIFEST, data)
    if order.sign:
        write_json(fresh / SIGNATURE, order.sign(data))
    write_whole(fresh / CHECKSUMS, checksums(fresh))


def files_of(folder: Path) -> Iterator[str]:
    """The files of an edition by name, those in its folders too, in order."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    yield from sorted(found)


def file_digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file that the manifest lists."""
    return {name: sha256_file(folder / name) for name in files_of(folder) if name not in ABOVE}


def checksums(folder: Path) -> str:
    """The list of checksums in the form that `sha256sum --check` reads."""
    lines = (f"{sha256_file(folder / name)}  {name}\n" for name in files_of(folder) if name != CHECKSUMS)
    return "".join(lines)
