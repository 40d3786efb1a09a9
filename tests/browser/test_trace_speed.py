"""A large trace page stays quick: 2,000 facts and 100,000 row references, by the browser's own clock."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.trace_page import FACTS, ROWS_EACH, measure_in, write_large_page
from tests.browser.opening import Open

# A quiet machine needs a tenth of this; the aims are 1,000 and 100 ms, and other work may share the cores.
OPEN_MS, FILTER_MS = 5_000, 800


def test_a_large_page_opens_and_filters_at_once(
    opened: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_large_page(tmp_path)
    assert FACTS * ROWS_EACH == 100_000
    with opened(file) as page:
        best = min((measure_in(page, file) for _ in range(3)), key=lambda found: sum(found["filter"]))
        page.goto(file.as_uri() + "#antal%5Bomrade=o1999%5D")
        assert page.locator(".extract .rows").first.inner_text().startswith("4003, 8003, 12003")
    with capsys.disabled():
        size = file.stat().st_size / 1e6
        slowest = max(best["filter"])
        print(f"\n{size:.1f} MB: opens in {best['open'][0]:.0f} ms, filters in {slowest:.0f} ms at most")
    assert best["open"][0] < OPEN_MS
    assert slowest < FILTER_MS
    assert file.stat().st_size < 3_000_000
