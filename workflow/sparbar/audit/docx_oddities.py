"""What properties of runs, paragraphs, rows and cells may do to text, so that it is not seen as written.

There are more of them than anybody knows, so what is listed here is what is harmless; the rest is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF = frozenset({"0", "false", "off", "none", "baseline"})
_HIGHLIGHTS = frozenset("yellow green cyan magenta lightGray red none white".split())
_SIGN_FONTS = ("wingdings", "webdings", "symbol", "zapf", "marlett", "mt extra", "opensymbol")
# In twentieths of a point: a line lower than six points cuts its letters, half a page moves them away.
_LOWEST_LINE, _FARTHEST = 120, 8000


def _names(space: str, names: str) -> frozenset[str]:
    return frozenset(space + name for name in names.split())


_KNOWN = {
    f"{W}rPr": _names(
        W,
        "rStyle b bCs i iCs caps smallCaps u color sz szCs lang noProof kern bdr shd snapToGrid em vanish "
        "specVanish webHidden ins del moveFrom moveTo rPrChange cs outline shadow emboss imprint effect",
    )
    | _names(W14, "ligatures numForm numSpacing stylisticSets cntxtAlts"),
    f"{W}pPr": _names(
        W,
        "pStyle keepNext keepLines pageBreakBefore widowControl numPr suppressLineNumbers pBdr shd tabs "
        "kinsoku suppressAutoHyphens wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN snapToGrid "
        "adjustRightInd contextualSpacing mirrorIndents suppressOverlap jc textAlignment textboxTightWrap "
        "outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    f"{W}trPr": _names(
        W,
        "cantSplit tblHeader jc cnfStyle gridAfter wAfter divId ins trPrChange",
    ),
    f"{W}tcPr": _names(W, "cnfStyle tcW gridSpan tcBorders shd noWrap vAlign hideMark tcPrChange cellIns"),
    f"{W}tblPr": _names(
        W,
        "tblStyle tblW jc tblBorders shd tblLayout tblLook tblPrChange "
        "tblStyleRowBandSize tblStyleColBandSize tblCaption tblDescription",
    ),
}
HOLDERS = frozenset(_KNOWN) | {f"{W}sdtPr"}


def odd_in(holder: etree._Element) -> list[str]:
    """What in the properties of something may show its text otherwise than it is written, in words."""
    tag = str(holder.tag)
    if tag == f"{W}sdtPr":
        is_bound = any(
            etree.QName(one).localname == "dataBinding" for one in holder if isinstance(one.tag, str)
        )
        return ["a content control that shows what stands elsewhere in the file"] if is_bound else []
    return odd_among(tag, holder)


def odd_among(tag: str, properties: Iterable[etree._Element]) -> list[str]:
    """The same for properties of the kind `tag`."""
    found = []
    for one in properties:
        if one.tag in _KNOWN[tag] or not isinstance(one.tag, str) or _value(one) in _OFF:
            continue
        judge = _JUDGES.get(one.tag)
        what = judge(one) if judge else _UNKNOWN
        if what:
            found.append(what.format(etree.QName(one).localname))
    return found


_UNKNOWN = "a property that may hide or change text ({})"


def _value(element: etree._Element, name: str = "val") -> str:
    return element.get(W + name) or ""


def _number(text: str) -> int:
    """A whole number; what is none is as large as any."""
    plain = text.removeprefix("-")
    return int(text) if plain.isdecimal() and plain.isascii() and len(plain) < 9 else 10**9


def measure(element: etree._Element, name: str) -> int:
    """A measure of an element; none is 0, and what is no number is as large as any."""
    return _number(_value(element, name) or "0")


def _fonts(one: etree._Element) -> str:
    names = (value.casefold() for name, value in one.items() if not name.endswith("Theme"))
    return "letters in a font of signs" if any(n.startswith(_SIGN_FONTS) for n in names) else ""


def _between(least: int, most: int) -> Callable[[etree._Element], str]:
    return lambda one: "" if least <= _number(_value(one).removesuffix("%")) <= most else _UNKNOWN


def _spacing(one: etree._Element) -> str:
    line = _value(one, "line")
    is_cut = _value(one, "lineRule") == "exact" and bool(line) and _number(line) < _LOWEST_LINE
    return "lines too low for their letters" if is_cut or not _is_near(one) else ""


def _is_near(one: etree._Element) -> bool:
    values = (value for name, value in one.items() if name.removeprefix(W) not in ("lineRule", "line"))
    return all(not v.lstrip("-").isdecimal() or abs(_number(v)) <= _FARTHEST for v in values)


def _run_spacing(one: etree._Element) -> str:
    return _between(-20, 400)(one)


def _letter_or_paragraph_spacing(one: etree._Element) -> str:
    return _run_spacing(one) if _value(one) else _spacing(one)


def _height(one: etree._Element) -> str:
    is_cut = _value(one, "hRule") == "exact" and _number(_value(one)) < _LOWEST_LINE
    return "a row too low for its letters" if is_cut else ""


def _merged(one: etree._Element) -> str:
    cell = one.getparent()
    cell = cell.getparent() if cell is not None else None
    is_text = cell is not None and any((t.text or "").strip() for t in cell.iter(f"{W}t"))
    return "text in a cell that another covers" if _value(one) != "restart" and is_text else ""


def _apart(one: etree._Element) -> str:
    """Margins and gaps of tables, by their own width or by one for each side."""
    is_far = any(abs(measure(part, "w")) > _FARTHEST for part in (one, *one) if isinstance(part.tag, str))
    return "a table moved off the page" if is_far else ""


_STRUCK = "letters that are struck out"
_JUDGES: dict[str, Callable[[etree._Element], str]] = {
    f"{W}rFonts": _fonts,
    f"{W}strike": lambda one: _STRUCK,
    f"{W}dstrike": lambda one: _STRUCK,
    f"{W}vertAlign": lambda one: "raised or lowered letters",
    f"{W}highlight": lambda one: "" if _value(one) in _HIGHLIGHTS else "letters on a ground as dark as they",
    f"{W}w": _between(50, 200),
    f"{W}position": _between(-12, 12),
    f"{W}spacing": _letter_or_paragraph_spacing,
    f"{W}ind": lambda one: "" if _is_near(one) else "text moved off the page",
    f"{W}trHeight": _height,
    f"{W}del": lambda one: "a row whose deletion is tracked",
    f"{W}vMerge": _merged,
    f"{W}hMerge": _merged,
    **dict.fromkeys((f"{W}tblInd", f"{W}tcMar", f"{W}tblCellMar", f"{W}tblCellSpacing"), _apart),
}
