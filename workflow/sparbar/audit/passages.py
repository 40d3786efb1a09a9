"""Where a number stands in the finished report: its sentence, or its cell with the headers it answers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html
from lxml.html import HtmlElement

from sparbar.audit.read_html import OCCURRENCE

_BLOCKS = frozenset("p li dd dt caption figcaption blockquote h1 h2 h3 h4 h5 h6 td th".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# A sentence ends where a capital follows; "t.ex. 63" goes on.
_END = re.compile(r"[.!?…][\"”’)]*\s+(?=[\"“”(]?[^\W\d_a-zåäöæøéü])")

Part = str | tuple[str, str]


@dataclass(frozen=True)
class Passage:
    """A sentence of the report, or a cell of a table.

    Attributes:
        section: the heading above it, with its number.
        table: the caption of the table that it is a cell of, or "".
        parts: text, and for each traced piece its occurrence id with its text, in reading order.
    """

    section: str
    table: str
    parts: tuple[Part, ...]


def read_passages(page: bytes) -> dict[str, Passage]:
    """The passage of each marked piece of a report's page, by occurrence id.

    Missing: what stands in the appendix about where numbers come from, which speaks of the numbers alone.
    """
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    found: dict[str, Passage] = {}
    section = ""
    for element in tree.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _HEADINGS:
            section = _text(element)
        if tag not in _BLOCKS or _is_within(element, "origin"):
            continue
        parts = list(_parts(element, element))
        if not any(isinstance(part, tuple) for part in parts):
            continue
        if tag in ("td", "th"):
            found |= _cell(element, section, parts)
        else:
            found |= _sentences(section, parts)
    return found


def _is_within(element: HtmlElement, name: str) -> bool:
    return any(name in (a.get("class") or "").split() for a in (element, *element.iterancestors()))


def _text(element: HtmlElement) -> str:
    return _flat(element.text_content()).strip(" ")


def _parts(element: HtmlElement, block: HtmlElement) -> Iterator[Part]:
    """The text of a block with its marked pieces; blocks inside it tell of themselves."""
    if element is not block and element.tag in _BLOCKS:
        return
    if OCCURRENCE.match(element.get("id") or ""):
        yield (str(element.get("id")), _text(element))
        return
    yield _flat(element.text)
    for child in element:
        if isinstance(child.tag, str):
            yield from _parts(child, block)
        yield _flat(child.tail)


def _flat(text: str | None) -> str:
    """White space as a browser shows it: no-break spaces stay."""
    return re.sub(r"[ \t\n]+", " ", text or "")


def _sentences(section: str, parts: list[Part]) -> dict[str, Passage]:
    found: dict[str, Passage] = {}
    for sentence in _cut(parts):
        marked = [part[0] for part in sentence if isinstance(part, tuple)]
        found |= dict.fromkeys(marked, Passage(section, "", _joined(sentence)))
    return found


def _cut(parts: list[Part]) -> Iterator[list[Part]]:
    """The sentences of a block. A marked piece is never cut, and can be a sentence's first word."""
    sentence: list[Part] = []
    for place, part in enumerate(parts):
        if isinstance(part, tuple):
            sentence.append(part)
            continue
        # What follows decides: the first letter of the next piece stands in for it.
        following = next((p for p in parts[place + 1 :] if p), "")
        ahead = following[1] if isinstance(following, tuple) else following
        start = 0
        for end in _END.finditer(part + ahead[:1]):
            if end.end() <= len(part):
                yield [*sentence, part[start : end.end()]]
                sentence, start = [], end.end()
        sentence.append(part[start:])
    yield sentence


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Parts with neighbouring texts as one, and no white space at either end."""
    made: list[Part] = []
    for part in parts:
        if isinstance(part, str) and made and isinstance(made[-1], str):
            made[-1] += part
        elif part:
            made.append(part)
    if made and isinstance(made[0], str):
        made[0] = made[0].lstrip()
    if made and isinstance(made[-1], str):
        made[-1] = made[-1].rstrip()
    return tuple(part for part in made if part)


def _cell(cell: HtmlElement, section: str, parts: list[Part]) -> dict[str, Passage]:
    """A cell behind the headers of its row and column."""
    row = cell.getparent()
    table = next(cell.iterancestors("table"), None)
    if row is None or table is None:
        return {}
    heads = [_text(other) for other in row if other.tag == "th" and other is not cell]
    place = sum(_width(other) for other in cell.itersiblings(preceding=True))
    for line in table.iterfind("thead/tr"):
        heads.append(_header_at(line, place))
    lead = ", ".join(dict.fromkeys(head for head in heads if head))
    passage = Passage(section, _caption(table), _joined([f"{lead}: " if lead else "", *parts]))
    return dict.fromkeys((part[0] for part in parts if isinstance(part, tuple)), passage)


def _header_at(line: HtmlElement, place: int) -> str:
    at = 0
    for head in line:
        at += _width(head)
        if at > place:
            return _text(head)
    return ""


def _width(cell: HtmlElement) -> int:
    """Over how many columns a cell goes; whatever else stands there, browsers take for one."""
    said = cell.get("colspan") or ""
    return max(int(said), 1) if said.isdecimal() and len(said) < 5 else 1


def _caption(table: HtmlElement) -> str:
    own = table.find("caption")
    if own is not None:
        return _text(own)
    named = table.get("aria-labelledby")
    found = table.getroottree().getroot().get_element_by_id(named, None) if named else None
    return "" if found is None else _text(found)
