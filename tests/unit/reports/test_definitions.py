"""What the shipped definitions must say of each other."""

import pytest

from sparbar.config.project import Project, Scope
from tests.unit.reports.shipped import REPORTS

# Collected only for those who finished their series.
MAPPED = {"kon", "landgrupp", "rekommendation", "forklaring", "halsa_registrerad", "kontaktform"}


def test_the_shipped_reports_are_these(shipped: Project) -> None:
    assert sorted(shipped.reports) == sorted(REPORTS)


def test_every_claim_about_a_target_is_held_to_the_target(scopes: dict[str, Scope]) -> None:
    scope = scopes["insikt-halvar-2023"]
    claims = {name: rule for name, rule in scope.claims.items() if "mal_" in name}
    held = {name: [bound.name for bound in rule.constants.values()] for name, rule in claims.items()}
    assert held == {name: [name.partition("_")[2]] for name in claims}
    assert {name for [name] in held.values()} == {name for name in scope.constants if name.startswith("mal_")}


@pytest.mark.parametrize("name", REPORTS[:2])
def test_no_metric_slices_those_who_did_not_finish_by_what_only_the_others_were_asked(
    scopes: dict[str, Scope], name: str
) -> None:
    metrics = scopes[name].metrics
    sliced = {key for key, metric in metrics.items() if metric.of == "insikt" and MAPPED & set(metric.by)}
    assert sliced == {
        "fullfoljda",
        "forklaringar",
        "halsa_namnd",
        "onskad_kontakt",
        "arbete_eller_studier",
        "stod_eller_annat",
    }
    assert all("serie_avslutad" in repr(metrics[key].where) for key in sliced)


def test_the_half_year_report_and_the_final_one_agree_on_who_they_are_about(shipped: Project) -> None:
    half_year, final = (shipped.reports[name] for name in REPORTS[:2])
    assert (half_year.owner, half_year.funder, half_year.contact) == (
        final.owner,
        final.funder,
        final.contact,
    )
    assert final.compare == {"halvar": {"insikt": half_year.extracts["insikt"]}}
    assert set(final.metrics) == {*half_year.metrics, "insikt_forandring"}


def test_the_claim_about_the_number_of_conversations_has_the_planned_ones_as_its_bounds(
    scopes: dict[str, Scope],
) -> None:
    bounds = scopes["insikt-halvar-2023"].bounds_of("inom_samtal_spann")
    assert (bounds["ge"], bounds["le"]) == scopes["insikt-halvar-2023"].constants["samtal_spann"].range
