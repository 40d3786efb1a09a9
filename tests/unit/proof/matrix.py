"""The tamper matrix: what somebody may do to a file, and which levels of `sparbar verify` see it.

`docs/proof.md` shows this table; a test holds it to what stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.unit.proof.changes import (
    _O8,
    BOUND,
    EITHER,
    FOOTNOTE,
    KINDS,
    LINK,
    RUN,
    TOGETHER,
    TRACKED,
    UNENDED,
    Change,
    added,
    after_the_end,
    around,
    attached,
    before_text,
    beside,
    carried,
    clipped,
    commented,
    docx,
    forged_list,
    forged_text,
    hidden,
    html,
    pdf,
    retyped,
    run,
    styled,
    texts,
)
from tests.unit.proof.forged import APPROVED, BESIDE_THE_PROOF, FORGED
from tests.unit.proof.pdf_changes import (
    ALTERNATIVE,
    UNPACKED,
    associated,
    called,
    disguised,
    informed,
    layered,
    mapped_otherwise,
    marked,
    number_of_attachment,
    number_of_page,
    page_with_another,
    revised,
    saved,
    two_contents,
    two_names,
    unassociated,
    written_out,
)
from tests.unit.proof.tampering import (
    alternative,
    annotated,
    both,
    catalogued,
    edited_text,
    fact_value,
    listed,
    matched,
    moved,
    other_table,
    page,
    pages,
    pictured,
    renamed,
    replaced,
    shown,
    swapped,
    table_cell,
    withdrawn,
    word,
    written,
)
from tests.unit.proof.word_letters import LETTERS
from tests.unit.proof.word_rows import WORD

MATRIX = (
    Change(
        "one digit changed",
        {
            "html": (page(matched(LINK, r"\g<1>17\2")), "whole, said"),
            "docx": (word(matched(RUN, r"\1<w:r>\2<w:t\3>17</w:t></w:r>")), "said"),
            "pdf": (pages(shown(1, "16", "14")), "whole, said"),
        },
    ),
    Change(
        "a number deleted",
        {
            "html": (page(matched(LINK, r"\1\2")), "whole, said"),
            "docx": (word(matched(RUN, r"\1")), "said"),
            "pdf": (pages(shown(1, "16", "")), "whole, said"),
        },
    ),
    added("a number added in the text", "5"),
    texts("in a table", replaced(">Totalt<", ">Totalt 99<"), written("Totalt 99")),
    texts("in a caption", replaced("Personer efter kön", "Personer efter 2 kön"), written("efter 2 kön")),
    added("as a word (sjutton)", "sjutton"),
    added("as a fraction (hälften)", "hälften"),
    added("as a fraction (var tredje)", "var tredje"),
    added("grouped by a no-break space", "1\u00a0234"),
    added("grouped by a thin space", "1\u2009234"),
    added("grouped by a dot", "1.234"),
    added("as a date", "3 mars 2019"),
    texts("two numbers swapped", swapped, both(shown(1, "7", "9"), shown(1, "9", "7"))),
    html("the text changed while its machine-readable value stays", matched(LINK, r"\g<1>18\2")),
    html("the machine-readable value changed while its text stays", replaced('value="16"', 'value="18"')),
    html("right number hidden beside a wrong one: display: none", hidden('style="display:none"')),
    html("… visibility", hidden('style="visibility: hidden"')),
    html("… the attribute hidden", hidden("hidden")),
    html("… letters of no size", hidden('style="font-size:0"')),
    html("… no opacity", hidden('style="opacity: 0"')),
    html("… off the page", hidden('style="position:absolute;left:-9999px"')),
    html("… a class of the page's own", hidden('class="skip"')),
    html("… closed details", matched(LINK, r"<details><summary>18</summary>\g<0></details>")),
    html("… a template", matched(LINK, r"<template>\g<0></template>18")),
    html("right number hidden by the page's style", styled("#o8 { display: none }")),
    html("wrong number shown by the page's style", styled('#o8::before { content: "18" }')),
    html("a script that writes another", replaced("</head>", "<script>x()</script></head>", "<head")),
    html("a number in a label for screen readers", before_text('<span aria-label="18"> </span>')),
    html("a number in a title beside the pointer", before_text('<span title="18"> </span>')),
    html("a number in a text of a drawing", matched(r"(<text[^>]*>)7(</text>)", r"\g<1>8\2")),
    html("a number that a list counts", before_text('<ol start="18"><li>x</li></ol>')),
    html("another number shown in print", styled('@media print { #o8::before { content: "18" } }')),
    html("a number in a drawing of its own", before_text("<svg><text>18</text></svg>")),
    html("a number in a field", before_text('<input value="18">')),
    html(
        "a number in the shadow of an element",
        before_text('<div><template shadowrootmode="open">18</template></div>'),
    ),
    html("a number in the page's title", replaced("<title>", "<title>18 ", "<title")),
    Change("text after the end of the page, the manifest made to fit", {"html": (after_the_end, "said")}),
    Change(
        "a number changed in an alternative text",
        {
            "html": (page(replaced("Man: 9", "Man: 8")), "whole, said"),
            "docx": (word(replaced("Man: 9", "Man: 8")), "said"),
            "pdf": (pages(alternative), "whole, said"),
        },
    ),
    docx("right number deleted, wrong one inserted, both tracked", matched(RUN, TRACKED)),
    docx(
        "right number hidden, wrong one shown",
        matched(RUN, r"\1<w:r><w:rPr><w:vanish/></w:rPr><w:t>16</w:t></w:r><w:r>\2<w:t>18</w:t></w:r>"),
    ),
    docx("a number in a mark that has no end", matched(r"(?=<w:sectPr(?!.*<w:sectPr))", UNENDED)),
    docx("content control removed, the number retyped wrong", retyped("18")),
    docx("content control removed, the number retyped right", retyped("16")),
    Change("a comment with a number", {"docx": (commented("inte 18"), "said")}),
    Change("a comment without numbers", {"docx": (commented("rätt"), "")}),
    Change(
        "a footnote with a number",
        {"docx": (word(replaced("</w:footnotes>", FOOTNOTE, ""), "word/footnotes.xml"), "said")},
    ),
    docx("white letters", run('<w:rPr><w:color w:val="FFFFFF"/></w:rPr>')),
    docx("letters too small to read", run('<w:rPr><w:sz w:val="2"/></w:rPr>')),
    docx(
        "a field",
        replaced("</w:p>", '<w:fldSimple w:instr="DATE"><w:r><w:t>i dag</w:t></w:r></w:fldSimple></w:p>'),
    ),
    texts("a number from right to left", replaced("har träffat", "har \u202e81\u202c träffat")),
    texts(
        "its digits turned around by signs that nobody sees",
        matched(r">16<", ">\u202e16\u202c<"),
    ),
    added("in digits of another script", "\u0665"),
    added("in full-width digits", "\uff15"),
    added("in mathematical digits", "\U0001d7dd"),
    added("in raised digits", "\u2075"),
    added("in letters of another script that look like digits", "\u0431\u041e"),
    added("as a picture of a number (\U0001f51f)", "\U0001f51f"),
    added("with a soft hyphen in it", "5\u00ad6"),
    added("as a word with signs in it that nobody sees", "sjut\u200bton"),
    added("as dice (⚅)", "\u2685"),
    texts("a minus before a number", beside("\u2212{}")),
    texts("a percent sign after a number", beside("{}\u00a0%")),
    texts("a plus and minus a space before a number", beside("± {}")),
    texts("a scale after a number", beside("{} tkr")),
    texts("the word for percent after a number", beside("{} procent")),
    texts("two numbers drawn together", matched(*TOGETHER)),
    texts("a number struck through by signs", beside("{}\u0336")),
    html("… in an element that turns text around", before_text('<bdo dir="rtl">a</bdo>')),
    docx("… turned around by Word", around('<w:bdo w:val="rtl">', "</w:bdo>")),
    docx("… of which some programs show the one and some the other", matched(_O8, rf"\1{EITHER}\3"[:-2])),
    docx("a content control that shows what stands elsewhere", matched("<w:sdtPr>", rf"\g<0>{BOUND}")),
    *BESIDE_THE_PROOF,
    *WORD,
    *LETTERS,
    Change(
        "a number as a text box or an annotation",
        {
            "docx": (
                word(
                    replaced(
                        "</w:p>",
                        "<w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r></w:p>",
                    )
                ),
                "said",
            ),
            "pdf": (pages(annotated("/FreeText")), "whole, said"),
        },
    ),
    Change(
        "a number as a picture",
        {
            "html": (page(before_text('<img alt="" src="data:image/png;base64,">')), "whole, said"),
            "docx": (word(matched(r"r:embed=\"[^\"]*\"", 'r:embed="rId9999"')), "said"),
            "pdf": (pages(pictured), "whole, said"),
        },
    ),
    pdf("right number in invisible letters, wrong one shown", both(shown(1, "16", None), written("18"))),
    pdf("white letters", written("vit", "1 1 1 rg")),
    pdf(
        "something painted over a page", lambda document: document.pages[1].contents_add(b"0 0 400 400 re f")
    ),
    pdf("a part of a page clipped away", clipped),
    Change("a file attached that the proof does not know", {"pdf": (pages(attached), "whole")}),
    pdf("form fields", catalogued("/AcroForm")),
    pdf("layers", catalogued("/OCProperties")),
    pdf("a page on a layer that is switched off", layered),
    pdf("letters that say another number than they show", mapped_otherwise),
    pdf("another number shown, in letters that say the right one", disguised),
    Change(
        "a second revision: a page",
        {"pdf": (revised(number_of_page, page_with_another), "whole, said")},
    ),
    Change(
        "… of which some programs see the first, some the second",
        {"pdf": (revised(number_of_page, page_with_another, "startxref\n{first}\n"), "whole, said")},
    ),
    Change(
        "… an attachment",
        {"pdf": (revised(number_of_attachment, lambda data: b"{}"), "whole")},
    ),
    Change("a comment after the end of the file", {"pdf": (lambda data: data + b"\n% kept 2023\n", "")}),
    Change(
        "… that leads to another table",
        {"pdf": (lambda data: data + b"\n% kept\r% startxref 9\n", "whole, said")},
    ),
    Change("an attachment with two contents", {"pdf": (pages(two_contents), "whole")}),
    Change("… with two names", {"pdf": (pages(two_names), "whole")}),
    Change("… another among the associated files", {"pdf": (pages(associated), "whole")}),
    Change(
        "prose without numbers",
        {
            "html": (page(replaced("Vi har träffat", "Vi har mött")), "whole"),
            "docx": (word(replaced("Vi har träffat", "Vi har mött")), ""),
            "pdf": (pages(written("mött")), "whole, said"),
        },
    ),
    carried("the ledger edited", fact_value, "whole, said, true"),
    carried("the list of numbers edited", listed, "whole, said"),
    carried("the definitions edited", lambda p: p["inputs"].update(x="x"), "whole"),
    carried("a table swapped", other_table, "whole, said"),
    carried("a table swapped, the manifest made to fit", other_table, "said", fit=True),
    carried("a number in a table edited, the manifest made to fit", table_cell, "said", fit=True),
    carried("the manifest edited: a digest", lambda p: p["manifest"]["parts"].update(ledger="0"), "whole"),
    carried(
        "the manifest edited: an extract date",
        lambda p: p["manifest"]["extracts"][0].update(date="2023-07-01"),
        "whole",
    ),
    carried(
        "the manifest edited: the checksum of a definition that it carries",
        lambda p: p["manifest"]["inputs"].update({"config/config.yaml": "0" * 64}),
        "whole",
    ),
    carried(
        "the manifest edited: an edition that the document does not show",
        lambda p: p["manifest"].update(edition=APPROVED),
        "whole",
    ),
    Change(
        "the attachments marked as other things", {"pdf": (marked("/AFRelationship", ALTERNATIVE), "whole")}
    ),
    Change("… described with a number", {"pdf": (marked("/Desc", "17 personer"), "whole")}),
    Change("… no longer associated with the document", {"pdf": (pages(unassociated), "whole")}),
    Change("another title in its metadata", {"pdf": (informed(Title="17 personer"), "whole")}),
    Change("… in its metadata stream", {"pdf": (called("17 personer"), "whole")}),
    Change(
        "text and list edited together, the manifest made to fit",
        {kind: (forged_list(kind), "said") for kind in KINDS},
    ),
    Change(
        "text, list and ledger edited together",
        {
            kind: (forged_text(kind, fit=False), "whole, true" if kind == "html" else "whole, said, true")
            for kind in KINDS
        },
    ),
    Change(
        "… and the manifest made to fit",
        {kind: (forged_text(kind), "true") for kind in KINDS},
    ),
    *(
        carried(f"the ledger forged, the manifest made to fit: {what}", change, levels, fit=True)
        for what, change, levels in FORGED
    ),
    Change("only linearised", {"pdf": (saved(linearize=True), "")}),
    Change("only recompressed", {"pdf": (saved(recompress_flate=True, normalize_content=False), "")}),
    Change("only written out for people to read", {"pdf": (written_out, "")}),
    Change(
        "only packed by a program that says so in the metadata",
        {"pdf": (informed(Producer="Packaren 17", ModDate="D:20260101000000Z"), "")},
    ),
    Change("only unpacked", {"pdf": (saved(compress_streams=False, object_stream_mode=UNPACKED), "")}),
)

# What is done to the folder of extracts; level "true" sees each, whatever the format.
EXTRACTS: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("an extract's cell changed", edited_text("folk_2023-06-14.csv", "kvinna", "man")),
    ("a line of the register changed", edited_text("register.csv", "7dc00c18", "8dc00c18")),
    ("the register says that the extract was withdrawn", withdrawn),
    ("an extract renamed to another date", renamed),
    ("an extract moved to another date", moved),
)

# In an edition's folder; level "whole" sees it, though the file put there is good by itself.
EDITION = "an edition's file replaced by another that is good by itself"

NAMES = {"html": "HTML", "docx": "Word", "pdf": "PDF"}


def table() -> str:
    """The matrix in Markdown."""
    lines = ["| change | HTML | Word | PDF |", "| --- | --- | --- | --- |"]
    for change in MATRIX:
        cells = [(change.edits[kind][1] or "holds") if kind in change.edits else "–" for kind in KINDS]
        lines.append(f"| {' | '.join([change.what, *cells])} |")
    lines += [f"| {what} | true | true | true |" for what, _ in EXTRACTS]
    lines.append(f"| {EDITION} | whole | whole | whole |")
    return "\n".join(lines)
