"""Read a finished Word report back as a reader sees it.

Word has many ways to hide or replace text. Hidden text and tracked deletions are left out; tracked
insertions, notes and comments are read; whatever is not known to be plain text (pictures, text boxes, fields,
white letters, mathematics, anything new) is named as not checkable.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from lxml import etree

from sparbar.audit.segments import Readback
from sparbar.audit.word.notes import MARKS, is_mark
from sparbar.audit.word.oddities import HOLDERS, odd_in
from sparbar.audit.word.package import is_as_built, strange_package, strange_root
from sparbar.audit.word.pictures import MC, picture_digests, read_drawing, strange_alternatives
from sparbar.audit.word.places import strange_places
from sparbar.audit.word.running import strange_fields
from sparbar.audit.word.styles import NO_SPACE, Looks, W
from sparbar.model.document import HOLE
from sparbar.proof.docx_shape import PARSER, WP, Running, extent_of, running_of

_OCCURRENCE = re.compile(r"^o[0-9]+$")


def _names(space: str, names: str) -> frozenset[str]:
    return frozenset(space + name for name in names.split())


_SKIPPED = _names(
    W,
    "sectPr del moveFrom rPr pPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr softHyphen "
    "proofErr lastRenderedPageBreak annotationRef commentRangeStart commentRangeEnd "
    "commentReference permStart permEnd bookmarkEnd moveFromRangeStart "
    "moveFromRangeEnd moveToRangeStart moveToRangeEnd fldData",
)
_PASSED = _names(
    W,
    "tbl tr tc p sdt sdtContent hyperlink ins moveTo smartTag drawing customXml footnote endnote comment "
    "bookmarkStart fldSimple fldChar txbxContent body hdr ftr footnoteReference endnoteReference footnoteRef "
    "endnoteRef",
) | _names(MC, "AlternateContent Choice Fallback")
# Of these, nothing counts but what they hold.
_PLAIN = _names(W, "tbl tr sdtContent hyperlink body")
_BREAKS = _names(W, "tab br cr ptab")
# What is no text where it belongs, and is shown by some programs where it does not.
_ASTRAY = {
    f"{W}delText": "deleted text outside of a deletion",
    f"{W}instrText": "the words of a field outside of one",
    f"{W}delInstrText": "the words of a field outside of one",
}
_ENDS = _names(W, "p tc")
# Asked of each element, so put together once.
_RUN, _TEXT, _PARAGRAPH, _CELL, _CONTROL = f"{W}r", f"{W}t", f"{W}p", f"{W}tc", f"{W}sdt"
_MARK_START, _MARK_END, _HYPHEN = f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}noBreakHyphen"
_DRAWING, _FIELD, _PLAIN_FIELD, _FIELD_KIND = f"{W}drawing", f"{W}fldChar", f"{W}fldSimple", f"{W}fldCharType"
_SPACE, _BLANK = "{http://www.w3.org/XML/1998/namespace}space", " \t\r\n"
_RUN_LOOKS = f"{W}rPr"  # Judged with the run's styles, and only where the run has text.
_AUTHORS = etree.XPath("//@w:author", namespaces={"w": W[1:-1]})
_TABLE_LOOKS, _LEADER = f"{W}tblPr", f"{W}leader"
_FIRST, _DASHES = _names(W, "pPr rPr"), tuple("-\u2010\u2011\u2012\u2013\u2014\u2212")
_UNREAD = {
    f"{W}txbxContent": "a text box",
    f"{W}fldSimple": "a field, whose text Word may change",
    f"{W}sym": "a letter from a font of signs",
    f"{W}bdo": "text that is turned around",
    f"{W}dir": "text that is turned around",
    f"{W}object": "an embedded object",
    f"{W}pict": "a drawing in Word's old way",
    f"{W}altChunk": "a document inside the document",
}


def read_parts(
    parts: Mapping[str, bytes], pictures: Collection[str] = (), as_built: Collection[str] = ()
) -> Readback:
    """The visible text of a document, numbers by their bookmarks or tagged controls, and running texts.

    Args:
        parts: the package's parts by name.
        pictures: SHA-256 of the pictures that belong to the report; any other cannot be checked.
        as_built: names of the parts that are known to be as they were built, an organisation's logo and all.
    """
    read = Readback()
    root = etree.fromstring(parts["word/document.xml"], PARSER)
    looks = Looks(parts, "word/styles.xml" in as_built)
    read.tree = root
    read.repeated = _read_running(read, looks, (parts, root, as_built))
    read.unreadable += strange_package(parts, as_built)
    read.unreadable += (*strange_root(root), *strange_alternatives(root), *strange_places(root))
    walk = _Walk(read, looks, (picture_digests(parts), set(pictures)), False)
    body = root.find(f"{W}body")
    if body is not None:
        walk.part(body)
    # The pictures of notes have names of their own; none belongs to the report.
    walk.forget_pictures()
    for name in ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"):
        if name in parts:
            notes = etree.fromstring(parts[name], PARSER)
            read.unreadable += strange_alternatives(notes)
            for note in notes:
                walk.note(note)
    changes = sum(1 for _ in root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"))
    if changes:
        read.remarks.append(f"{changes} tracked changes are neither accepted nor rejected")
    read.authors += sorted(map(str, set(_AUTHORS(root))))
    read.unreadable += [*looks.hiding_tables(root), *looks.doubled()]
    read.unreadable = list(dict.fromkeys(read.unreadable))
    read.text = "".join(walk.pieces)
    return read


def _read_running(
    read: Readback, looks: Looks, file: tuple[Mapping[str, bytes], etree._Element, Collection[str]]
) -> list[tuple[Running, str]]:
    """The headers and footers that pages show, with what each says; and what in them could not be checked."""
    parts, root, as_built = file
    texts: dict[str, str] = {"": ""}
    for name in sorted(parts):
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            running = etree.fromstring(parts[name], PARSER)
            own = Readback()
            walk = _Walk(own, looks, ({}, ()), True)
            walk.part(running)
            texts[name] = " ".join("".join(walk.pieces).split())
            read.running.append(texts[name])
            if not is_as_built(name, parts, as_built):
                strange = [*own.unreadable, *strange_alternatives(running)]
                read.unreadable += [f"{what}, in a header or footer" for what in strange]
                read.unreadable += strange_fields(running)
    return [(shown, texts.get(shown.part, "")) for shown in running_of(parts, root)]


class _Walk:
    """One pass over the body: inside a bookmark or control of an occurrence, text is that occurrence's."""

    def __init__(
        self, read: Readback, looks: Looks, own: tuple[Mapping[str, str], Collection[str]], is_running: bool
    ) -> None:
        self.read, self.looks, self._is_running = read, looks, is_running
        self._targets, self._pictures = own
        self.pieces: list[str] = []
        self._open: tuple[str, str, list[str]] | None = None
        self._line, self._fields = 0, 0

    def forget_pictures(self) -> None:
        """From here on, no picture is the report's own."""
        self._targets = {}

    def part(self, root: etree._Element) -> None:
        """Read the body, or a note. A mark without an end holds all that comes after it there."""
        self.looks.enter_part(root)
        self.element(root)
        self._end()

    def element(self, element: etree._Element) -> None:
        """Read an element and everything in it that a reader sees."""
        tag = element.tag
        if tag in _PLAIN:  # most of what is no text
            self._children(element)
        elif tag == _RUN:
            self._run(element)
        elif tag == _TEXT:
            self._letters(element)
        elif tag == _MARK_END and self._open and self._open[1] == element.get(f"{W}id"):
            self._end()
        elif tag in HOLDERS:
            self.read.unreadable += odd_in(element) if tag != _RUN_LOOKS else ()
            if tag in _FIRST and element.getprevious() is not None:
                self.read.unreadable.append("properties that do not stand before what they are of")
            if tag == _TABLE_LOOKS:
                self._alternative(element)
        elif tag in _SKIPPED or not isinstance(tag, str):
            return
        elif tag in _BREAKS:
            self._gap(element)
        elif tag == _HYPHEN:
            self._text("\u2011")
        elif self._open is None and not self._is_running and _OCCURRENCE.match(_name_of(element)):
            self._marked(element)
        else:
            self._other(element, tag)

    def _alternative(self, holder: etree._Element) -> None:
        """What a table says to those who do not see it."""
        for found in holder.iter(f"{W}tblCaption", f"{W}tblDescription"):
            self.read.alts.append(found.get(f"{W}val") or "")

    def note(self, note: etree._Element) -> None:
        """Read a footnote, an endnote or a comment, each in lines of its own."""
        kind = note.get(f"{W}type") or "normal"
        if kind != "normal" and next(note.iter(_TEXT, _DRAWING, f"{W}pict", f"{W}sym"), None) is None:
            return
        author = note.get(f"{W}author") or ""
        self.read.authors += filter(None, (author, note.get(f"{W}initials")))
        self._text(f"\n{etree.QName(note).localname}{f' by {author}' if author.isalpha() else ''}: ")
        self.part(note)

    def _marked(self, element: etree._Element) -> None:
        """A bookmark opens an occurrence that its end closes; a control holds all of its own."""
        name = _name_of(element)
        is_control = element.tag == _CONTROL
        self._open = (name, "" if is_control else str(element.get(f"{W}id")), [])
        self.pieces.append(HOLE)
        if is_control:
            self._children(element)
            self._end()

    def _run(self, element: etree._Element) -> None:
        hidden, faint = self.looks.of_run(element)
        if hidden:
            return
        if faint:
            text = "".join(node.text or "" for node in element.iter(_TEXT)).strip()
            if text or (faint in NO_SPACE and next(element.iter(_TEXT), None) is not None):
                self.read.unreadable.append(f'{faint}: "{text[:40]}"')
        self._children(element)

    def _other(self, element: etree._Element, tag: str) -> None:
        if tag == _DRAWING:
            self._drawing(element)
            return
        if self._counts(element, tag):
            return
        if tag in MARKS and not is_mark(element, self.looks):
            self.read.unreadable.append("the number of a note, in letters that are not raised")
        if tag in _UNREAD:
            self.read.unreadable.append(_UNREAD[tag])
        elif tag in _ASTRAY:
            self.read.unreadable += [_ASTRAY[tag]] if self._fields <= 0 else []
            return
        elif tag == _FIELD and element.get(_FIELD_KIND) == "begin":
            self.read.unreadable.append(_UNREAD[_PLAIN_FIELD])
        elif tag == _PARAGRAPH and self.looks.is_counted(element):
            self.read.unreadable.append("a number that Word counts by itself")
        elif tag not in _PASSED:
            self.read.unreadable.append(
                f"an element that is no plain text ({etree.QName(element).localname})"
            )
        line = self._line
        self._children(element)
        if tag == _CELL:
            self.read.cells[element] = (line, self._line)
        if tag in _ENDS and not (tag == _PARAGRAPH and self.looks.is_joined(element)):
            self._text("\n")

    def _drawing(self, drawing: etree._Element) -> None:
        """A picture of the report's own, or something that nobody can read here."""
        for one in drawing.iter(f"{WP}docPr"):
            self.read.alts += filter(None, (one.get("descr") or "", one.get("title") or ""))
        digest, strange = read_drawing(drawing, self._targets, self._pictures)
        self.read.pictures.append(digest)
        self.read.sizes.append(extent_of(drawing))
        self.read.unreadable += strange

    def _counts(self, element: etree._Element, tag: str) -> bool:
        """In headers and footers: pass over what a field shows, which is judged apart."""
        if tag not in (_FIELD, _PLAIN_FIELD):
            return False
        self._fields += {"begin": 1, "end": -1}.get(element.get(_FIELD_KIND) or "", 0)
        return self._is_running

    def _letters(self, element: etree._Element) -> None:
        """The letters of one piece of text; those who write spaces around them say that they count."""
        text = element.text or ""
        if text[:1] in _BLANK or text[-1:] in _BLANK:
            text = text if element.get(_SPACE) == "preserve" else text.strip(_BLANK)
        if len(element):
            self.read.unreadable.append("something in the midst of letters")
        self._text(text)

    def _gap(self, element: etree._Element) -> None:
        """The end of a line, or a tab: behind a dash it stays one, as it may be of no width."""
        is_tab = element.tag not in (f"{W}br", f"{W}cr")
        self._text("\t" if is_tab and "".join(self.pieces[-2:])[-1:] in _DASHES else " ")
        if element.get(_LEADER, "none") != "none":
            self.read.unreadable.append("a tab that draws signs")

    def _children(self, element: etree._Element) -> None:
        for child in element:
            self.element(child)

    def _text(self, text: str) -> None:
        if self._is_running and self._fields > 0:
            return
        # What a file itself writes with this sign is no place of a number.
        (self._open[2] if self._open else self.pieces).append(text.replace(HOLE, "\ufffd"))
        self._line += 0 if self._open else text.count("\n")

    def _end(self) -> None:
        if self._open:
            self.read.marked.append((self._open[0], "".join(self._open[2])))
        self._open = None


def _name_of(element: etree._Element) -> str:
    """The name of a bookmark or the tag of a control; "" of anything else."""
    if element.tag == _MARK_START:
        return element.get(f"{W}name") or ""
    if element.tag == _CONTROL:
        mark = element.find(f"{W}sdtPr/{W}tag")
        return (mark.get(f"{W}val") or "") if mark is not None else ""
    return ""
