"""DOCX: what pandoc's document still lacks, from locked numbers to always the same bytes."""

from __future__ import annotations

import datetime
import hashlib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sparbar.errors import EnvironmentFault, Fault
from sparbar.proof import Prove
from sparbar.render import docx_parts
from sparbar.render.docx_boxes import keep_boxes_whole
from sparbar.render.docx_lists import finish_lists
from sparbar.render.docx_tables import finish_tables
from sparbar.render.inputs import Composed
from sparbar.render.opc import Parts, drop, parse, read_parts, serialise, style_of, word, write_parts

if TYPE_CHECKING:
    from lxml.etree import _Element

# What a reader may not retype: numbers and dates. Prose may be edited.
LOCKED = frozenset({"fact", "constant", "date", "former"})
_REGIONS = {"sv": "sv-SE", "da": "da-DK", "en": "en-GB"}
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def finish_docx(raw: bytes, composed: Composed, prove: Prove, fonts: Path, epoch: int) -> bytes:
    """Finish a document that pandoc (or Quarto's pandoc) wrote with our filter and reference document.

    Args:
        prove: gives what the document carries, from the digest of its content.
        fonts: folder of the look's fonts with `fonts.json`.
        epoch: time of creation, in seconds.

    Raises:
        EnvironmentFault: the document lacks what a screen reader or a trace needs.
    """
    parts = read_parts(raw)
    root = parse(parts["word/document.xml"])
    lock_numbers(root, composed)
    finish_tables(root)
    keep_boxes_whole(root)
    finish_lists(root)
    _finish_contents(root)
    _break_before_text(root)
    parts["word/document.xml"] = serialise(root)
    language = _REGIONS.get(composed.front.lang, composed.front.lang)
    _fill_running(parts, composed)
    _set_language(parts, language)
    _set_properties(parts, composed, language, epoch)
    _drop_custom_properties(parts)
    docx_parts.embed_fonts(parts, fonts)
    docx_parts.add_proof(parts, prove)
    faults = [_fault(found) for found in lacking_access(root)]
    if faults:
        raise EnvironmentFault(faults)
    return write_parts(parts, epoch)


def bookmark_name(identifier: str) -> str:
    """The name that pandoc gives the bookmark of an id: itself, or a digest where Word would refuse it."""
    if len(identifier) <= 40 and identifier[:1].isalpha():
        return identifier
    return "X" + hashlib.sha1(identifier.encode("utf-8"), usedforsecurity=False).hexdigest()[1:]


def lock_numbers(root: _Element, composed: Composed) -> None:
    """Put each number and date into a content control that carries its id and cannot be edited.

    A number outside its own entry in the appendix leads there.
    """
    labels = {f"m-{metric.id}": metric.label for metric in composed.ledger.metrics}
    labels |= {f"k-{constant.id}": constant.label for constant in composed.ledger.constants}
    starts = {str(start.get(word("name"))): start for start in root.iter(word("bookmarkStart"))}
    for occurrence in composed.document.occurrences:
        start = starts.get(occurrence.id)
        if start is None or occurrence.kind not in LOCKED:
            continue
        content = _take_bookmarked(start)
        origin = _entry_of(occurrence.kind, occurrence.ref)
        entry = bookmark_name(origin)
        if entry in starts and not _is_inside(starts[entry], start):
            content = [_hyperlink(entry, content)]
        start.addnext(_control(occurrence.id, labels.get(origin, occurrence.text), content))


def _entry_of(kind: str, ref: str) -> str:
    name = ref.partition("#")[0].partition("@")[0].partition("[")[0]
    return f"{'k' if kind == 'constant' else 'm'}-{name}" if kind != "date" else ""


def _take_bookmarked(start: _Element) -> list[_Element]:
    """Take out what stands between a bookmark's start and end."""
    identifier, taken = start.get(word("id")), []
    following = start.getnext()
    while following is not None and not (
        following.tag == word("bookmarkEnd") and following.get(word("id")) == identifier
    ):
        taken.append(following)
        following = following.getnext()
    if following is None:
        raise EnvironmentFault(
            _fault(f"the bookmark {start.get(word('name'))} does not end in its paragraph")
        )
    for element in taken:
        drop(element)
    return taken


def _is_inside(entry: _Element, start: _Element) -> bool:
    """Whether a bookmark starts in the paragraphs that another one, on the level of paragraphs, spans."""
    paragraph = next((parent for parent in start.iterancestors(word("p"))), None)
    following = entry.getnext()
    while following is not None and following.tag != word("bookmarkEnd"):
        if following is paragraph:
            return True
        following = following.getnext()
    return paragraph is not None and entry.getparent() is paragraph


def _control(identifier: str, label: str, content: list[_Element]) -> _Element:
    """A locked content control. Word shows the label; it takes no more than 64 letters."""
    from lxml import etree

    control = etree.Element(word("sdt"))
    properties = etree.SubElement(control, word("sdtPr"))
    for name, value in (
        ("alias", label[:64]),
        ("tag", identifier),
        ("id", identifier[1:]),
        ("lock", "sdtContentLocked"),
    ):
        etree.SubElement(properties, word(name)).set(word("val"), value)
    etree.SubElement(control, word("sdtContent")).extend(content)
    return control


def _hyperlink(anchor: str, content: list[_Element]) -> _Element:
    from lxml import etree

    link = etree.Element(word("hyperlink"))
    link.set(word("anchor"), anchor)
    link.set(word("history"), "1")
    link.extend(content)
    return link


def _finish_contents(root: _Element) -> None:
    """Entries of the contents look like contents, not like links in a text."""
    for paragraph in root.iter(word("p")):
        if style_of(paragraph).lower().startswith("toc"):
            for style in list(paragraph.iter(word("rStyle"))):
                if style.get(word("val")) == "Hyperlink":
                    drop(style)


def _break_before_text(root: _Element) -> None:
    """The text begins on a page of its own, after the title block and the contents."""
    from lxml import etree

    for paragraph in root.iter(word("p")):
        if style_of(paragraph) == "Heading1":
            # Right after the style, where the schema wants it.
            properties = paragraph.find(word("pPr"))
            assert properties is not None  # it has the style
            properties.insert(1, etree.Element(word("pageBreakBefore")))
            spacing = etree.Element(word("spacing"))
            spacing.set(word("before"), "0")  # it stands at the top of its page
            properties.insert(2, spacing)
            return


def _fill_running(parts: Parts, composed: Composed) -> None:
    """Put the running texts where the reference document's headers and footers have their marks."""
    front = composed.front
    texts = {
        "{running_header}": front.running_header,
        "{running_footer}": front.running_footer,
        "{page_word}": front.page_word,
        "{notice}": front.notice,
    }
    for name in [name for name in parts if name.startswith(("word/header", "word/footer"))]:
        root = parse(parts[name])
        for element in root.iter(word("t")):
            for mark, text in texts.items():
                element.text = (element.text or "").replace(mark, text)
            element.set(_XML_SPACE, "preserve")
        parts[name] = serialise(root)


def _set_language(parts: Parts, language: str) -> None:
    styles = parse(parts["word/styles.xml"])
    for element in styles.iterfind(f"{word('docDefaults')}//{word('lang')}"):
        element.set(word("val"), language)
    parts["word/styles.xml"] = serialise(styles)
    settings = parse(parts["word/settings.xml"])
    for element in list(settings):
        # Word asks to update fields when it opens a document that says so; ours has nothing to update.
        if element.tag == word("updateFields"):
            settings.remove(element)
        elif element.tag == word("themeFontLang"):
            element.set(word("val"), language)
        elif element.tag == word("decimalSymbol"):
            element.set(word("val"), "." if language.startswith("en") else ",")
        elif element.tag == word("listSeparator"):
            element.set(word("val"), "," if language.startswith("en") else ";")
    _set_compatibility(settings)
    parts["word/settings.xml"] = serialise(settings)


def _set_compatibility(settings: _Element) -> None:
    """Say which Word the document is for: without a word of it, Word opens it in the mode of 2007."""
    from lxml import etree

    if settings.find(word("compat")) is not None:
        return
    compatibility = etree.Element(word("compat"))
    values = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": "15"}
    etree.SubElement(
        compatibility, word("compatSetting"), {word(name): value for name, value in values.items()}
    )
    later = [
        word(name) for name in ("docVars", "rsids", "themeFontLang", "clrSchemeMapping", "decimalSymbol")
    ]
    following = next((element for element in settings if element.tag in later), None)
    if following is None:
        settings.append(compatibility)
    else:
        following.addprevious(compatibility)


def _set_properties(parts: Parts, composed: Composed, language: str, epoch: int) -> None:
    moment = datetime.datetime.fromtimestamp(epoch, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    front = composed.front
    stamp = '<dcterms:{0} xsi:type="dcterms:W3CDTF">{1}</dcterms:{0}>'
    parts["docProps/core.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(front.pagetitle)}</dc:title><dc:creator>{escape(front.author)}</dc:creator>"
        f"<dc:language>{escape(language)}</dc:language><cp:lastModifiedBy>{escape(front.author)}</cp:lastModifiedBy>"
        f"{stamp.format('created', moment)}{stamp.format('modified', moment)}</cp:coreProperties>"
    ).encode()


def _drop_custom_properties(parts: Parts) -> None:
    """Pandoc makes a property of every metadata key that it does not know, such as Quarto's settings."""
    name = "docProps/custom.xml"
    if name in parts:
        properties = parse(parts[name])
        del properties[:]
        parts[name] = serialise(properties)


def lacking_access(root: _Element) -> list[str]:
    """What a screen reader would miss in a document: alternative texts, header rows, heading levels."""
    faults = []
    bare = [
        element for element in root.iter() if str(element.tag).endswith("}docPr") and not element.get("descr")
    ]
    if bare:
        faults.append(f"{len(bare)} pictures without an alternative text")
    headless = [
        table for table in root.iter(word("tbl")) if next(table.iter(word("tblHeader")), None) is None
    ]
    if headless:
        faults.append(f"{len(headless)} tables without a header row")
    level = 0
    for style in (style_of(paragraph) for paragraph in root.iter(word("p"))):
        if style.startswith("Heading") and style[7:].isdigit():
            if int(style[7:]) > level + 1:
                faults.append(f"a heading of level {style[7:]} after one of level {level}")
            level = int(style[7:])
    return faults


def _fault(found: str) -> Fault:
    return Fault(
        problem="the Word document is not what readers and verification need",
        where="report.docx",
        expected="alternative texts, header rows, headings in order, and every number in a bookmark",
        found=found,
        fix="correct it in the template or the reference document; else report a fault of sparbar",
    )
