"""What the shipped texts may not have: numbers written by hand, or vague words that nothing vouches for."""

import re
from pathlib import Path

import pytest

from sparbar.config.project import Scope
from sparbar.language import find_numerals, find_quantifiers
from tests.unit.reports.shipped import REPORTS, ROOT

EXPRESSION = re.compile(r"<!--#.*?#-->|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def prose_of(scope: Scope) -> str:
    """The literal text of a report's template, captions and notes, without what is allowed to stand there."""
    report = scope.report
    pieces = [(ROOT / report.template).read_text(encoding="utf-8")]
    captions = [item.caption for item in report.tables.values()]
    captions += [item.caption for item in report.figures.values()]
    notes = [item.note or {} for item in report.tables.values()]
    notes += [item.note or {} for item in report.figures.values()]
    pieces += [text for texts in captions + notes for text in texts.values()]
    text = EXPRESSION.sub(" ¤ ", "\n\n".join(pieces))
    for allowed in scope.project.defaults.allow:
        text = text.replace(allowed, "¤")
    return text


@pytest.mark.parametrize("name", REPORTS)
def test_no_number_is_written_into_the_text(scopes: dict[str, Scope], name: str) -> None:
    assert [found.text for found in find_numerals(prose_of(scopes[name]), "sv")] == []


@pytest.mark.parametrize("name", REPORTS)
def test_no_vague_quantity_is_left_unmarked(scopes: dict[str, Scope], name: str) -> None:
    assert [found.text for found in find_quantifiers(prose_of(scopes[name]), "sv")] == []


def test_a_number_written_into_a_text_would_be_found() -> None:
    found = find_numerals(EXPRESSION.sub(" ¤ ", 'Av {{ fact("a") }} sa sexton ja och 47 nej.'), "sv")
    assert [item.text for item in found] == ["sexton", "47"]


@pytest.mark.parametrize("name", REPORTS)
def test_every_table_and_figure_that_is_declared_is_placed(scopes: dict[str, Scope], name: str) -> None:
    report = scopes[name].report
    text = (ROOT / report.template).read_text(encoding="utf-8")
    placed = set(re.findall(r'\{\{ (table|figure)\("(\w+)"\) \}\}', text))
    assert placed == {("table", key) for key in report.tables} | {("figure", key) for key in report.figures}


def test_each_report_has_its_own_template(scopes: dict[str, Scope]) -> None:
    used = sorted(scope.report.template for scope in scopes.values())
    assert used == sorted(path.relative_to(ROOT).as_posix() for path in Path(ROOT / "templates").glob("*.j2"))


def test_a_note_says_in_words_that_a_number_is_withheld(scopes: dict[str, Scope]) -> None:
    for name in REPORTS:
        for table in scopes[name].report.tables.values():
            for text in (table.note or {}).values():
                for metric in re.findall(r"fact\('(\w+)'", text):
                    assert f"shown('{metric}')" in text, text
