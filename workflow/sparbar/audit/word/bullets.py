"""What Word puts before the items of a list: a bullet, or something that may be read."""

from __future__ import annotations

from lxml import etree

from sparbar.audit.word.oddities import SIGN_FONTS, W, measure

_BULLETS = frozenset("•◦▪▫–—−-‣⁃·○●□■➢➤►✓✔❖◆◇*")
# In a font of signs another sign stands for each code, so each is known with its font.
_IN_FONTS = {
    "symbol": "\uf0b7\uf02d\uf0a8\uf0d8",
    "wingdings": "\uf0a7\uf0d8\uf0fc\uf076\uf06e\uf071\uf0a8\uf06c\uf09f",
    "courier new": "o",
    "opensymbol": "•◦▪–",
}
# In twentieths of a point: a dash is this wide, and so far a ninth level begins.
_LEAST_GAP, _FARTHEST = 200, 7500


def levels_of(numbering: etree._Element) -> dict[str, dict[str, bool]]:
    """Each list of a document, and for each of its levels whether it shows more than a bullet.

    Where two have one name, programs differ in which they take.
    """
    kinds: dict[str, dict[str, bool]] = {}
    for found in numbering.iter(f"{W}abstractNum"):
        _add(kinds.setdefault(found.get(f"{W}abstractNumId") or "", {}), found)
    own: dict[str, dict[str, bool]] = {}
    for number in numbering.iter(f"{W}num"):
        overridden: dict[str, bool] = {}
        _add(overridden, number)
        levels = own.setdefault(number.get(f"{W}numId") or "", {})
        for level, shows in {**kinds.get(_value(number, "abstractNumId"), {}), **overridden}.items():
            levels[level] = shows or levels.get(level, False)
    return own


def _add(levels: dict[str, bool], holder: etree._Element) -> None:
    for level in holder.iter(f"{W}lvl"):
        name = level.get(f"{W}ilvl") or ""
        levels[name] = shows_text(level) or levels.get(name, False)


def shows_text(level: etree._Element) -> bool:
    """Whether a level of a list puts more before its items than a bullet."""
    shown, kind = _value(level, "lvlText"), _value(level, "numFmt")
    if kind not in ("bullet", "none") or level.find(f"{W}lvlPicBulletId") is not None:
        return True
    if _value(level, "suff") == "nothing" or _is_moved(level.find(f"{W}pPr/{W}ind"), shown):
        return True
    font = level.find(f"{W}rPr/{W}rFonts")
    names = (
        [] if font is None else [value.casefold() for key, value in font.items() if not key.endswith("hint")]
    )
    known = set().union(*(_IN_FONTS.get(name, "") for name in names))
    if not any(name.startswith(SIGN_FONTS) for name in names):
        known |= _BULLETS
    return any(sign not in known and not sign.isspace() for sign in shown)


def _is_moved(indent: etree._Element | None, shown: str) -> bool:
    """Whether the items of a level begin off the page, or touch a bullet, which may be a dash."""
    if indent is None:
        return False
    start, hanging = measure(indent, "left") or measure(indent, "start"), measure(indent, "hanging")
    is_close = bool(shown.strip(" •")) and 0 < hanging < _LEAST_GAP
    return is_close or not 0 <= start - hanging <= start <= _FARTHEST


def _value(element: etree._Element, name: str) -> str:
    found = element.find(W + name)
    return (found.get(f"{W}val") or "") if found is not None else ""
