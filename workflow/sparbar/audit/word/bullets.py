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


def shows_text(level: etree._Element) -> bool:
    """Whether a level of a list puts more before its items than a bullet."""
    shown, kind = _value(level, "lvlText"), _value(level, "numFmt")
    if kind not in ("bullet", "none") or level.find(f"{W}lvlPicBulletId") is not None:
        return True
    block = level.find(f"{W}pPr")
    indent = block.find(f"{W}ind") if block is not None else None
    if (
        indent is not None
        and min(measure(indent, "left"), measure(indent, "left") - measure(indent, "hanging")) < 0
    ):
        return True
    font = level.find(f"{W}rPr/{W}rFonts")
    names = (
        [] if font is None else [value.casefold() for key, value in font.items() if not key.endswith("hint")]
    )
    known = set().union(*(_IN_FONTS.get(name, "") for name in names))
    if not any(name.startswith(SIGN_FONTS) for name in names):
        known |= _BULLETS
    return any(sign not in known and not sign.isspace() for sign in shown)


def _value(element: etree._Element, name: str) -> str:
    found = element.find(W + name)
    return (found.get(f"{W}val") or "") if found is not None else ""
