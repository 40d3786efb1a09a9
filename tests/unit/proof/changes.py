"""The changes of the tamper matrix that need more than a line: what is written into a file, and how."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pikepdf

from tests.unit.proof.tampering import (
    Edit,
    both,
    fact_value,
    in_order,
    listed,
    matched,
    packed,
    page,
    pages,
    parts_of,
    proof,
    replaced,
    shown,
    table_total,
    word,
    written,
)

KINDS = ("html", "docx", "pdf")
ADDED = "har {} gånger träffat"
# The number in the text, in HTML and in Word.
LINK = r'(<a class="fact" id="o8"[^>]*><data value="16">)16(</data></a>)'
RUN = r'(w:name="o8"/>.*?)<w:r>(<w:rPr>.{0,60}?</w:rPr>)<w:t([^>]*)>16</w:t></w:r>'
CONTROL = r'<w:bookmarkStart w:id="(\d+)" w:name="o8"/>.*?<w:bookmarkEnd w:id="\1"/>'


@dataclass(frozen=True)
class Change:
    """One row: what is done, and for each format how, and the levels that see it ("" for none)."""

    what: str
    edits: Mapping[str, tuple[Edit, str]]


def texts(what: str, change: Callable[[str], str], pdf: Callable[..., None] | None = None) -> Change:
    """A change of what is written, the same in HTML and Word."""
    edits = {"html": (page(change), "whole, said"), "docx": (word(change), "said")}
    return Change(what, edits | ({"pdf": (pages(pdf), "whole, said")} if pdf else {}))


def added(what: str, text: str) -> Change:
    """A number that is written into the text."""
    return texts(what, replaced("har träffat", ADDED.format(text)), written(text))


def html(what: str, change: Callable[[str], str], levels: str = "whole, said") -> Change:
    return Change(what, {"html": (page(change), levels)})


def docx(what: str, change: Callable[[str], str], levels: str = "said") -> Change:
    return Change(what, {"docx": (word(change), levels)})


def pdf(what: str, change: Callable[..., None]) -> Change:
    return Change(what, {"pdf": (pages(change), "whole, said")})


def carried(what: str, change: Callable[..., None], levels: str, fit: bool = False) -> Change:
    """A change of the proof itself, the same in all formats."""
    return Change(what, {kind: (proof(kind, change, fit), levels) for kind in KINDS})


def hidden(style: str) -> Callable[[str], str]:
    return matched(LINK, rf"<span {style}>\g<0></span>18")


def styled(rule: str) -> Callable[[str], str]:
    return replaced("</style>", f"{rule}</style>", "<style")


def before_text(element: str) -> Callable[[str], str]:
    return replaced("Vi har träffat", f"{element}Vi har träffat")


def run(properties: str, text: str = "vit") -> Callable[[str], str]:
    return replaced("</w:p>", f"<w:r>{properties}<w:t>{text}</w:t></w:r></w:p>")


def retyped(number: str) -> Callable[[str], str]:
    return matched(CONTROL, f'<w:r><w:t xml:space="preserve">{number}</w:t></w:r>')


def forged_text(kind: str, fit: bool = True) -> Edit:
    """Another number in the text, in the list, in the ledger and in the tables.

    Args:
        fit: make the manifest fit afterwards.
    """
    new = "61" if kind == "pdf" else "17"  # The PDF's fonts have the digits that are shown, no others.
    every = (partial(change, new=new) for change in (fact_value, listed, table_total))
    carry = proof(kind, both(*every), fit=fit)
    if kind == "pdf":
        # Before the third, on the page of origins, stand counts of rows and of days.
        at = ((1, 0), (1, 0), (2, 3))
        return in_order(pages(both(*(shown(number, "16", new, skip) for number, skip in at))), carry)
    pattern = {"html": r'(id="{}"[^>]*>.{{0,40}}?)16(<)', "docx": r'(w:name="{}"/>.*?<w:t[^>]*>)16(<)'}[kind]
    make = {"html": page, "docx": word}[kind]
    return in_order(
        *(make(matched(pattern.format(place), r"\g<1>17\2")) for place in ("o8", "o13", "o25")), carry
    )


def forged_list(kind: str) -> Edit:
    """17 in the text and in the list, and a manifest that fits; the ledger still says 16."""
    once = {
        "html": page(matched(LINK, r"\g<1>17\2")),
        "docx": word(matched(RUN, r"\1<w:r>\2<w:t\3>17</w:t></w:r>")),
        "pdf": pages(shown(1, "16", "14")),
    }[kind]

    def one(carried: dict) -> None:  # type: ignore[type-arg]
        next(o for o in carried["document"]["occurrences"] if o["id"] == "o8")["text"] = (
            "14" if kind == "pdf" else "17"
        )

    return in_order(once, proof(kind, one, fit=True))


after_the_end = in_order(
    lambda data: data.replace(b"</html>", b"</html>Egentligen 18."),
    proof("html", lambda carried: None, fit=True),
)
UNENDED = '<w:p><w:bookmarkStart w:id="9999" w:name="o9999"/><w:r><w:t>47</w:t></w:r></w:p>'
TRACKED = (
    r'\1<w:del w:id="9001" w:author="A"><w:r>\2<w:delText>16</w:delText></w:r></w:del>'
    r'<w:ins w:id="9002" w:author="A"><w:r>\2<w:t>18</w:t></w:r></w:ins>'
)
COMMENT = '<w:comment w:id="1" w:author="{}"><w:p><w:r><w:t>Var det {}?</w:t></w:r></w:p></w:comment>'
FOOTNOTE = '<w:footnote w:id="7"><w:p><w:r><w:t>Egentligen 18.</w:t></w:r></w:p></w:footnote></w:footnotes>'


def commented(text: str, author: str = "A") -> Edit:
    return word(matched(r"/>\Z", f">{COMMENT.format(author, text)}</w:comments>"), "word/comments.xml")


# A number in the text, with what stands around it open to change.
_O8 = r'(w:name="o8"/>.*?)(<w:r>(?:<w:rPr>.{0,60}?</w:rPr>)?<w:t[^>]*>)16(</w:t></w:r>)'
BOUND = '<w:dataBinding w:xpath="/a" w:storeItemID="{0}"/>'
EITHER = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    r'<mc:Choice Requires="x">\2</mc:Choice><mc:Fallback><w:r><w:t>18</w:t></w:r></mc:Fallback>'
    "</mc:AlternateContent>"
)
LEVEL = (
    '<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="18 av"/></w:lvl></w:abstractNum>'
)
NUMBER = '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num></w:numbering>'
LISTED = '<w:p><w:pPr><w:numPr><w:numId w:val="77"/></w:numPr></w:pPr><w:r><w:t>dem</w:t></w:r></w:p>'
FIELD = '<w:p><w:fldSimple w:instr="QUOTE 18"><w:r><w:t>18</w:t></w:r></w:fldSimple></w:p>'


SHADE = '<w:shd w:fill="203040"/>'
CELL = r"<w:tcPr>((?:(?!</w:tc>).)*?)<w:rPr>(.{0,60}?</w:rPr><w:t[^>]*>7<)"
DARK = rf'<w:tcPr>{SHADE}\1<w:rPr><w:color w:val="203041"/>\2'


PATTERN = '<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>'
THEMED = '<w:shd w:val="clear" w:fill="2" w:themeFill="accent1"/>'
AUTOMATIC = r'<w:tcPr><w:shd w:fill="000000"/>\1<w:rPr><w:color w:val="auto"/>\2'
# What stands between the two numbers of the sentence, in HTML and in Word.
TOGETHER = (r" personer, varav (?=<)|>personer, varav<", "<")


def beside(text: str) -> Callable[[str], str]:
    """Something outside the marks of a number, that reads as part of it."""
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    texts = [part.replace("<", "&lt;") for part in text.split("{}")]
    before, after = (run.format(part) if part else "" for part in texts)

    def change(whole: str) -> str:
        if "<html" in whole:
            return matched(LINK, text.format(r"\g<0>"))(whole)
        control = r'<w:bookmarkStart w:id="(\d+)" w:name="o8"/>.*?<w:bookmarkEnd w:id="\1"/>'
        return matched(control, rf"{before}\g<0>{after}")(whole)

    return change


def around(before: str, after: str = "") -> Callable[[str], str]:
    """Put something before and after the run of a number in Word."""
    return matched(RUN.replace("<w:r>", "(<w:r>", 1).replace("</w:r>", "</w:r>)"), rf"\1{before}\2{after}")


def looking(properties: str) -> Callable[[str], str]:
    """Give the run of a number in Word other properties."""
    return matched(RUN, rf"\1<w:r><w:rPr>{properties}</w:rPr><w:t\3>16</w:t></w:r>")


def in_cell(properties: str) -> Callable[[str], str]:
    """Give the cell of a table's number in Word other properties."""
    return matched(r"<w:tcPr>(?=(?:(?!</w:tc>).)*<w:t[^>]*>7</w:t>)", f"<w:tcPr>{properties}")


def in_style(name: str, properties: str) -> Edit:
    """Give a style of Word other properties of letters."""
    pattern = rf'(<w:style [^>]*w:styleId="{name}"(?:(?!</w:style>).)*?)</w:style>'
    return word(matched(pattern, rf"\1<w:rPr>{properties}</w:rPr></w:style>"), "word/styles.xml")


listing = in_order(
    word(matched(r"(<w:abstractNum |<w:num )", rf"{LEVEL}\1"), "word/numbering.xml"),
    word(replaced("</w:numbering>", NUMBER, ""), "word/numbering.xml"),
    word(matched(r"</w:p>", rf"</w:p>{LISTED}")),
)


def moved_part(old: str, new: str, relations: str) -> Edit:
    """Show another part: the old one stays where it is looked for."""

    def edit(data: bytes) -> bytes:
        parts = parts_of(data)
        target = posixpath.basename(old)
        link = parts[relations].decode()
        assert target in link
        parts[new] = parts[old].replace(b"16", b"18")
        return packed({**parts, relations: link.replace(target, posixpath.basename(new)).encode()})

    return edit


def clipped(document: pikepdf.Pdf) -> None:
    """Show one corner of a page only."""
    document.pages[1].contents_add(b"0 0 1 1 re W n", prepend=True)


def attached(document: pikepdf.Pdf) -> None:
    """Attach a file that the proof does not know."""
    document.attachments["rattelse.txt"] = pikepdf.AttachedFileSpec(document, b"18", filename="rattelse.txt")  # type: ignore[call-arg]
