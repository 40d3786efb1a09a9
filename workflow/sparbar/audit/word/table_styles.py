"""What the style of a table lays under its letters, and how it moves or cuts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from sparbar.audit.word.grounds import Ground, shading_of
from sparbar.audit.word.oddities import W, odd_in

_BLOCKS = tuple(f"{W}{name}" for name in ("pPr", "tblPr", "trPr", "tcPr"))
_FIRST_ROW = "firstRow"


def odd_of_table(holder: etree._Element) -> Iterator[str]:
    """What a style, or the part of it for some cells, may do to the text in a table."""
    for block in holder.iterchildren(*_BLOCKS):
        yield from odd_in(block)


class TableStyles:
    """The grounds of tables by their styles."""

    def __init__(self, styles: Iterable[etree._Element]) -> None:
        self._styles = {
            style.get(f"{W}styleId") or "": style for style in styles if style.get(f"{W}type") == "table"
        }
        self._grounds = {name: list(_grounds(style)) for name, style in self._styles.items()}
        self._default = next(
            (n for n, s in self._styles.items() if s.get(f"{W}default") in ("1", "true", "on")), ""
        )
        self.has_grounds = any(self._grounds.values())

    def grounds_under(self, paragraph: etree._Element) -> list[Ground]:
        """The colours under a paragraph by the style of the table it stands in; of bands, all of them."""
        found: list[Ground] = []
        for table in paragraph.iterancestors(f"{W}tbl"):
            first = next(table.iterchildren(f"{W}tr"), None)
            is_first = first is not None and any(row is first for row in paragraph.iterancestors(f"{W}tr"))
            named = table.find(f"{W}tblPr/{W}tblStyle")
            name = self._default if named is None else named.get(f"{W}val") or ""
            for _ in self._styles:  # A style that is based on itself ends here.
                found += [
                    ground for kind, ground in self._grounds.get(name, ()) if is_first or kind != _FIRST_ROW
                ]
                base = self._styles[name].find(f"{W}basedOn") if name in self._styles else None
                name = "" if base is None else base.get(f"{W}val") or ""
        return found


def _grounds(style: etree._Element) -> Iterator[tuple[str, Ground]]:
    for holder in (style, *style.iterchildren(f"{W}tblStylePr")):
        kind = holder.get(f"{W}type") or "" if holder is not style else ""
        for block in holder.iterchildren(*_BLOCKS):
            yield from ((kind, ground) for ground in shading_of(block))
