"""The tables in a document's proof: CSV that no spreadsheet program takes for formulas."""

import pytest

from sparbar.compose.basis import _safe


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-x", "\t=1", "\r=1"])
def test_a_text_that_begins_as_a_formula_is_written_as_text(text):
    assert _safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12", "+3,5", "Kvinnor", "", "a=b"])
def test_numbers_with_a_sign_and_other_texts_stay_as_they_are(text):
    assert _safe(text) == text
