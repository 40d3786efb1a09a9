"""Level "true": what is said in plain words where an extract, a definition or a word was changed."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sparbar.audit.levels import Level
from sparbar.audit.lone import open_file
from sparbar.audit.true import check_true
from tests.unit.proof.conftest import FILES, build_proven, write_proven
from tests.unit.proof.tampering import EXTRACT, proof

METRICS = """\
  andel_man: {label: {sv: Andel män}, of: folk, share: {kon: man}, unit_of: persons, unit: percent}
  kvinnor: {label: {sv: Kvinnor}, of: folk, count: persons, where: {kon: kvinna}}
  man: {label: {sv: Män}, of: folk, count: persons, where: {kon: man}}
constants:
  dagar:
    label: {sv: Dagar i projektet}
    number: 450
    unit: dagar
    origin: {sv: Beslut}
    evidence: protokollet
    since: 2023-01-16
claims:
  majoriteten: {words: "majoriteten", gt: 1/2}
identities:
  - {sum: [kvinnor, man], equals: alla, why: "alla har ett kön"}
"""
SENTENCE = '{{ claim("majoriteten", "andel_man", words="Majoriteten") }} är män: {{ fact("man") }}.\n'
OTHER = "folk_2023-06-14.csv has other content than when it was pulled 2023-06-14"
NOW = "counted from the files as they are now:"


@pytest.fixture(scope="session")
def claimed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project whose report has a claim and an identity. Read only."""
    root = tmp_path_factory.mktemp("claimed")
    write_proven(root)
    metrics = FILES["config/metrics/folk.yaml"].partition("identities:")[0] + METRICS
    (root / "config" / "metrics" / "folk.yaml").write_text(metrics, encoding="utf-8")
    template = FILES["templates/prov.qmd.j2"] + "\n" + SENTENCE
    (root / "templates" / "prov.qmd.j2").write_text(template, encoding="utf-8")
    build_proven(root)
    return root


@pytest.fixture
def extracts(claimed: Path, tmp_path: Path) -> Path:
    """A copy of the project's raw data: extract and register in their folders."""
    return Path(shutil.copytree(claimed / "data" / "raw", tmp_path / "raw"))


def true(claimed: Path, extracts: Path) -> Level:
    work = claimed / "results" / "work" / "prov" / "internal"
    return check_true(open_file(work / "report.html").proof, extracts)


def rewrite(extracts: Path, old: str, new: str) -> None:
    path = extracts / "folk" / "2023-06-14" / EXTRACT
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_claims_and_identities_hold_for_the_extract_as_it_was(claimed: Path, extracts: Path) -> None:
    level = true(claimed, extracts)
    assert (level.state, level.lines) == (
        "holds",
        ("all 7 facts were counted again from 16 rows and agree", "its claim still holds by its rule"),
    )


def test_a_claim_that_a_changed_extract_makes_false_is_told(claimed: Path, extracts: Path) -> None:
    rewrite(extracts, "15,man\n16,man", "15,kvinna\n16,kvinna")
    level = true(claimed, extracts)
    assert level.state == "fails"
    assert level.lines[:-1] == (
        OTHER,
        NOW,
        "Personer, Kvinna (alla[kon=kvinna]): the report says 7, the rows give 9",
        "Personer, Man (alla[kon=man]): the report says 9, the rows give 7",
        "Andel kvinnor (andel_kvinnor): the report says 44\u00a0%, the rows give 56\u00a0%",
        "Andel män (andel_man): the report says 56\u00a0%, the rows give 44\u00a0%",
        "Kvinnor (kvinnor): the report says 7, the rows give 9",
        "Män (man): the report says 9, the rows give 7",
    )
    assert level.lines[-1].startswith('a claim does not hold: c1 ("Majoriteten"); expected ')


def test_an_identity_that_a_changed_extract_breaks_is_told(claimed: Path, extracts: Path) -> None:
    rewrite(extracts, "16,man", "16,")
    level = true(claimed, extracts)
    assert (level.state, level.lines[:2]) == ("fails", (OTHER, NOW))
    assert "Män (man): the report says 9, the rows give 8" in level.lines
    assert level.lines[-1] == "an identity does not hold (alla har ett kön): alla; expected 15; found 16"


def test_other_rows_with_the_same_numbers_are_told(claimed: Path, extracts: Path) -> None:
    rewrite(extracts, "7,kvinna\n8,man", "7,man\n8,kvinna")
    lines = true(claimed, extracts).lines
    same = "the rows give the same, but they are other rows than the report says"
    assert lines[2:] == (
        f"Personer, Kvinna (alla[kon=kvinna]): {same}",
        f"Personer, Man (alla[kon=man]): {same}",
        f"Kvinnor (kvinnor): {same}",
        f"Män (man): {same}",
    )


def test_a_changed_extract_that_cannot_be_read_by_the_contract_is_told(claimed: Path, extracts: Path) -> None:
    rewrite(extracts, "nr,kon", "nummer,kon")
    lines = true(claimed, extracts).lines
    assert lines[:3] == (OTHER, NOW, "the facts could not be counted again")


def test_one_of_two_files_of_a_name_is_not_taken_for_the_changed_one(claimed: Path, extracts: Path) -> None:
    rewrite(extracts, "16,man", "16,kvinna")
    shutil.copy(extracts / "folk" / "2023-06-14" / EXTRACT, extracts)
    assert true(claimed, extracts).lines == (OTHER,)


def forged(claimed: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> dict[str, Any] | None:
    """The proof of a file that was changed and made to fit."""
    data = (claimed / "results" / "work" / "prov" / "internal" / "report.html").read_bytes()
    (tmp_path / "report.html").write_bytes(proof("html", change, fit=True)(data))
    return open_file(tmp_path / "report.html").proof


def test_a_claim_whose_rule_does_not_hold_for_right_facts_is_told(
    claimed: Path, extracts: Path, tmp_path: Path
) -> None:
    def stricter(carried: dict[str, Any]) -> None:
        inputs = carried["inputs"]
        inputs["config/metrics/folk.yaml"] = inputs["config/metrics/folk.yaml"].replace("gt: 1/2", "gt: 3/4")

    level = check_true(forged(claimed, tmp_path, stricter), extracts)
    assert level.state == "fails"
    [line] = level.lines
    assert line.startswith('a claim does not hold: c1 ("Majoriteten"); expected ')


def test_a_claim_with_a_rule_that_is_nowhere_is_told(claimed: Path, extracts: Path, tmp_path: Path) -> None:
    level = check_true(
        forged(claimed, tmp_path, lambda carried: carried["ledger"]["claims"][0].update(rule="alltid")),
        extracts,
    )
    assert (level.state, level.lines) == (
        "fails",
        ('a claim has no rule: c1 ("Majoriteten"); found alltid',),
    )


def test_an_identity_that_right_facts_break_is_told(claimed: Path, extracts: Path, tmp_path: Path) -> None:
    level = check_true(
        forged(claimed, tmp_path, lambda carried: carried["ledger"]["identities"][0].update(equals="man")),
        extracts,
    )
    assert (level.state, level.lines) == (
        "fails",
        (
            "an identity does not hold (alla har ett kön): man; expected 16; found 9",
            'there is no such identity: kvinnor, man; "man"; "alla har ett kön"',
            'the identity is left out: kvinnor, man; "alla"; "alla har ett kön"',
        ),
    )


# --- definitions that a stranger wrote ----------------------------------------------------------------------

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise("abcdefghi")
)


@pytest.mark.parametrize("name", ["config/reports/prov.yaml", "config/metrics/folk.yaml"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "there are too many aliases"),
        ("[" * 100_000, "levels stand inside each other"),
        ("template: !!python/object/apply:os.system [echo]\n", "tag"),
        ("- template\n", ""),
        ("{", ""),
    ],
    ids=["aliases that grow ninefold, eight times", "depth", "a tag that would run", "a list", "no YAML"],
)
def test_definitions_in_a_proof_are_read_within_bounds(
    claimed: Path, extracts: Path, tmp_path: Path, name: str, text: str, said: str
) -> None:
    carried = forged(claimed, tmp_path, lambda proof: proof["inputs"].update({name: text}))
    start = time.monotonic()
    level = check_true(carried, extracts)
    assert (level.state, level.lines[0]) == ("fails", "the facts could not be counted again")
    assert said in "\n".join(level.lines[1:])
    assert time.monotonic() - start < 30


# --- which register speaks of an extract --------------------------------------------------------------------


def wrong_register(folder: Path, extracts: Path) -> None:
    """A register that says another checksum."""
    folder.mkdir(parents=True, exist_ok=True)
    text = (extracts / "register.csv").read_text(encoding="utf-8")
    (folder / "register.csv").write_text(text.replace("7dc00c18", "8dc00c18"), encoding="utf-8")


REGISTERED = "register.csv has another file or checksum for folk 2023-06-14 (folk_2023-06-14.csv)"


def test_the_register_above_an_extract_speaks_of_it(
    claimed: Path, extracts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong_register(extracts, extracts)
    monkeypatch.chdir(extracts.parent)
    assert true(claimed, Path()).lines == (REGISTERED,)


def test_a_register_beside_the_extract_speaks_before_one_above(claimed: Path, extracts: Path) -> None:
    wrong_register(extracts / "folk" / "2023-06-14", extracts)
    assert true(claimed, extracts).lines == (REGISTERED,)


def test_a_right_register_beside_the_extract_hides_a_wrong_one_above(claimed: Path, extracts: Path) -> None:
    shutil.copy(extracts / "register.csv", extracts / "folk" / "2023-06-14")
    wrong_register(extracts, extracts)
    assert true(claimed, extracts).state == "holds"


@pytest.mark.parametrize("place", ["old", "folk/2022-12-31", "folk/2023-06-14/old"])
def test_a_register_that_lies_elsewhere_does_not_speak_of_it(
    claimed: Path, extracts: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong_register(extracts / place, extracts)
    monkeypatch.chdir(extracts)
    assert true(claimed, Path()).state == "holds"


def test_a_register_above_the_folder_that_was_given_is_not_looked_for(claimed: Path, extracts: Path) -> None:
    wrong_register(extracts, extracts)
    assert true(claimed, extracts / "folk" / "2023-06-14").state == "holds"


@pytest.mark.parametrize(("name", "value"), [("source", "../../../../ute"), ("delivery", "../../../../ute")])
def test_a_forged_ledger_puts_no_extract_outside_of_the_folder_it_is_counted_in(
    claimed: Path, extracts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    (tmp_path / "deep" / "er" / "yet").mkdir(parents=True)
    flat = tmp_path / "flat"
    flat.mkdir()
    shutil.copy2(extracts / "folk" / "2023-06-14" / EXTRACT, flat)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "deep" / "er" / "yet"))
    forged = open_file(claimed / "results" / "work" / "prov" / "internal" / "report.html").proof
    assert forged is not None
    forged["ledger"]["extracts"][0][name] = value
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    level = check_true(forged, flat)
    assert level.state == "fails"
    assert "the extract folk would lie outside of the project" in level.lines
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
    assert not list(tmp_path.rglob("ute"))
