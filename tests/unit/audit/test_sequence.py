"""The text of PDF pages against the list: every numeral in its order, and nothing beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from sparbar.audit.segments import Finding
from sparbar.audit.sequence import atoms, compare_pages
from tests.unit.audit.conftest import Read
from tests.unit.audit.made import document, occurrence

TEMPLATE = "templates/prov.qmd.j2"
LINE_3 = f"paragraph o13, {TEMPLATE}, line 3"


def told(read: Read, pages: Sequence[str]) -> list[Finding]:
    return compare_pages("report.pdf", read.document, read.figures, pages)


def edited(read: Read, old: str, new: str) -> list[Finding]:
    """The findings where the first place of a text reads otherwise."""
    pages = list(read.pages)
    number = next(number for number, page in enumerate(pages) if old in page)
    pages[number] = pages[number].replace(old, new, 1)
    return told(read, pages)


def test_pages_as_they_were_made_hold(pages: Read) -> None:
    assert told(pages, pages.pages) == []


@pytest.mark.parametrize(
    ("old", "new", "expected", "found", "where"),
    [
        ("är 16 personer", "är 17 personer", "16", "17", LINE_3),
        ("sju av", "åtta av", "sju", "åtta", LINE_3.replace("o13", "o14")),
        ("−4", "4", "−4", "4", f"paragraph o17, {TEMPLATE}, line 5"),
        ("43,8", "43,9", "8", "9", f"paragraph o15, {TEMPLATE}, line 4"),
        (
            "10 januari 2023. ",
            "11 januari 2023. ",
            "10",
            "11",
            f"paragraph o18, {TEMPLATE}, line 5",
        ),
        (
            "Mindre än hälften",
            "Mer än var tredje",
            "hälften",
            "var tredje",
            f"paragraph o16, {TEMPLATE}, line 4",
        ),
        ("Kvinna 7", "Kvinna 8", "7", "8", f"table o24, {TEMPLATE}, line 9"),
        ("Tabell 1.", "Tabell 3.", "1", "3", "caption o23"),
        ("2 Mer\nDe", "3 Mer\nDe", "2", "3", "heading o32"),
        ("Rapport 2023:1", "Rapport 2023:7", "1", "7", "front o3"),
        ("450 dagar", "4500 dagar", "450", "4500", f"paragraph o19, {TEMPLATE}, line 6"),
    ],
)
def test_a_number_that_reads_differently_is_named(
    pages: Read, old: str, new: str, expected: str, found: str, where: str
) -> None:
    assert edited(pages, old, new) == [
        Finding("report.pdf", "a number reads differently", where, expected, found)
    ]


def test_a_changed_text_of_a_drawing_is_named(pages: Read) -> None:
    assert edited(pages, "7\n9\nFigur", "8\n9\nFigur") == [
        Finding("report.pdf", "a number reads differently", "figure kon", "7", "8")
    ]


def test_a_number_that_is_missing_is_named(pages: Read) -> None:
    assert edited(pages, "är 16 personer", "är personer") == [
        Finding("report.pdf", "a number is missing", LINE_3, "16")
    ]


@pytest.mark.parametrize("added", ["5", "sjutton", "hälften", "XIV"])
@pytest.mark.parametrize(
    "place", ["De flesta är", "Personer efter kön", "Kvinna", "Staden", "Siffrornas ursprung\nVarje", "Mått"]
)
def test_a_number_that_is_added_anywhere_is_untraced(pages: Read, place: str, added: str) -> None:
    number = 1 + next(number for number, page in enumerate(pages.pages) if place in page)
    assert edited(pages, place, f"{added} {place}") == [
        Finding("report.pdf", "an untraced number", f"page {number}", "", atoms(added, "sv")[0])
    ]


def test_two_numbers_that_changed_places_are_named(pages: Read) -> None:
    found = edited(pages, "Kvinna 7\nMan 9", "Kvinna 9\nMan 7")
    assert [finding.problem for finding in found] == ["an untraced number", "a number is missing"]
    assert {finding.expected or finding.found for finding in found} == {"9"}


def test_a_page_that_is_taken_out_is_missed(pages: Read) -> None:
    found = told(pages, pages.pages[:-1])
    assert "43 8" in " ".join(finding.expected for finding in found)


def test_a_page_that_is_added_is_untraced(pages: Read) -> None:
    [*_, last] = told(pages, [*pages.pages, "Ännu 47 personer kom."])
    assert last.where.endswith("page 4")
    assert last.found.endswith("47")


@pytest.mark.parametrize("new", ["Uttagsdatum 2023-06-15", "Uttagsdatum 2023-06-14, 2023-01-10", "Sida 5"])
def test_a_header_with_another_date_is_seen(pages: Read, new: str) -> None:
    assert edited(pages, "Uttagsdatum 2023-06-14", new) != []


def test_a_header_that_stands_twice_on_a_page_is_seen(pages: Read) -> None:
    header = "Prov under 2023 · Uttagsdatum 2023-06-14"
    assert edited(pages, header, f"{header}\n{header}") == [
        Finding("report.pdf", "an untraced number", "page 1", "", "2023 2023 06 14")
    ]


def test_a_number_beside_the_page_number_is_seen(pages: Read) -> None:
    assert edited(pages, "Sida 2 (3)", "Sida 2 (3) 4") == [
        Finding("report.pdf", "an untraced number", "page 2", "", "4")
    ]


def test_another_page_number_is_seen(pages: Read) -> None:
    assert edited(pages, "Sida 2 (3)", "Sida 3 (3)") == [
        Finding("report.pdf", "an untraced number", "page 2", "", "3 3")
    ]


@pytest.mark.parametrize("shown", ["2/3", "2 av 3", "2 of 3", "2 (3)", "2 af 3"])
def test_page_numbers_are_left_out_however_they_are_written(shown: str) -> None:
    pages = ["Text 1 (3)", f"Text {shown}", "Text 3/3"]
    assert compare_pages("a.pdf", document(), (), pages) == []


@pytest.mark.parametrize("shown", ["1\u00a0234", "1 234", "1\n234", "1\u202f234"])
def test_a_number_may_be_broken_over_lines_and_grouped_by_any_space(shown: str) -> None:
    listed = document(occurrence("o1", "1\u00a0234"), occurrence("o2", "5"))
    assert compare_pages("a.pdf", listed, (), [f"Det är {shown} och 5."]) == []


# --- the contents, whose page numbers only the typesetter knows ------------------------------------------


def contents(*numbers: str) -> list[object]:
    return [occurrence(f"o{place}", number, "toc") for place, number in enumerate(numbers, 1)]


CONTENTS = document(*contents("1", "2", "2.1"), occurrence("o9", "16"), occurrence("o10", "2"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "page",
    [
        "1 Först 2 2 Sedan 2 2.1 Mer 3 Bilaga 4",
        "1 Först 1 2 Sedan 1 2.1 Mer 1 Bilaga 1",
        "1 Först 2 2 Sedan 4 2.1 Mer 4",
    ],
)
def test_page_numbers_in_the_contents_are_left_out(page: str) -> None:
    assert compare_pages("a.pdf", CONTENTS, (), [page, "Det är 16 och 2.", "", ""]) == []


def test_a_number_in_the_contents_that_is_no_page_is_seen() -> None:
    pages = ["1 Först 2 2 Sedan 9 2.1 Mer 3 Bilaga 4", "Det är 16 och 2.", "", ""]
    assert compare_pages("a.pdf", CONTENTS, (), pages) != []


def test_a_number_after_the_contents_is_seen() -> None:
    pages = ["1 Först 2 2 Sedan 2 2.1 Mer 3 Bilaga 4", "Det är 16 och 47 och 2.", "", ""]
    assert compare_pages("a.pdf", CONTENTS, (), pages) == [
        Finding("a.pdf", "an untraced number", "page 2", "", "47")
    ]


def test_a_missing_entry_of_the_contents_is_seen() -> None:
    listed = document(*contents("1", "2", "3"), occurrence("o9", "16"))  # type: ignore[arg-type]
    [finding] = compare_pages("a.pdf", listed, (), ["1 Först 2 2 Sedan 2 Bilaga 2", "Det är 16."])
    assert (finding.where, finding.expected) == ("toc o3", "3")


def test_a_report_without_contents_has_no_page_numbers_to_leave_out() -> None:
    listed = document(occurrence("o1", "16"))
    assert compare_pages("a.pdf", listed, (), ["Det är 16."]) == []
    assert compare_pages("a.pdf", listed, (), ["Först 2. Det är 16.", ""]) == [
        Finding("a.pdf", "an untraced number", "page 1", "", "2")
    ]


def test_a_figure_that_was_not_drawn_is_not_looked_for(pages: Read) -> None:
    without = replace(pages, figures=())
    found = told(without, pages.pages)
    assert [(f.problem, f.found) for f in found] == [("an untraced number", "7 9")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("−4 och +5", ["−4", "+5"]),
        ("2–5 samtal", ["2", "5"]),
        ("2023-06-14", ["2023", "06", "14"]),
        ("1 234,5 %", ["1", "234", "5"]),
        ("Sju av tio", ["sju", "tio"]),
        ("ingen", []),
    ],
)
def test_atoms_are_digits_with_the_sign_before_them_and_words(text: str, found: list[str]) -> None:
    assert atoms(text, "sv") == found


@pytest.mark.parametrize(
    ("shown", "is_same"), [("1 ½ portion", True), ("1\n½ portion", True), ("1¼ portion", False)]
)
def test_a_half_after_a_number_is_one_of_its_own(shown: str, is_same: bool) -> None:
    listed = document(occurrence("o1", "1"), occurrence("o2", "½ portion"))
    assert (compare_pages("report.pdf", listed, (), [shown]) == []) is is_same
