"""What the public ledger holds, what it lacks, and when nothing is released."""

from __future__ import annotations

import csv
import os
import stat
from dataclasses import replace
from fractions import Fraction

import pytest

from sparbar.errors import DisclosureError
from sparbar.model.ledger_json import write_ledger
from sparbar.release.linking import link_facts
from tests.unit.release.club import (
    BEFORE,
    CONFIG,
    METRICS,
    REPORT,
    SETTINGS,
    SMALL,
    hidden_in,
    release,
    write_project,
)


@pytest.fixture(scope="module")
def scope(tmp_path_factory):
    return write_project(tmp_path_factory.mktemp("club"))


@pytest.fixture(scope="module")
def public(scope):
    return release(scope)


def value_of(ledger, name):
    return ledger.fact(name).value


def test_internal_readers_see_every_fact_with_its_rows(scope):
    ledger = release(scope, "internal")
    assert not hidden_in(ledger)
    assert ledger.audience == "internal"
    assert all(row_set.digest for fact in ledger.facts for row_set in fact.rows)


def test_a_small_count_takes_with_it_what_would_give_it_away(public):
    inner = {f"alla[kon={kon},omrade={area}]" for area, kon in SMALL}
    sums = {f"timmar_kon[kon={kon},omrade={area}]" for area, kon in SMALL}
    shares = {"andel_kvinnor[omrade=norr]", "andel_kvinnor[omrade=soder]"}
    assert hidden_in(public) == {*inner, *sums, *shares, "kvinnor_norr"}


def test_wholes_are_kept(public):
    assert public.fact("alla").value == 44
    assert public.fact("alla[omrade=norr]").value == 12
    assert public.fact("andel_kvinnor").value == Fraction(15, 44)
    assert public.fact("timmar[omrade=norr]").value == 5


def test_a_hidden_fact_tells_nothing_of_itself(public):
    fact = public.fact("alla[kon=kvinna,omrade=norr]")
    assert (fact.value, fact.base, fact.missing, fact.reason) == (None, None, None, "disclosure")
    assert {f.reason for f in public.facts if f.status == "suppressed"} == {"disclosure"}


def test_a_public_ledger_leads_to_no_rows(public):
    assert {(r.count, r.digest) for fact in public.facts for r in fact.rows} == {(0, "")}
    assert {(e.rows_in, e.rows_kept, e.rows_rejected) for e in public.extracts} == {(0, 0, 0)}


def test_slices_by_free_text_are_not_named(public, scope):
    assert not [fact.id for fact in public.facts if "ort=" in fact.id]
    assert [fact.id for fact in release(scope, "internal").facts if "ort=" in fact.id]


def test_the_threshold_is_a_constant_with_its_origin(public):
    constant = next(c for c in public.constants if c.id == "minsta_antal")
    assert (constant.values, constant.origin, constant.evidence, constant.date) == (
        ("5",),
        "Styrelsen",
        "Protokollet",
        "2023-01-01",
    )


def test_the_review_tells_each_decision_to_its_owner_alone(scope, public):
    path = scope.project.layout.work(REPORT, "public") / "disclosure.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    row = next(r for r in rows if r["fact"] == "alla[kon=kvinna,omrade=norr]")
    assert (row["value"], row["decision"], row["least"], row["greatest"]) == ("3", "hidden", "0", "12")
    assert row["reason"] == "the count is small, or small counts follow from it"
    assert next(r for r in rows if r["fact"] == "alla[omrade=norr]")["decision"] == "shown"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_the_review_is_closed_before_anything_stands_in_it(tmp_path, monkeypatch):
    scope = write_project(tmp_path)
    path = scope.project.layout.work(REPORT, "public") / "disclosure.csv"
    part = path.with_name(f".{path.name}.part")
    part.parent.mkdir(parents=True)
    part.write_text("what a killed run left")
    part.chmod(0o644)
    seen, rename = [], os.replace

    def noting(source, target):
        if source == part:
            seen.append(stat.S_IMODE(source.stat().st_mode))
        rename(source, target)

    monkeypatch.setattr("sparbar.model.files.os.replace", noting)
    release(scope)
    assert seen == [0o600]


def test_nothing_is_public_before_somebody_has_decided(tmp_path):
    scope = write_project(tmp_path, settings="language: sv\n")
    with pytest.raises(DisclosureError) as error:
        release(scope)
    assert str(error.value) == (
        "DisclosureError: nobody has decided what may be public\n"
        "  in        config/config.yaml, disclosure.decided\n"
        "  expected  who decided the threshold, where that can be read, and since when it holds\n"
        "  fix       add decided: {by: …, evidence: …, since: …}, or build the report for internal only"
    )
    assert error.value.exit_code == 4
    assert release(scope, "internal")


OVERRIDE = """\
disclosure:
  overrides: [{fact: kvinnor_norr, name: Styrelsen, reason: Alla känner dem, date: 2023-06-01}]
"""


def read_review(scope):
    """The review's lines by fact."""
    path = scope.project.layout.work(REPORT, "public") / "disclosure.csv"
    return {row["fact"]: row for row in csv.DictReader(path.open(encoding="utf-8"))}


def test_a_number_that_is_shown_in_spite_of_the_rules_makes_known_what_it_is_made_from(tmp_path):
    """A third of the nine men in the north are the three women there, and of seven women four are left."""
    metrics = METRICS.replace(
        "claims:",
        """\
  man_norr: {label: {sv: Män i norr}, of: folk, count: persons, where: {omrade: norr, kon: man}}
  per_man: {label: {sv: Kvinnor per man}, ratio: {of: kvinnor_norr, over: man_norr}, decimals: 2}
claims:""",
    )
    override = OVERRIDE.replace("kvinnor_norr", "per_man")
    counts = {**SMALL, ("soder", "kvinna"): 4}
    ledger = release(write_project(tmp_path, counts, config=CONFIG + override, metrics=metrics))
    assert {fact.id: fact.value for fact in ledger.facts}["per_man"] == Fraction(1, 3)
    hidden = {fact.id for fact in ledger.facts if fact.status == "suppressed"}
    assert {"kvinnor_norr", "alla[kon=kvinna,omrade=soder]", "alla[kon=kvinna]"} <= hidden


def test_an_identity_that_the_report_carries_is_known_to_the_attacker(tmp_path):
    """No column tells apart the women in the north and those with these numbers; what they add up to does."""
    more = """\
  man: {label: {sv: Män}, of: folk, count: persons, where: {kon: man}}
  mellan: {label: {sv: Mellan}, of: folk, count: persons, where: {nr: {ge: 13, le: 24}}}
identities:
  - {sum: [kvinnor_norr, man, mellan], equals: alla, why: "alla har ett nummer"}
claims:"""
    ledger = release(write_project(tmp_path, metrics=METRICS.replace("claims:", more)))
    names = ("kvinnor_norr", "man", "mellan", "alla")
    assert len([fact for fact in ledger.facts if fact.id in names and fact.status == "suppressed"]) > 1


def test_an_override_is_shown_and_stands_in_the_review_and_the_internal_ledger(tmp_path):
    scope = write_project(tmp_path, config=CONFIG + OVERRIDE)
    ledger = release(scope)
    assert value_of(ledger, "kvinnor_norr") == 3
    path = scope.project.layout.work(REPORT, "public") / "disclosure.csv"
    row = next(r for r in csv.DictReader(path.open(encoding="utf-8")) if r["fact"] == "kvinnor_norr")
    assert (row["decision"], row["reason"], row["by"], row["since"]) == (
        "override",
        "Alla känner dem",
        "Styrelsen",
        "2023-06-01",
    )
    listed = release(scope, "internal").constants[-1]
    assert (listed.id, listed.values, listed.origin) == ("override_1", ("kvinnor_norr",), "Styrelsen")


def test_names_that_are_not_there_are_told_all_at_once(tmp_path):
    wrong = OVERRIDE.replace("kvinnor_norr", "kvinnor_nor") + "  keep: {ala: 2}\n  same_people: [kluben]\n"
    scope = write_project(tmp_path, config=CONFIG + wrong)
    with pytest.raises(DisclosureError) as error:
        release(scope)
    assert [fault.problem for fault in error.value.faults] == [
        "there is no fact kvinnor_nor to show in spite of the rules",
        "there is no report kluben",
        "there is no metric ala",
    ]


def test_what_an_earlier_edition_told_is_known(tmp_path):
    """Two editions of one extract's numbers: what is out cannot be hidden, and gives others away."""
    scope = write_project(tmp_path)
    ledger = release(scope, "internal")
    edition = tmp_path / "editions" / REPORT / "2023-1"
    edition.mkdir(parents=True)
    told = [f for f in ledger.facts if f.id in ("alla[kon=man,omrade=norr]", "alla[omrade=norr]")]
    write_ledger(edition / "facts.json", replace(ledger, audience="public", facts=tuple(told)))
    with pytest.raises(DisclosureError) as error:
        release(scope)
    assert error.value.faults[0].problem == "small counts can be worked out from what must be shown"
    assert not (scope.project.layout.work(REPORT, "public") / "released.json").exists()


@pytest.mark.parametrize(
    "changed",
    [{}, {"digest": "0" * 64}],
    ids=["the same definition", "a contract that reads more spellings"],
)
def test_what_an_edition_on_an_earlier_extract_told_is_known(tmp_path, changed):
    """42 people then and 44 now: two have come."""
    scope = write_project(tmp_path)
    ledger = release(scope)
    assert "alla" not in hidden_in(ledger)
    edition = tmp_path / "editions" / REPORT / "2023-1"
    edition.mkdir(parents=True)
    told = [replace(fact, value=Fraction(42), base=42) for fact in ledger.facts if fact.id == "alla"]
    extracts = tuple(replace(extract, date=BEFORE, delivery=BEFORE) for extract in ledger.extracts)
    metrics = tuple(replace(metric, **changed) for metric in ledger.metrics)
    earlier = replace(ledger, facts=tuple(told), extracts=extracts, metrics=metrics)
    write_ledger(edition / "facts.json", earlier)
    assert "alla" in hidden_in(release(scope))


def test_conditions_of_a_public_edition_are_not_taken_for_the_same(tmp_path):
    """It tells no rows: that says nothing of which conditions pick the same."""
    norr = "  norr: {label: {sv: Norr}, of: folk, count: persons, where: {omrade: norr}}\nclaims:"
    scope = write_project(tmp_path, metrics=METRICS.replace("claims:", norr))
    links = link_facts(scope, release(scope), ())
    found = links.by_fact["norr"].shows[0]
    assert (dict(found.parts), links.values[found]) == ({"omrade": frozenset({"norr"})}, 12)


def test_an_internal_edition_tells_the_public_nothing(tmp_path):
    scope = write_project(tmp_path)
    edition = tmp_path / "editions" / REPORT / "2023-1"
    edition.mkdir(parents=True)
    write_ledger(edition / "facts.json", release(scope, "internal"))
    assert value_of(release(scope), "alla") == 44


def test_published_statistics_are_not_hidden(tmp_path):
    scope = write_project(tmp_path, settings=SETTINGS + "  statistics: [folk]\n")
    assert not hidden_in(release(scope))


def test_one_person_s_value_is_not_shown(tmp_path):
    metrics = METRICS.replace(
        "claims:", "  den: {label: {sv: Den}, of: folk, value: timmar, where: {nr: 1}}\nclaims:"
    )
    assert "den" in hidden_in(release(write_project(tmp_path, metrics=metrics)))


def test_metrics_that_ask_the_same_are_hidden_together(public):
    assert {"kvinnor_norr", "alla[kon=kvinna,omrade=norr]"} <= hidden_in(public)
