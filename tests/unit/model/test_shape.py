"""What comes from a file outside is of the types that records say, or is refused with the field's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sparbar.model.document import read_document
from sparbar.model.ledger_json import read_ledger
from sparbar.model.shape import shaped
from tests.conftest import ROOT
from tests.unit.tiny import ledger

GOLDEN = ROOT / "tests/golden/besok-2023"


def test_records_that_were_written_here_are_let_pass() -> None:
    shaped(ledger())
    shaped(read_ledger(GOLDEN / "facts.json"))
    shaped(read_document(GOLDEN / "document.json"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"report": 1}, "Ledger.report"),
        ({"language": None}, "Ledger.language"),
        ({"facts": "x"}, "Ledger.facts"),
        ({"facts": ("x",)}, "Ledger.facts"),
        ({"extracts": [1]}, "Ledger.extracts"),
        ({"dimensions": {"kon": 1}}, "Ledger.dimensions"),
        ({"labels": {"kon": ["a"]}}, "Ledger.labels"),
    ],
)
def test_a_field_of_another_type_is_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(TypeError, match=rf"^{field}$"):
        shaped(replace(ledger(), **changes))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("value", "16"),
        ("base", True),
        ("base", 1.5),
        ("slice", (("kon",),)),
        ("status", "x"),
        ("parents", (1,)),
    ],
)
def test_a_fact_inside_a_ledger_is_looked_at(name: str, value: object) -> None:
    whole = ledger()
    broken: Any = {name: value}
    with pytest.raises(TypeError, match=rf"^Fact\.{name}$"):
        shaped(replace(whole, facts=(replace(whole.facts[0], **broken),)))


def test_a_date_is_no_text() -> None:
    whole = ledger()
    shaped(replace(whole, facts=(replace(whole.facts[0], value=date(2023, 6, 14)),)))
