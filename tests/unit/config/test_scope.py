import pytest

from tests.unit.config.small import SmallProject


def sets(slices: frozenset[frozenset[str]]) -> list[str]:
    return sorted("+".join(sorted(slice_)) for slice_ in slices)


def test_extracts_are_asked_for_by_source_and_by_source_at_alias(small: SmallProject) -> None:
    assert small.scope().asked() == {
        "insats": ("insats", "2023-06-14"),
        "kommun": ("kommun", "latest"),
        "insats@fore": ("insats", "2023-01-31"),
    }


@pytest.mark.parametrize(
    ("metric", "sources"),
    [
        ("alla", ("insats",)),
        ("andel_ja", ("insats",)),
        ("i_stora", ("insats", "kommun")),
        ("folkrikast", ("kommun",)),
        ("andrade", ("insats",)),
    ],
)
def test_sources_are_found_through_joins_and_parents(
    small: SmallProject, metric: str, sources: tuple[str, ...]
) -> None:
    assert small.scope().sources_of(metric) == sources


def test_columns_have_types_and_codes_over_sources_and_joins(small: SmallProject) -> None:
    scope = small.scope()

    assert scope.column_type("insats", "dagar") == "integer"
    assert scope.column_type("insats", "langd") == "category"
    assert scope.column_type("med_kommun", "samtal") == "integer"
    assert scope.column_type("med_kommun", "kommun_arbetslos") == "decimal"
    assert list(scope.codes_of("med_kommun", "svar") or ()) == ["ja", "nej"]
    assert list(scope.codes_of("insats", "langd") or ()) == ["kort", "lang"]
    assert list(scope.codes_of("insats", "klar") or ()) == ["true", "false"]
    assert scope.codes_of("insats", "start") is None
    with pytest.raises(KeyError, match=r"^'arbetslos'$"):
        scope.column_type("med_kommun", "arbetslos")


def test_a_join_knows_where_its_columns_come_from(small: SmallProject) -> None:
    table = small.scope().tables["med_kommun"]

    assert table.homes["kommun_folk"] == ("kommun", "folk")
    assert table.homes["svar"] == ("insats", "svar")
    assert table.person == "nr"
    assert table.identifiers == {"nr"}


@pytest.mark.parametrize(
    ("metric", "slices"),
    [
        ("alla", ["", "kon", "kon+svar", "svar"]),
        ("folk", ["kod"]),  # a value has no totals
        ("andel_ja", ["", "kon"]),
        ("folkrikast", [""]),
        ("andrade", [""]),
        ("nedre", [""]),
        ("rang", ["kod"]),
        ("skillnad", ["", "kon"]),
        ("per_invanare", ["kod"]),
    ],
)
def test_slices_follow_the_kind_of_metric(small: SmallProject, metric: str, slices: list[str]) -> None:
    small.change(
        "metrics",
        "constants:\n",
        "  rang: {label: R, across: {of: folk, over: kod, stat: rank}}\n"
        "  skillnad: {label: S, difference: {of: alla, minus: ja}}\n"
        "  per_invanare: {label: P, ratio: {of: folk, over: ja}}\n"
        "constants:\n",
    )

    assert sets(small.scope().slices_of(metric)) == slices


def test_facts_exist_at_aliases_that_name_all_sources(small: SmallProject) -> None:
    scope = small.scope()

    assert scope.aliases_of("ja") == ("fore",)
    assert scope.aliases_of("andel_ja") == ("fore",)
    assert scope.aliases_of("i_stora") == ()  # fore names no extract of kommun
    assert scope.aliases_of("fler_ja") == ()
    assert scope.aliases_of("andrade") == ()


@pytest.mark.parametrize(
    ("metric", "kind"),
    [("alla", "number"), ("forst", "date"), ("folkrikast", "names"), ("folk", "number"), ("namn", "names")],
)
def test_values_are_numbers_dates_or_names(small: SmallProject, metric: str, kind: str) -> None:
    small.change("metrics", "constants:\n", "  namn: {label: N, of: kommun, value: kod}\nconstants:\n")

    assert small.scope().value_kind(metric) == kind


def test_metrics_stand_in_the_order_of_the_reports_files(small: SmallProject) -> None:
    small.write("config/metrics/a.yaml", "metrics: {sist: {label: Sist, of: insats, count: rows}}\n")
    small.change("reports", "metrics: [insats]", "metrics: [insats, a]")

    scope = small.scope()
    assert [*scope.metrics][:2] == ["alla", "ja"]
    assert [*scope.metrics][-1] == "sist"
    assert scope.defined_in["metrics", "sist"] == ("a", ("metrics", "sist"))
    assert scope.place("metrics", "sist", "of") == "config/metrics/a.yaml, line 1, metrics.sist.of"


def test_a_report_has_only_the_contracts_that_it_names(small: SmallProject) -> None:
    small.write(
        "config/sources/annan.yaml",
        "source: annan\ntitle: A\nfile: a.csv\nreader: {kind: csv}\n"
        "columns: {a: {header: a, type: text, label: A}}\n",
    )

    assert list(small.scope().contracts) == ["insats", "kommun"]
    assert list(small.load().sources) == ["annan", "insats", "kommun"]


def test_a_text_without_language_is_good_for_every_report(small: SmallProject) -> None:
    small.change("reports", "title: {sv: Halvårsrapport, en: Half-year report}", "title: Rapport")

    assert small.scope().report.title == {"*": "Rapport"}


def test_a_custom_metric_with_its_file_passes(small: SmallProject) -> None:
    small.change("metrics", "min: start", "custom: egen")
    small.write("workflow/metrics_custom/egen.py", "")

    assert small.scope().metrics["forst"].kind == "custom"


def test_text_in_the_key_may_slice(small: SmallProject) -> None:
    assert small.scope().metrics["folk"].by == ("kod",)
