"""A public report with the method "round": what it shows, what it hides, and what each number stands for."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from sparbar.audit.facts import check_facts, check_identities
from sparbar.config.disclosure import Disclosure
from sparbar.errors import DisclosureError
from sparbar.model.ledger import IdentityCheck, Rounded
from sparbar.model.ledger_json import ledger_from_json, ledger_to_json, read_ledger, write_ledger
from sparbar.model.shape import shaped
from sparbar.plan import deliveries_of
from sparbar.recompute import recompute_report
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

ROUND = SETTINGS + "  method: round\n  base: 5\n"
MADE = """\
  han: {label: {sv: Män}, of: folk, count: persons, where: {kon: man}, by: [omrade], unit: personer}
  hon: {label: {sv: Kvinnor}, of: folk, count: persons, where: {kon: kvinna}, by: [omrade]}
  per_man: {label: {sv: Kvinnor per man}, ratio: {of: hon, over: han}}
  fler: {label: {sv: Fler män}, difference: {of: han, minus: hon}}
  summan: {label: {sv: Summan}, total: [han, hon]}
  plats: {label: {sv: Plats}, across: {of: han, over: omrade, stat: rank}}
  storst: {label: {sv: Störst}, across: {of: han, over: omrade, stat: highest}}
  lagst: {label: {sv: Undre gräns}, interval: {of: andel_kvinnor, level: 0.95, end: low}}
  forst: {label: {sv: Minst}, of: folk, min: timmar}
"""


def with_made():
    return METRICS.replace("claims:", f"{MADE}claims:")


@pytest.fixture(scope="module")
def scope(tmp_path_factory):
    scope = write_project(tmp_path_factory.mktemp("round"), settings=ROUND, metrics=with_made())
    recompute_report(scope, deliveries_of(scope.project, REPORT)[1], scope.project.layout)
    return scope


@pytest.fixture(scope="module")
def public(scope):
    return release(scope)


@pytest.fixture
def recomputed(scope):
    path = scope.project.layout.work(REPORT) / "recomputed.json"
    return json.loads(path.read_text(encoding="utf-8"))["facts"]


def value_of(ledger, name):
    return ledger.fact(name).value


def changed(ledger, name, **keys):
    return replace(ledger, facts=tuple(replace(f, **keys) if f.id == name else f for f in ledger.facts))


def test_counts_are_shown_to_the_nearest_multiple_with_what_they_may_be(public):
    fact = public.fact("alla[omrade=norr]")
    assert (fact.value, fact.base, fact.missing) == (10, 10, 0)
    assert fact.rounded == Rounded(5, Fraction(8), Fraction(12))


def test_a_share_is_made_of_rounded_counts(public):
    fact = public.fact("andel_kvinnor")
    assert (fact.value, fact.base) == (Fraction(1, 3), 45)
    assert fact.rounded == Rounded(5, Fraction(13, 47), Fraction(17, 43), (15, 45))


@pytest.mark.parametrize(
    ("name", "value", "low", "high"),
    [
        ("per_man", Fraction(1, 2), Fraction(13, 32), Fraction(17, 28)),
        ("fler", Fraction(15), Fraction(11), Fraction(19)),
        ("summan", Fraction(45), Fraction(41), Fraction(49)),
        ("fler[omrade=soder]", Fraction(10), Fraction(6), Fraction(14)),
    ],
)
def test_what_is_made_from_counts_is_made_from_rounded_ones(public, name, value, low, high):
    fact = public.fact(name)
    assert (fact.status, fact.value, fact.rounded) == ("value", value, Rounded(5, low, high))


@pytest.mark.parametrize("name", ["timmar", "timmar_kon", "forst", "plats[omrade=norr]", "storst", "lagst"])
def test_what_is_no_count_is_hidden(public, name):
    fact = public.fact(name)
    assert (fact.status, fact.value, fact.reason) == ("suppressed", None, "disclosure")


def test_a_small_count_is_hidden_and_not_rounded(public):
    hidden = {name for name in hidden_in(public) if name.startswith(("alla", "kvinnor_norr", "andel"))}
    inner = {"alla[kon=kvinna,omrade=norr]", "alla[kon=man,omrade=norr]"}
    assert hidden == {*inner, "kvinnor_norr", "andel_kvinnor[omrade=norr]"}


def test_the_definition_and_a_constant_say_what_counts_are_rounded_to(public):
    words = {metric.id: metric.definition for metric in public.metrics}
    assert words["alla"] == "Antal personer i Folk; avrundat till närmaste 5-tal"
    assert words["fler"].endswith("; räknat på antal avrundade till närmaste 5-tal")
    assert words["timmar"] == "Medelvärdet av timmar i Folk"
    constant = next(c for c in public.constants if c.id == "avrundas_till")
    assert (constant.values, constant.origin, constant.date) == (("5",), "Styrelsen", "2023-01-01")


def test_the_review_tells_what_an_attacker_finds(scope, public):
    path = scope.project.layout.work(REPORT, "public") / "disclosure.csv"
    rows = {r["fact"]: r for r in csv.DictReader(path.open(encoding="utf-8"))}
    row = rows["alla[kon=kvinna,omrade=norr]"]
    assert (row["value"], row["decision"], row["least"], row["greatest"]) == ("3", "hidden", "1", "6")
    assert rows["timmar"]["reason"] == "no count, nor made from counts: it cannot be rounded"


def test_internal_readers_see_exact_numbers(scope):
    ledger = release(scope, "internal")
    assert value_of(ledger, "alla") == 44
    assert not [fact.id for fact in ledger.facts if fact.rounded]
    assert "rounded" not in json.dumps(ledger_to_json(ledger))


def test_a_rounded_ledger_is_read_as_it_was_written(public):
    data = json.loads(json.dumps(ledger_to_json(public)))
    assert shaped(ledger_from_json(data)) == public
    fact = next(item for item in data["facts"] if item["id"] == "andel_kvinnor")
    assert fact["rounded"] == {"base": 5, "low": "13/47", "high": "17/43", "parts": [15, 45]}


def test_an_end_that_would_fill_the_memory_is_refused(public):
    data = ledger_to_json(public)
    data["facts"][0]["rounded"]["high"] = "1e999999999"
    with pytest.raises(ValueError, match=r"^not a number of the ledger: '1e999999999'$"):
        ledger_from_json(data)


# --- the second computation ---------------------------------------------------------------------------------


def test_both_ways_round_alike(public, recomputed):
    assert check_facts(public, recomputed) == []
    assert recomputed["alla"]["value"] == {"number": "44"}
    assert recomputed["alla"]["rounded"] == {"status": "value", "value": {"number": "45"}}


@pytest.mark.parametrize(
    ("name", "keys", "part"),
    [
        ("alla", {"value": Fraction(40)}, "value"),
        ("alla", {"value": Fraction(44)}, "value"),
        ("andel_kvinnor", {"value": Fraction(15, 44)}, "value"),
        ("fler", {"value": Fraction(14)}, "value"),
        ("kvinnor_norr", {"status": "value", "value": Fraction(5)}, "status"),
        ("kvinnor_norr", {"status": "value", "value": Fraction(3)}, "status"),
        ("timmar", {"status": "value", "value": Fraction(71, 11)}, "status"),
    ],
)
def test_a_wrong_rounding_is_found(public, recomputed, name, keys, part):
    found = check_facts(changed(public, name, **keys), recomputed)
    assert (f"the two ways to a fact differ in {part}", name) in {(f.problem, f.where) for f in found}


def test_a_ledger_that_says_another_rounding_is_found(public, recomputed):
    wrong = changed(public, "alla", rounded=Rounded(5, Fraction(45), Fraction(47)))
    [finding] = check_facts(wrong, recomputed)
    assert finding.problem == "what the rows give does not lie where the rounding leaves it"
    assert (finding.where, finding.expected) == ("alla", "45 to 47")


def test_an_identity_of_rounded_numbers_is_held_within_the_rounding(public):
    parts = ("alla[kon=man,omrade=soder]", "alla[kon=kvinna,omrade=soder]")
    ledger = replace(public, identities=(IdentityCheck((*parts, "alla[omrade=norr]"), "alla", "alla"),))
    assert sum(ledger.fact(name).value for name in ledger.identities[0].sum) == 40
    assert check_identities(ledger) == []
    other = changed(ledger, "alla", rounded=Rounded(5, Fraction(48), Fraction(52)))
    [finding] = check_identities(other)
    assert finding.problem == "an identity cannot hold, whatever was rounded (alla)"
    assert (finding.expected, finding.found) == ("34 to 46", "48 to 52")


# --- what is out already, and by whose word -----------------------------------------------------------------


def publish(root, ledger, name="2023-1"):
    edition = root / "editions" / REPORT / name
    edition.mkdir(parents=True)
    write_ledger(edition / "facts.json", ledger)


def test_the_same_report_can_be_published_again(tmp_path):
    scope = write_project(tmp_path, settings=ROUND)
    first = release(scope)
    publish(tmp_path, first)
    assert release(scope) == first


def test_what_a_rounded_edition_told_is_known_within_its_bounds(tmp_path):
    """It told all nine men: three women follow from twelve, though each reads as ten."""
    scope = write_project(tmp_path, settings=ROUND)
    ledger = release(scope)
    told = [
        replace(f, status="value", value=Fraction(10), base=10, missing=0, rounded=Rounded(5))
        if f.id == "alla[kon=man,omrade=norr]"
        else f
        for f in ledger.facts
        if f.id in ("alla[kon=man,omrade=norr]", "alla[omrade=norr]")
    ]
    publish(tmp_path, replace(ledger, facts=tuple(told)))
    with pytest.raises(DisclosureError) as error:
        release(scope)
    assert error.value.faults[0].problem == "small counts can be worked out from what must be shown"
    # What was released before it stands as it was.
    assert read_ledger(scope.project.layout.work(REPORT, "public") / "released.json") == ledger


def test_an_exact_edition_before_a_rounded_one_is_known_exactly(tmp_path):
    exact = write_project(tmp_path / "a")
    told = release(exact)
    scope = write_project(tmp_path / "b", settings=ROUND)
    publish(tmp_path / "b", told)
    ledger = release(scope)
    # Twelve in the north are known, so the nine men would give the women away, rounded or not.
    assert {"alla[kon=kvinna,omrade=norr]", "alla[kon=man,omrade=norr]"} <= hidden_in(ledger)
    inner = {f"alla[kon={kon},omrade={area}]" for area, kon in SMALL}
    assert inner <= hidden_in(ledger)


def test_an_exact_edition_after_a_rounded_one_takes_it_into_account(tmp_path):
    """Of 15 women it told 8 to 12 in the south: the 15 would leave 3 to 7 in the north."""
    told = release(write_project(tmp_path / "a", settings=ROUND))
    scope = write_project(tmp_path / "b")
    before = hidden_in(release(scope))
    publish(tmp_path / "b", told)
    assert hidden_in(release(scope)) > before


def test_a_rounded_edition_on_an_earlier_extract_is_linked(tmp_path):
    """Then 41 to 43, and 44 now: one to three have come."""
    scope = write_project(tmp_path)
    assert "alla" not in hidden_in(release(scope))
    rules = ROUND.replace("base: 5", "base: 3")
    ledger = release(write_project(tmp_path / "then", settings=rules))
    then = Rounded(3, Fraction(41), Fraction(43))
    told = [replace(f, value=Fraction(42), base=42, rounded=then) for f in ledger.facts if f.id == "alla"]
    extracts = tuple(replace(extract, date=BEFORE, delivery=BEFORE) for extract in ledger.extracts)
    metrics = tuple(replace(m, digest="0" * 64) for m in ledger.metrics)
    publish(tmp_path, replace(ledger, facts=tuple(told), extracts=extracts, metrics=metrics))
    assert "alla" in hidden_in(release(scope))


OVERRIDE = """\
disclosure:
  overrides: [{fact: kvinnor_norr, name: Styrelsen, reason: Alla känner dem, date: 2023-06-01}]
"""


def test_an_override_is_shown_exactly_and_known(tmp_path):
    scope = write_project(tmp_path, settings=ROUND, config=CONFIG + OVERRIDE)
    recompute_report(scope, deliveries_of(scope.project, REPORT)[1], scope.project.layout)
    ledger = release(scope)
    fact = ledger.fact("kvinnor_norr")
    assert fact
    assert (fact.value, fact.base, fact.rounded) == (Fraction(3), 3, None)
    path = scope.project.layout.work(REPORT) / "recomputed.json"
    assert check_facts(ledger, json.loads(path.read_text(encoding="utf-8"))["facts"]) == []


def test_a_report_that_hides_takes_the_base_of_the_project_away():
    project = Disclosure(method="round", base=5)
    assert project.with_own(Disclosure(threshold=4)).base == 5
    own = project.with_own(Disclosure(method="suppress"))
    assert (own.method, own.base) == ("suppress", None)


def test_an_identity_that_the_ledger_tells_is_known_to_the_attacker(tmp_path):
    """Who is among the first three, and who is not: no column tells these two apart, and their sum does."""
    more = """\
  tidiga: {label: {sv: Tidiga}, of: folk, count: persons, where: {nr: {le: 3}}}
  senare: {label: {sv: Senare}, of: folk, count: persons, where: {nr: {gt: 3}}}
identities:
  - {sum: [tidiga, senare], equals: alla, why: "alla har ett nummer"}
claims:"""
    scope = write_project(tmp_path, settings=ROUND, metrics=METRICS.replace("claims:", more))
    release(scope)
    path = scope.project.layout.work(REPORT, "public") / "disclosure.csv"
    row = next(r for r in csv.DictReader(path.open(encoding="utf-8")) if r["fact"] == "tidiga")
    assert (row["value"], row["least"], row["greatest"]) == ("3", "1", "6")
