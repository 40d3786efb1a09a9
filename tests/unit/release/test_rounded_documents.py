"""The documents of a public report with rounded counts: what they say, and that nothing else is told."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest

from sparbar.audit.lone import open_file
from sparbar.audit.trace import recount_lines, trace_lines
from sparbar.audit.true import check_true
from sparbar.config.project import load_project
from sparbar.errors import TemplateError
from sparbar.model.ledger_json import read_ledger
from sparbar.provenance.digests import sha256_file
from tests.unit.release.club import CONFIG, METRICS, REPORT, SMALL, SOURCE, TEMPLATE
from tests.unit.release.documents import assert_proves_itself, build, files_in, script_of
from tests.unit.release.test_rounded import ROUND

# Other counts that read the same: 12 of 32 in the south are 11 of 31 here, and 44 in all are 43.
ALIKE = {("norr", "kvinna"): 4, ("norr", "man"): 8, ("soder", "kvinna"): 11, ("soder", "man"): 20}
NOTES = {
    "sv": "Antal är avrundade till närmaste 5-tal; andelar och skillnader är räknade på avrundade antal.",
    "da": "Antal er afrundet til nærmeste 5; andele og forskelle er beregnet på afrundede antal.",
    "en": "Counts are rounded to the nearest 5; shares and differences are made from rounded counts.",
}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return [
        build(tmp_path_factory.mktemp(name), counts, settings=ROUND)
        for name, counts in (("a", SMALL), ("b", ALIKE))
    ]


def text_of(folder):
    return (folder / "report.qmd").read_text(encoding="utf-8").replace("\\", "")


def plain(folder):
    """The text without its traces."""
    return re.sub(r"\[(\d+)\]\{[^}]*\}", r"\1", text_of(folder))


def test_what_rounding_hides_changes_no_public_byte(both):
    first, second = map(files_in, both)
    assert {"report.html", "report.pdf", "report.docx", "trace.html", "facts.json"} < set(first)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_count_that_reads_otherwise_would_be_seen(both, tmp_path):
    other = files_in(build(tmp_path, {**SMALL, ("soder", "man"): 21, ("norr", "man"): 12}, settings=ROUND))
    first = files_in(both[0])
    assert {"report.html", "report.docx", "facts.json"} <= {n for n in first if first[n] != other[n]}


def test_exact_counts_stand_in_no_place_of_the_ledger(both):
    """All of 44, 32, 29, 12, 9 and 3 are rounded or hidden; what is left are multiples of five."""
    ledger = read_ledger(both[0] / "facts.json")
    told = [fact for fact in ledger.facts if fact.rounded and fact.status == "value"]
    assert len(told) >= 8
    for fact in ledger.facts:
        parts = fact.rounded.parts if fact.rounded else ()
        own = [fact.value] if isinstance(fact.value, Fraction) and not parts else []
        assert {number % 5 for number in (fact.base, fact.missing, *parts, *own) if number is not None} <= {0}


def test_the_report_says_that_its_counts_are_rounded(both):
    text = plain(both[0])
    # Beneath the two tables and the figure that are shown, and in the appendix.
    assert text.count(NOTES["sv"]) >= 3
    assert "Antal personer i Folk; avrundat till närmaste 5-tal" in text
    assert "Vi har träffat 45 personer, 10 i norr." in text


@pytest.mark.parametrize("name", ["report.html", "report.pdf", "report.docx"])
def test_a_rounded_file_proves_itself(both, name):
    assert_proves_itself(both[0] / name)


def test_the_trace_page_calls_no_rounded_value_exact(both):
    data = script_of(both[0] / "trace.html", "the-data")
    assert data["words"]["exact"] == "Avrundat värde"
    fact = next(entry for entry in data["entries"] if entry["key"] == "andel_kvinnor")
    assert (fact["exact"], fact["base"]) == ("1/3", 45)


def test_the_panel_calls_no_rounded_value_exact(both):
    assert script_of(both[0] / "report.html", "sparbar-words")["value"] == "Avrundat värde"


def test_the_trace_command_says_that_a_number_is_of_rounded_counts(both):
    project = load_project(both[0].parents[3])
    lines = trace_lines(project, REPORT, "public", "andel_kvinnor", [])
    assert lines[0] == "andel_kvinnor = 33 % (of rounded counts 1/3)".replace(" %", "\u00a0%")
    assert not [line for line in lines if "44" in line or "15/" in line]


def test_the_trace_command_counts_and_rounds_again(both, monkeypatch):
    monkeypatch.setattr("sparbar.audit.again._check_files", lambda *_: None)  # the checksum is one of zeros
    lines = recount_lines(load_project(both[0].parents[3]), REPORT, "public", "andel_kvinnor", [])
    told = "  again     counted from the raw rows once more, and rounded: the same value and status"
    assert list(lines)[-1] == told


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_note_is_in_the_language_of_the_report(tmp_path, language):
    def told(text):
        return re.sub(r"\bsv: ", f"{language}: ", text)

    files = {
        "settings": told(ROUND).replace("language: sv", f"language: {language}"),
        "source": told(SOURCE),
        "metrics": told(METRICS),
        "config": told(CONFIG).replace("language: sv", f"language: {language}"),
        "template": TEMPLATE,
    }
    folder = build(tmp_path, SMALL, **files)
    assert NOTES[language] in plain(folder)


@pytest.fixture
def proof(both):
    """The proof of the report, with the extract's own checksum, which the build has made one of zeros."""
    found = json.loads(json.dumps(open_file(both[0] / "report.html").proof))
    [raw] = (both[0].parents[3] / "data" / "raw" / "folk").glob("*/*.csv")
    found["ledger"]["extracts"][0]["sha256"] = sha256_file(raw)
    return found


def true(both, proof, name="", **keys):
    """What level "true" says, where a fact of the ledger is changed."""
    for fact in proof["ledger"]["facts"]:
        fact |= keys if fact["id"] == name else {}
    return check_true(proof, both[0].parents[3] / "data" / "raw")


def test_a_rounded_file_is_true_to_its_extract(both, proof):
    level = true(both, proof)
    assert (level.state, level.lines[0]) == (
        "holds",
        "10 facts were counted again and agree; 16 are suppressed",
    )


@pytest.mark.parametrize(
    ("name", "number", "line"),
    [
        ("alla", "40", "Personer (alla): the report says 40, the rows give 45"),
        ("alla", "44", "Personer (alla): the report says 44, the rows give 45"),
        ("andel_kvinnor", "15/44", "Andel kvinnor (andel_kvinnor): the report says 34 %, the rows give 33 %"),
    ],
)
def test_a_wrong_rounding_is_not_true_to_its_extract(both, proof, name, number, line):
    level = true(both, proof, name, value={"number": number})
    assert (level.state, level.lines[0].replace("\u00a0", " ")) == ("fails", line)


def test_a_small_count_that_is_told_is_not_true_to_the_rule(both, proof):
    level = true(both, proof, "kvinnor_norr", status="value", value={"number": "5"})
    told = (
        "Kvinnor i norr (kvinnor_norr): the report says 5, "
        "the rows give no value (withheld for confidentiality)"
    )
    assert (level.state, level.lines[0]) == ("fails", told)


def test_bounds_that_leave_the_exact_number_out_are_not_true_to_its_extract(both, proof):
    level = true(both, proof, "alla", rounded={"base": 5, "low": "45", "high": "47", "parts": []})
    told = "what the rows give does not lie where the rounding leaves it: alla; expected 45 to 47"
    other = (
        "fact alla, how it is rounded, and between what it lies: "
        "the report says 5; 45; 47, its extracts and definitions give 5; 43; 47"
    )
    assert (level.state, level.lines) == ("fails", (told, other))


def test_what_rounding_leaves_open_is_not_claimed(tmp_path):
    """15 of 45 may be 17 of 43 and 13 of 47: less than half, but not surely more than three tenths."""
    claims = "claims:\n  mer_an_tre_tiondelar: {words: {sv: mer än väntat}, gt: 3/10}\n"
    metrics = METRICS.replace("claims:\n", claims)
    sentence = '{{ claim("mer_an_tre_tiondelar", "andel_kvinnor"HIDDEN) }}'
    template = TEMPLATE + f"\n\nKvinnorna är {sentence}.\n"
    keys = {"settings": ROUND, "metrics": metrics}
    told = build(tmp_path / "told", SMALL, template=template.replace("HIDDEN", ', hidden="med"'), **keys)
    assert "Kvinnorna är med." in plain(told)
    with pytest.raises(TemplateError) as error:
        build(tmp_path / "open", SMALL, template=template.replace("HIDDEN", ""), **keys)
    [fault] = error.value.faults
    assert fault.problem == 'the words "mer än väntat" no longer hold in "Kvinnorna är mer än väntat."'
    assert fault.found.replace("\u00a0", " ") == (
        "andel_kvinnor = 33,3 %, rounded, and it may be andel_kvinnor = 27,7 %"
    )
