"""What properties of runs, paragraphs, rows and cells may do to text, so that it is not seen as written.

There are more of them than anybody knows, so what is listed here is what is harmless; the rest is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF = frozenset({"0", "false", "off", "none", "baseline"})
_HIGHLIGHTS = frozenset("yellow green cyan magenta lightGray red none white".split())
SIGN_FONTS = tuple(
    "wingdings,webdings,symbol,zapf,marlett,mt extra,opensymbol,dingbats,bookshelf symbol,ms outlook,"
    "monotype sorts,segoe mdl2,segoe fluent,hololens mdl2,ms reference specialty,adobe blank".split(",")
)
# In twentieths of a point: a line of less than two thirds cuts its letters, and so far they are moved away.
_LOWEST_LINE, _FARTHEST = 160, 4600
# How far before the margin text may begin, how far after it, and how much room a cell has for gaps.
_BEFORE, _APART, _GAP = -600, 700, 100
# Half points; a letter that is larger is cut by its line or its cell.
_LARGEST = 144
# Beyond the width of any paper.
_FARTHEST_TAB = 15000


def _names(space: str, names: str) -> frozenset[str]:
    return frozenset(space + name for name in names.split())


_KNOWN = {
    f"{W}rPr": _names(
        W,
        "rStyle b bCs i iCs caps smallCaps u color szCs lang noProof kern bdr shd snapToGrid em ins del "
        "moveFrom moveTo rPrChange cs outline shadow emboss imprint effect",
    )
    | _names(W14, "ligatures numForm numSpacing stylisticSets cntxtAlts"),
    f"{W}pPr": _names(
        W,
        "pStyle keepNext keepLines pageBreakBefore widowControl numPr suppressLineNumbers pBdr shd "
        "kinsoku suppressAutoHyphens wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN snapToGrid "
        "adjustRightInd contextualSpacing mirrorIndents suppressOverlap jc textAlignment textboxTightWrap "
        "outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    f"{W}trPr": _names(
        W,
        "cantSplit tblHeader jc cnfStyle gridAfter wAfter divId ins trPrChange",
    ),
    # What one row has apart from its table.
    f"{W}tblPrEx": _names(W, "tblBorders shd tblLook tblPrExChange"),
    f"{W}tcPr": _names(W, "cnfStyle tcW gridSpan tcBorders shd noWrap vAlign hideMark tcPrChange cellIns"),
    f"{W}tblPr": _names(
        W,
        "tblStyle tblW jc tblBorders shd tblLayout tblLook tblPrChange "
        "tblStyleRowBandSize tblStyleColBandSize tblCaption tblDescription",
    ),
}
_CONTROL = frozenset(
    "alias tag id lock rPr text richText group placeholder showingPlcHdr temporary docPartObj appearance "
    "color webExtensionLinked webExtensionCreated".split()
)
_OWN_CONTROL = frozenset(W + name for name in _CONTROL)
HOLDERS = frozenset(_KNOWN) | {f"{W}sdtPr"}


def odd_in(holder: etree._Element) -> list[str]:
    """What in the properties of something may show its text otherwise than it is written, in words."""
    tag = str(holder.tag)
    if tag == f"{W}sdtPr":
        return list(dict.fromkeys(_odd_control(holder)))
    return odd_among(tag, holder)


def _odd_control(holder: etree._Element) -> Iterator[str]:
    """What lets a content control show something else than the text in it."""
    for one in holder:
        if one.tag in _OWN_CONTROL or not isinstance(one.tag, str):
            continue
        name = etree.QName(one).localname
        if name == "dataBinding":
            yield "a content control that shows what stands elsewhere in the file"
        elif name not in _CONTROL:
            yield f"a content control that may show something else ({name})"


def odd_among(tag: str, properties: Iterable[etree._Element]) -> list[str]:
    """The same for properties of the kind `tag`."""
    found = []
    for one in properties:
        if one.tag in _KNOWN[tag] or not isinstance(one.tag, str) or _value(one) in _OFF:
            continue
        judge = _JUDGES.get(one.tag) if tag != f"{W}tblPrEx" else None
        what = judge(one) if judge else _UNKNOWN
        if what:
            found.append(what.format(etree.QName(one).localname))
    return found


_UNKNOWN = "a property that may hide or change text ({})"
# Of a space that looks so, nobody sees anything.
NARROW = frozenset(_UNKNOWN.format(name) for name in ("w", "spacing"))
_MOVED_OFF = "text moved off the page"


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
    return "letters in a font of signs" if any(n.startswith(SIGN_FONTS) for n in names) else ""


def _between(least: int, most: int) -> Callable[[etree._Element], str]:
    return lambda one: "" if least <= _number(_value(one).removesuffix("%")) <= most else _UNKNOWN


def _spacing(one: etree._Element) -> str:
    line = _value(one, "line")
    is_cut = _value(one, "lineRule") == "exact" or (bool(line) and _number(line) < _LOWEST_LINE)
    return "lines too low for their letters" if is_cut or not _is_near(one) else ""


def _is_near(one: etree._Element) -> bool:
    values = (value for name, value in one.items() if name.removeprefix(W) not in ("lineRule", "line"))
    return all(not v.lstrip("-").isdecimal() or 0 <= _number(v) <= _FARTHEST for v in values)


def _indent(one: etree._Element) -> str:
    """Text that begins before the margin, or so far in that no room is left for it."""
    said = {name.removeprefix(W): _number(value) for name, value in one.items()}
    start, end = (
        max(said.get(a, 0), said.get(b, 0), key=abs) for a, b in (("left", "start"), ("right", "end"))
    )
    first = said.get("firstLine", 0) - said.get("hanging", 0)
    # A style may have the indent that a paragraph hangs back from.
    is_before = (
        min(start, end, start + first if "left" in said or "start" in said else first + 1500) < _BEFORE
    )
    is_far = max(start, end, start + end, start + first) > _FARTHEST
    if next(one.iterancestors(f"{W}tc"), None) is not None:
        is_far = is_far or max(map(abs, (start, end, first))) > _APART or min(start, end) < -_GAP
    is_wide = any(abs(value) > 1000 for name, value in said.items() if name.endswith("Chars"))
    return _MOVED_OFF if is_before or is_far or is_wide else ""


def _run_spacing(one: etree._Element) -> str:
    return _between(-20, 400)(one)


def _letter_or_paragraph_spacing(one: etree._Element) -> str:
    return _run_spacing(one) if _value(one) else _spacing(one)


def _height(one: etree._Element) -> str:
    return "a row of a fixed height, which may cut its letters" if _value(one, "hRule") == "exact" else ""


def _merged(one: etree._Element) -> str:
    cell = one.getparent()
    cell = cell.getparent() if cell is not None else None
    is_text = cell is not None and any((t.text or "").strip() for t in cell.iter(f"{W}t"))
    return "text in a cell that another covers" if _value(one) != "restart" and is_text else ""


def _apart(one: etree._Element) -> str:
    """Margins and gaps of cells, by their own width or by one for each side."""
    sides = [measure(part, "w") for part in (one, *one) if isinstance(part.tag, str)]
    return "" if all(0 <= side <= _APART for side in sides) else "a table moved off the page"


def _table_indent(one: etree._Element) -> str:
    return "" if _BEFORE <= measure(one, "w") <= _FARTHEST else "a table moved off the page"


def _size(one: etree._Element) -> str:
    return "" if _number(_value(one)) <= _LARGEST else "letters larger than their lines"


def _tabs(one: etree._Element) -> str:
    leaders = {_value(tab, "leader") for tab in one}
    is_far = any(abs(measure(tab, "pos")) > _FARTHEST_TAB for tab in one)
    # A row of dots leads to something; one dash, just as long as it is, is a minus.
    return "a tab that draws signs" if leaders - {"", "none", "dot"} else _MOVED_OFF if is_far else ""


def _hidden(one: etree._Element) -> str:
    return "" if _value(one) in ("", "1", "true", "on") else _UNKNOWN


_STRUCK = "letters that are struck out"
_JUDGES: dict[str, Callable[[etree._Element], str]] = {
    f"{W}rFonts": _fonts,
    f"{W}strike": lambda one: _STRUCK,
    f"{W}dstrike": lambda one: _STRUCK,
    f"{W}vertAlign": lambda one: "raised or lowered letters",
    f"{W}highlight": lambda one: "" if _value(one) in _HIGHLIGHTS else "letters on a ground as dark as they",
    f"{W}vanish": _hidden,
    f"{W}tabs": _tabs,
    f"{W}w": _between(80, 200),
    f"{W}position": _between(-12, 12),
    f"{W}spacing": _letter_or_paragraph_spacing,
    f"{W}ind": _indent,
    f"{W}sz": _size,
    f"{W}tblInd": _table_indent,
    f"{W}trHeight": _height,
    f"{W}del": lambda one: "a row whose deletion is tracked",
    f"{W}vMerge": _merged,
    f"{W}hMerge": _merged,
    **dict.fromkeys((f"{W}tcMar", f"{W}tblCellMar", f"{W}tblCellSpacing"), _apart),
}
