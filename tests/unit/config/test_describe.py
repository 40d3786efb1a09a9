import datetime
from fractions import Fraction
from typing import Any

import pytest

from sparbar.config.condition_words import show_value
from sparbar.config.conditions import parse_condition
from sparbar.config.describe import Wording, describe_condition, describe_metric
from sparbar.config.phrases import CONDITION_PHRASES, METRIC_PHRASES, inside, listed
from tests.unit.config.small import SHORT, SmallProject

ONE = "  en: {{label: {{sv: En, en: One}}, of: {of}, {kind}}}\nconstants:\n"


def described(small: SmallProject, kind: str, language: str = "sv", of: str = "insats") -> str:
    """The words of one more metric of the small project."""
    small.change("metrics", "constants:\n", ONE.format(of=of, kind=kind))
    return describe_metric(small.scope(), "en", language)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("count: rows", "Antal rader i Insatsens lista"),
        (
            "count: persons, where: {svar: ja, klar: true}",
            "Antal personer i Insatsens lista där svar är Tackade ja och avslutad serie är Ja",
        ),
        ("count: kod", "Antal olika värden av kommunkod i Insatsens lista"),
        ("count: rows, weight: belopp", "Antal rader i Insatsens lista, viktat med belopp"),
        ("sum: samtal", "Summan av antal samtal i Insatsens lista"),
        (
            "mean: samtal, where: {kon: kvinna}",
            "Medelvärdet av antal samtal i Insatsens lista där kön är Kvinnor",
        ),
        ("median: dagar", "Medianen av dagar mellan samtalen i Insatsens lista"),
        (
            "quantile: {column: samtal, p: 1/8}",
            "Det värde av antal samtal som 12,5\u00a0% av raderna ligger under, i Insatsens lista "
            "(linjärt interpolerat)",
        ),
        ("min: samtal", "Det minsta värdet av antal samtal i Insatsens lista"),
        ("max: slut", "Det senaste datumet för sista samtal i Insatsens lista"),
        (
            "share: {kon: kvinna}, where: {klar: true}, unit_of: persons",
            "Andelen för vilka kön är Kvinnor, av personerna i Insatsens lista där avslutad serie är Ja; "
            "okända räknas inte med",
        ),
    ],
)
def test_what_is_counted_is_said_in_swedish(small: SmallProject, kind: str, words: str) -> None:
    assert described(small, kind) == words


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        ("andel_ja", "Andel: ”De som tackade ja” delat med ”Alla personer”"),
        ("fler_ja", "”De som tackade ja” minus samma tal i uttaget 31 januari 2023"),
        ("nedre", "Nedre gränsen för Wilsons konfidensintervall (95\u00a0%) för ”Andel kvinnor”"),
        ("folk", "Det enda värdet av invånare i Kommunernas statistik, per kommun"),
        ("folkrikast", "Den eller de kategorier i ”Kommun” där ”Invånare” är störst"),
        (
            "andrade",
            "Antal rader i Insatsens lista som såg annorlunda ut i uttaget 31 januari 2023; "
            "raderna känns igen på nummer",
        ),
        (
            "i_stora",
            "Antal rader i Insatsens lista (med uppgifter ur Kommunernas statistik) "
            "där invånare är minst 50\u00a0000",
        ),
        (
            "samtal_medel",
            "Medelvärdet av antal samtal i Insatsens lista där antal samtal är från 1 till 5 "
            "och dagar mellan samtalen är mer än 10 dagar (gräns)",
        ),
    ],
)
def test_what_is_derived_is_said_in_swedish(small: SmallProject, metric: str, words: str) -> None:
    assert describe_metric(small.scope(), metric, "sv") == words


def test_definitions_are_said_in_english(small: SmallProject) -> None:
    scope = small.scope()
    found = {
        name: describe_metric(scope, name, "en") for name in ("ja", "andel_ja", "fler_ja", "nedre", "folk")
    }

    assert found == {
        "ja": "Number of persons in The list of the project where answer is Said yes",
        "andel_ja": "Share: “Those who said yes” divided by “All persons”",
        "fler_ja": "“Those who said yes” minus the same number in the extract of 31 January 2023",
        "nedre": "Lower end of Wilson's confidence interval (95%) of “Share of women”",
        "folk": "The only value of inhabitants in Statistics of the municipalities, by municipality",
    }


def test_definitions_are_said_in_danish(small: SmallProject) -> None:
    for file in ("insats", "kommun", "metrics"):  # a Danish project: the Swedish words stand for Danish ones
        path = small.root / SHORT[file]
        path.write_text(path.read_text(encoding="utf-8").replace("{sv: ", "{da: "), encoding="utf-8")
    small.change("reports", "language: sv", "language: en")
    scope = small.scope()

    assert describe_metric(scope, "ja", "da") == "Antal personer i Insatsens lista hvor svar er Tackade ja"
    assert (
        describe_metric(scope, "fler_ja", "da")
        == "»De som tackade ja« minus samme tal i udtrækket 31. januar 2023"
    )


def test_every_language_has_every_phrase() -> None:
    for phrases in (METRIC_PHRASES, CONDITION_PHRASES):
        assert phrases["sv"].keys() == phrases["da"].keys() == phrases["en"].keys()


def test_a_given_definition_stands_as_it_is_without_full_stop(small: SmallProject) -> None:
    small.change(
        "metrics", "of: insats, min: start", 'define: {sv: "Dagen då det började."}, of: insats, min: start'
    )

    assert describe_metric(small.scope(), "forst", "sv") == "Dagen då det började"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"svar": "ja"}, "svar är Tackade ja"),
        ({"svar": {"ne": "ja"}}, "svar inte är Tackade ja"),
        ({"svar": ["ja", "nej"]}, "svar är Tackade ja eller Tackade nej"),
        ({"svar": {"not": ["ja", "nej"]}}, "svar varken är Tackade ja eller Tackade nej"),
        ({"svar": {"not": ["ja"]}}, "svar inte är Tackade ja"),
        ({"klar": True}, "avslutad serie är Ja"),
        ({"kon": None}, "uppgift om kön saknas"),
        ({"kon": {"not": None}}, "uppgift om kön finns"),
        ({"not": {"kon": None}}, "uppgift om kön finns"),
        ({"skal": "halsa"}, "skäl omfattar Hälsa"),
        ({"skal": ["halsa", "annat"]}, "skäl omfattar Hälsa eller Annat"),
        ({"skal": {"not": "halsa"}}, "skäl inte omfattar Hälsa"),
        ({"skal": {"not": ["halsa", "annat"]}}, "skäl varken omfattar Hälsa eller Annat"),
        ({"kod": "1480"}, "kommunkod är ”1480”"),
        ({"samtal": {"gt": 2}}, "antal samtal är mer än 2"),
        ({"samtal": {"lt": 2}}, "antal samtal är mindre än 2"),
        ({"samtal": {"not": {"lt": 2}}}, "antal samtal är minst 2"),
        ({"samtal": {"min": 2, "max": 5}}, "antal samtal är från 2 till 5"),
        ({"samtal": {"max": 5}}, "antal samtal är högst 5"),
        ({"samtal": {"ge": 1990}}, "antal samtal är minst 1990"),
        ({"samtal": {"ge": -2}}, "antal samtal är minst \u22122"),
        ({"start": datetime.date(2023, 6, 14)}, "första samtal är 14 juni 2023"),
        ({"start": {"lt": datetime.date(2023, 6, 14)}}, "första samtal är före 14 juni 2023"),
        ({"start": {"max": datetime.date(2023, 6, 14)}}, "första samtal är 14 juni 2023 eller tidigare"),
        ({"slut": {"gt": {"column": "start"}}}, "sista samtal är efter första samtal"),
        ({"samtal": {"ge": {"const": "ramen", "part": 1}}}, "antal samtal är minst 14 (ramen)"),
        (
            {"klar": True, "any": [{"svar": "ja"}, {"svar": "nej", "kon": "man"}]},
            "avslutad serie är Ja och (svar är Tackade ja eller (svar är Tackade nej och kön är Män))",
        ),
        (
            {"not": {"svar": "ja", "klar": True}},
            "det inte är så att (svar är Tackade ja och avslutad serie är Ja)",
        ),
    ],
)
def test_conditions_are_said_in_swedish(small: SmallProject, condition: Any, words: str) -> None:
    scope = small.scope()
    wording = Wording(scope.tables["insats"], scope.constants, "sv")

    assert describe_condition(parse_condition(condition), wording) == words


def test_neither_nor_is_said_in_english(small: SmallProject) -> None:
    scope = small.scope()
    wording = Wording(scope.tables["insats"], scope.constants, "en")
    condition = parse_condition({"svar": {"not": ["ja", "nej"]}})

    assert describe_condition(condition, wording) == "answer is neither Said yes nor Said no"


@pytest.mark.parametrize(
    ("label", "read"),
    [
        ("Antal samtal", "antal samtal"),
        ("A-kassa", "a-kassa"),
        ("SFI-nivå", "SFI-nivå"),
        ("X", "X"),
        ("", ""),
    ],
)
def test_labels_begin_small_inside_a_sentence(label: str, read: str) -> None:
    assert inside(label) == read


def test_lists_have_their_word_before_the_last() -> None:
    assert listed(["a"], "sv", "and") == "a"
    assert listed(["a", "b", "c"], "sv", "or") == "a, b eller c"
    assert listed([], "sv", "or") == ""


def test_constants_of_percent_are_said_as_such() -> None:
    assert show_value(Fraction(3, 10), "sv", "percent") == "30\u00a0%"
    assert show_value(Fraction(5, 2), "sv", "timmar") == "2,5 timmar"
    assert show_value(Fraction(30), "sv", "percent_as_is") == "30\u00a0%"
    assert show_value(Fraction(5, 2), "en", "percent_as_is") == "2.5%"
    assert show_value(Fraction(1, 20), "sv", "percentage_points") == "5"


@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", "antal samtal är mer än 10 dagar"), ("en", "number of talks is more than 10 days")],
)
def test_a_unit_is_said_in_the_language_of_the_report(small: SmallProject, language: str, words: str) -> None:
    small.change("metrics", "unit: dagar", "unit: {sv: dagar, en: days}")
    scope = small.scope()
    wording = Wording(scope.tables["insats"], scope.constants, language)
    said = describe_condition(parse_condition({"samtal": {"gt": {"const": "grans"}}}), wording)
    assert said.startswith(words)
