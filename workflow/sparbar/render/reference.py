"""Make the Word reference document from pandoc's own.

    python -m sparbar.render.reference templates/styles/reference.docx

An organisation may open the result in Word, change the styles and give it to `reference_docx` in config. What
render needs of such a document are the style names below and, where wanted, the marks `{running_header}`,
`{running_footer}`, `{notice}` and `{page_word}` in its headers and footers.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from html import escape
from importlib import resources
from pathlib import Path

from sparbar.pandoc import find_pandoc
from sparbar.render.opc import R, W, declare, parse, read_parts, relate, serialise, word, write_parts

SANS, SERIF = "Source Sans 3", "Source Serif 4"
INK, ACCENT, QUIET, RULE = "1C2126", "0B4F6C", "4D5963", "B9C3CC"
NOTICE_INK, NOTICE_GROUND = "5C4100", "FDF1D3"
# What a machine without our fonts takes instead.
INSTEAD = {SANS: ("Calibri", "swiss"), SERIF: ("Cambria", "roman")}
BUILT_IN = frozenset(
    "Normal,Body Text,Title,Subtitle,heading 1,heading 2,heading 3,Block Text,caption,toc 1,toc 2,"
    "TOC Heading,header,footer,Hyperlink,Default Paragraph Font".split(",")
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True)
class Border:
    """A line beside a paragraph: side, width in eighths of a point, distance in points."""

    side: str
    width: int
    colour: str
    space: int


@dataclass(frozen=True)
class Layout:
    """How a paragraph stands. Measures are twentieths of a point; `line` is in 240ths of a line.

    Attributes:
        keep: "" or "next" (with the next paragraph, and whole) or "whole".
        tab: kind and place of a tab stop, such as "right 8958".
        level: of a heading in the outline, from 0; -1 for no heading.
    """

    before: int = 0
    after: int = 0
    line: int = 240
    keep: str = ""
    left: int = 0
    hanging: int = 0
    border: Border | None = None
    ground: str = ""
    tab: str = ""
    level: int = -1

    def xml(self) -> str:
        """The paragraph properties, in the schema's order."""
        parts = ["<w:keepNext/>"] if self.keep == "next" else []
        parts += ["<w:keepLines/>"] if self.keep else []
        if self.border:
            edge = self.border
            parts.append(
                f'<w:pBdr><w:{edge.side} w:val="single" w:sz="{edge.width}" w:space="{edge.space}"'
                f' w:color="{edge.colour}"/></w:pBdr>'
            )
        parts += [f'<w:shd w:val="clear" w:color="auto" w:fill="{self.ground}"/>'] if self.ground else []
        if self.tab:
            kind, place = self.tab.split()
            parts.append(f'<w:tabs><w:tab w:val="{kind}" w:pos="{place}"/></w:tabs>')
        parts.append(
            f'<w:spacing w:before="{self.before}" w:after="{self.after}"'
            f' w:line="{self.line}" w:lineRule="auto"/>'
        )
        parts += [f'<w:ind w:left="{self.left}" w:hanging="{self.hanging}"/>'] if self.left else []
        parts += [f'<w:outlineLvl w:val="{self.level}"/>'] if self.level >= 0 else []
        return f"<w:pPr>{''.join(parts)}</w:pPr>"


@dataclass(frozen=True)
class Style:
    """A style of text.

    Attributes:
        name: the name by which pandoc and Word know it.
        based: name of the style that it builds on, or "".
        layout: None for a style of letters.
        size: in half points; 0 for that of the style below.
    """

    name: str
    based: str = "Normal"
    layout: Layout | None = None
    font: str = ""
    size: int = 0
    bold: bool = False
    italic: bool = False
    colour: str = ""

    @property
    def id(self) -> str:
        """The style's id, as pandoc and Word form it from the name."""
        return "".join(part.capitalize() if part.islower() else part for part in self.name.split())

    def xml(self) -> str:
        """The style as OpenXML."""
        kind = "paragraph" if self.layout else "character"
        custom = "" if self.name in BUILT_IN else ' w:customStyle="1"'
        default = ' w:default="1"' if self.name in ("Normal", "Default Paragraph Font") else ""
        based = f'<w:basedOn w:val="{Style(self.based).id}"/>' if self.based and not default else ""
        following = '<w:next w:val="BodyText"/>' if self.layout and self.layout.level >= 0 else ""
        return (
            f'<w:style w:type="{kind}"{default}{custom} w:styleId="{self.id}">'
            f'<w:name w:val="{escape(self.name)}"/>{based}{following}<w:qFormat/>'
            f"{self.layout.xml() if self.layout else ''}{self._letters()}</w:style>"
        )

    def _letters(self) -> str:
        font = self.font
        parts = [f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'] if font else []
        parts += ["<w:b/><w:bCs/>"] if self.bold else []
        parts += ["<w:i/><w:iCs/>"] if self.italic else []
        parts += [f'<w:color w:val="{self.colour}"/>'] if self.colour else []
        parts += [f'<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/>'] if self.size else []
        return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


_META = Layout(after=80, left=4500, hanging=4500, tab="left 4500")
_NOTICE = Layout(before=120, after=280, ground=NOTICE_GROUND)
_KICKER = Layout(before=480, after=60, keep="next", border=Border("top", 24, ACCENT, 10))
_CONTENTS_TITLE = Layout(before=400, after=120, keep="next", border=Border("top", 4, RULE, 12))
_QUOTE = Layout(before=120, after=200, line=300, left=360, border=Border("left", 16, RULE, 12))
_ORIGIN = Layout(before=100, after=160, left=200, border=Border("left", 12, RULE, 8))
_FOOTER = Layout(border=Border("top", 4, RULE, 5), tab="right 8958")
STYLES = (
    Style("Normal", "", Layout(), SERIF, 21, colour=INK),
    Style("Body Text", layout=Layout(after=160, line=300)),
    Style("First Paragraph", "Body Text", Layout(after=160, line=300)),
    Style("Compact", "Body Text", Layout(after=60, line=288)),
    Style("Kicker", "Normal", _KICKER, SANS, 22, bold=True, colour=QUIET),
    Style("Title", "Normal", Layout(60, 120, 216, "next"), SANS, 54, bold=True, colour=ACCENT),
    Style("Subtitle", "Normal", Layout(0, 200, keep="next"), SANS, 28),
    Style("Notice", "Normal", _NOTICE, SANS, 20, bold=True, colour=NOTICE_INK),
    Style("Document Meta", "Normal", _META, SANS, 19),
    Style("TOC Heading", "Normal", _CONTENTS_TITLE, SANS, 26, bold=True, colour=ACCENT),
    Style("toc 1", "Normal", Layout(100, 20), SANS, 20, bold=True),
    Style("toc 2", "Normal", Layout(0, 20, left=280), SANS, 20),
    Style("heading 1", "Normal", Layout(480, 160, keep="next", level=0), SANS, 34, bold=True, colour=ACCENT),
    Style("heading 2", "Normal", Layout(360, 120, keep="next", level=1), SANS, 25, bold=True, colour=ACCENT),
    Style("heading 3", "Normal", Layout(280, 80, keep="next", level=2), SANS, 21, bold=True),
    Style("Block Text", "Body Text", _QUOTE, italic=True),
    Style("caption", "Normal", Layout(), SANS, 19, bold=True),
    Style("Table Caption", "caption", Layout(320, 120, keep="next")),
    Style("Image Caption", "caption", Layout(80, 280, keep="whole")),
    Style("Figure", "Normal", Layout(280, keep="next")),
    Style("Table Text", "Normal", Layout(50, 50), SANS, 19),
    Style("Table Heading", "Table Text", Layout(50, 50)),
    Style("Note", "Normal", Layout(100, 280), SANS, 17, colour=QUIET),
    Style("Origin", "Normal", _ORIGIN, SANS, 18),
    Style("header", "Normal", Layout(border=Border("bottom", 4, RULE, 5)), SANS, 17, colour=QUIET),
    Style("footer", "Normal", _FOOTER, SANS, 17, colour=QUIET),
    Style("Default Paragraph Font", ""),
    Style("Fact", "Default Paragraph Font", colour=ACCENT),
    Style("Hyperlink", "Default Paragraph Font", colour=ACCENT),
)


def make_reference() -> bytes:
    """The reference document: pandoc's own with our styles, A4, and running header and footer."""
    files = resources.files("sparbar.render") / "word"
    parts = read_parts(_pandoc_default())
    parts["word/styles.xml"] = _styles((files / "styles.xml").read_bytes())
    fonts = "".join(_font(name, *instead) for name, instead in INSTEAD.items())
    parts["word/fontTable.xml"] = _fragment("fonts", fonts)
    section = parse((files / "section.xml").read_bytes())
    for place, name in enumerate(("header", "footer")):
        parts[f"word/{name}1.xml"] = serialise(parse((files / f"{name}.xml").read_bytes()))
        declare(parts, f"{_TYPE}.{name}+xml", part=f"word/{name}1.xml")
        identifier = relate(parts, "word/document.xml", name, f"{name}1.xml")
        shown = f'<w:{name}Reference w:type="default" r:id="{identifier}" xmlns:w="{W}" xmlns:r="{R}"/>'
        section.insert(place, parse(shown.encode()))
    document = parse(parts["word/document.xml"])
    body = document.find(word("body"))
    assert body is not None
    for old in body.findall(word("sectPr")):
        body.remove(old)
    body.append(section)
    parts["word/document.xml"] = serialise(document)
    return write_parts(parts, 0)


def _pandoc_default() -> bytes:
    command = [str(find_pandoc()), "--print-default-data-file", "reference.docx"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True).stdout


def _styles(frame: bytes) -> bytes:
    """The styles of text after the frame's defaults, before its table styles."""
    root = parse(frame)
    made = parse(_fragment("styles", "".join(style.xml() for style in STYLES)))
    root[2:2] = list(made)
    return serialise(root)


def _font(name: str, instead: str, family: str) -> str:
    return (
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="00"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
    )


def _fragment(root: str, content: str) -> bytes:
    return f'<w:{root} xmlns:w="{W}" xmlns:r="{R}">{content}</w:{root}>'.encode()


def main(target: str) -> None:
    """Write the reference document to a file."""
    Path(target).write_bytes(make_reference())


if __name__ == "__main__":
    main(sys.argv[1])
