"""The proof in a PDF: attachments, and the digest of everything else as qpdf writes it in one fixed form."""

from __future__ import annotations

import hashlib
import io
import json
import re
from typing import Any

from sparbar.proof.manifest import PARTS, PROOF_SCHEMA

METHOD = "sparbar.pdf/1"
# Where a file says otherwise than so where its table of objects is, programs may find different tables.
# A comment of plain letters behind the end, as archives put it there, leads no program anywhere.
_COMMENT = rb"[\r\n]+%(?![^\r\n]*(?:xref|trailer|obj|stream))[\t -$&-~]*"
_END = re.compile(rb"[\r\n]startxref\s+\d{1,10}\s+%%EOF(?:" + _COMMENT + rb")*[\s\0]*\Z")
_LONGEST_END = 1000
_AMBIGUOUS = "the file is damaged or ends in an unusual way, so that programs may show different pages of it"


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
        ValueError: the file is no PDF, or what is attached under one name depends on where one looks for it.
    """
    pikepdf = _pikepdf()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            files: dict[str, bytes] = {}
            for spec in pdf.attachments.values():
                name = _name_of(spec.obj)
                if name in files:
                    raise ValueError(f"the attachment {name} stands twice")
                files[name] = _content_of(spec.obj)
            # Programs that look for associated files find them here, and not among the attachments.
            for entry in pdf.Root.get("/AF", ()):
                name = _name_of(entry)
                if files.get(name) != _content_of(entry):
                    raise ValueError(f"the attachment {name} is another among the associated files")
            return files
    except pikepdf.PdfError as error:
        raise ValueError("the file is no PDF that can be read; it may be cut off") from error
    # What should be a list, a name or a stream may be anything.
    except (TypeError, AttributeError) as error:
        raise ValueError("the attachments are not listed as a PDF lists them") from error


def _name_of(spec: Any) -> str:
    """The name of an attached file.

    Raises:
        ValueError: it has several.
    """
    names = sorted({str(spec[key]) for key in ("/UF", "/F") if key in spec})
    if len(names) != 1:
        raise ValueError(f"an attachment has several names or none: {', '.join(names)}")
    return names[0]


def _content_of(spec: Any) -> bytes:
    """What is attached, whichever of its entries a program opens.

    Raises:
        ValueError: they differ.
    """
    entries = {bytes(stream.read_bytes()) for stream in spec.get("/EF", {}).values()}
    if len(entries) != 1:
        raise ValueError(f"the attachment {_name_of(spec)} has several contents or none")
    return entries.pop()


def content(data: bytes) -> dict[str, Any]:
    """Digest of the document without attachments, identifiers and metadata stream, streams decoded.

    Objects are numbered and written anew by qpdf, so packing, compression and linearisation play no part.

    Raises:
        ValueError: other programs might show something else than is read here.
    """
    if not _END.search(data[-_LONGEST_END:]):
        raise ValueError(_AMBIGUOUS)
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
        if pdf.get_warnings():
            raise ValueError(_AMBIGUOUS)
    return {"method": METHOD, "sha256": hashlib.sha256(written.getvalue()).hexdigest()}


def _pikepdf() -> Any:
    import pikepdf

    return pikepdf


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8") + b"\n"
