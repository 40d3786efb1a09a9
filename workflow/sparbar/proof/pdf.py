"""The proof in a PDF: attachments, and the digest of everything else as qpdf writes it in one fixed form."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

from sparbar.proof.manifest import PARTS, PROOF_SCHEMA

METHOD = "sparbar.pdf/1"


def attachments(proof: dict[str, Any]) -> dict[str, bytes]:
    """The files to attach, by name."""
    files = {f"{name}.json": _json(proof[name]) for name in ("manifest", *PARTS, "signature")}
    return files | {f"{name}.csv": text.encode("utf-8") for name, text in proof["tables"].items()}


def extract(data: bytes) -> dict[str, Any] | None:
    """The proof that a PDF's attachments make, or None where it has no manifest.

    Raises:
        ValueError: the file is no PDF, an attachment stands twice, or is no JSON.
    """
    files = attached(data)
    if "manifest.json" not in files:
        return None
    known = {f"{name}.json" for name in ("manifest", *PARTS, "signature")}
    foreign = [name for name in sorted(files) if name not in known and not name.endswith(".csv")]
    proof: dict[str, Any] = {"schema": PROOF_SCHEMA}
    for name in ("manifest", *PARTS, "signature"):
        if f"{name}.json" in files:
            proof[name] = json.loads(files[f"{name}.json"].decode("utf-8"))
    proof["tables"] = {
        name.removesuffix(".csv"): text.decode("utf-8")
        for name, text in sorted(files.items())
        if name.endswith(".csv")
    }
    # What no manifest can vouch for counts as a table that the manifest does not have.
    proof["tables"] |= dict.fromkeys(foreign, "")
    return proof


def attached(data: bytes) -> dict[str, bytes]:
    """All files attached to a PDF, by name.

    Raises:
        ValueError: the file is no PDF, or two attachments share a name.
    """
    pikepdf = _pikepdf()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            files: dict[str, bytes] = {}
            for spec in pdf.attachments.values():
                if spec.filename in files:
                    raise ValueError(f"the attachment {spec.filename} stands twice")
                files[spec.filename] = spec.get_file().read_bytes()
            return files
    except pikepdf.PdfError as error:
        raise ValueError("the file is no PDF that can be read; it may be cut off") from error


def content(data: bytes) -> dict[str, Any]:
    """Digest of the document without attachments, identifiers and metadata stream, streams decoded.

    Objects are numbered and written anew by qpdf, so packing, compression and linearisation play no part.
    """
    pikepdf = _pikepdf()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for key in ("/AF", "/Metadata"):
            if key in pdf.Root:
                del pdf.Root[key]
        if "/Names" in pdf.Root and "/EmbeddedFiles" in pdf.Root.Names:
            del pdf.Root.Names["/EmbeddedFiles"]
            if not pdf.Root.Names.keys():
                del pdf.Root["/Names"]
        written = io.BytesIO()
        pdf.save(
            written,
            static_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return {"method": METHOD, "sha256": hashlib.sha256(written.getvalue()).hexdigest()}


def _pikepdf() -> Any:
    import pikepdf

    return pikepdf


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8") + b"\n"
