"""Verify an edition: its files, its documents one by one, its facts, and whether it can be built again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sparbar.audit.levels import Level, State
from sparbar.audit.lone import LoneFile, check_said, check_whole, open_file
from sparbar.audit.true import check_true
from sparbar.edition.agreement import NOT_COMPARED, OF_ANOTHER, is_by_this_code, other_files
from sparbar.edition.contents import ABOVE, INPUTS, checksums, files_of
from sparbar.edition.crate import CRATE
from sparbar.edition.means import NOTHING, Means
from sparbar.edition.opened import CHECKSUMS, DOCUMENTS, OpenEdition, open_edition
from sparbar.edition.rebuild import check_same
from sparbar.edition.tables import DATA_PACKAGE
from sparbar.errors import SparbarError
from sparbar.model.edition import edition_to_json
from sparbar.proof import misfits
from sparbar.proof.signature import check_signature
from sparbar.provenance.digests import sha256_file


def verify_edition(folder: Path, means: Means = NOTHING) -> list[Level]:
    """All levels for an edition, each over everything in it.

    Raises:
        VerificationError: the folder holds no edition.
    """
    opened = open_edition(folder)
    documents, unreadable = _documents(folder)
    whole = _whole(opened, documents, unreadable, means.key)
    said = _together("said", documents, check_said)
    first = documents[0].proof if documents else None
    true = check_true(first, means.extracts)
    return [whole, said, true, check_same(opened, whole, means)]


def verify_documents(folder: Path, means: Means = NOTHING) -> list[Level]:
    """The levels for a folder of documents that is no edition, as a build leaves it."""
    documents, unreadable = _documents(folder)
    whole = _together("whole", documents, lambda file: check_whole(file, means.key), unreadable)
    said = _together("said", documents, check_said)
    first = documents[0].proof if documents else None
    same = Level("same", "not checked", ("only an edition can be built again from what it records",))
    return [whole, said, check_true(first, means.extracts), same]


def _documents(folder: Path) -> tuple[list[LoneFile], list[str]]:
    """The documents that are there, and what is wrong with those that cannot be read."""
    opened, lines = [], []
    for name in DOCUMENTS:
        try:
            opened.append(open_file(folder / name))
        except SparbarError as error:
            lines.append(f"{name}: {error.faults[0].problem}")
        except OSError:
            lines.append(f"{name} is missing")
    return opened, lines


def _together(
    level: str, documents: Sequence[LoneFile], check: Callable[[LoneFile], Level], before: Sequence[str] = ()
) -> Level:
    """One level for all documents; each line says of which."""
    found = [(file.name, check(file)) for file in documents]
    states: set[State] = {answer.state for _, answer in found} | ({"fails"} if before else set())
    state: State = "fails" if "fails" in states else "not checked" if "not checked" in states else "holds"
    lines = [f"{name}: {line}" for name, answer in found for line in answer.lines]
    return Level("said" if level == "said" else "whole", state, (*before, *lines))


def _whole(
    opened: OpenEdition, documents: Sequence[LoneFile], unreadable: list[str], key: bytes | None
) -> Level:
    """Level 1 of an edition: every file is what was published, and all of them say the same."""
    level = _together("whole", documents, lambda file: check_whole(file, key))
    wrong = [*unreadable, *_file_lines(opened)]
    wrong += [] if wrong else [*_agreement_lines(opened, documents), *_description_lines(opened)]
    try:
        good, said = check_signature(opened.manifest, opened.signature, key)
    except ValueError:
        good, said = False, "the signature cannot be read"
    said = said.replace("the file", "the edition")
    wrong += [] if good else [said]
    if wrong or level.state == "fails":
        return Level("whole", "fails", (*wrong, *level.lines))
    lines = (f"all {len(opened.manifest['files'])} files are those that were published", said)
    apart = NOT_COMPARED if is_by_this_code(opened) else OF_ANOTHER
    return Level("whole", level.state, (*lines, apart, *level.lines))


def _file_lines(opened: OpenEdition) -> Iterator[str]:
    """Files that are missing, replaced or too many."""
    folder, listed = opened.folder, opened.manifest["files"]
    there = set(files_of(folder))
    for name in sorted(listed.keys() | there):
        if name in ABOVE:
            continue
        if name not in there:
            yield f"{name} is missing"
        elif name not in listed:
            yield f"{name} is no part of the edition"
        elif (folder / name).is_symlink() or sha256_file(folder / name) != listed[name]:
            yield f"{name} is not the file that was published"
    sums = folder / CHECKSUMS
    if not sums.is_file():
        yield f"{CHECKSUMS} is missing"
    elif sums.read_text(encoding="utf-8", errors="replace") != checksums(folder):
        yield f"{CHECKSUMS} does not list the files as they are"


def _agreement_lines(opened: OpenEdition, documents: Sequence[LoneFile]) -> Iterator[str]:
    """Where documents, ledger and manifest do not say the same, though each is whole."""
    manifest, folder = opened.manifest, opened.folder
    ledger, document = (
        json.loads((folder / name).read_text(encoding="utf-8")) for name in ("facts.json", "document.json")
    )
    made_by = manifest.get("made_by") or {}
    first = next((file.proof for file in documents if file.proof), {})
    for file in documents:
        proof = file.proof
        if proof is None or not isinstance(proof.get("manifest"), dict):
            continue  # Its own level says so.
        pairs: dict[str, tuple[Any, Any]] = {
            "ledger": (proof["ledger"], ledger),
            "list of numbers": (proof["document"], document),
            "tables": (proof["tables"], first["tables"]),
            "figures": (proof["figures"], first["figures"]),
            **{key: (proof["manifest"].get(key), manifest.get(key)) for key in ("edition", "extracts")},
            "code": (proof["manifest"].get("code"), _without(made_by.get("code", {}), "edition")),
            "engine": (proof["manifest"].get("engine"), made_by.get("engine")),
        }
        other = [name for name, (own, common) in pairs.items() if own != common]
        yield from (f"{file.name}: its {name} is not the edition's" for name in other)
        digests = proof["manifest"].get("inputs") or {}
        for name in sorted(digests.keys() - proof["inputs"].keys()):
            path = folder / INPUTS / name  # the look has names of its own in a manifest
            if path.is_file() and sha256_file(path) != digests[name]:
                yield f"{file.name}: it was made from another {name} than the edition holds"
        for name, text in proof["inputs"].items():
            path = folder / INPUTS / name
            if not path.is_file() or path.read_bytes() != text.encode("utf-8"):
                yield f"{file.name}: it was made from another {name} than the edition holds"
    proof = next((file.proof for file in documents if file.proof), None)
    if proof and not any(misfits(file.proof) for file in documents if file.proof):
        yield from other_files(opened, proof, folder / INPUTS)
    yield from _edition_texts(opened)
    yield from _earlier_lines(opened)


def _without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


def _edition_texts(opened: OpenEdition) -> Iterator[str]:
    """Texts about the edition that the document shows with a numeral in them, and that are others."""
    said = _flat(edition_to_json(opened.edition))
    for occurrence in opened.document.occurrences:
        key = occurrence.ref.removeprefix("edition.")
        if occurrence.kind == "text" and occurrence.ref != key and occurrence.text != said.get(key):
            yield f"the document's {key} is not the edition's"


def _flat(data: dict[str, Any]) -> dict[str, str]:
    own = {key: str(value) for key, value in data.items()}
    return own | {f"supersedes.{key}": str(value) for key, value in (data["supersedes"] or {}).items()}


def _earlier_lines(opened: OpenEdition) -> Iterator[str]:
    """Whether the numbers of the edition that was replaced are those that it had."""
    earlier = opened.edition.supersedes
    if earlier is None:
        return
    found = [
        path.parent
        for path in (opened.folder / INPUTS).rglob("edition.json")
        if path.parent.name == earlier.name
    ]
    if len(found) != 1:
        yield f"the edition {earlier.name}, which it replaces, is not among its inputs"
        return
    before = open_edition(found[0])
    digests = before.manifest["files"]
    changed = [
        name for name in ("facts.json", "document.json") if digests.get(name) != sha256_file(found[0] / name)
    ]
    if before.sha256 != earlier.sha256 or changed:
        yield f"the edition {earlier.name} among its inputs is not the one that it replaces"


def _description_lines(opened: OpenEdition) -> Iterator[str]:
    """Whether data package and crate describe the files that are there."""
    folder = opened.folder
    package, graph = (
        json.loads((folder / name).read_text(encoding="utf-8")) for name in (DATA_PACKAGE, CRATE)
    )
    for resource in package["resources"]:
        path = folder / resource["path"]
        if not path.is_file() or resource["hash"] != f"sha256:{sha256_file(path)}":
            yield f"{DATA_PACKAGE} does not describe {resource['path']} as it is"
    parts = next(item for item in graph["@graph"] if item["@id"] == "./")["hasPart"]
    for part in parts:
        if not (folder / part["@id"]).exists():
            yield f"{CRATE} names {part['@id']}, which is not there"
