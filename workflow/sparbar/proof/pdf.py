"""The proof in a PDF: attachments, and the digest of everything else as qpdf writes it in one fixed form."""

from __future__ import annotations

import hashlib
import io
import json
import re
from typing import Any

from sparbar.proof.manifest import PARTS, PROOF_SCHEMA, read_json

METHOD = "sparbar.pdf/2"
# As files before had it: what every packer writes anew, and how content streams are spaced, counted there.
EARLIER = "sparbar.pdf/1"
# How each attachment stands to the document, in the words of PDF/A-3; tables are data, others supplements.
_RELATIONSHIPS = {"ledger.json": "data", "inputs.json": "source"}
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


def relationship(name: str) -> str:
    """How an attachment stands to the document."""
    return "data" if name.endswith(".csv") else _RELATIONSHIPS.get(name, "supplement")


def described(data: bytes) -> dict[str, Any]:
    """How a PDF names itself and what is attached to it: all that `content` leaves out.

    Shape: `titles` (all that there are), `attached` (name to relationship and description) and `associated`
        (names of what the document says is associated with it).

    Raises:
        ValueError: this is not listed as a PDF lists it.
    """
    pikepdf = _pikepdf()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            titles = [str(pdf.trailer.Info.Title)] if "/Title" in pdf.trailer.get("/Info", {}) else []
            if "/Metadata" in pdf.Root:
                titles += [str(pdf.open_metadata().get("dc:title", ""))]
            return {
                "titles": [title for title in titles if title],
                "attached": {
                    _name_of(spec.obj): [str(spec.obj.get(key, "")) for key in ("/AFRelationship", "/Desc")]
                    for spec in pdf.attachments.values()
                },
                "associated": [_name_of(entry) for entry in pdf.Root.get("/AF", ())],
            }
    except (pikepdf.PdfError, TypeError, AttributeError) as error:
        raise ValueError("the attachments and names are not listed as a PDF lists them") from error


def misdescribed(found: dict[str, Any], title: str) -> list[str]:
    """Where a PDF names itself or what is attached otherwise than it was built.

    Args:
        found: as `described` gives it.
        title: of the document.
    """
    lines = [
        f'the PDF calls itself "{one}", the report is "{title}"' for one in found["titles"] if one != title
    ]
    for name, (relation, description) in sorted(found["attached"].items()):
        if relation.lower() != f"/{relationship(name)}":
            lines.append(f"the attachment {name} is marked as {relation[1:] or 'nothing'} of the document")
        if description != name:
            lines.append(f'the attachment {name} is described as "{description[:80]}"')
    if sorted(found["associated"]) != sorted(found["attached"]):
        lines.append("the attachments are not the files that the document says are associated with it")
    return list(dict.fromkeys(lines))


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
            proof[name] = read_json(files[f"{name}.json"])
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


def content(data: bytes, method: str = METHOD) -> dict[str, Any]:
    """Digest of the document without attachments, identifiers and metadata, streams decoded.

    Objects are numbered and written anew by qpdf, so packing, compression and linearisation play no part, and
    operators of pages stand one to a line.

    Args:
        method: the one before this, for files that name it.

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
        if method != EARLIER and "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        if "/Names" in pdf.Root and "/EmbeddedFiles" in pdf.Root.Names:
            del pdf.Root.Names["/EmbeddedFiles"]
            if not pdf.Root.Names.keys():
                del pdf.Root["/Names"]
        written = io.BytesIO()
        pdf.save(
            written,
            static_id=True,
            compress_streams=False,
            normalize_content=method != EARLIER,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        if pdf.get_warnings():
            raise ValueError(_AMBIGUOUS)
    used = EARLIER if method == EARLIER else METHOD
    return {"method": used, "sha256": hashlib.sha256(written.getvalue()).hexdigest()}


def _pikepdf() -> Any:
    import pikepdf

    return pikepdf


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8") + b"\n"
