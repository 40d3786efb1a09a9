"""Finished files in which somebody changed something: verification names each change, in HTML and in Word."""

from __future__ import annotations

import re
import zipfile

import pytest

from sparbar.audit.verify import verify_report
from sparbar.errors import VerificationError
from tests.unit.audit.conftest import Rendered, read_part, replace_part

HTML = "report.html"
WORD = "report.docx!word/document.xml"
LINE_3 = "templates/prov.qmd.j2, line 3"


def spoil(rendered: Rendered, name: str, pattern: str, new: str) -> list[tuple[str, str, str]]:
    """Replace what a pattern finds first in a file, and verify."""
    found = re.search(pattern, rendered.text(name), re.DOTALL)
    assert found, f"{pattern} is not in {name}"
    rendered.edit(name, found[0], found.expand(new))
    return rendered.findings()


def number(name: str, identifier: str) -> str:
    """The text of an occurrence, as a pattern with what stands before and after it."""
    if name == HTML:
        return rf'(id="{identifier}"[^>]*>(?:<data[^>]*>)?)([^<]*)(<)'
    return rf'(w:name="{identifier}"/>.*?<w:t[^>]*>)([^<]*)(</w:t>)'


def file_of(name: str) -> str:
    return name.partition("!")[0]


@pytest.fixture(params=[HTML, WORD], ids=["html", "word"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_files_as_they_were_made_hold(rendered: Rendered) -> None:
    assert verify_report(rendered.work, "internal")["passed"] is True


def test_a_changed_digit_is_named_with_its_template_line(rendered: Rendered, name: str) -> None:
    assert spoil(rendered, name, number(name, "o13"), r"\g<1>17\3") == [
        (f"{file_of(name)}: a number reads differently", "16", "17")
    ]


def test_a_changed_percentage_is_named(rendered: Rendered, name: str) -> None:
    assert spoil(rendered, name, number(name, "o15"), "\\g<1>43,9\u00a0%\\3") == [
        (f"{file_of(name)}: a number reads differently", "43,8\u00a0%", "43,9\u00a0%")
    ]


def test_a_changed_word_for_a_number_is_named(rendered: Rendered, name: str) -> None:
    assert spoil(rendered, name, number(name, "o14"), r"\1åtta\3") == [
        (f"{file_of(name)}: a number reads differently", "sju", "åtta")
    ]


def test_a_lost_minus_sign_is_named(rendered: Rendered, name: str) -> None:
    assert spoil(rendered, name, number(name, "o17"), r"\g<1>4\3") == [
        (f"{file_of(name)}: a number reads differently", "\u22124", "4")
    ]


def test_a_changed_date_is_named(rendered: Rendered, name: str) -> None:
    assert spoil(rendered, name, number(name, "o8"), r"\g<1>15 juni 2023\3") == [
        (f"{file_of(name)}: a number reads differently", "14 juni 2023", "15 juni 2023")
    ]


def test_a_changed_claim_is_named(rendered: Rendered, name: str) -> None:
    assert spoil(rendered, name, number(name, "o16"), r"\1Mer än hälften\3") == [
        (f"{file_of(name)}: a number reads differently", "Mindre än hälften", "Mer än hälften")
    ]


def test_a_changed_cell_of_a_table_is_named(rendered: Rendered, name: str) -> None:
    assert spoil(rendered, name, number(name, "o24"), r"\g<1>8\3") == [
        (f"{file_of(name)}: a number reads differently", "7", "8")
    ]


def test_a_changed_number_of_a_caption_is_named(rendered: Rendered, name: str) -> None:
    assert spoil(rendered, name, number(name, "o23"), r"\1Tabell 3.\3") == [
        (f"{file_of(name)}: a number reads differently", "Tabell 1.", "Tabell 3.")
    ]


def test_a_number_whose_text_is_deleted_reads_differently(rendered: Rendered, name: str) -> None:
    assert spoil(rendered, name, number(name, "o13"), r"\1\3") == [
        (f"{file_of(name)}: a number reads differently", "16", "")
    ]


def test_a_number_that_is_deleted_whole_is_missing(rendered: Rendered, name: str) -> None:
    whole = r'<a [^>]*id="o13".*?</a>'
    if name == WORD:
        whole = r'<w:bookmarkStart w:id="(\d+)" w:name="o13"/>.*?<w:bookmarkEnd w:id="\1"/>'
    assert spoil(rendered, name, whole, "") == [(f"{file_of(name)}: a number is missing", "16", "")]


@pytest.mark.parametrize(
    "added", ["5", "sjutton", "en tredjedel", "1\u00a0234", "3 mars 2019", "12,5\u00a0%"]
)
def test_a_number_added_to_prose_is_untraced(rendered: Rendered, name: str, added: str) -> None:
    rendered.edit(name, "dem kvinnor", f"dem {added} kvinnor")
    assert rendered.findings() == [(f"{file_of(name)}: an untraced number", "no number", added)]


def test_a_number_added_to_a_cell_is_untraced(rendered: Rendered, name: str) -> None:
    rendered.edit(name, ">Totalt<", ">Totalt 99<")
    assert rendered.findings() == [(f"{file_of(name)}: an untraced number", "no number", "99")]


def test_a_number_added_to_a_caption_is_untraced(rendered: Rendered, name: str) -> None:
    rendered.edit(name, "Personer efter kön", "Personer efter 2 kön")
    assert rendered.findings() == [(f"{file_of(name)}: an untraced number", "no number", "2")]


def test_a_number_added_beside_another_is_untraced(rendered: Rendered, name: str) -> None:
    rendered.edit(name, "Projektägare", "Projektägare 2")
    assert rendered.findings() == [(f"{file_of(name)}: an untraced number", "no number", "2")]


def test_a_number_of_an_alternative_text_is_held(rendered: Rendered, name: str) -> None:
    rendered.edit(name, "Kvinna: 7. Man: 9.", "Kvinna: 8. Man: 9.")
    assert rendered.findings() == [(f"{file_of(name)}: numbers in alternative texts differ", "7, 9", "8, 9")]


def test_a_number_added_to_an_alternative_text_is_held(rendered: Rendered, name: str) -> None:
    rendered.edit(name, "Kvinna: 7. Man: 9.", "Kvinna: 7. Man: 9. Alla: sexton.")
    assert rendered.findings() == [
        (f"{file_of(name)}: numbers in alternative texts differ", "7, 9", "7, 9, sexton")
    ]


@pytest.mark.parametrize(
    ("old", "new"), [("2023-06-14", "2023-06-15"), ("Uttagsdatum", "Sida 5 Uttagsdatum")]
)
def test_a_number_of_the_running_header_is_held(rendered: Rendered, name: str, old: str, new: str) -> None:
    header = "Prov under 2023 · Uttagsdatum 2023-06-14"
    part = name if name == HTML else "report.docx!word/header1.xml"
    rendered.edit(part, header, header.replace(old, new))
    [(problem, expected, found)] = rendered.findings()
    assert problem == f"{file_of(name)}: numbers in headers and footers differ"
    assert expected == "2023, 2023-06-14"
    assert found != expected


def test_a_number_added_to_the_footer_is_held(rendered: Rendered, name: str) -> None:
    part = name if name == HTML else "report.docx!word/footer1.xml"
    rendered.edit(part, "Staden · Påhittade", "Staden 3 · Påhittade")
    [(problem, _, found)] = rendered.findings()
    assert (problem, found) == (
        f"{file_of(name)}: numbers in headers and footers differ",
        "2023, 2023-06-14, 3",
    )


def test_two_numbers_that_changed_places_with_their_marks_stand_in_another_order(rendered: Rendered) -> None:
    text = rendered.text(HTML)
    first, second = (re.search(rf'<a [^>]*id="{i}".*?</a>', text)[0] for i in ("o24", "o25"))  # type: ignore[index]
    rendered.edit(HTML, first, "¤")
    rendered.edit(HTML, second, first)
    rendered.edit(HTML, "¤", second)
    assert rendered.findings() == [("report.html: numbers stand in another order", "o24", "o25")]


def test_two_numbers_that_changed_places_without_their_marks_read_differently(
    rendered: Rendered, name: str
) -> None:
    for identifier, new in (("o24", "9"), ("o25", "7")):
        found = re.search(number(name, identifier), rendered.text(name), re.DOTALL)
        assert found
        rendered.edit(name, found[0], f"{found[1]}{new}{found[3]}")
    assert rendered.findings() == [
        (f"{file_of(name)}: a number reads differently", "7", "9"),
        (f"{file_of(name)}: a number reads differently", "9", "7"),
    ]


def test_a_number_that_is_shown_twice_is_named(rendered: Rendered) -> None:
    found = re.search(r'<a [^>]*id="o13".*?</a>', rendered.text(HTML))
    assert found
    rendered.edit(HTML, found[0], found[0] * 2)
    assert rendered.findings() == [("report.html: a number stands twice", "once", "16")]


def test_a_mark_that_the_list_does_not_have_is_named(rendered: Rendered) -> None:
    rendered.edit(HTML, "Det är ", 'Det är <span id="o999">5</span> ')
    assert rendered.findings() == [("report.html: a number that the ledger does not know", "", "5")]


def test_a_changed_text_of_a_drawing_is_named(rendered: Rendered) -> None:
    assert spoil(rendered, HTML, r"(<text[^>]*>)7(</text>)", r"\g<1>8\2") == [
        ("report.html: the texts of a figure differ", "Kvinna | Man | 7 | 9", "Kvinna | Man | 8 | 9")
    ]


def test_a_drawing_that_is_taken_out_is_named(rendered: Rendered) -> None:
    assert ("report.html: the texts of a figure differ", "Kvinna | Man | 7 | 9", "") in spoil(
        rendered, HTML, r"<svg.*?</svg>", ""
    )


@pytest.mark.parametrize("place", ["<h2 id=", "<figcaption"])
def test_a_drawing_with_a_text_that_is_not_the_reports_is_named(rendered: Rendered, place: str) -> None:
    rendered.edit(HTML, place, f"<svg><text>47</text></svg>{place}")
    assert rendered.findings()[-1][2].endswith("47")


def test_a_drawing_without_text_may_stand_anywhere(rendered: Rendered) -> None:
    rendered.edit(HTML, "<h2 id=", '<svg aria-hidden="true"><path d="M 1 2"/></svg><h2 id=')
    assert verify_report(rendered.work, "internal")["passed"] is True


def test_a_picture_in_word_that_is_not_the_drawn_one_is_named(rendered: Rendered) -> None:
    path = rendered.folder / "report.docx"
    with zipfile.ZipFile(path) as package:
        [name] = [name for name in package.namelist() if name.startswith("word/media/")]
    replace_part(path, name, read_part(path, name) + b"\0")
    assert rendered.findings() == [("report.docx: could not be checked", "", "")]


def test_prose_without_numbers_is_not_verifications_business(rendered: Rendered, name: str) -> None:
    rendered.edit(name, "dem kvinnor", "alla kvinnor")
    assert verify_report(rendered.work, "internal")["passed"] is True


def test_the_whole_message_of_a_changed_digit(rendered: Rendered) -> None:
    found = re.search(number(HTML, "o13"), rendered.text(HTML))
    assert found
    rendered.edit(HTML, found[0], f"{found[1]}17{found[3]}")
    with pytest.raises(VerificationError) as error:
        verify_report(rendered.work, "internal")
    assert str(error.value) == (
        "VerificationError: report.html: a number reads differently\n"
        f"  in        o13, paragraph, {LINE_3}\n"
        "  expected  16   found  17\n"
        "  fix       the last good report stays in place; build again, and if it stays so, "
        "report this message"
    )
    assert error.value.exit_code == 5
