"""What the shipped definitions must say of each other."""

import pytest

from sparbar.config.project import Project, Scope
from tests.unit.reports.shipped import REPORTS

# A claim of a target and the constant that is the target.
TARGETS = {
    "nadde_mal_genomgangna_halvar": "mal_genomgangna_halvar",
    "under_mal_avslutade_halvar": "mal_avslutade_halvar",
    "under_mal_genomgangna": "mal_genomgangna",
    "under_mal_avslutade": "mal_avslutade",
    "under_mal_andel_avslutade": "mal_andel_avslutade",
    "nadde_mal_medel_samtal": "mal_medel_samtal",
    "nadde_mal_andel_arbete_studier": "mal_andel_arbete_studier",
}
# Collected only for those who finished their series.
MAPPED = {"kon", "landgrupp", "rekommendation", "forklaring", "halsa_registrerad", "kontaktform"}


def test_the_shipped_reports_are_these(shipped: Project) -> None:
    assert sorted(shipped.reports) == sorted(REPORTS)


@pytest.mark.parametrize(("claim", "constant"), TARGETS.items())
def test_a_claim_about_a_target_has_the_target_as_its_bound(
    scopes: dict[str, Scope], claim: str, constant: str
) -> None:
    scope = scopes["insikt-halvar-2023"]
    rule = scope.claims[claim]
    bound = rule.ge if claim.startswith("nadde") else rule.lt
    assert bound == scope.constants[constant].number


def test_every_claim_about_a_target_is_held_to_a_constant(scopes: dict[str, Scope]) -> None:
    claims = {name for name in scopes["insikt-halvar-2023"].claims if "_mal_" in name}
    assert claims == set(TARGETS)


@pytest.mark.parametrize("name", REPORTS[:2])
def test_no_metric_slices_those_who_did_not_finish_by_what_only_the_others_were_asked(
    scopes: dict[str, Scope], name: str
) -> None:
    metrics = scopes[name].metrics
    sliced = {key for key, metric in metrics.items() if metric.of == "insikt" and MAPPED & set(metric.by)}
    assert sliced == {
        "avslutade",
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
    scope = scopes["insikt-halvar-2023"]
    rule = scope.claims["inom_samtal_spann"]
    assert (rule.ge, rule.le) == scope.constants["samtal_spann"].range
