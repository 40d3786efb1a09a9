"""The numbers that the shipped reports are known by, counted from the raw files."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.unit.reports.shipped import Counted

Count = Callable[[str], Counted]

HALF_YEAR = {
    "malgrupp": 424,
    "malgrupp_over_dagar": 1,
    "malgrupp_over_ar": 1,
    "genomgangna": 63,
    "fullfoljda": 16,
    "tackat_nej_eller_bortfall": 47,
    "tackat_nej": 29,
    "ej_nadda": 11,
    "annat_bortfall": 7,
    "fullfoljda[kon=kvinna]": 7,
    "fullfoljda[kon=man]": 9,
    "andel_fullfoljda": Fraction(16, 63),
    "forklaringar[forklaring=ansvar_utanfor]": 10,
    "halsa_namnd": 11,
    "halsa_namnd[halsa_registrerad=ja]": 3,
    "halsa_namnd[halsa_registrerad=nej]": 6,
    "halsa_namnd[halsa_registrerad=vet_ej]": 2,
    "onskad_kontakt[kontaktform=fysiskt_mote]": 10,
    "kontakt_kommun": 7,
    "kontakt_vard": 9,
    "medel_samtal": Fraction(53, 16),
}
FINAL = {
    "genomgangna": 118,
    "fullfoljda": 34,
    "tackat_nej_eller_bortfall": 84,
    "tackat_nej": 52,
    "ej_nadda": 20,
    "annat_bortfall": 12,
    "fullfoljda[kon=kvinna]": 13,
    "fullfoljda[kon=man]": 21,
    "forklaringar[forklaring=ansvar_utanfor]": 23,
    "halsa_namnd": 24,
    "halsa_namnd[halsa_registrerad=ja]": 7,
    "halsa_namnd[halsa_registrerad=nej]": 14,
    "halsa_namnd[halsa_registrerad=vet_ej]": 3,
    "onskad_kontakt[kontaktform=fysiskt_mote]": 21,
    "kontakt_kommun": 15,
    "kontakt_vard": 18,
    "medel_samtal": Fraction(57, 17),
    "rader_tillagda": 57,
    "rader_borttagna": 2,
    "rader_andrade": 7,
    "celler_andrade": 8,
    "fler_genomgangna": 55,
    "fler_fullfoljda": 18,
    "fullfoljda_fore_halvar": 15,
    "fullfoljda_efter_halvar": 19,
}
KAS = {
    "resultat[ar=2023,kommun=1480,kon=T]": Fraction("49.3"),
    "resultat_medel[ar=2023,kon=T]": Fraction("490.8") / 11,
    "resultat_kommuner[ar=2023,kon=T]": 11,
    "resultat_kommuner[ar=2023,kon=K]": 9,
    "resultat_alla_kommuner[ar=2023,kon=T]": 13,
    "resultat_spridning[ar=2023,kon=T]": 18,
    "resultat_hogst[ar=2023,kon=T]": ["1415"],
    "resultat_lagst[ar=2023,kon=T]": ["1482"],
    "resultat_rang[ar=2023,kommun=1384,kon=T]": 2,
    "resultat_rang[ar=2023,kommun=1480,kon=T]": 2,
    "resultat_rang[ar=2023,kommun=1407,kon=T]": 4,
    "resultat[ar=2017,kommun=1462,kon=K]": 0,
    "skillnad_kommuner[ar=2023]": 9,
    "forandring_kommuner": 11,
}


@pytest.mark.parametrize(("fact", "value"), HALF_YEAR.items())
def test_the_half_year_report_says(count: Count, fact: str, value: Fraction) -> None:
    assert count("insikt-halvar-2023")[fact] == value


@pytest.mark.parametrize(("fact", "value"), FINAL.items())
def test_the_final_report_says(count: Count, fact: str, value: Fraction) -> None:
    assert count("insikt-final-2023")[fact] == value


@pytest.mark.parametrize("fact", [key for key in HALF_YEAR if not key.startswith("malgrupp")])
def test_the_final_report_shows_the_half_year_as_it_was_published(count: Count, fact: str) -> None:
    assert count("insikt-final-2023")[f"{fact}@halvar"] == HALF_YEAR[fact]


@pytest.mark.parametrize(("fact", "value"), KAS.items())
def test_the_report_on_municipal_measures_says(count: Count, fact: str, value: object) -> None:
    assert count("kas-2024")[fact] == value


def test_a_municipality_without_value_has_neither_number_nor_rank(count: Count) -> None:
    counted = count("kas-2024")
    for metric in ("resultat", "resultat_rang"):
        assert counted.status(f"{metric}[ar=2023,kommun=1401,kon=T]") == "missing"
        assert counted[f"{metric}[ar=2023,kommun=1401,kon=T]"] is None


def test_about_64_percent_of_the_target_group_are_men(count: Count) -> None:
    assert round(count("insikt-halvar-2023")["malgrupp_andel_man"] * 100) == 64
