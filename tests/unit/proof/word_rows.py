"""The rows of the tamper matrix for what Word alone can do to text: looks, places, fields, other parts."""

from __future__ import annotations

from tests.unit.proof.changes import (
    AUTOMATIC,
    CELL,
    DARK,
    FIELD,
    PATTERN,
    THEMED,
    Change,
    docx,
    in_cell,
    in_style,
    listing,
    looking,
    moved_part,
)
from tests.unit.proof.tampering import matched, replaced, word

WORD = (
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
)
