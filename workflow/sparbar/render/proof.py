"""The proof of each document: what it is made of, and how it is put in."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import Any

from sparbar.proof import Maker, Prove, html, make_proof, pdf
from sparbar.provenance.code import code_digest
from sparbar.provenance.digests import sha256_file, sha256_text
from sparbar.render.inputs import Composed
from sparbar.render.pdf import typst_version

_STAGES = ("clean", "measure", "recompute", "release", "draw", "compose", "render")


def maker_of(engine: str, quarto: str) -> Maker:
    """By what documents are made here; pandoc's version is known only after it has run.

    Args:
        quarto: its version where it is the engine, else "".
    """
    versions = {"typst": typst_version()} | ({"quarto": quarto} if quarto else {})
    return Maker(importlib.metadata.version("sparbar"), own_code(), engine, versions)


def own_code() -> str:
    """Digest of all the code of this installation that makes documents, as their manifests name it."""
    return sha256_text("".join(code_digest(f"sparbar.{stage}") for stage in _STAGES))


def look_digests(styles: Path, reference: Path) -> dict[str, str]:
    """Digests of the files of the look, by their names within it."""
    files = sorted(path for path in styles.rglob("*") if path.is_file())
    digests = {f"styles/{path.relative_to(styles).as_posix()}": sha256_file(path) for path in files}
    return digests | {f"reference/{reference.name}": sha256_file(reference)}


def proof_of(composed: Composed, look: dict[str, str], maker: Maker) -> dict[str, Any]:
    """The proof of a composed report, all but what depends on the format."""
    parts = {
        "ledger": json.loads(composed.facts_json),
        "document": json.loads(composed.document_json),
        "figures": json.loads(composed.figures_json),
        "inputs": composed.inputs,
    }
    return make_proof(parts, composed.tables, {**composed.digests, **look}, maker, composed.edition)


def proven_page(page: bytes, prove: Prove) -> bytes:
    """The page with its proof in it."""
    return html.insert(page, prove("html", html.content(page)))


def attach(folder: Path, prove: Prove, bare: bytes) -> None:
    """Lay out the proof's files for Typst to attach.

    Args:
        bare: the PDF without attachments.
    """
    files = pdf.attachments(prove("pdf", pdf.content(bare)))
    (folder / "attachments").mkdir()
    listed = []
    for name, data in files.items():
        (folder / "attachments" / name).write_bytes(data)
        mime = "text/csv" if name.endswith(".csv") else "application/json"
        listed.append({"name": name, "mime": mime, "relationship": pdf.relationship(name)})
    (folder / "attachments.json").write_text(json.dumps(listed), encoding="utf-8", newline="\n")
