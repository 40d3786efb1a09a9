"""Level "same": the edition built again from what it records, byte by byte."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sparbar.audit.levels import Level
from sparbar.audit.lone import open_file
from sparbar.audit.true import find_extracts
from sparbar.edition.build import Order
from sparbar.edition.contents import INPUTS, Making, files_of, fill_edition
from sparbar.edition.made import differences, made_here, maker_as_recorded
from sparbar.edition.means import Means
from sparbar.edition.opened import DOCUMENTS, OpenEdition
from sparbar.errors import SparbarError
from sparbar.proof import Sign, html


def check_same(opened: OpenEdition, whole: Level, means: Means) -> Level:
    """Level 4: build the edition again from its recorded inputs, and compare every byte.

    Definitions, template and look are the edition's own, and the extracts those at hand. What made it and its
    signatures are taken as recorded, so that only what they made is compared.
    """
    if not means.rebuild:
        return _unchecked("give --rebuild to build it again and compare every byte")
    if whole.state != "holds":
        return _unchecked("the edition is not whole, so it is not built again")
    if means.extracts is None:
        return _unchecked("no extracts at hand: give their folder with --extracts")
    custom = sorted(metric.id for metric in opened.ledger.metrics if metric.custom)
    if custom and means.key is None:
        return _unchecked(f"metrics written as programs are run only with a --key: {', '.join(custom)}")
    found, lines = find_extracts(opened.ledger, means.extracts)
    if lines:
        return _unchecked(*lines)
    extracts = {(item.source, item.delivery): found[item.id] for item in opened.ledger.extracts}
    with tempfile.TemporaryDirectory(prefix="sparbar-") as name:
        fresh = Path(name) / "edition"
        return _compared(opened, fresh, extracts)


def _compared(opened: OpenEdition, fresh: Path, extracts: dict[tuple[str, str], Path]) -> Level:
    made_by = opened.manifest["made_by"]
    try:
        rebuild_edition(opened, fresh, extracts)
        different = list(first_differences(opened.folder, fresh))
    except SparbarError as error:
        different = [f"it could not be built again: {line}" for line in str(error).splitlines()[:4]]
    other = _other_here(opened, made_by)
    if not different:
        lines = [f"built again, all {len(opened.manifest['files'])} files have the same bytes"]
        return Level("same", "holds", (*lines, *(f"though made by other means: {line}" for line in other)))
    if other:
        return _unchecked("made by other means than are here, which may be why it differs", *other)
    return Level("same", "fails", tuple(different[:50]))


def rebuild_edition(opened: OpenEdition, fresh: Path, extracts: dict[tuple[str, str], Path]) -> None:
    """Build an edition again, as recorded, into a new folder.

    Args:
        extracts: (source, delivery) to the extract's file.

    Raises:
        SparbarError: what any step of a build raises.
    """
    made_by = opened.manifest["made_by"]
    shutil.copytree(opened.folder / INPUTS, fresh / INPUTS)
    sign = _recorded_signatures(opened)
    order = Order(opened.report, opened.audience, opened.edition, sign, maker_as_recorded(made_by))
    fill_edition(fresh, Making(order, extracts, made_by))


def _recorded_signatures(opened: OpenEdition) -> Sign | None:
    """The signatures as the edition has them, by the format of what they sign ("" for the edition itself)."""
    if opened.signature is None:
        return None
    found: dict[str, Any] = {"": opened.signature}
    for name in DOCUMENTS:
        proof = open_file(opened.folder / name).proof
        found[name.rpartition(".")[2]] = proof.get("signature") if proof else None

    def recorded(manifest: Mapping[str, Any]) -> dict[str, Any] | None:
        signature: dict[str, Any] | None = found[str(manifest.get("format", ""))]
        return signature

    return recorded


def _other_here(opened: OpenEdition, made_by: Mapping[str, Any]) -> list[str]:
    from sparbar.render.proof import maker_of

    proof = html.extract((opened.folder / "report.html").read_bytes()) or {}
    manifest = proof.get("manifest", {})
    here = maker_of(manifest["engine"]["name"], "")
    recorded = dict(manifest["engine"]["versions"])
    versions = {name: here.versions.get(name, version) for name, version in recorded.items()}
    now = {
        "code": {"version": here.version, "digest": here.code},
        "engine": {"name": manifest["engine"]["name"], "versions": versions},
    }
    return differences(made_by, made_here(now))


def first_differences(before: Path, after: Path) -> Iterator[str]:
    """For each file that two folders do not share byte by byte, where it first differs."""
    old, new = set(files_of(before)), set(files_of(after))
    for name in sorted(old | new):
        if name not in new:
            yield f"{name} is not made any more"
        elif name not in old:
            yield f"{name} is new"
        else:
            a, b = (before / name).read_bytes(), (after / name).read_bytes()
            if a != b:
                yield f"{name} differs: {_where(a, b)}"


def _where(a: bytes, b: bytes) -> str:
    """The first difference of two files: in texts the line, with what stands around it in both."""
    place = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if b"\0" in a[:4096]:
        return f"first at byte {place} of {len(a)} (now {len(b)})"
    line = a.count(b"\n", 0, place) + 1
    shown = [repr(data[max(0, place - 20) : place + 30].decode("utf-8", "replace")) for data in (a, b)]
    return f"first in line {line}, byte {place}: {shown[0]} then, {shown[1]} now"


def _unchecked(*lines: str) -> Level:
    return Level("same", "not checked", lines)
