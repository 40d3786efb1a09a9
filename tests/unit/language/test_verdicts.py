"""What verify says is told in the language of the file, too."""

from __future__ import annotations

from importlib import resources

import pytest

from sparbar.language.faults import look_up
from sparbar.language.verdicts import local_head, local_verdict

LEVELS = ("whole", "said", "true", "same")
STATES = ("holds", "fails", "not checked")


@pytest.mark.parametrize("language", ["sv", "da"])
def test_every_level_and_answer_has_words(language: str) -> None:
    heads = [local_head(level, state, language) for level in LEVELS for state in STATES]
    assert all(heads)
    assert len(set(heads)) == len(heads)


def test_a_level_is_told_as_one_line() -> None:
    assert local_head("whole", "not checked", "sv") == "hel: inte prövat"
    assert local_head("true", "fails", "da") == "sandt: holder ikke"
    assert local_head("whole", "holds", "en") == local_head("whole", "holds", "") == ""


@pytest.mark.parametrize("language", ["sv", "da"])
def test_every_entry_has_both_languages_and_is_found_by_its_own_text(language: str) -> None:
    text = resources.files("sparbar.language").joinpath("verdicts.txt").read_text(encoding="utf-8")
    blocks = [[line for line in part.splitlines() if line[:1] != "#"] for part in text.split("\n\n")]
    blocks = [block for block in blocks if block]
    assert {len(block) for block in blocks} == {3}
    assert len({block[0] for block in blocks}) == len(blocks) > 90
    for english, *_ in blocks:
        assert look_up(english, language, "verdicts.txt") not in ("", english)


def test_a_line_about_one_of_several_files_keeps_its_name() -> None:
    line = "report.pdf: unsigned: the file agrees with itself, nobody vouches for it"
    assert local_verdict(line, "sv") == (
        "report.pdf: osignerad: filen stämmer med sig själv, ingen går i god för den"
    )
    assert local_verdict("report.pdf: something new", "sv") == ""
    assert local_verdict("report.pdf is missing", "da") == "report.pdf mangler"


def test_a_finding_is_told_with_its_place_and_what_stood_there() -> None:
    line = 'a number reads differently: o27, paragraph, templates/x.qmd.j2, line 6; expected 47; found "48"'
    assert local_verdict(line, "sv") == (
        "en siffra lyder på annat sätt: o27, paragraph, templates/x.qmd.j2, line 6; "
        'väntades: 47; hittades: "48"'
    )
    assert local_verdict("a number is missing: o3; expected 16", "da") == "et tal mangler: o3; ventet: 16"
    assert local_verdict("report.html: a number stands twice: o3; expected once; found 16", "sv") == (
        "report.html: en siffra står två gånger: o3; väntades: en gång; hittades: 16"
    )


def test_what_could_not_be_checked_points_to_the_line_in_english() -> None:
    assert local_verdict("could not be checked: a picture that is moved", "sv") == (
        "kunde inte kontrolleras: se raden på engelska"
    )


def test_a_number_that_the_rows_do_not_give_is_told_with_both() -> None:
    line = "Genomgångna, Kvinna (antal[kon=kvinna]): the report says 8, the rows give 9"
    assert local_verdict(line, "sv") == (
        "Genomgångna, Kvinna (antal[kon=kvinna]): rapporten säger 8, raderna ger 9"
    )


def test_what_has_no_words_is_left_to_english() -> None:
    assert local_verdict("something new", "sv") == ""
    assert local_verdict("and 3 more", "en") == ""
