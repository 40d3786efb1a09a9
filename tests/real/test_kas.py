"""The report on municipal measures, built for real from the published statistics beside the project."""

import csv
import hashlib
import json
import re
import shutil
from fractions import Fraction
from pathlib import Path
from statistics import fmean

import pypdfium2
import pytest

from tests.conftest import Once, Run, copy_project
from tests.real.kas import GENDERS, YEARS, Built, Published, percent, read_built, read_published, seen

REPORT = "kas-2024"

# All that a coordinator changes to go from the made-up extracts to the published ones, a year shorter:
# file, what stands there, what shall stand there instead.
CHANGES = (
    ("config/sources/kas.yaml", r"(?m)^notice:.*\n", ""),
    ("config/sources/kas_definitioner.yaml", r"(?m)^notice:.*\n", ""),
    (f"config/reports/{REPORT}.yaml", r"end: 2023-12-31", "end: 2022-12-31"),
    (f"config/reports/{REPORT}.yaml", r'ar: "2023"', 'ar: "2022"'),
    ("config/metrics/kas.yaml", r"ar: 2023\b", "ar: 2022"),
)
EXTRACTS = {"kas": "gr13_labour_kpis_long.csv", "kas_definitioner": "kas_kpi_definitions.csv"}
DELIVERY = "2024-08-30"
VERBS = (
    *(("ingest", source, DELIVERY) for source in EXTRACTS),
    *((verb, REPORT) for verb in ("measure", "recompute", "release", "draw", "causes")),
    *((verb, REPORT) for verb in ("compose", "render", "verify", "swap")),
)

# How many of the 13 municipalities have a value: known beforehand, and counted below once more.
COVERAGE = {
    "T": dict(zip(YEARS, (10, 9, 12, 13, 13, 13, 11), strict=True)),
    "K": dict(zip(YEARS, (10, 9, 12, 13, 13, 13, 10), strict=True)),
    "M": dict(zip(YEARS, (10, 9, 12, 13, 13, 13, 10), strict=True)),
}
each_year = pytest.mark.parametrize("year", YEARS)
each_gender = pytest.mark.parametrize("gender", GENDERS)


def put_real_data(project: Path, real: Path) -> None:
    """Put the published files in the place of the made-up ones, and change the config as `CHANGES` says."""
    for name, old, new in CHANGES:
        file = project / name
        text, times = re.subn(old, new, file.read_text(encoding="utf-8"))
        assert times, f"{name} has no {old} any more"
        file.write_text(text, encoding="utf-8")
    for source, name in EXTRACTS.items():
        shutil.copyfile(real / name, project / f"data/raw/{source}/{DELIVERY}/{source}_{DELIVERY}.csv")
    register = project / "data" / "raw" / "register.csv"
    lines = register.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.split(",")[1] not in EXTRACTS]
    register.write_text("".join(kept), encoding="utf-8")


@pytest.fixture(scope="session")
def published(shared_data: Path) -> Published:
    folder = shared_data / "gr_kas"
    return read_published(folder / EXTRACTS["kas"], folder / EXTRACTS["kas_definitioner"])


@pytest.fixture(scope="session")
def built(shared_data: Path, once: Once, run: Run) -> Built:
    """The report from the published statistics, built verb by verb, once for all processes. Read only."""

    def make(folder: Path) -> str:
        put_real_data(copy_project(folder), shared_data / "gr_kas")
        return run_verbs(folder, run)

    return read_built(once("built-kas", make), REPORT)


def run_verbs(project: Path, run: Run) -> str:
    """Run each verb of a build by hand; what the first one that fails says, else nothing."""
    for verb in VERBS:
        done = run(project, "sparbar", *verb)
        if done.returncode:
            return f"sparbar {' '.join(verb)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return ""


# --- values -------------------------------------------------------------------------------------------------


def test_goteborg_2022_is_what_was_published(built: Built) -> None:
    assert built.table("rangordning")["Göteborg"] == ["46,8 %", "4", "47,4 %", "46,2 %", "1,2"]


def test_every_published_value_is_a_fact_to_its_last_decimal(built: Built, published: Published) -> None:
    facts = {
        (place, gender, year): built.number(f"resultat[ar={year},kommun={place},kon={gender}]")
        for place, gender, year in published.slices()
    }
    assert facts == {key: published.value(*key) for key in published.slices()}
    assert sum(value is not None for value in facts.values()) == 241


def test_a_zero_is_a_value_and_not_a_gap(built: Built) -> None:
    fact = built.facts["resultat[ar=2017,kommun=1462,kon=K]"]
    assert (fact["status"], fact["value"], fact["base"]) == ("value", {"number": "0"}, 1)
    assert built.table("alla_ar_kvinnor")["Lilla Edet"][YEARS.index(2017)] == "0,0 %"
    assert built.number("resultat_min[ar=2017,kon=K]") == 0


def test_local_conditions_stand_beside_the_result_of_the_same_municipality(
    built: Built, published: Published
) -> None:
    rows = built.table("lokala_forutsattningar")
    for place, name in published.names.items():
        values = [published.value(place, "T", 2022, kpi) for kpi in ("U40455", "N03920", "N31807", "N31814")]
        assert rows[name] == [percent(value) for value in values]


# --- coverage -----------------------------------------------------------------------------------------------


@each_gender
@each_year
def test_coverage_is_what_the_file_has(built: Built, published: Published, year: int, gender: str) -> None:
    counted = len(published.of(year, gender))
    assert counted == COVERAGE[gender][year]
    assert built.number(f"resultat_kommuner[ar={year},kon={gender}]") == counted
    assert built.number(f"resultat_alla_kommuner[ar={year},kon={gender}]") == len(published.names) == 13


@each_year
def test_each_mean_stands_beside_the_number_of_municipalities_in_it(
    built: Built, published: Published, year: int
) -> None:
    total, women, men = (published.of(year, gender) for gender in GENDERS)
    assert women.keys() == men.keys()
    means = [percent(sum(group.values(), Fraction()) / len(group)) for group in (total, women, men)]
    expected = [means[0], str(len(total)), *means[1:], str(len(women))]
    assert built.table("tackning")[str(year)] == expected


def test_the_regional_mean_says_that_it_is_unweighted_and_how_many_it_covers(
    built: Built, published: Published
) -> None:
    assert round(fmean(map(float, published.of(2022, "T").values())), 1) == 41.1
    for sentence in (
        "andelen i genomsnitt 41,1 %. Genomsnittet är oviktat och omfattar 11 av 13 kommuner.",
        "det oviktade medelvärdet 41,1 %, räknat på 11 av 13 kommuner",
        "oviktat medelvärde för de 10 av 13 kommuner som har uppgift för både kvinnor och män",
        "är 3,4 % arbetslösa, som oviktat medelvärde för 13 kommuner",
        "Också de är oviktade medelvärden, det första för 13 kommuner och det andra för 13.",
    ):
        assert sentence in built.text


def test_a_change_compares_only_municipalities_that_have_both_years(
    built: Built, published: Published
) -> None:
    before, after = published.of(2019, "T"), published.of(2022, "T")
    changes = [after[place] - before[place] for place in before.keys() & after.keys()]
    assert built.number("forandring_kommuner") == len(changes) == 11
    assert built.number("forandring_medel") == sum(changes, Fraction()) / len(changes)


# --- gaps ---------------------------------------------------------------------------------------------------


def test_a_gap_is_a_fact_without_value_that_says_why(built: Built, published: Published) -> None:
    gaps = [key for key in published.slices() if published.value(*key) is None]
    assert len(gaps) == 13 * 3 * 7 - 241
    for place, gender, year in gaps:
        fact = built.facts[f"resultat[ar={year},kommun={place},kon={gender}]"]
        assert (fact["status"], fact["reason"], fact["value"]) == ("missing", "no_rows", None)
        rank = built.facts[f"resultat_rang[ar={year},kommun={place},kon={gender}]"]
        assert (rank["status"], rank["value"]) == ("missing", None)


@pytest.mark.parametrize(
    ("name", "gender"), [("alla_ar", "T"), ("alla_ar_kvinnor", "K"), ("alla_ar_man", "M")]
)
def test_a_reader_sees_every_value_and_every_gap(
    built: Built, published: Published, name: str, gender: str
) -> None:
    rows = built.table(name)
    assert rows.pop("Kommun") == [str(year) for year in YEARS]
    assert rows == {
        label: [percent(published.value(place, gender, year)) for year in YEARS]
        for place, label in published.names.items()
    }
    assert built.note_of(name).endswith(".. uppgift saknas")


def test_municipalities_without_value_stand_last_and_without_place_in_the_ranking(built: Built) -> None:
    rows = built.table("rangordning")
    assert list(rows)[-2:] == ["Öckerö", "Tjörn"]
    assert rows["Öckerö"] == rows["Tjörn"] == ["..", "..", "..", "..", ".."]
    assert rows["Kungsbacka"] == ["42,4 %", "6", "..", "..", ".."]
    assert built.note_of("rangordning").endswith(".. uppgift saknas")


def test_the_figure_says_where_a_value_is_missing(built: Built) -> None:
    figure = built.page.xpath('//*[@id="f-rangordning"]')[0]
    texts = [seen(text) for text in figure.xpath('.//*[local-name()="svg"]//*[local-name()="text"]')]
    assert texts.count("uppgift saknas") == 2
    assert "0,0 %" not in texts


# --- ranking ------------------------------------------------------------------------------------------------


@each_gender
@each_year
def test_the_ranking_lets_equal_values_share_the_better_place(
    built: Built, published: Published, year: int, gender: str
) -> None:
    values = published.of(year, gender)
    for place, value in values.items():
        better = sum(other > value for other in values.values())
        assert built.number(f"resultat_rang[ar={year},kommun={place},kon={gender}]") == better + 1


@pytest.mark.parametrize(("year", "place", "value"), [(2016, 5, "40.25974026"), (2018, 3, "50.0")])
def test_municipalities_with_the_same_value_tie(
    built: Built, published: Published, year: int, place: int, value: str
) -> None:
    values = published.of(year, "M")
    ranks = {code: built.number(f"resultat_rang[ar={year},kommun={code},kon=M]") for code in values}
    tied = {code for code in values if values[code] == Fraction(value)}
    assert len(tied) == 2
    assert {code for code, rank in ranks.items() if rank == place} == tied
    assert place + 1 not in ranks.values()


def test_values_that_are_equal_only_when_rounded_do_not_tie_and_the_report_says_so(built: Built) -> None:
    rows = built.table("rangordning")
    assert rows["Lilla Edet"][:2] == ["42,4 %", "5"]
    assert rows["Kungsbacka"][:2] == ["42,4 %", "6"]
    assert "andelar som är lika först efter avrundning gör det inte" in built.note_of("rangordning")


# --- the whole ----------------------------------------------------------------------------------------------


def test_the_report_is_verified_and_in_its_place(built: Built) -> None:
    verdict = json.loads((built.folder / "verification.json").read_text(encoding="utf-8"))
    assert verdict["passed"] is True
    assert set(verdict["checks"].values()) == {"holds"}
    assert verdict["warnings"] == []
    for name in ("report.html", "report.pdf", "report.docx", "trace.html"):
        assert (built.folder / name).stat().st_size > 10_000


def test_a_coverage_other_than_the_counted_one_does_not_pass(built: Built, tmp_path: Path, run: Run) -> None:
    project = Path(shutil.copytree(built.project, tmp_path / "project"))
    page = project / "results" / "work" / REPORT / "internal" / "report.html"
    covered = '<data value="11">11</data>'
    text = page.read_text(encoding="utf-8").replace(covered, covered.replace(">11<", ">13<"), 1)
    page.write_text(text, encoding="utf-8")
    done = run(project, "sparbar", "verify", REPORT)
    assert done.returncode == 5
    assert done.stderr.splitlines()[0] == "VerificationError: report.html: a number reads differently"
    assert done.stderr.splitlines()[2] == "  expected  11   found  13"


def test_the_list_says_where_it_is_and_that_it_is_verified(built: Built, run: Run) -> None:
    listed = run(built.project, "sparbar", "list").stdout
    assert f"extracts  kas {DELIVERY}, kas_definitioner {DELIVERY}" in listed
    assert re.search(r"numbers   \d+ traced to \d+ facts, verified", listed)


def test_the_register_has_the_real_files(built: Built, shared_data: Path) -> None:
    with (built.project / "data/raw/register.csv").open(encoding="utf-8", newline="") as file:
        entered = {line["source"]: line["sha256"] for line in csv.DictReader(file)}
    for source, name in EXTRACTS.items():
        assert entered[source] == hashlib.sha256((shared_data / "gr_kas" / name).read_bytes()).hexdigest()


def test_nothing_in_the_report_calls_real_data_made_up(built: Built) -> None:
    with pypdfium2.PdfDocument(built.folder / "report.pdf") as document:
        pdf = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert "46,8" in pdf
    for text in (built.text, pdf, (built.folder / "report.qmd").read_text(encoding="utf-8")):
        assert "påhitt" not in text.lower()


def test_indicators_without_a_definition_break_nothing(built: Built, published: Published) -> None:
    indicators = {kpi for kpi, *_ in published.values}
    assert indicators - published.defined == {"N02267", "U31501", "U31502"}
    table = built.project / f"results/tables/kas/{DELIVERY}/table.json"
    info = json.loads(table.read_text(encoding="utf-8"))
    assert info["rows_in"] == info["rows_kept"] == len(published.values) == 5412
    assert built.number("definitioner") == 4
    assert built.number("definitioner_per_kon") == 3


def test_the_change_of_a_definition_is_told_where_its_values_stand(built: Built) -> None:
    assert "Av befolkningen i åldern 18–64 år är 3,4 % arbetslösa" in built.text
    assert "Till och med 2022 gällde det 18–64 år." in built.text
