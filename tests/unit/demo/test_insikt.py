from collections import Counter
from datetime import date

import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from sparbar.demo.insikt import HEADER_ROW, HEADERS
from sparbar.demo.insikt_design import CORRECTIONS, RESPELLINGS, WITHDRAWN
from sparbar.demo.remarks import SPECIAL_REMARKS

KNOWN_OF_ALL = {
    *("", "lopnr", "forsta_kontakt", "nasta_planerade", "svar", "skal", "hanvisad_av"),
    *("serie_avslutad", "kommentar"),
}
MAPPING = [column for column in HEADERS if column not in KNOWN_OF_ALL]
DATES = {"half_year": date(2023, 6, 14), "final": date(2023, 12, 15)}


@pytest.fixture(params=["half_year", "final"])
def dated_extract(request):
    return DATES[request.param], request.getfixturevalue(request.param)


def count(extract, column):
    return Counter(person[column] for person in extract.people.values() if person[column] is not None)


def finished(extract):
    return {number: person for number, person in extract.people.items() if person["serie_avslutad"] == "ja"}


def test_half_year_has_63_gone_through_of_whom_16_finished_and_47_fell_away(half_year):
    assert len(half_year.people) == 63
    assert count(half_year, "svar") == {"ja": 16, "nej": 29, "ej_nadd": 11, "annat_bortfall": 7}


def test_final_has_118_gone_through_of_whom_34_finished_and_84_fell_away(final):
    assert len(final.people) == 118
    assert count(final, "svar") == {"ja": 34, "nej": 52, "ej_nadd": 20, "annat_bortfall": 12}


def test_gender_and_mapping_are_filled_in_only_for_those_who_finished(dated_extract):
    _, extract = dated_extract
    for number, person in extract.people.items():
        assert (person["serie_avslutad"] == "ja") == (person["svar"] == "ja")
        if number not in finished(extract):
            assert [person[column] for column in MAPPING] == [None] * len(MAPPING)
        else:
            empty = {column for column in MAPPING if person[column] is None}
            assert empty <= {"akassa", "halsa_registrerad"}


def test_only_those_who_named_health_are_asked_whether_it_is_registered(dated_extract):
    _, extract = dated_extract
    for person in finished(extract).values():
        assert (person["halsa_registrerad"] is None) == (person["halsa_namnd"] == "nej")
        assert "halsa" not in person["forklaring"] or person["halsa_namnd"] == "ja"


def test_no_person_is_impossible(dated_extract):
    extract_date, extract = dated_extract
    for person in finished(extract).values():
        assert 1960 <= person["fodelsear"] <= 1989
        assert 2 <= person["antal_samtal"] <= 5
        assert person["forsta_kontakt"] < person["forsta_samtal"] < person["sista_samtal"] <= extract_date
        assert person["tolk"] == "nej" or person["landgrupp"] == "ovriga_varlden"
        assert "sprak" not in person["forklaring"] or person["landgrupp"] != "sverige"
        assert person["forsorjningsstod"] == "nej" or person["kontakt_kommun"] == "ja"
    for person in extract.people.values():
        assert person["forsta_kontakt"] <= extract_date
        assert person["skal"] is None or person["svar"] == "nej"


def test_plans_and_only_plans_may_lie_after_the_extract(dated_extract):
    extract_date, extract = dated_extract
    plans = [person["nasta_planerade"] for person in extract.people.values() if person["nasta_planerade"]]
    assert sum(plan > extract_date for plan in plans) >= 5
    assert sum(plan <= extract_date for plan in plans) >= 1


def test_the_claims_of_the_half_year_report_hold(half_year):
    assert_claims(half_year, health=11, outside=10, not_registered=6, meeting=10)


def test_the_claims_of_the_final_report_hold(final):
    assert_claims(final, health=24, outside=23, not_registered=14, meeting=21)


def assert_claims(extract, health, outside, not_registered, meeting):
    people = finished(extract).values()
    assert sum(person["halsa_namnd"] == "ja" for person in people) == health > len(people) / 2
    assert sum("ansvar_utanfor" in person["forklaring"] for person in people) == outside > len(people) / 2
    assert sum(person["halsa_registrerad"] == "nej" for person in people) == not_registered > health / 2
    assert sum(person["kontaktform"] == "fysiskt_mote" for person in people) == meeting > len(people) / 2


def test_gender_and_recommendation_of_those_who_finished_are_as_reported_to_the_writers(half_year, final):
    assert count(half_year, "kon") == {"man": 9, "kvinna": 7}
    assert count(final, "kon") == {"man": 21, "kvinna": 13}
    codes = (
        "arbete",
        "kommunal_anstallning",
        "utbildning",
        "rehabilitering",
        "planering_annan_part",
        "annat",
    )
    assert [count(half_year, "rekommendation")[code] for code in codes] == [2, 3, 4, 3, 3, 1]
    assert [count(final, "rekommendation")[code] for code in codes] == [5, 7, 8, 8, 4, 2]


def test_two_rows_were_withdrawn_and_57_added(half_year, final):
    assert set(half_year.people) - set(final.people) == set(WITHDRAWN)
    assert set(final.people) - set(half_year.people) == set(range(64, 121))


def test_exactly_the_listed_cells_were_corrected(half_year, final):
    changed = {
        (number, column): (old[column], final.people[number][column])
        for number, old in half_year.people.items()
        if number in final.people
        for column in HEADERS
        if column and old[column] != final.people[number][column]
    }
    assert changed == {(c.lopnr, c.column): (c.half_year, c.final) for c in CORRECTIONS}
    assert len(CORRECTIONS) == 8


def test_other_cells_are_written_as_before_but_for_the_listed_respellings(half_year, final):
    corrected = {(correction.lopnr, correction.column) for correction in CORRECTIONS}
    rewritten = {
        (number, column): (old[column], final.raw[number][column])
        for number, old in half_year.raw.items()
        if number in final.raw
        for column in HEADERS
        if old[column] != final.raw[number][column] and (number, column) not in corrected
    }
    assert rewritten == {(r.lopnr, r.column): (r.half_year, r.final) for r in RESPELLINGS}


def test_the_sheet_looks_as_people_make_it(dated_extract):
    extract_date, extract = dated_extract
    rows, size = extract.rows, len(extract.people)
    assert rows[0][0] == "Insikt – förteckning över deltagare. PÅHITTADE UPPGIFTER"
    assert rows[1][0] == f"Uttag: {extract_date}"
    assert rows[2][0]
    assert rows[3][0]
    assert rows[HEADER_ROW - 1] == list(HEADERS.values())
    assert {row[6] for row in rows} == {""}
    assert rows[HEADER_ROW + size][:3] == ["Summa", size, ""]
    assert set(rows[HEADER_ROW + size + 1]) == {""}
    assert rows[HEADER_ROW + size + 2][0].startswith("Anm. ")
    assert len(rows) == HEADER_ROW + size + 3


def test_cells_vary_as_people_vary(half_year):
    cells = list(half_year.raw.values())
    contact_dates = [row["forsta_kontakt"] for row in cells]
    assert any(isinstance(cell, date) for cell in contact_dates)
    assert any(isinstance(cell, str) and cell[:5] == "2023-" for cell in contact_dates)
    assert any(isinstance(cell, str) and cell[-5:] == " 2023" for cell in contact_dates)
    texts = [cell for row in cells for cell in row.values() if isinstance(cell, str)]
    assert any("\u00a0" in text for text in texts)
    assert any(text != text.strip() for text in texts)
    assert {type(row["fodelsear"]) for row in cells if row["fodelsear"] != ""} == {str, float}
    assert len({row["svar"].strip() for row in cells}) > 8
    assert {";", ","} <= {sign for row in cells for sign in row["skal"]}


def test_remarks_hold_the_signs_that_break_careless_writers(half_year, final):
    written = {n: row["kommentar"] for extract in (half_year, final) for n, row in extract.raw.items()}
    assert {number: written[number] for number in SPECIAL_REMARKS} == SPECIAL_REMARKS
    assert set('*<>&"\n|_[$') <= set("".join(SPECIAL_REMARKS.values()))


@pytest.mark.parametrize("day", ["2023-06-14", "2023-12-15"])
def test_the_other_sheets_are_a_note_and_a_hidden_list(raw_folder, day):
    book = CalamineWorkbook.from_path(raw_folder / "insikt" / day / f"insikt_{day}.xlsx")
    visible, hidden = SheetVisibleEnum.Visible, SheetVisibleEnum.Hidden
    sheets = [(sheet.name, sheet.visible) for sheet in book.sheets_metadata]
    assert sheets == [("Läs mig", visible), ("Deltagare", visible), ("Listor", hidden)]
    assert str(book.get_sheet_by_name("Läs mig").to_python()[1][0]).startswith("PÅHITTADE UPPGIFTER")
