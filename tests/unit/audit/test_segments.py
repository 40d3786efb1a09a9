"""What a finished file says, held against the list: each kind of finding seen by itself."""

from __future__ import annotations

import pytest

from sparbar.audit.segments import Finding, compare, numerals_of
from tests.unit.audit.made import TEMPLATE, document, occurrence, reading

TWO = document(occurrence("o1", "16", template=TEMPLATE), occurrence("o2", "7", "table", place="t-kon"))
BOTH = (("o1", "16"), ("o2", "7"))


def test_a_file_that_says_what_the_list_says_has_no_findings() -> None:
    assert compare("a.html", TWO, reading("Det är ¤ personer.\n¤\n", *BOTH)) == []


@pytest.mark.parametrize("shown", ["1\u202f234", "1 234", "1\u2009234", "1\u00a0234"])
def test_kinds_of_spaces_do_not_differ(shown: str) -> None:
    listed = document(occurrence("o1", "1\u00a0234"))
    assert compare("a.html", listed, reading("¤", ("o1", shown))) == []


def test_a_number_that_reads_differently_is_named_with_its_template_line() -> None:
    assert compare("a.html", TWO, reading("¤ ¤", ("o1", "17"), ("o2", "7"))) == [
        Finding("a.html", "a number reads differently", f"o1, paragraph, {TEMPLATE}", "16", "17")
    ]


def test_a_number_that_is_missing_is_named() -> None:
    assert compare("a.html", TWO, reading("¤", ("o1", "16"))) == [
        Finding("a.html", "a number is missing", "o2, table", "7")
    ]


def test_a_number_that_stands_twice_is_named() -> None:
    assert compare("a.html", TWO, reading("¤¤¤", *BOTH, ("o1", "16"))) == [
        Finding("a.html", "a number stands twice", "o1", "once", "16"),
    ]


def test_a_number_that_the_list_does_not_have_is_named() -> None:
    assert compare("a.html", TWO, reading("¤¤¤", *BOTH, ("o9", "5"))) == [
        Finding("a.html", "a number that the ledger does not know", "o9", "", "5")
    ]


def test_numbers_in_another_order_are_named() -> None:
    assert compare("a.html", TWO, reading("¤¤", *reversed(BOTH))) == [
        Finding("a.html", "numbers stand in another order", "o2", "o1", "o2")
    ]


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("¤ av 5 kom ¤", "5"),
        ("¤ av fem kom ¤", "fem"),
        ("¤¤ var tredje", "var tredje"),
        ("¤¤ hälften", "hälften"),
        ("¤¤ den 3 mars 2019", "3 mars 2019"),
        ("¤¤ 1 234,5", "1 234,5"),
        ("¤¤ m²", "²"),
        ("¤¤ kap. IV", "IV"),
    ],
)
def test_a_numeral_beside_the_marked_ones_is_untraced(text: str, numeral: str) -> None:
    [finding] = compare("a.html", TWO, reading(text, *BOTH))
    assert (finding.problem, finding.expected, finding.found) == ("an untraced number", "no number", numeral)


def test_an_untraced_number_is_shown_among_its_neighbours() -> None:
    [finding] = compare("a.html", TWO, reading("Det är ¤ av 5 personer ¤", *BOTH))
    assert finding.where == '"Det är … av 5 personer …"'


def test_numbers_in_alternative_texts_are_held_in_their_order() -> None:
    listed = document(
        occurrence("o1", "7", "alt"), occurrence("o2", "9", "alt"), occurrence("o3", "5", "plain")
    )
    assert compare("a.html", listed, reading("", alts=("Kvinnor 7, män 9", "5"))) == []
    assert compare("a.html", listed, reading("", alts=("Kvinnor 9, män 7", "5"))) == [
        Finding("a.html", "numbers in alternative texts differ", "alternative texts", "7, 9, 5", "9, 7, 5")
    ]


@pytest.mark.parametrize("container", ["title", "header", "footer", "alt", "plain"])
def test_what_has_no_element_of_its_own_is_not_looked_for_among_the_marked(container: str) -> None:
    listed = document(occurrence("o1", "", container))
    assert compare("a.html", listed, reading("")) == []


def test_numerals_are_compared_in_one_form() -> None:
    assert numerals_of(["1\u202f234 och −5", "sju"], "sv") == ["1 234", "−5", "sju"]
