"""`issues.xlsx`: one line for every problem, for the person who corrects the file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from sparbar.clean.messages import say
from sparbar.clean.problems import CHECK, Group
from sparbar.clean.wording import Wording, shorten

_HEADS: Final = ("sheet", "cell", "column", "problem", "found", "expected", "fix", "severity")
_WIDTHS: Final = (14, 12, 26, 34, 26, 40, 60, 22)
_LINE_HEIGHT: Final = 15


def write_issue_list(path: Path, groups: Sequence[Group], wording: Wording) -> None:
    """Write the list; where nothing is wrong, it says so.

    Source: the workbook is dated on the extract date, so that equal problems give equal bytes.
    """
    import xlsxwriter

    language = wording.language
    book = xlsxwriter.Workbook(
        path, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    day = wording.extract_date
    title = say("sheet.title", language, {"file": wording.extract.shown})
    book.set_properties({"title": title, "created": datetime(day.year, day.month, day.day)})
    page = book.add_worksheet(say("sheet.name", language, {}))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for place, (head, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, say(f"sheet.head_{head}", language, {}), bold)
    number = 0
    for number, line in enumerate(_lines(groups, wording), start=1):
        page.set_row(number, _LINE_HEIGHT * _lines_needed(line))
        for place, text in enumerate(line):
            page.write_string(number, place, text, plain)
    if not number:
        number = 1
        page.write_string(1, 0, say("sheet.none", language, {}), book.add_format({"valign": "top"}))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, number, len(_HEADS) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    book.close()


def _lines_needed(texts: Sequence[str]) -> int:
    """How many lines the longest text of a row takes; not every program counts them itself."""
    return max(math.ceil(len(text) / (width * 0.85)) or 1 for text, width in zip(texts, _WIDTHS, strict=True))


def _lines(groups: Sequence[Group], wording: Wording) -> Iterator[tuple[str, ...]]:
    language = wording.language
    for group in groups:
        kind = group.kind
        told = wording.cell(kind, language)
        expected = wording.expected(kind, language, use_labels=True)
        severity = "note" if kind.code == CHECK and kind.severity == "warning" else kind.severity
        outcome = say(f"sheet.{severity}", language, {})
        column = next((name for name in kind.columns if name in wording.extract.header), None)
        hidden = say("words.hidden", language, {}) if wording.is_hidden(kind) else ""
        for row, found in group.cells:
            shown = hidden or shorten(found) or say("words.empty", language, {})
            fix = wording.fix(kind, language, [found])
            place = wording.extract.address(row, column) if column else str(row)
            head = (wording.extract.sheet, place, wording.header(kind))
            yield (*head, told, shown, expected, fix, outcome)
        rest = group.count - len(group.cells)
        if rest:
            yield (
                "",
                "",
                wording.header(kind),
                told,
                say("words.more", language, {"count": rest}),
                "",
                "",
                outcome,
            )
