"""The appendix of what moved between two extracts: traced, and only what both sides show and mean alike."""

from __future__ import annotations

import pytest

from sparbar.errors import TemplateError
from tests.unit.claims.test_likeness import REDEFINED
from tests.unit.claims.town import Town, months

SHOWN = "".join(
    f'{{{{ fact("tal", ort="a", manad="2024-0{n}", otherwise="okänt") }}}}.\n\n' for n in (1, 2, 3)
)
TABLE = '{{ changes_table("forr") }}\n'


def told(document) -> list[tuple[str, str]]:
    """What the table traces, in order."""
    return [
        (o.kind, o.ref + " " + o.text)
        for o in document.occurrences
        if o.place == "changes-forr" and o.kind != "label"
    ]


def test_the_table_has_what_reads_otherwise_now_with_both_traced(tmp_path):
    town = Town(tmp_path, months(4, 5, 6), unit="", earlier=months(4, "4.5", 6))
    document, _ = town.compose(SHOWN + TABLE)
    assert told(document) == [
        ("date", "extract:orter@forr 2024-05-14"),
        ("date", "extract:orter 2024-06-14"),
        ("fact", "tal[manad=2024-02,ort=a]@forr 4,5"),
        ("fact", "tal[manad=2024-02,ort=a] 5,0"),
    ]


def test_what_is_not_shown_is_not_listed_and_nothing_moved_is_said(tmp_path):
    town = Town(tmp_path, months(4, 5), unit="", earlier=months(4, "4.5"))
    document, _ = town.compose(TABLE)
    assert told(document) == []
    assert "Ingen siffra är ändrad." in [p.text for p in document.paragraphs]


@pytest.mark.parametrize("old", [3, 4])
def test_what_is_hidden_is_not_listed_whether_it_moved_or_not(tmp_path, old):
    town = Town(
        tmp_path, months(4, 5, 6), unit="", earlier=months(old, "4.5", 6), suppressed=(("a", "2024-01"),)
    )
    document, _ = town.compose(SHOWN + TABLE)
    assert {ref.partition(" ")[0].partition("@")[0] for kind, ref in told(document) if kind == "fact"} == {
        "tal[manad=2024-02,ort=a]"
    }


def test_what_has_no_value_on_one_side_or_another_definition_is_not_listed(tmp_path):
    town = Town(tmp_path, months(4, None, 6), unit="", earlier=months(4, 5))
    assert told(town.compose(SHOWN + TABLE)[0]) == []
    other = Town(tmp_path / "b", months(4, 5, 6), unit="", earlier=months(3, 4), changes=REDEFINED)
    assert told(other.compose(SHOWN + TABLE)[0]) == []


def test_an_alias_that_the_report_does_not_have_is_told(tmp_path):
    town = Town(tmp_path, months(4), unit="")
    with pytest.raises(TemplateError) as error:
        town.compose('{{ changes_table("for") }}\n')
    assert str(error.value) == (
        "TemplateError: the report compares with no for\n"
        "  in        templates/prov.qmd.j2, line 1\n"
        '  fix       did you mean "forr"?'
    )
