import re
import zipfile

import pytest

from tests.unit.readers.made import make_contract

from .case import excel_case, read_issues, text_case

KON = {
    "header": "Kön",
    "type": "category",
    "values": {
        "kvinna": {"label": {"sv": "Kvinnor", "en": "Women"}},
        "man": {"label": {"sv": "Män", "en": "Men"}},
    },
}
HEADS = {
    "sv": [
        "Blad",
        "Cell",
        "Kolumn",
        "Vad som är fel",
        "Vad som står",
        "Vad som väntades",
        "Så rättar du",
        "Följd",
    ],
    "da": [
        "Ark",
        "Celle",
        "Kolonne",
        "Hvad der er galt",
        "Hvad der står",
        "Hvad der ventedes",
        "Sådan rettes det",
        "Følge",
    ],
    "en": [
        "Sheet",
        "Cell",
        "Column",
        "What is wrong",
        "What stands there",
        "What was expected",
        "How to correct it",
        "What it leads to",
    ],
}


@pytest.fixture
def failing(tmp_path):
    contract = make_contract({"nr": "integer", "kon": KON})
    return excel_case(tmp_path, contract, [[1, "Kvinan"], ["tre", "man"], [2, "=1+1"]])


@pytest.mark.parametrize("language", ["sv", "da", "en"])
def test_every_problem_is_one_line_in_the_reports_language(failing, language):
    failing.message(language)
    lines = read_issues(failing.failed_issues)
    assert lines[0] == HEADS[language]
    assert [line[:3] for line in lines[1:]] == [
        ["Blad", "A3", "nr"],
        ["Blad", "B2", "Kön"],
        ["Blad", "B4", "Kön"],
    ]


def test_a_line_says_what_stands_there_what_was_expected_and_what_to_do(failing):
    failing.message("sv")
    assert read_issues(failing.failed_issues)[2] == [
        "Blad",
        "B2",
        "Kön",
        "inte något av de tillåtna värdena",
        "Kvinan",
        "Kvinnor, Män",
        "rätta filen och gör ett nytt uttag, eller lägg till stavningen under columns.kon i "
        'config/sources/prov.yaml; menades "kvinna" med "Kvinan"?',
        "stoppar rapporterna",
    ]


def test_a_text_that_looks_like_a_formula_stays_text(failing):
    failing.message("sv")
    assert read_issues(failing.failed_issues)[3][4] == "=1+1"
    with zipfile.ZipFile(failing.failed_issues) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_clean_extract_has_a_list_that_says_so(tmp_path):
    case = excel_case(tmp_path, make_contract({"nr": "integer"}), [[1]])
    case.clean("sv")
    assert read_issues(case.folder / "issues.xlsx") == [HEADS["sv"], ["Inget att rätta.", *[""] * 7]]


def test_records_of_a_text_file_are_named_in_words(tmp_path):
    case = text_case(tmp_path, {"nr": "integer"}, "x\n")
    case.message("sv")
    assert read_issues(case.failed_issues)[1][:3] == ["", "row 2, column nr", "nr"]


def test_what_is_beyond_the_most_cells_is_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("sparbar.clean.problems.MOST_CELLS", 2)
    case = text_case(tmp_path, {"nr": "integer"}, "x\ny\nz\nw\n")
    assert ", rows 2, 3 and 2 more\n" in case.message("sv")
    lines = read_issues(case.failed_issues)[1:]
    assert [line[1] for line in lines] == ["row 2, column nr", "row 3, column nr", ""]
    assert lines[2][4] == "och 2 till"


def test_a_row_is_high_enough_for_its_longest_text(failing):
    failing.message("sv")
    with zipfile.ZipFile(failing.failed_issues) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<row r="(\d)"[^>]* ht="(\d+)"', sheet) == [("2", "30"), ("3", "45"), ("4", "45")]


def test_the_header_stays_in_view_and_can_be_filtered(failing):
    failing.message("sv")
    with zipfile.ZipFile(failing.failed_issues) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        core = archive.read("docProps/core.xml").decode()
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert '<autoFilter ref="A1:H4"/>' in sheet
    assert '<dcterms:created xsi:type="dcterms:W3CDTF">2023-06-14T00:00:00Z</dcterms:created>' in core
