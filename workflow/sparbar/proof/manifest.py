"""The proof as data: its parts, and the manifest that digests them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

PROOF_SCHEMA = "sparbar.proof/1"
MANIFEST_SCHEMA = "sparbar.manifest/1"
DAMAGED = "the proof in the file is damaged: it was emptied, cut off or changed"
# From a manifest to its signature; see `proof.signature`.
Sign = Callable[[Mapping[str, Any]], dict[str, Any] | None]
# From a format and the digest of a file's content to the proof that the file carries.
Prove = Callable[[str, Mapping[str, Any]], dict[str, Any]]
# The parts of a proof that the manifest digests; tables are digested one by one.
PARTS = ("ledger", "document", "figures", "inputs")
_KEYS = {"schema", "manifest", *PARTS, "tables", "signature"}
# JSON can write halves of signs, which no text can hold.
_HALF_SIGN = re.compile(rb"\\u[dD][89a-fA-F]")


@dataclass(frozen=True)
class Maker:
    """By what a document was made.

    Attributes:
        version: of sparbar.
        code: digest of the package's code.
        engine: "pandoc" or "quarto".
        versions: program to version.
    """

    version: str
    code: str
    engine: str
    versions: Mapping[str, str] = field(default_factory=dict)


def canonical(data: object) -> bytes:
    """Data as canonical JSON: UTF-8, sorted keys, no white space."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def sha256_canonical(data: object) -> str:
    """Digest of data's canonical JSON, hexadecimal."""
    return hashlib.sha256(canonical(data)).hexdigest()


def make_proof(
    parts: Mapping[str, Any],
    tables: Mapping[str, str],
    digests: Mapping[str, str],
    maker: Maker,
    edition: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The proof of a document, all but what depends on its format.

    Args:
        parts: `ledger`, `document`, `figures` (plain data) and `inputs` (path to text of YAML).
        tables: name to CSV text.
        digests: path to SHA-256 of every file that the document was made from.
        maker: by what it was made.
        edition: what a published report says of itself, None for a document that is not published.
    """
    ledger = parts["ledger"]
    manifest = {
        "schema": MANIFEST_SCHEMA,
        "report": ledger["report"],
        "audience": ledger["audience"],
        "edition": dict(edition) if edition else None,
        "title": parts["document"]["title"],
        "language": ledger["language"],
        "format": "",
        "extracts": _extracts_of(ledger),
        "inputs": dict(digests),
        "code": {"version": maker.version, "digest": maker.code},
        "engine": {"name": maker.engine, "versions": dict(maker.versions)},
        "parts": part_digests(parts, tables),
        "content": {},
    }
    return {
        "schema": PROOF_SCHEMA,
        "manifest": manifest,
        **{name: parts[name] for name in PARTS},
        "tables": dict(tables),
        "signature": None,
    }


def read_json(data: bytes) -> Any:
    """What stands in the place of a proof, or of a part of it.

    Raises:
        ValueError: it is cut, or something else by now.
    """
    try:
        found = json.loads(data.decode("utf-8"))
        if _HALF_SIGN.search(data):  # two halves may make a whole
            json.dumps(found, ensure_ascii=False).encode("utf-8")
        return found
    except ValueError as error:
        raise ValueError(DAMAGED) from error


def read_proof(data: bytes) -> dict[str, Any]:
    """The proof that stands in its place in a file.

    Raises:
        ValueError: it is cut, or something else by now.
    """
    proof = read_json(data)
    if not isinstance(proof, dict):
        raise ValueError(DAMAGED)
    return proof


def part_digests(parts: Mapping[str, Any], tables: Mapping[str, str]) -> dict[str, str]:
    """Digests of the proof's parts by name; a table's name has "tables/" before it."""
    digests = {name: sha256_canonical(parts[name]) for name in PARTS}
    digests |= {
        f"tables/{name}": hashlib.sha256(text.encode("utf-8")).hexdigest() for name, text in tables.items()
    }
    return digests


def finished(
    proof: Mapping[str, Any], format_: str, content: Mapping[str, Any], sign: Sign | None = None
) -> dict[str, Any]:
    """The proof for one format, with the digest of that file's content, and signed if it is to be.

    Args:
        sign: gives the signature of a manifest.
    """
    manifest = {**proof["manifest"], "format": format_, "content": dict(content)}
    return {**proof, "manifest": manifest, "signature": sign(manifest) if sign else None}


def misfits(proof: Mapping[str, Any]) -> list[str]:
    """Names of the parts that are not what the manifest says; "" stands for a proof that is no proof."""
    manifest = proof.get("manifest")
    if (
        proof.get("schema") != PROOF_SCHEMA
        or not isinstance(manifest, dict)
        or manifest.get("schema") != MANIFEST_SCHEMA
    ):
        return [""]
    texts = [proof.get(name) for name in ("inputs", "tables")]
    mappings = [*texts, *(proof.get(name) for name in ("ledger", "document")), manifest.get("parts", {})]
    if any(name not in proof for name in PARTS) or not all(isinstance(one, dict) for one in mappings):
        return [""]
    if any(not isinstance(text, str) for found in texts for text in (found or {}).values()):
        return [""]
    wanted = manifest.get("parts", {})
    found = part_digests(proof, proof["tables"])
    bad = sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))
    bad += sorted(proof.keys() - _KEYS)
    return bad or _contradicted(manifest, proof["ledger"], proof["document"])


def _contradicted(
    manifest: Mapping[str, Any], ledger: Mapping[str, Any], document: Mapping[str, Any]
) -> list[str]:
    """What the manifest itself says of report and extracts that its parts do not."""
    said = {name: ledger.get(name) for name in ("report", "audience", "language")}
    said["title"] = document.get("title")
    said["extracts"] = _extracts_of(ledger)
    return [f"manifest.{name}" for name, value in said.items() if manifest.get(name) != value]


def _extracts_of(ledger: Mapping[str, Any]) -> list[dict[str, Any]]:
    named = ("id", "source", "delivery", "date", "file", "sha256")
    extracts = ledger.get("extracts", ())
    if not isinstance(extracts, list) or not all(isinstance(extract, dict) for extract in extracts):
        return []
    return [{key: extract.get(key) for key in named} for extract in extracts]
