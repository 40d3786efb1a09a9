"""The page on security names a test for each of its rows, and there is such a test."""

from __future__ import annotations

import re

from tests.conftest import ROOT
from tests.unit.docs.pages import page

NAMED = re.compile(r"`([\w/]+\.py)(?:::(test_\w+))?`")


def test_every_row_names_a_test_that_there_is() -> None:
    rows = [line for line in page("security.md").splitlines() if line.startswith("| ") and "---" not in line][
        1:
    ]
    assert len(rows) > 15
    for row in rows:
        file, name = NAMED.findall(row)[-1]
        assert f"def {name}(" in (ROOT / "tests" / file).read_text("utf-8"), row


def test_every_other_test_that_is_named_is_there() -> None:
    for file, _ in NAMED.findall(page("security.md")):
        assert (ROOT / "tests" / file).is_file(), file
