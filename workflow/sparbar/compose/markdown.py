"""Markdown as compose writes it: escaped text, traced spans, tables as nested lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sparbar.model.signs import UNSEEN

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escape(text: str) -> str:
    """Text as Markdown that shows exactly that text on one line, without control characters."""
    return _PUNCTUATION.sub(r"\\\1", plain(text))


def plain(text: str) -> str:
    """Text on one line without signs that nobody sees; some of them mark numbers until they have an order."""
    return UNSEEN.sub(" ", " ".join(re.split("[\t\n\r]+", text)))


def span(text: str, mark: str, kind: str, metric: str = "") -> str:
    """A traced span: `[63]{#o17 .fact data-m="fullfoljda" custom-style="Fact"}` with a mark for the id."""
    link = f' data-m="{metric}"' if metric else ""
    style = ' custom-style="Fact"' if kind in ("fact", "constant") else ""
    return f"[{escape(text)}]{{#{mark} .{kind}{link}{style}}}"


def list_table(
    rows: Sequence[Sequence[str]], caption: str, identifier: str, align: str, classes: str = ""
) -> str:
    """A table of Markdown cells as nested lists, which the filter turns into a table.

    Args:
        rows: cells of Markdown, the header row first.
        caption: Markdown, or "" for none.
        align: one letter per column, "l", "r" or "c".
    """
    head = f'::: {{#{identifier} .table{classes} aligns="{align}" header-rows="1" header-cols="1"}}'
    lines = [head, ""]
    if caption:
        lines += ["::: {.caption}", caption, ":::", ""]
    for row in rows:
        for number, cell in enumerate(row):
            lines.append(("* - " if number == 0 else "  - ") + (cell or "\\ "))
    return "\n".join([*lines, "", ":::", ""])
