"""Every page of the shipped reports on the narrowest screen: nothing is wider than it, whatever the words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.opening import Open

PHONE: dict[str, Any] = {"viewport": {"width": 320, "height": 700}}
# A hostile extract: a word without end in every kind of place that shows words.
PLACES = "h1, h2, h3, p, li, dt, dd, td, th, caption, figcaption, .notice, .kicker, .subtitle, .note, small"
LENGTHEN = """places => {
  const seen = new Set();
  for (const found of document.querySelectorAll(places)) {
    const kind = found.tagName + "." + found.className + (found.closest("table") ? " in a table" : "");
    if (!seen.has(kind) && !found.children.length) { seen.add(kind); found.textContent = "Ö".repeat(10000); }
  }
  return seen.size;
}"""


def pages(project: Path) -> list[Path]:
    results = project / "results"
    return [results / "index.html", *sorted(results.glob("reports/*/*/*.html"))]


def overflowing(opened: Open, project: Path, lengthen: bool) -> dict[str, int]:
    """The pages that are wider than the screen, with their widths."""
    found = {}
    for file in pages(project):
        with opened(file, **PHONE) as page:
            if lengthen:
                assert page.evaluate(LENGTHEN, PLACES) > 2
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["viewport"]["width"]:
                found[str(file.relative_to(project))] = width
    return found


def test_no_page_of_the_shipped_reports_scrolls_sideways(opened: Open, built_project: Path) -> None:
    assert len(pages(built_project)) == 13
    assert overflowing(opened, built_project, lengthen=False) == {}


def test_a_word_without_end_widens_no_page(opened: Open, built_project: Path) -> None:
    assert overflowing(opened, built_project, lengthen=True) == {}


@pytest.mark.parametrize("name", ["kas-2024", "insikt-final-2023"])
def test_the_check_sees_a_page_that_is_too_wide(opened: Open, built_project: Path, name: str) -> None:
    file = built_project / "results/reports" / name / "internal/report.html"
    with opened(file, **PHONE) as page:
        page.evaluate("document.querySelector('h1').style.whiteSpace = 'nowrap'")
        page.evaluate("document.querySelector('h1').textContent = 'Arbetsmarknad '.repeat(9)")
        assert page.evaluate("document.documentElement.scrollWidth") > 320
