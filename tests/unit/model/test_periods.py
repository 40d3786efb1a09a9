"""What the codes of a series are as periods, and where one is left out."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sparbar.model.periods import as_periods, is_gap


@pytest.mark.parametrize(
    ("codes", "kinds", "gaps"),
    [
        (["2024-01", "2024-02", "2024-04"], {"month"}, [False, True]),
        (["2024-01-01", "2024-02-01", "2024-04-01"], {"month"}, [False, True]),
        (["2024-01-01", "2024-04-01", "2024-07-01", "2025-01-01"], {"quarter"}, [False, False, True]),
        (["2022-06-01", "2023-06-01", "2025-06-01"], {"year"}, [False, True]),
        # Half-years have no name, and days in the middle of a month may lie anyhow.
        (["2024-01-01", "2024-07-01", "2025-07-01"], {"day"}, [False, False]),
        (["2024-01-05", "2024-02-01", "2024-04-01"], {"day"}, [False, False]),
        (["2024-01-01"], {"day"}, []),
        (["norr", "2024-01-01", "2024-02-01"], {None, "day"}, [False, False]),
    ],
)
def test_days_that_begin_months_are_months_quarters_or_years(codes, kinds, gaps):
    periods = as_periods(codes)
    assert {period.kind if period else None for period in periods} == kinds
    assert [is_gap(*pair) for pair in pairwise(periods)] == gaps
