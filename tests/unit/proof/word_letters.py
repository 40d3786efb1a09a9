"""The rows of the tamper matrix for what joins, cuts or replaces letters in Word, each as written."""

from __future__ import annotations

import re

from tests.unit.proof.changes import Change, docx, looking
from tests.unit.proof.tampering import Edit, in_order, matched, packed, parts_of, replaced, word
from tests.unit.proof.word_rows import part

SETTINGS, FONTS, STYLES = "word/settings.xml", "word/fontTable.xml", "word/styles.xml"
# The text before the number, its run, and what comes right behind it.
BEFORE = '<w:t xml:space="preserve">Vi har träffat</w:t></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
OPENING = f'<w:p><w:pPr><w:pStyle w:val="FirstParagraph"/></w:pPr><w:r>{BEFORE}'
BEHIND = r"16</w:t></w:r></w:hyperlink></w:sdtContent></w:sdt><w:bookmarkEnd [^>]*/>"
DASH = "Vi har träffat –"


def leading(text: str, before: str = "") -> Edit:
    """Other words before the number.

    Args:
        text: runs, from within the first one on, up to the number.
        before: properties of the paragraph.
    """
    return word(
        replaced(OPENING, f'<w:p><w:pPr><w:pStyle w:val="FirstParagraph"/>{before}</w:pPr><w:r>{text}')
    )


def spaced(what: str, blank: str, levels: str = "said") -> Change:
    """A dash before the number, and something that parts the two."""
    text = f'<w:t xml:space="preserve">{DASH}</w:t></w:r><w:r>{blank}</w:r>'
    return Change(what, {"docx": (leading(text), levels)})


def noted(what: str, look: str, levels: str = "said") -> Change:
    """A footnote right behind the number, referred to in letters that look so."""
    style = (
        '<w:style w:type="character" w:styleId="Mark"><w:name w:val="Mark"/><w:rPr>'
        '<w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>'
    )
    note = '<w:footnote w:id="7"><w:p><w:r><w:t>Enligt enkäten.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    edit = in_order(
        word(replaced("</w:styles>", style, ""), STYLES),
        word(replaced("</w:footnotes>", note, ""), "word/footnotes.xml"),
        word(matched(BEHIND, rf'\g<0><w:r>{look}<w:footnoteReference w:id="7"/></w:r>')),
    )
    return Change(what, {"docx": (edit, levels)})


def joined(what: str, mark: str, levels: str = "said") -> Change:
    """A paragraph that ends with a minus, before one that begins with the number."""
    end = f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr><w:r><w:t>Det blev −</w:t></w:r></w:p>"
    empty = f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr></w:p>" if mark else ""
    new = f'{end}{empty}<w:p><w:pPr><w:pStyle w:val="FirstParagraph"/></w:pPr><w:r/>'
    return docx(what, replaced(OPENING, new), levels)


def listed(what: str, kind: str, level: str, style: str = "", levels: str = "said") -> Change:
    """The number begins an item of a list.

    Args:
        level: what the list's only level says.
        style: where not empty, the style that puts paragraphs in the list.
    """
    lists = (
        f'<w:abstractNum w:abstractNumId="7001"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/>'
        f"{level}</w:lvl></w:abstractNum>"
    )
    number = '<w:num w:numId="7001"><w:abstractNumId w:val="7001"/></w:num></w:numbering>'
    own = "" if style else '<w:numId w:val="7001"/>'
    edit = in_order(
        word(matched(r"(<w:abstractNum |<w:num )", rf"{lists}\1"), "word/numbering.xml"),
        word(replaced("</w:numbering>", number, ""), "word/numbering.xml"),
        word(replaced("</w:styles>", f"{style}</w:styles>", ""), STYLES),
        leading("</w:r>", f'<w:numPr><w:ilvl w:val="0"/>{own}</w:numPr>'),
    )
    edit = (
        in_order(edit, word(matched('"FirstParagraph"/><w:numPr>', '"Listed"/><w:numPr>'))) if style else edit
    )
    return Change(what, {"docx": (edit, levels)})


def renamed(what: str, old: str, new: str, edit: tuple[str, str]) -> Change:
    """A part of another name, edited, in the place of the one that is read."""

    def change(data: bytes) -> bytes:
        parts = parts_of(data)
        text = re.sub(*edit, parts[f"word/{old}"].decode(), count=1)
        relations = parts["word/_rels/document.xml.rels"].decode()
        assert old in relations
        assert text.encode() != parts[f"word/{old}"]
        return packed(
            {
                **parts,
                "word/_rels/document.xml.rels": relations.replace(old, new).encode(),
                "[Content_Types].xml": parts["[Content_Types].xml"].replace(old.encode(), new.encode()),
                f"word/{new}": text.encode(),
            }
        )

    return Change(what, {"docx": (change, "said")})


def hidden(what: str, look: str, paragraph: str = "") -> Change:
    """A sentence with a wrong number, by looks that a reader may take for hidden."""
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="Gone{kind}"><w:name w:val="Gone{kind}"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style>"
        for kind in ("paragraph", "character")
    )
    run = f"<w:r><w:rPr>{look}</w:rPr><w:t>Rätt är 18 personer.</w:t></w:r>"
    new = f"<w:p><w:pPr>{paragraph}</w:pPr>{run}</w:p>"
    edit = in_order(
        word(replaced("</w:styles>", f"{styles}</w:styles>", ""), STYLES),
        word(replaced(OPENING, new + OPENING)),
    )
    return Change(what, {"docx": (edit, "said")})


STYLE = (
    '<w:style w:type="paragraph" w:styleId="Listed"><w:name w:val="Listed"/><w:pPr><w:numPr>'
    '<w:numId w:val="7001"/></w:numPr></w:pPr></w:style>'
)
COUNTING = '<w:suff w:val="nothing"/><w:lvlText w:val="%1"/>'
INDENT = '<w:pPr><w:ind w:left="{}" w:hanging="{}"/></w:pPr>'
SIGNS = '<w:font w:name="Trevlig"><w:altName w:val="Wingdings"/></w:font></w:fonts>'

CORE = "docProps/core.xml"
_HIDING = '<w:style w:type="character" {}><w:name w:val="Vit"/>{}<w:rPr><w:vanish/></w:rPr></w:style>'
_VIT = looking('<w:rStyle w:val="Vit"/>')
_LINKED = (
    '<w:style w:type="paragraph" w:styleId="Stycke"><w:name w:val="Stycke"/><w:link w:val="Vit"/>'
    '<w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="Vit"><w:name w:val="Vit"/>'
    '<w:link w:val="Stycke"/></w:style>'
)


def _added_style(styles: str) -> Edit:
    return word(replaced("</w:styles>", f"{styles}</w:styles>", ""), STYLES)


def _styled_twice(what: str, first: str, second: str) -> Change:
    """A style that hides the letters of a number, and another of its name behind it that does not."""
    shown = f'<w:style w:type="character" {second}><w:name w:val="Synlig"/></w:style>'
    edit = in_order(_added_style(_HIDING.format(first, "") + shown), word(_VIT))
    return Change(what, {"docx": (edit, "said")})


LETTERS = (
    docx("a comment of XML in the midst of a number", replaced(">16<", ">16<!-- -->4<")),
    docx("an instruction of XML there", replaced(">16<", ">16<?a b?>4<")),
    docx("an element there", replaced(">16<", ">16<w:x/>4<")),
    docx(
        "the space after a number, of which nobody says that it counts",
        matched(r"(w:name=\"o7\"/>.*?<w:bookmarkEnd [^>]*/><w:r><w:t) xml:space=\"preserve\">", r"\1>"),
    ),
    Change(
        "a dash before a number, and such a space", {"docx": (leading(f"<w:t>{DASH} </w:t></w:r>"), "said")}
    ),
    spaced("… a space", '<w:t xml:space="preserve"> </w:t>', ""),
    spaced("… a space as thin as a hair", '<w:t xml:space="preserve">\u200a</w:t>'),
    spaced("… a space in tiny letters", '<w:rPr><w:sz w:val="2"/></w:rPr><w:t xml:space="preserve"> </w:t>'),
    spaced(
        "… a space squeezed to nothing", '<w:rPr><w:w w:val="50"/></w:rPr><w:t xml:space="preserve"> </w:t>'
    ),
    spaced("… a tab", "<w:tab/>"),
    part("tabs of no width", SETTINGS, matched(r'(<w:defaultTabStop w:val=")\d+', r"\g<1>1")),
    Change(
        "a tab that draws a dash",
        {
            "docx": (
                leading("<w:tab/></w:r>", '<w:tabs><w:tab w:leader="hyphen" w:pos="90"/></w:tabs>'),
                "said",
            )
        },
    ),
    Change(
        "a tab that leads off the paper",
        {"docx": (leading("<w:tab/></w:r>", '<w:tabs><w:tab w:val="left" w:pos="30000"/></w:tabs>'), "said")},
    ),
    joined("a paragraph that ends with a minus", "", ""),
    joined("… its end hidden", "<w:vanish/>"),
    joined("… its end hidden for ever", "<w:specVanish/>"),
    joined("… the deletion of its end tracked", '<w:del w:id="9" w:author="A"/>'),
    noted("the number of a footnote, raised", '<w:rPr><w:rStyle w:val="Mark"/></w:rPr>', ""),
    noted("… as high as the text", ""),
    noted("… raised, in large letters", '<w:rPr><w:rStyle w:val="Mark"/><w:sz w:val="40"/></w:rPr>'),
    listed("a number behind a bullet", "bullet", f'<w:lvlText w:val="–"/>{INDENT.format(720, 360)}', "", ""),
    listed("… that touches it", "bullet", '<w:suff w:val="nothing"/><w:lvlText w:val="–"/>'),
    listed("… as near as letters", "bullet", f'<w:lvlText w:val="–"/>{INDENT.format(100, 100)}'),
    listed("… off the paper", "bullet", f'<w:lvlText w:val="•"/>{INDENT.format(20000, 360)}'),
    listed("a number behind another, by the style of its paragraph", "decimal", COUNTING, STYLE),
    hidden("a wrong number, hidden on the web alone", "<w:webHidden/>"),
    hidden("… hidden as the ends of paragraphs are", "<w:specVanish/>"),
    hidden(
        "… by two styles, which undo each other",
        '<w:rStyle w:val="Gonecharacter"/>',
        '<w:pStyle w:val="Goneparagraph"/>',
    ),
    hidden("… in a way that means nothing", '<w:vanish w:val="no"/>'),
    docx(
        "… as deleted text outside of a deletion",
        replaced(BEFORE, f"{BEFORE[:-6]}<w:delText>18</w:delText></w:r>"),
    ),
    docx(
        "… as the words of a field outside of one",
        replaced(BEFORE, f"{BEFORE[:-6]}<w:instrText>18</w:instrText></w:r>"),
    ),
    docx(
        "… in a second body",
        replaced("</w:body>", "</w:body><w:body><w:p><w:r><w:t>18</w:t></w:r></w:p></w:body>"),
    ),
    docx(
        "properties behind what they are of",
        replaced(BEFORE, f"{BEFORE[:-6]}<w:rPr><w:vanish/></w:rPr></w:r>"),
    ),
    docx("an uncommon font of signs", looking('<w:rFonts w:ascii="Monotype Sorts"/>')),
    part("a font for which another draws signs", FONTS, replaced("</w:fonts>", SIGNS, "")),
    renamed(
        "another theme under another name of its part",
        "theme/theme1.xml",
        "theme/thema.xml",
        (r'(<a:latin typeface=")[^"]*', r"\1Wingdings"),
    ),
    renamed(
        "other settings under another name of their part",
        "settings.xml",
        "regler.xml",
        (r"<w:zoom", "<w:linkStyles/><w:zoom"),
    ),
    _styled_twice("two styles of one name, of which one hides", 'w:styleId="Vit"', 'w:styleId="Vit"'),
    _styled_twice("… whose names differ by a capital", 'w:styleId="Vit"', 'w:styleId="vit"'),
    Change(
        "a style whose name is written with other capitals, which hides",
        {"docx": (in_order(_added_style(_HIDING.format('w:styleId="VIT"', "")), word(_VIT)), "said")},
    ),
    Change(
        "a style of letters that is linked to one of paragraphs, which hides",
        {"docx": (in_order(_added_style(_LINKED), word(_VIT)), "said")},
    ),
    docx(
        "a grid that draws letters together",
        replaced("<w:sectPr>", '<w:sectPr><w:docGrid w:type="snapToChars" w:charSpace="-40000"/>', "<w:body"),
    ),
    part("another title in its properties", CORE, replaced("<dc:title>", "<dc:title>99 av ", "")),
    part("properties that are no XML", CORE, replaced("<dc:title>", "<dc:title><x>", "")),
    part("a title there without numbers", CORE, replaced("<dc:title>", "<dc:title>Rapport: ", ""), ""),
    *(
        part(
            f"… a number as {what}", CORE, replaced("<dc:title>", f"<{tag}>99 personer</{tag}><dc:title>", "")
        )
        for what, tag in (
            ("subject", "dc:subject"),
            ("keyword", "cp:keywords"),
            ("comment", "dc:description"),
        )
    ),
)
