"""Letters and what they stand on in a Word document: whether anybody can tell the one from the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from sparbar.audit.word.oddities import W

_HEX = 6
# Of 255 for red, green and blue; and what the accessibility rules call contrast, of which text needs 4.5.
_CLOSE, _LEAST_CONTRAST = 64, 1.4
# Word's names for the colours of its highlighter.
_HIGHLIGHTS = {
    "yellow": "FFFF00",
    "green": "00FF00",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
    "red": "FF0000",
    "lightGray": "C0C0C0",
    "white": "FFFFFF",
}
SHADING, _HIGHLIGHT = f"{W}shd", f"{W}highlight"
# What can have a ground, and the properties that say so.
_SHADED = {f"{W}{name}": f"{W}{name}Pr" for name in ("p", "tc", "tbl")}
# A ground is a colour as six digits, or the name of one of the theme's.
Ground = str


def own_grounds(own: Mapping[str, etree._Element]) -> list[Ground]:
    """The colours that are laid under a run by itself.

    Args:
        own: the run's properties by name.
    """
    grounds = list(_of_shading(own.get(SHADING)))
    if (marker := own.get(_HIGHLIGHT)) is not None:
        grounds += filter(None, [_HIGHLIGHTS.get(marker.get(f"{W}val") or "")])
    return grounds


def grounds_around(run: etree._Element) -> list[Ground]:
    """The colours that are laid under a run by its paragraph, its cell and its table."""
    return [
        ground
        for holder in run.iterancestors(*_SHADED)
        for properties in holder.iterchildren(_SHADED[str(holder.tag)])
        for shading in properties.iterchildren(SHADING)
        for ground in _of_shading(shading)
    ]


def shading_of(properties: etree._Element | None) -> list[Ground]:
    """The colours that the properties of a paragraph, a cell or a table lay under their text."""
    return list(_of_shading(properties.find(SHADING))) if properties is not None else []


def _of_shading(shading: etree._Element | None) -> Iterator[Ground]:
    """The ground, and the colour of the pattern over it, where there is one."""
    if shading is None:
        return
    names = ["fill", "themeFill"]
    if shading.get(f"{W}val") not in (None, "clear", "nil"):
        names += ["color", "themeColor"]
    yield from filter(None, (shading.get(W + name) for name in names))


def is_lost(colour: etree._Element | None, grounds: Sequence[Ground]) -> bool:
    """Whether letters of a colour cannot be told from one of their grounds.

    Missing: False where Word chooses the colour itself (none, or "auto").
    """
    if colour is None:
        return False
    theme, said = colour.get(f"{W}themeColor"), colour.get(f"{W}val") or ""
    if theme and theme in grounds:
        return True
    letters = _parsed(said)
    return letters is not None and any(
        _is_close(letters, ground) for ground in map(_parsed, grounds) if ground is not None
    )


def _parsed(colour: str) -> tuple[int, int, int] | None:
    if len(colour) != _HEX:
        return None
    try:
        return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
    except ValueError:
        return None


def _is_close(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    is_near = all(abs(a - b) < _CLOSE for a, b in zip(one, other, strict=True))
    return is_near and (lighter + 0.05) / (darker + 0.05) < _LEAST_CONTRAST


def _luminance(colour: tuple[int, int, int]) -> float:
    """How light a colour is. Source: WCAG 2.2, relative luminance."""
    parts = (part / 255 for part in colour)
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
