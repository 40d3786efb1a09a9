"""The panel that a number opens in the page itself: on a narrow screen, and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.opening import Open


@pytest.mark.parametrize("height", [480, 700])
def test_on_a_narrow_screen_the_panel_stays_inside_it_and_closes(
    rendered: Path, opened: Open, height: int
) -> None:
    with opened(rendered / "report.html", viewport={"width": 320, "height": height}) as page:
        page.locator("a.fact", has_text="25,4 %").first.click()
        panel = page.get_by_role("dialog")
        box: Any = panel.bounding_box()
        assert 0 <= box["x"] <= 320 - box["width"]
        assert 0 <= box["y"] <= height - box["height"]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert panel.evaluate("e => e.scrollWidth <= e.clientWidth")
        close = page.get_by_role("button", name="Stäng")
        assert close.evaluate("e => e.getBoundingClientRect().height") >= 24
        close.click()
        assert panel.count() == 0


def test_paper_has_the_numbers_and_no_panel(rendered: Path, opened: Open) -> None:
    with opened(rendered / "report.html") as page:
        number = page.locator("a.fact", has_text="25,4 %").first
        number.click()
        assert page.get_by_role("dialog").is_visible()
        page.emulate_media(media="print")
        assert number.is_visible()
        assert page.get_by_role("dialog").count() == 0
        assert page.locator("button:visible").count() == 0
