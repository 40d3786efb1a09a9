"""The rows of the tamper matrix for what Word alone can do to text: looks, places, fields, other parts."""

from __future__ import annotations

from collections.abc import Callable

from tests.unit.proof.changes import (
    AUTOMATIC,
    CELL,
    DARK,
    FIELD,
    LEVEL,
    LISTED,
    NUMBER,
    PATTERN,
    THEMED,
    Change,
    commented,
    docx,
    in_cell,
    in_style,
    listing,
    looking,
    moved_part,
)
from tests.unit.proof.tampering import in_order, matched, replaced, word

EMPTY = '<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="1500"/></w:tcPr><w:p/></w:tc>'
# The first cells of the first row and of that of a number.
FIRST, LABEL = r"<w:tbl>.*?<w:tc>.*?</w:tc>", r"<w:tc>(?=<w:tcPr>(?:(?!</w:tc>).)*>7</w:t>)"

HEADER, FOOTER, NOTES = "word/header1.xml", "word/footer1.xml", "word/footnotes.xml"
DATE = "2023-06-14"


def part(what: str, name: str, change: Callable[[str], str], levels: str = "said") -> Change:
    """A change of a part beside the text."""
    return Change(what, {"docx": (word(change, name), levels)})


def styled(what: str, pattern: str, new: str) -> Change:
    return part(what, "word/styles.xml", matched(pattern, new))


def bullet(what: str, sign: str, font: str = "", levels: str = "said") -> Change:
    """A list whose items have a sign before them."""
    look = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    level = LEVEL.replace('w:val="18 av"/>', f'w:val="{sign}"/>{look}')
    edit = in_order(
        word(matched(r"(<w:abstractNum |<w:num )", rf"{level}\1"), "word/numbering.xml"),
        word(replaced("</w:numbering>", NUMBER, ""), "word/numbering.xml"),
        word(matched(r"</w:p>", rf"</w:p>{LISTED}")),
    )
    return Change(what, {"docx": (edit, levels)})


EITHER_WAY = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice xmlns:x="urn:x" Requires="x"/><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r></w:p>'
)
SVG = (
    '<a:blip \\1><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rId9999"/></a:ext>'
    "</a:extLst></a:blip>"
)
INLINE = r"<wp:inline([^>]*)>(.*?)<wp:docPr(.*?)</wp:inline>"
ANCHORED = r"<wp:anchor\1>\2<wp:wrapNone/><wp:docPr\3</wp:anchor>"
PICTURES = (
    docx(
        "another picture, for programs that do not know a name",
        replaced("</w:p>", EITHER_WAY.format("<w:drawing/>")),
    ),
    docx("… letters drawn as a picture", replaced("</w:p>", EITHER_WAY.format("<w:pict/>"))),
    docx("another drawing of a picture, which newer programs show", matched(r"<a:blip ([^>]*)/>", SVG)),
    docx("a picture that lies outside of the file", matched(r"<a:blip ", '<a:blip r:link="rId9999" ')),
    docx("the report's own picture over its text", matched(INLINE, ANCHORED)),
    docx("… too small to see", matched(r'(<wp:extent c.=")\d+', r"\g<1>1")),
    docx("… turned and mirrored", replaced("<a:xfrm", '<a:xfrm rot="10800000" flipH="1"')),
    docx("… hidden", replaced("<wp:docPr ", '<wp:docPr hidden="1" ')),
)
REPEATED = (
    part("a date twice in a header", HEADER, replaced(DATE, f"{DATE}, {DATE}", "")),
    part(
        "a date in a header hidden",
        HEADER,
        matched(rf"<w:r>(?=<w:t[^>]*>[^<]*{DATE})", "<w:r><w:rPr><w:vanish/></w:rPr>"),
    ),
    part(
        "… in white letters",
        HEADER,
        matched(r"<w:r>(?=<w:t)", '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'),
    ),
    docx("a header that no page shows", matched(r"<w:headerReference[^>]*/>", "")),
    docx("… that the first page does not show", matched("<w:pgSz", "<w:titlePg/><w:pgSz")),
    part("other words in a header", HEADER, replaced("Uttagsdatum", "Inget efter", ""), ""),
    part(
        "a page number that is locked",
        FOOTER,
        replaced('w:instr=" PAGE "', 'w:fldLock="1" w:instr=" PAGE "', ""),
    ),
    part("… in words", FOOTER, replaced(' PAGE "', ' PAGE \\* CardText "', "")),
    part("… in a form of its own", FOOTER, replaced(' PAGE "', ' PAGE \\# 0,7 "', "")),
    docx("pages that are counted from 17", matched("<w:pgSz", '<w:pgNumType w:start="17"/><w:pgSz')),
    docx(
        "footnotes that are counted from 17",
        matched("<w:pgSz", '<w:footnotePr><w:numStart w:val="17"/></w:footnotePr><w:pgSz'),
    ),
    part(
        "a number in the line over the footnotes", NOTES, matched(r"<w:separator ?/>", "<w:t>Rätt: 18</w:t>")
    ),
    Change("a number as the author of a comment", {"docx": (commented("rätt", "Rätt är 17"), "said")}),
    docx(
        "a number as the title of a control", matched(r'<w:alias w:val="[^"]*"', '<w:alias w:val="Rätt: 17"')
    ),
    docx("… as the tip of a link", replaced("<w:hyperlink ", '<w:hyperlink w:tooltip="egentligen 17" ')),
    docx(
        "… as what a control offers",
        replaced("<w:sdtPr>", '<w:sdtPr><w:dropDownList><w:listItem w:displayText="17"/></w:dropDownList>'),
    ),
    bullet("a list with a picture of a number as its bullet", "\U0001f51f"),
    bullet("… with a die", "\u2685"),
    bullet("… with a number from a font of signs", "\uf08c", "Wingdings"),
    bullet("… with a plain bullet", "\uf0b7", "Symbol", ""),
    part(
        "a setting by which another file's styles are used",
        "word/settings.xml",
        matched(r"<w:zoom", "<w:linkStyles/><w:zoom"),
    ),
)
THEME, PALE = "word/theme/theme1.xml", '<a:dk1><a:srgbClr val="FFFFFF"/></a:dk1>'
TINTED = '<w:color w:val="0B4F6C" w:themeColor="text1" w:themeTint="05"/>'
GROUND = '<w:shd w:val="clear" w:color="auto" w:fill="0B4F6C"/>'
TABLE = r'(w:styleId="SparbarTable".*?)<w:tblPr>'
STYLED = (
    docx(
        "a row of a fixed height, its letters below it",
        matched("<w:trPr>", '<w:trPr><w:trHeight w:val="160" w:hRule="exact"/>'),
    ),
    docx("text before the left edge of the paper", matched("<w:pPr>", '<w:pPr><w:ind w:left="-4000"/>')),
    docx("letters as high as a page", looking('<w:sz w:val="1600"/>')),
    styled("all letters struck out", r"<w:rPrDefault>\s*<w:rPr>", r"\g<0><w:strike/>"),
    styled(
        "all lines too low for their letters",
        r"<w:pPrDefault ?/>",
        '<w:pPrDefault><w:pPr><w:spacing w:line="2" w:lineRule="exact"/></w:pPr></w:pPrDefault>',
    ),
    styled(
        "a style that lays the colour of its letters under them",
        r'(w:styleId="Fact".*?<w:rPr>)',
        rf"\1{GROUND}",
    ),
    styled("… that of paragraphs", r'(w:styleId="TableText".*?<w:pPr>)', rf"\1{GROUND}"),
    styled("… that of tables", TABLE, rf"\1<w:tcPr>{GROUND}</w:tcPr><w:tblPr>"),
    styled(
        "a style that moves all tables' letters off the page",
        TABLE,
        r'\1<w:pPr><w:ind w:left="30000"/></w:pPr><w:tblPr>',
    ),
    styled(
        "… that lets all tables' lines be too low",
        TABLE,
        r'\1<w:pPr><w:spacing w:line="2"/></w:pPr><w:tblPr>',
    ),
    part(
        "a theme whose letters are signs",
        "word/theme/theme1.xml",
        matched(r'(<a:latin typeface=")[^"]*', r"\1Wingdings"),
    ),
    part("… are as light as the paper", THEME, matched(r"<a:dk1>.*?</a:dk1>", PALE)),
    styled(
        "letters in a theme's colour, made as light as the paper",
        r'(w:styleId="Fact".*?)<w:color[^>]*/>',
        rf"\1{TINTED}",
    ),
    docx(
        "a heading of a table moved out of its cell",
        matched(r'(w:val="TableHeading"/>.*?)<w:jc ', r'\1<w:ind w:left="-590" w:right="590"/><w:jc '),
    ),
    docx("a column of no width", matched(r'(<w:gridCol w:w=")\d+', r"\g<1>20")),
    docx("the report's own picture moved by its own measures", matched(r'(<a:off x=")0', r"\g<1>-9000000")),
    docx("a header that reaches over the page", matched(r'w:header="\d+"', 'w:header="6000"')),
)

WORD = (
    docx("headings over other columns, by an empty cell before them", matched(FIRST, rf"\g<0>{EMPTY}")),
    docx("numbers under other headings, by an empty cell before them", matched(LABEL, rf"{EMPTY}\g<0>")),
    docx("… by a cell over two columns", matched("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>')),
    docx("… by columns that are left out", matched("<w:trPr>", '<w:trPr><w:gridBefore w:val="1"/>')),
    docx("… by a row whose cells are wider", matched(r'(<w:tcW [^>]*w:w=")\d', r"\g<1>7")),
    docx(
        "… by a row that is moved",
        matched("<w:trPr>", '<w:tblPrEx><w:tblInd w:w="900"/></w:tblPrEx><w:trPr>'),
    ),
    docx("… by a row on the other side", matched("<w:trPr>", '<w:trPr><w:jc w:val="right"/>')),
    docx(
        "a number in an empty row of its own",
        matched(r"<w:tr>(?=(?:(?!</w:tr>).)*>7</w:t>)", rf"<w:tr>{EMPTY}</w:tr>\g<0>"),
    ),
    docx("a table inside a table", matched(r"</w:p></w:tc>", r"</w:p><w:tbl/><w:p/></w:tc>")),
    docx("other words in a heading of a table", replaced(">Totalt<", ">Alla<"), ""),
    docx("letters without a colour", looking('<w14:textFill xmlns:w14="urn:x"><w14:noFill/></w14:textFill>')),
    docx(
        "letters in the colour of their ground", looking('<w:color w:val="203040"/><w:shd w:fill="203040"/>')
    ),
    docx("… of their cell", matched(CELL, DARK)),
    docx("… of their highlighter", looking('<w:color w:val="FF0000"/><w:highlight w:val="red"/>')),
    docx("… of the pattern behind them", looking(f'<w:color w:val="000000"/>{PATTERN}')),
    docx("… of the theme", looking(f'<w:color w:val="1" w:themeColor="accent1"/>{THEMED}')),
    docx("… of their style, as their ground", in_cell('<w:shd w:fill="0B4F6C"/>')),
    docx("a dark cell, on which Word writes in white", matched(CELL, AUTOMATIC), ""),
    docx("letters struck out", looking("<w:strike/>")),
    docx("raised letters", looking('<w:vertAlign w:val="superscript"/>')),
    docx("letters squeezed to a line", looking('<w:w w:val="1"/>')),
    docx("letters moved away", looking('<w:position w:val="2000"/>')),
    docx("a font of signs", looking('<w:rFonts w:ascii="Wingdings"/>')),
    docx("a paragraph over others", matched("<w:pPr>", '<w:pPr><w:framePr w:x="1" w:y="1"/>')),
    docx(
        "lines too low for their letters",
        matched("<w:pPr>", '<w:pPr><w:spacing w:line="1" w:lineRule="exact"/>'),
    ),
    docx("a hidden row", matched("<w:trPr>", "<w:trPr><w:hidden/>")),
    docx("a row of no height", matched("<w:trPr>", '<w:trPr><w:trHeight w:val="1" w:hRule="exact"/>')),
    docx("a row whose deletion is tracked", matched("<w:trPr>", '<w:trPr><w:del w:id="1" w:author="A"/>')),
    docx("a cell that another covers", in_cell("<w:vMerge/>")),
    docx("a table beside the paper", matched("<w:tblPr>", '<w:tblPr><w:tblInd w:w="-30000"/>')),
    docx("a column beside the paper", matched("<w:tcPr>", '<w:tcPr><w:tcW w:w="30000"/>')),
    docx("a row that begins beside the paper", matched("<w:trPr>", '<w:trPr><w:wBefore w:w="30000"/>')),
    docx("margins as wide as the paper", matched(r'(<w:pgMar[^>]*?w:left=")\d+', r"\g<1>30000")),
    docx("numbers of lines", matched("<w:pgSz", '<w:lnNumType w:countBy="1"/><w:pgSz')),
    docx("a picture that is cut", replaced("<a:stretch>", '<a:srcRect r="50000"/><a:stretch>')),
    docx("a colour behind the pages", replaced("<w:body>", '<w:background w:color="000000"/><w:body>', "")),
    Change(
        "a style that hides all paragraphs without one", {"docx": (in_style("Normal", "<w:vanish/>"), "said")}
    ),
    Change("a list with a number as its bullet", {"docx": (listing, "said")}),
    Change(
        "a field in a header",
        {"docx": (word(replaced("</w:hdr>", f"{FIELD}</w:hdr>", ""), "word/header1.xml"), "said")},
    ),
    Change(
        "a drawing in a header",
        {"docx": (word(replaced("</w:p>", "<w:r><w:pict/></w:r></w:p>", ""), "word/header1.xml"), "said")},
    ),
    Change(
        "another text under another name of its part",
        {"docx": (moved_part("word/document.xml", "word/document2.xml", "_rels/.rels"), "said")},
    ),
    Change(
        "another header under another name of its part",
        {"docx": (moved_part("word/header1.xml", "word/kopf.xml", "word/_rels/document.xml.rels"), "said")},
    ),
    docx("mathematics", replaced("</w:p>", "<w:r/><m:oMath><m:r><m:t>18</m:t></m:r></m:oMath></w:p>")),
    *PICTURES,
    *REPEATED,
    *STYLED,
)
