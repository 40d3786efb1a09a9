"""Put a drawing into a page: only shapes and text, its ids and style rules made its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sparbar.errors import EnvironmentFault, Fault
from sparbar.render.opc import drop

if TYPE_CHECKING:
    from lxml.etree import _Element

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_URL = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# A drawing wider than this, in points, has texts too small for a telephone: `page.css` lets it scroll there.
_WIDE = 360
_DROPPED = ("metadata", "title", "desc")
_SHAPES = frozenset(
    "svg g defs path rect circle ellipse line polyline polygon text tspan use clipPath image linearGradient "
    "radialGradient stop mask pattern marker symbol style".split()
)


def inline_drawing(data: bytes, name: str, alt: str) -> tuple[str, str]:
    """An SVG file as an element of a page, and its style rules for the page's own style sheet.

    Args:
        data: the SVG file.
        name: the drawing's name; made part of every id so that two drawings never share one.
        alt: what it shows, for those who do not see it.

    Raises:
        EnvironmentFault: it is no SVG, or holds something else than shapes and text.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise EnvironmentFault(_fault(name, f"it is not well formed: {error}")) from error
    if root.tag != f"{{{_SVG}}}svg" or root.prefix is not None:
        raise EnvironmentFault(_fault(name, "its root is not <svg>"))
    identifier = f"drawing-{name}"
    _drop(root)
    styles = _take_styles(root, identifier, name)
    for element in root.iter():
        _check(element, name)
        _make_own(element, identifier)
    for attribute in ("width", "height", "version", "id"):
        root.attrib.pop(attribute, None)
    width = float(root.get("viewBox", "0 0 0 0").split()[2])
    root.attrib.update({"id": identifier, "role": "img", "aria-label": alt, "width": f"{width * 4 / 3:.0f}"})
    if width > _WIDE:
        root.set("class", "wide")
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode", with_tail=False), styles


def _drop(root: _Element) -> None:
    for tag in _DROPPED:
        for element in root.findall(f".//{{{_SVG}}}{tag}"):
            drop(element)


def _take_styles(root: _Element, identifier: str, name: str) -> str:
    """The rules of all style elements, each kept to this drawing; the elements are taken out."""
    rules: list[str] = []
    for element in root.findall(f".//{{{_SVG}}}style"):
        text = element.text or ""
        if "@" in text or "<" in text or "url(" in text:
            raise EnvironmentFault(_fault(name, "its style element has other things than plain rules"))
        for selectors, body in _RULE.findall(text):
            own = ", ".join(f"#{identifier} {selector.strip()}" for selector in selectors.split(","))
            rules.append(f"{own} {{{body}}}")
        drop(element)
    return "\n".join(rules)


def _check(element: _Element, name: str) -> None:
    tag = str(element.tag)
    if tag.removeprefix(f"{{{_SVG}}}") not in _SHAPES:
        raise EnvironmentFault(_fault(name, f"it holds <{tag.rpartition('}')[2]}>"))
    for attribute, value in element.attrib.items():
        if str(attribute).rpartition("}")[2].lower().startswith("on"):
            raise EnvironmentFault(_fault(name, f"it holds the attribute {attribute}"))
        if str(attribute) in (_HREF, "href") and not str(value).startswith(("#", "data:image/png;base64,")):
            raise EnvironmentFault(_fault(name, f"it points outside itself: {value}"))


def _make_own(element: _Element, identifier: str) -> None:
    """Make the element's id, and what it points to, the drawing's own."""
    for attribute, value in list(element.attrib.items()):
        text = str(value)
        if attribute == "id":
            element.set(attribute, f"{identifier}-{text}")
        elif str(attribute) in (_HREF, "href") and text.startswith("#"):
            element.set(attribute, f"#{identifier}-{text[1:]}")
        elif "url(" in text:
            element.set(attribute, _URL.sub(rf"url(#{identifier}-\1)", text))


def _fault(name: str, found: str) -> Fault:
    return Fault(
        problem=f"the drawing {name} cannot stand in a page",
        where=f"figures/{name}.svg",
        expected="an SVG file of shapes and text",
        found=found,
        fix="draw it again with `sparbar draw`; a drawing of your own has to be free of scripts and links",
    )
