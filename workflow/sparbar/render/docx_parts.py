"""Parts that a Word document carries beside its text: the ledger, and the fonts of the look."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from sparbar.proof import Prove, docx
from sparbar.render.opc import Parts, R, declare, parse, relate, serialise, word

PROOF = docx.NAMESPACE
_DATASTORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_SLOTS = {
    (400, "normal"): "embedRegular",
    (700, "normal"): "embedBold",
    (400, "italic"): "embedItalic",
    (700, "italic"): "embedBoldItalic",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def add_proof(parts: Parts, prove: Prove) -> None:
    """Add the proof as a custom XML part, which editors keep when they save.

    The digests that it holds are of all other parts as they are now, so nothing may be changed after this.
    """
    parts["customXml/item1.xml"] = docx.part_of(prove("docx", {}))
    identifier = str(uuid.uuid5(uuid.NAMESPACE_URL, PROOF)).upper()
    parts["customXml/itemProps1.xml"] = (
        f'{_HEAD}<ds:datastoreItem xmlns:ds="{_DATASTORE}" ds:itemID="{{{identifier}}}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{PROOF}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
    relate(parts, "customXml/item1.xml", "customXmlProps", "itemProps1.xml")
    relate(parts, "word/document.xml", "customXml", "../customXml/item1.xml")
    declare(
        parts,
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        part="customXml/itemProps1.xml",
    )
    parts["customXml/item1.xml"] = docx.part_of(prove("docx", docx.content(parts)))


def embed_fonts(parts: Parts, fonts: Path) -> None:
    """Embed the fonts that `fonts.json` gives to Word and the styles name: it then looks alike everywhere."""
    from lxml import etree

    if "word/fontTable.xml" not in parts:
        return
    faces = json.loads((fonts / "fonts.json").read_text(encoding="utf-8"))["faces"]
    table = parse(parts["word/fontTable.xml"])
    named = {str(font.get(word("name"))): font for font in table.iter(word("font"))}
    used = {str(value) for value in parse(parts["word/styles.xml"]).xpath("//@*[local-name() = 'ascii']")}
    chosen = [face for face in faces if face.get("word") and face["family"] in used & set(named)]
    # The schema wants the faces in this order.
    chosen.sort(key=lambda face: list(_SLOTS).index((face["weight"], face["style"])))
    for number, face in enumerate(chosen, start=1):
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"{PROOF}:{face['file']}")
        parts[f"word/fonts/font{number}.odttf"] = obfuscated((fonts / face["file"]).read_bytes(), key)
        identifier = relate(parts, "word/fontTable.xml", "font", f"fonts/font{number}.odttf")
        element = etree.SubElement(named[face["family"]], word(_SLOTS[face["weight"], face["style"]]))
        element.set(f"{{{R}}}id", identifier)
        element.set(word("fontKey"), f"{{{str(key).upper()}}}")
    if chosen:
        parts["word/fontTable.xml"] = serialise(table)
        declare(parts, "application/vnd.openxmlformats-officedocument.obfuscatedFont", ending="odttf")


def obfuscated(data: bytes, key: uuid.UUID) -> bytes:
    """A font as Office wants it embedded: its first 32 bytes combined with the key's bytes from the end.

    Source: ECMA-376 part 4, 2.8.1 (font embedding).
    """
    reverse = key.bytes[::-1] * 2
    return bytes(byte ^ other for byte, other in zip(data[:32], reverse, strict=True)) + data[32:]
