"""Finished files with a text planted in one place each."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf

GOLDEN = Path(__file__).parents[2] / "golden" / "besok-2023"


def in_part(name: str, old: str, new: str) -> Callable[[str], bytes]:
    """A Word document with a part in which a text is replaced, or which is added."""

    def plant(leak: str) -> bytes:
        parts = unpacked()
        before = parts.get(name, b"").decode()
        assert old in before
        parts[name] = (
            before.replace(old, new.replace("LEAK", leak), 1).encode()
            if old
            else new.replace("LEAK", leak).encode()
        )
        return packed(parts)

    return plant


def unpacked() -> dict[str, bytes]:
    with zipfile.ZipFile(GOLDEN / "report.docx") as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def packed(parts: dict[str, bytes], comment: bytes = b"") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.comment = comment
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


def runs(leak: str) -> str:
    """A text split over runs, one sign in each, with a mark of spelling and a bookmark between."""
    return "".join(f'<w:r><w:rPr/><w:t>{sign}</w:t></w:r><w:proofErr w:type="spellStart"/>' for sign in leak)


def pdf(change: Callable[[pikepdf.Pdf, str], None]) -> Callable[[str], bytes]:
    def plant(leak: str) -> bytes:
        with pikepdf.open(GOLDEN / "report.pdf") as opened:
            change(opened, leak)
            written = io.BytesIO()
            opened.save(written)
        return written.getvalue()

    return plant


def draw(*lines: str) -> Callable[[pikepdf.Pdf, str], None]:
    """A page on which a text is drawn; HALF and REST are its two halves, SIGNS its signs one by one."""

    def change(opened: pikepdf.Pdf, leak: str) -> None:
        half, rest = leak[: len(leak) // 2], leak[len(leak) // 2 :]
        signs = " ".join(f"({sign}) 0" for sign in leak)
        content = (
            "\n".join(lines)
            .replace("LEAK", leak)
            .replace("HALF", half)
            .replace("REST", rest)
            .replace("SIGNS", signs)
        )
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page = opened.add_blank_page()
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = opened.make_stream(content.encode("latin-1"))

    return change


def annotated(kind: str, **entries: Any) -> Callable[[pikepdf.Pdf, str], None]:
    def change(opened: pikepdf.Pdf, leak: str) -> None:
        said: dict[str, Any] = {key: leak if value == "LEAK" else value for key, value in entries.items()}
        if kind == "Link":
            said["A"] = pikepdf.Dictionary(
                S=pikepdf.Name.URI, URI=f"https://example.org/?p={quote(leak, safe='')}"
            )
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=[0, 0, 9, 9], **said
        )
        opened.pages[0].obj.Annots = pikepdf.Array([opened.make_indirect(note)])

    return change


def outlined(opened: pikepdf.Pdf, leak: str) -> None:
    with opened.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Kapitel {leak}", 0))


def described(opened: pikepdf.Pdf, leak: str) -> None:
    with opened.open_metadata() as metadata:
        metadata["dc:description"] = leak


def informed(opened: pikepdf.Pdf, leak: str) -> None:
    opened.docinfo["/Keywords"] = leak


def attached(name: str, content: str) -> Callable[[pikepdf.Pdf, str], None]:
    def change(opened: pikepdf.Pdf, leak: str) -> None:
        own = name.replace("LEAK", leak)
        opened.attachments[own] = content.replace("LEAK", leak).encode()

    return change


def alternative(opened: pikepdf.Pdf, leak: str) -> None:
    tree = opened.Root.StructTreeRoot
    tree.K = pikepdf.Array(
        [opened.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt=leak, P=tree))]
    )


def page(old: str, new: str) -> Callable[[str], bytes]:
    """A page in which a text is replaced."""

    def plant(leak: str) -> bytes:
        before = (GOLDEN / "report.html").read_text(encoding="utf-8")
        assert old in before
        half = leak[: len(leak) // 2]
        made = new.replace("LEAK", leak).replace("HALF", half).replace("REST", leak[len(half) :])
        made = made.replace("URL", quote(leak, safe="")).replace(
            "ENTITIES", "".join(f"&#{ord(c)};" for c in leak)
        )
        made = made.replace("SVG64", base64.b64encode(f"<svg><text>{leak}</text></svg>".encode()).decode())
        return before.replace(old, made, 1).encode()

    return plant


def picture(kind: bytes, before: bytes = b"", *, is_packed: bool = False) -> Callable[[str], bytes]:
    """A picture with one more chunk."""

    def plant(leak: str) -> bytes:
        data = (GOLDEN / "figures" / "kon.png").read_bytes()
        content = before + (zlib.compress(leak.encode()) if is_packed else leak.encode())
        chunk = (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )
        return data[:33] + chunk + data[33:]

    return plant


def photo(leak: str) -> bytes:
    """A JPEG with a text in its EXIF, and nothing else."""
    exif = b"Exif\x00\x00II*\x00" + leak.encode("utf-16-le")
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + b"\xff\xda\x00\x02\xff\xd9"


def in_word_picture(leak: str) -> bytes:
    parts = unpacked()
    parts["docProps/thumbnail.jpeg"] = photo(leak)
    return packed(parts)


def ledger(change: Callable[[dict[str, Any]], object]) -> Callable[[str], bytes]:
    def plant(leak: str) -> bytes:
        data = json.loads((GOLDEN / "facts.json").read_text(encoding="utf-8"))
        change(data)
        return json.dumps(data).replace("LEAK", leak).encode()

    return plant


def text(content: str) -> Callable[[str], bytes]:
    return lambda leak: content.replace("LEAK", leak).encode()


_BODY = "<w:body>"


def word(markup: str) -> Callable[[str], bytes]:
    """A Word document with one more paragraph."""
    return in_part("word/document.xml", _BODY, f"{_BODY}<w:p>{markup}</w:p>")


def web(markup: str) -> Callable[[str], bytes]:
    """A page with something more at its end."""
    return page("</main>", f"{markup}</main>")


_DRAWN = "BT /F1 9 Tf 20 700 Td"

# Name of the file, what is planted in which place.
PLACES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "docx: text": ("report.docx", word("<w:r><w:t>av LEAK i</w:t></w:r>")),
    "docx: text split over runs": ("report.docx", lambda leak: word(runs(leak))("")),
    "docx: hidden text": ("report.docx", word("<w:r><w:rPr><w:vanish/></w:rPr><w:t>LEAK</w:t></w:r>")),
    "docx: deleted text": (
        "report.docx",
        word('<w:del w:author="A"><w:r><w:delText>LEAK</w:delText></w:r></w:del>'),
    ),
    "docx: field": ("report.docx", word('<w:r><w:instrText> HYPERLINK "LEAK"</w:instrText></w:r>')),
    "docx: author of a change": ("report.docx", word('<w:ins w:author="LEAK"/>')),
    "docx: alternative text": (
        "report.docx",
        word('<w:r><w:drawing><x:docPr xmlns:x="x" descr="LEAK"/></w:drawing></w:r>'),
    ),
    "docx: bookmark": ("report.docx", word('<w:bookmarkStart w:name="LEAK" w:id="99"/>')),
    "docx: remark in the markup": ("report.docx", word("<!-- LEAK -->")),
    "docx: comment": (
        "report.docx",
        in_part("word/comments.xml", "", '<c xmlns="c"><comment author="x"><p>LEAK</p></comment></c>'),
    ),
    "docx: footnote": (
        "report.docx",
        in_part(
            "word/footnotes.xml",
            "</w:footnotes>",
            "<w:footnote><w:p><w:r><w:t>LEAK</w:t></w:r></w:p></w:footnote></w:footnotes>",
        ),
    ),
    "docx: header": ("report.docx", in_part("word/header9.xml", "", "<h><t>LEAK</t></h>")),
    "docx: title": (
        "report.docx",
        in_part(
            "docProps/core.xml", "</cp:coreProperties>", "<cp:keywords>LEAK</cp:keywords></cp:coreProperties>"
        ),
    ),
    "docx: own property": (
        "report.docx",
        in_part("docProps/custom.xml", "", '<P><property name="x"><lpwstr>LEAK</lpwstr></property></P>'),
    ),
    "docx: link": (
        "report.docx",
        in_part(
            "word/_rels/document.xml.rels",
            "</Relationships>",
            '<Relationship Id="r" Target="mailto:LEAK"/></Relationships>',
        ),
    ),
    "docx: ledger inside": ("report.docx", in_part("customXml/item1.xml", "{", '{"x": "LEAK", ')),
    "docx: another custom part": ("report.docx", in_part("customXml/item9.xml", "", "<x><y>LEAK</y></x>")),
    "docx: name of a part": (
        "report.docx",
        lambda leak: packed(unpacked() | {f"word/media/{leak}.bin": b""}),
    ),
    "docx: comment of the package": ("report.docx", lambda leak: packed(unpacked(), leak.encode())),
    "docx: thumbnail": ("report.docx", in_word_picture),
    "docx: a document inside": (
        "report.docx",
        lambda leak: packed(unpacked() | {"word/embeddings/o.bin": PLACES["docx: text"][1](leak)}),
    ),
    "pdf: text": ("report.pdf", pdf(draw(_DRAWN, "(av LEAK i) Tj ET"))),
    "pdf: text glyph by glyph": ("report.pdf", pdf(draw(_DRAWN, "[SIGNS] TJ ET"))),
    "pdf: text over two lines": ("report.pdf", pdf(draw(_DRAWN, "(HALF) Tj 0 -11 Td (REST) Tj ET"))),
    "pdf: invisible text": ("report.pdf", pdf(draw(_DRAWN, "3 Tr (LEAK) Tj ET"))),
    "pdf: replacement of text": (
        "report.pdf",
        pdf(draw("/Span << /ActualText (LEAK) >> BDC", _DRAWN, "(x) Tj ET EMC")),
    ),
    "pdf: alternative text": ("report.pdf", pdf(alternative)),
    "pdf: bookmark": ("report.pdf", pdf(outlined)),
    "pdf: XMP": ("report.pdf", pdf(described)),
    "pdf: properties": ("report.pdf", pdf(informed)),
    "pdf: attachment": ("report.pdf", pdf(attached("x.json", '{"a": ["LEAK"]}'))),
    "pdf: attached table": ("report.pdf", pdf(attached("x.csv", 'row,"LEAK",2\n'))),
    "pdf: name of an attachment": ("report.pdf", pdf(attached("LEAK.txt", "x"))),
    "pdf: link": ("report.pdf", pdf(annotated("Link"))),
    "pdf: note": ("report.pdf", pdf(annotated("Text", Contents="LEAK"))),
    "pdf: form field": ("report.pdf", pdf(annotated("Widget", V="LEAK"))),
    "html: text": ("report.html", web("<p>av LEAK i</p>")),
    "html: split over elements": ("report.html", web("<p>HALF<b>RE</b>".replace("RE", "REST") + "</p>")),
    "html: over a line break": ("report.html", web("<p>HALF<br>REST</p>")),
    "html: entities": ("report.html", web("<p>ENTITIES</p>")),
    "html: alternative text": ("report.html", web('<img alt="LEAK">')),
    "html: data attribute": ("report.html", web('<p data-x="LEAK"></p>')),
    "html: link": ("report.html", web('<a href="https://example.org/?p=URL">x</a>')),
    "html: title": ("report.html", page("<title>", "<title>LEAK ")),
    "html: meta": ("report.html", page("<title>", '<meta name="x" content="LEAK"><title>')),
    "html: remark": ("report.html", web("<!-- LEAK -->")),
    "html: script": ("report.html", web("<script>var x = 'LEAK';</script>")),
    "html: ledger inside": ("report.html", page('id="sparbar-proof">{', 'id="sparbar-proof">{"x":"LEAK",')),
    "html: style": ("report.html", web("<style>p::before{content:'LEAK'}</style>")),
    "html: drawing": ("report.html", web("<svg><text><tspan>HALF</tspan><tspan>REST</tspan></text></svg>")),
    "html: drawing as data": ("report.html", web('<img alt="" src="data:image/svg+xml;base64,SVG64">')),
    "html: hidden": ("report.html", web("<p hidden>LEAK</p>")),
    "svg: text": ("kon.svg", text("<svg><text>LEAK</text></svg>")),
    "svg: title": ("kon.svg", text("<svg><title>LEAK</title></svg>")),
    "svg: metadata": ("kon.svg", text("<svg><metadata><r><creator>LEAK</creator></r></metadata></svg>")),
    "svg: id": ("kon.svg", text('<svg><g id="LEAK"/></svg>')),
    "png: text": ("kon.png", picture(b"tEXt", b"Comment\0")),
    "png: packed text": ("kon.png", picture(b"zTXt", b"Comment\0\0", is_packed=True)),
    "png: international text": ("kon.png", picture(b"iTXt", b"Comment\0\1\0sv\0\0", is_packed=True)),
    "png: EXIF": ("kon.png", picture(b"eXIf", b"MM\0*")),
    "jpeg: EXIF": ("kon.jpg", photo),
    "ledger: text": ("facts.json", ledger(lambda data: data["metrics"][0].update(label="av LEAK i"))),
    "ledger: key": ("facts.json", ledger(lambda data: data.update({"LEAK": 1}))),
    "ledger: deep": ("facts.json", ledger(lambda data: data["facts"].append({"slice": [["x", "LEAK"]]}))),
    "json: escapes": (
        "changes.json",
        lambda leak: ('{"x": "' + "".join(f"\\u{ord(c):04x}" for c in leak) + '"}').encode(),
    ),
    "table: cell": ("t-kon.csv", text("row,value\nLEAK,3\n")),
    "table: quoted cell": ("t-kon.csv", text('row,value\n"x, ""LEAK""",3\n')),
    "text: Markdown": ("report.qmd", text("# Rubrik\n\nav LEAK i\n")),
    "text: cp1252": ("notes.txt", lambda leak: "före LEAK é".replace("LEAK", leak).encode("cp1252")),
    "text: UTF-16": ("notes.txt", lambda leak: leak.encode("utf-16")),
    "page: changes": ("changes.html", text("<!doctype html><html><td>LEAK</td></html>")),
    "page: trace": (
        "trace.html",
        text('<!doctype html><html><script type=\'application/json\'>{"rows": ["LEAK"]}</script></html>'),
    ),
}
