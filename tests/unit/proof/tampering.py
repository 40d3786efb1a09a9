"""Ways to change a file: its text, its looks, its proof, and the extracts behind it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf

from sparbar.proof import docx, html, manifest, pdf

Edit = Callable[[bytes], bytes]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stored.getvalue()


# --- the text of pages and Word documents ------------------------------------------------------------------


def page(change: Callable[[str], str]) -> Edit:
    """Change an HTML page outside its proof."""

    def edit(data: bytes) -> bytes:
        start = data.index(b'<script type="application/json" id="sparbar-proof">')
        end = data.index(b"</script>", start)
        return change(data[:start].decode()).encode() + data[start:end] + data[end:]

    return edit


def word(change: Callable[[str], str], part: str = "word/document.xml") -> Edit:
    """Change a part of a Word document."""

    def edit(data: bytes) -> bytes:
        parts = parts_of(data)
        return packed({**parts, part: change(parts[part].decode()).encode()})

    return edit


def replaced(old: str, new: str, start: str = "<body") -> Callable[[str], str]:
    """Replace the first place of a text after a start, whatever the format."""

    def change(text: str) -> str:
        place = max(text.find(start), 0)
        assert old in text[place:], old
        return text[:place] + text[place:].replace(old, new, 1)

    return change


def matched(pattern: str, new: str) -> Callable[[str], str]:
    """Replace what a pattern finds first."""

    def change(text: str) -> str:
        found = re.search(pattern, text, re.DOTALL)
        assert found, pattern
        return text[: found.start()] + found.expand(new) + text[found.end() :]

    return change


def swapped(text: str) -> str:
    """The first two cells of the table in each other's place."""
    return text.replace(">7<", ">\0<", 1).replace(">9<", ">7<", 1).replace(">\0<", ">9<", 1)


# --- PDF ---------------------------------------------------------------------------------------------------


def pages(change: Callable[[pikepdf.Pdf], None]) -> Edit:
    """Change a PDF."""

    def edit(data: bytes) -> bytes:
        written = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as document:
            change(document)
            document.save(written)
        return written.getvalue()

    return edit


def glyphs(page_: pikepdf.Page, font: str) -> dict[str, bytes]:
    """Character to code of a font."""
    table = page_.Resources.Font[font].ToUnicode.read_bytes().decode("latin-1")
    codes: dict[str, bytes] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            codes[bytes.fromhex(text).decode("utf-16-be")] = bytes.fromhex(code)
    return codes


def map_of(letters: dict[bytes, str]) -> bytes:
    """A font's map from codes to the letters that programs read."""
    lines = "".join(f"<{code.hex()}> <{text.encode('utf-16-be').hex()}>\n" for code, text in letters.items())
    width = len(next(iter(letters)))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <{'00' * width}> <{'ff' * width}> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{lines}endbfchar\nendcmap end end"
    ).encode()


def shown(number: int, old: str, new: str | None, skip: int = 0) -> Callable[[pikepdf.Pdf], None]:
    """Replace a text that a page shows by itself; with None, show it in invisible letters.

    Args:
        skip: how many of these texts stay.
    """

    def change(document: pikepdf.Pdf) -> None:
        target = document.pages[number]
        codes: dict[str, bytes] = {}
        operations: list[Any] = []
        is_done, left = False, skip
        for instruction in pikepdf.parse_content_stream(target):
            operands: Any = instruction.operands
            operator = instruction.operator
            if str(operator) == "Tf":
                codes = glyphs(target, str(operands[0]))
            is_shown = str(operator) in ("TJ", "Tj") and not is_done
            pieces = operands[0] if str(operator) == "TJ" else operands
            strings = (
                [bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)] if is_shown else []
            )
            is_it = is_shown and b"".join(strings) == b"".join(codes.get(char, b"?") for char in old)
            left -= is_it
            if is_it and left < 0:
                is_done = True
                if new is None:
                    operations.append(([3], pikepdf.Operator("Tr")))
                else:
                    text = pikepdf.String(b"".join(codes[char] for char in new))
                    operands, operator = [text], pikepdf.Operator("Tj")
            operations.append((operands, operator))
        assert is_done, old
        target.Contents = document.make_stream(pikepdf.unparse_content_stream(operations))

    return change


def written(text: str, before: str = "") -> Callable[[pikepdf.Pdf], None]:
    """Write a text of our own on the last page.

    Args:
        before: operators that come first.
    """

    def change(document: pikepdf.Pdf) -> None:
        target = document.pages[-1]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
            ToUnicode=document.make_stream(map_of({bytes([i]): c for i, c in enumerate(text, 33)})),
        )
        target.Resources.Font["/Added"] = document.make_indirect(font)
        codes = bytes(range(33, 33 + len(text))).hex()
        target.contents_add(f"q {before} BT /Added 10 Tf 80 90 Td <{codes}> Tj ET Q".encode())

    return change


def both(*changes: Callable[[Any], None]) -> Callable[[Any], None]:
    """Several changes, one after the other."""

    def change(thing: Any) -> None:
        for one in changes:
            one(thing)

    return change


def annotated(kind: str) -> Callable[[pikepdf.Pdf], None]:
    """Lay an annotation over a page."""

    def change(document: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=[80, 700, 160, 730], Contents="18"
        )
        document.pages[0].Annots = pikepdf.Array(
            [*document.pages[0].get("/Annots", []), document.make_indirect(note)]
        )

    return change


def catalogued(key: str) -> Callable[[pikepdf.Pdf], None]:
    """Put an entry into a PDF's catalog."""
    return lambda document: document.Root.__setitem__(key, pikepdf.Dictionary())


def pictured(document: pikepdf.Pdf) -> None:
    """Put a picture on the first page."""
    image = document.make_stream(b"\xff" * 12)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = 2, 2, 8
    image.ColorSpace = pikepdf.Name.DeviceRGB
    target = document.pages[0]
    target.Resources.XObject = pikepdf.Dictionary({"/Added": image})
    target.contents_add(b"q 40 0 0 20 80 700 cm /Added Do Q")


def alternative(document: pikepdf.Pdf) -> None:
    """Change the alternative text of a figure."""
    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing and "9" in str(thing.Alt):
            thing.Alt = pikepdf.String(str(thing.Alt).replace("9", "8"))
            return
    raise AssertionError("no alternative text")


# --- the proof ---------------------------------------------------------------------------------------------


def proof(kind: str, change: Callable[[dict[str, Any]], None], fit: bool = False) -> Edit:
    """Change the proof of a file.

    Args:
        fit: make the manifest fit afterwards, as a forger would.
    """

    def edit(data: bytes) -> bytes:
        read = {"html": html.extract, "pdf": pdf.extract}
        carried = docx.extract(parts_of(data)) if kind == "docx" else read[kind](data)
        assert carried
        change(carried)
        if fit:
            carried["manifest"]["parts"] = manifest.part_digests(carried, carried["tables"])
        if kind == "html":
            start = data.index(b'id="sparbar-proof">') + len(b'id="sparbar-proof">')
            bare = data[:start] + data[data.index(b"</script>", start) :]
            if fit:
                carried["manifest"]["content"] = html.content(bare)
            return html.insert(bare, carried)
        if kind == "docx":
            if fit:
                carried["manifest"]["content"] = docx.content(parts_of(data))
            return packed({**parts_of(data), "customXml/item1.xml": docx.part_of(carried)})
        if fit:
            carried["manifest"]["content"] = pdf.content(data)
        return pages(lambda document: _attach(document, carried))(data)

    return edit


def _attach(document: pikepdf.Pdf, carried: dict[str, Any]) -> None:
    """Put the proof's files in the place of those attached, marked and described as these were."""
    for name, data in pdf.attachments(carried).items():
        known = document.attachments[name]
        if known.get_file().read_bytes() != data:
            for key in list(known.obj.EF.keys()):
                known.obj.EF[key].write(data)


def fact_value(carried: dict[str, Any], new: str = "17") -> None:
    """17 instead of 16 in the ledger."""
    for fact in carried["ledger"]["facts"]:
        if fact["id"] == "alla":
            fact["value"] = json.loads(json.dumps(fact["value"]).replace("16", new))


def listed(carried: dict[str, Any], new: str = "17") -> None:
    """17 instead of 16 in the list, wherever the fact itself stands."""
    for occurrence in carried["document"]["occurrences"]:
        if occurrence["ref"] == "alla":
            occurrence["text"] = new


def other_table(carried: dict[str, Any]) -> None:
    """Other tables under the names of those that the report has."""
    carried["tables"] = dict.fromkeys(carried["tables"], "a;b\n")


def table_total(carried: dict[str, Any], new: str = "17") -> None:
    """17 instead of 16 in the tables."""
    for name, text in carried["tables"].items():
        carried["tables"][name] = text.replace(",16,16\n", f",{new},{new}\n")


def table_cell(carried: dict[str, Any]) -> None:
    """8 instead of 9 men in the tables, as value and as shown."""
    for name, text in carried["tables"].items():
        assert ",9,9\n" in text
        carried["tables"][name] = text.replace(",9,9\n", ",8,8\n")


def in_order(*edits: Edit) -> Edit:
    """Several edits of a file, one after the other."""

    def edit(data: bytes) -> bytes:
        for one in edits:
            data = one(data)
        return data

    return edit


# --- extracts ----------------------------------------------------------------------------------------------

EXTRACT = "folk_2023-06-14.csv"


def edited_text(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def renamed(folder: Path) -> None:
    (folder / EXTRACT).rename(folder / "folk_2023-07-01.csv")


def moved(folder: Path) -> None:
    (folder / "2023-07-01").mkdir()
    (folder / EXTRACT).rename(folder / "2023-07-01" / EXTRACT)


def withdrawn(folder: Path) -> None:
    with (folder / "register.csv").open("a", encoding="utf-8") as register:
        register.write(f"withdrawn,folk,2023-06-14,{EXTRACT},,0,2023-07-01,fel uttag\n")
