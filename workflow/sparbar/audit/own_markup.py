"""What a report's page is made of: any other element, attribute or value may show more than its text.

There are more ways to show, hide, move and run something in a page than anybody knows, so what is listed here
is what our pages have; the rest is named. The style and the script of the page itself are not looked into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

_ANY = re.compile(r".*", re.DOTALL)
_NAME = re.compile(r"[\w:.-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2})?")
# Of a title the numbers are read.
_EVERYWHERE = {"id": _ANY, "class": _ANY, "lang": _LANGUAGE, "title": _ANY}
_TEXTS = (
    "html head title style body p br div span section header footer main figure figcaption table caption "
    "colgroup thead tbody tr td ul li dl dt dd h1 h2 h3 h4 h5 h6 strong em sub sup blockquote"
)
_OWN: dict[str, dict[str, re.Pattern[str]]] = {
    **{tag: {} for tag in _TEXTS.split()},
    "a": {"href": re.compile(r"(#|https?://|mailto:)\S*", re.IGNORECASE)},
    "col": {"style": re.compile(r"width: [0-9.]+%")},
    "data": {"value": _ANY},
    "div": {"role": re.compile("group|region"), "tabindex": re.compile("0"), "aria-labelledby": _NAME},
    "main": {"tabindex": re.compile("-1")},
    "meta": {
        "charset": re.compile("utf-8", re.IGNORECASE),
        "http-equiv": re.compile("Content-Security-Policy"),
        "name": re.compile("viewport|referrer|author|date|generator"),
        "content": _ANY,
    },
    "nav": {"aria-labelledby": _NAME},
    "script": {"type": re.compile("application/json")},
    "table": {"aria-labelledby": _NAME},
    "th": {"scope": re.compile("col|row")},
}
_NUMBER = re.compile(r"-?[0-9.]+([eE][+-]?[0-9]+)?(px|pt)?")
_SHAPE = "x y x1 y1 x2 y2 cx cy r rx ry width height"
_PAINT = "fill fill-opacity fill-rule opacity stroke stroke-opacity"
_DRAWN_EVERYWHERE = {
    **dict.fromkeys(("id", "class", "d", "points", "style"), _ANY),
    **dict.fromkeys(_SHAPE.split(), _NUMBER),
    **dict.fromkeys(_PAINT.split(), re.compile(r"[\w#.]+")),
    "clip-path": re.compile(r"url\(#[\w-]+\)"),
}
# A text is turned about its own place; a line of a text of several lines is moved to its place.
_PLACE = re.compile(r"(?P<how>rotate\([-0-9.]+ |translate\()(?P<x>[-0-9.]+) (?P<y>[-0-9.]+)\)")
_DRAWN: dict[str, dict[str, re.Pattern[str]]] = {
    **{tag: {} for tag in "g defs path rect circle ellipse line polyline polygon tspan".split()},
    "clippath": {},
    "pattern": {"patternunits": re.compile("userSpaceOnUse")},
    "svg": {
        **dict.fromkeys(("xmlns", "xmlns:xlink", "aria-label"), _ANY),
        "role": re.compile("img"),
        "viewbox": re.compile("[-0-9. ]+"),
        "height": re.compile("(?!)"),
    },
    "text": {"transform": _PLACE},
    "use": {"xlink:href": re.compile("#.+")},
}
# Of these the page's own style hides the one, and puts the other above or below the text.
_PLACED = {"skip": (("body", "a"),), "running": (("body", "header"), ("body", "footer"))}
# What a style may say of a shape and of letters in a drawing, and of nothing else.
_SHAPED = re.compile(r"(fill|stroke|opacity)(-[a-z]+)?")
_LETTERED = re.compile(r"fill|font-[a-z]+|text-anchor")
# What browsers show of a drawing that does not say how large it is.
_USUAL_BOX = "0 0 300 150"
# Pixels: letters that are smaller are dots.
_SMALLEST = 4
_PALE = re.compile(r"none|transparent|white|#f{3,8}|.*\(.*", re.IGNORECASE)
_DATA, _MARKED = etree.XPath("ancestor::data"), etree.XPath(".//data")


def not_our_own(page: HtmlElement) -> list[str]:
    """What in a page none of our reports has, in words, each once."""
    return list(dict.fromkeys(_strange(page)))


def _strange(page: HtmlElement) -> Iterator[str]:
    scripts, shapes = 0, {one.get("id"): str(one.tag) for one in reversed([*page.iter(*_DRAWN)])}
    for element in page.iter():
        if not isinstance(element.tag, str):
            yield "a comment, which browsers may end elsewhere"
            continue
        drawing = element if element.tag == "svg" else next(element.iterancestors("svg"), None)
        if drawing is not None:
            yield from _strange_in_drawing(element, drawing, shapes)
            continue
        yield from _strange_element(element)
        scripts += element.tag == "script" and element.get("type") is None
    if scripts > 1:
        yield "more scripts than the page's own"


def _strange_element(element: HtmlElement) -> Iterator[str]:
    tag = str(element.tag)
    if tag not in _OWN:
        yield f"an element <{tag[:40]}>, which no report has"
        return
    yield from _strange_attributes(element, {**_EVERYWHERE, **_OWN[tag]})
    parent = element.getparent()
    place = parent.tag if parent is not None else ""
    if tag in ("meta", "title", "style") and place != "head":
        yield f"an element <{tag}> outside of the page's head"
    for name in (element.get("class") or "").split():
        if (place, tag) not in _PLACED.get(name, ((place, tag),)):
            yield f"a text that looks as in another place ({name})"
    if tag == "data" and len(element):
        yield f"an element <{element[0].tag!s}> in a number"
    if tag in ("sub", "sup", "strong", "em") and (_DATA(element) or (tag[:2] == "su" and _MARKED(element))):
        yield "a number in raised or lowered letters"


def _strange_in_drawing(
    element: HtmlElement, drawing: HtmlElement, shapes: Mapping[str | None, str]
) -> Iterator[str]:
    tag = str(element.tag)
    if tag not in _DRAWN:
        yield f"an element <{tag[:40]}> in a drawing"
        return
    known = {**_DRAWN_EVERYWHERE, **_DRAWN[tag]}
    if tag == "svg" and next(element.iter("text"), None) is None:
        known["aria-hidden"] = re.compile("true")
    yield from _strange_attributes(element, known, " in a drawing")
    if tag == "use" and shapes.get((element.get("xlink:href") or "#")[1:]) != "path":
        yield "a part of a drawing that shows another part of the page"
    is_letters = tag in ("text", "tspan")
    rules = _rules(element)
    allowed = _LETTERED if is_letters else _SHAPED
    if any(not allowed.fullmatch(name) for name in rules):
        yield "a style in a drawing that may hide or move a part of it"
    is_pale = bool(_PALE.fullmatch(rules.get("fill", "")))
    if is_letters and (is_pale or _is_out_of_sight(element, drawing, rules.get("font-size", ""))):
        yield "letters of a drawing that are out of sight"


def _rules(element: HtmlElement) -> dict[str, str]:
    """What an element's own style says."""
    parts = (part.partition(":") for part in (element.get("style") or "").split(";") if part.strip())
    return {name.strip().lower(): value.strip() for name, _, value in parts}


def _is_out_of_sight(text: HtmlElement, drawing: HtmlElement, size: str) -> bool:
    """Whether letters are dots, stand outside of their drawing, or in a part that is cut or not drawn."""
    holders = _up_to(text, drawing)
    if any(one.get("clip-path") or one.tag in ("defs", "pattern", "clippath") for one in holders):
        return True
    place, own = _PLACE.fullmatch(text.get("transform") or ""), (text.get("x"), text.get("y"))
    if place and own != ((None, None) if place["how"] == "translate(" else (place["x"], place["y"])):
        return True
    try:
        left, top, width, height = map(float, (drawing.get("viewbox") or _USUAL_BOX).split())
        x, y = map(float, (place["x"], place["y"]) if place else (own[0] or left, own[1] or top))
        shrunk = float(drawing.get("width") or width) < width
        is_small = float(size.removesuffix("px") or _SMALLEST) < _SMALLEST
    except ValueError:
        return True
    return shrunk or is_small or not (left <= x <= left + width and top <= y <= top + height)


def _up_to(element: HtmlElement, drawing: HtmlElement) -> Iterator[HtmlElement]:
    one: Any = element
    while one is not None and one is not drawing:
        yield one
        one = one.getparent()


def _strange_attributes(
    element: HtmlElement, known: dict[str, re.Pattern[str]], where: str = ""
) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name not in known:
            yield f"an attribute {str(name)[:40]} on <{element.tag!s}>{where}, which no report has"
        elif not known[str(name)].fullmatch(str(value)):
            yield f"what the attribute {name} on <{element.tag!s}>{where} says, as in no report"
