"""Two data sets that differ only in what is hidden give the same public bytes."""

from __future__ import annotations

import json
import re

import pytest

from tests.unit.release.club import OTHER, SMALL
from tests.unit.release.documents import assert_proves_itself, build, files_in, script_of


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return [build(tmp_path_factory.mktemp(name), counts) for name, counts in (("a", SMALL), ("b", OTHER))]


def test_what_is_hidden_changes_no_public_byte(both):
    first, second = map(files_in, both)
    assert {"report.html", "report.pdf", "report.docx", "trace.html", "facts.json"} < set(first)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_number_that_is_shown_would_be_seen(both, tmp_path):
    shown = build(tmp_path, {**SMALL, ("soder", "man"): 21})
    first, second = files_in(both[0]), files_in(shown)
    assert {"report.html", "report.pdf", "report.docx", "facts.json"} <= {
        n for n in first if first[n] != second[n]
    }


def test_hidden_numbers_read_as_a_sign_or_a_sentence(both):
    text = (both[0] / "report.qmd").read_text(encoding="utf-8")
    assert ".. visas inte av sekretesskäl" in text.replace("\\", "")
    assert "Tabellen visas inte av sekretesskäl" in text
    assert "Figuren visas inte av sekretesskäl" in text
    assert "förhållandet ett annat" in text
    assert not (both[0] / "figures" / "bada.svg").exists()


def test_a_sign_in_a_sentence_gives_a_warning_and_a_sign_in_a_table_none(both):
    warnings = json.loads((both[0] / "document.json").read_text(encoding="utf-8"))["warnings"]
    assert [warning for warning in warnings if "withheld" in warning] == [
        'templates/klubben.qmd.j2, line 4: kvinnor_norr is withheld and stands as ".." in a sentence: '
        "say what to print with hidden=, or put the sentence in {% if shown(…) %}"
    ]


def test_a_sign_at_the_end_of_the_appendix_list_does_not_run_into_a_full_stop_and_is_explained(both):
    text = (both[0] / "report.qmd").read_text(encoding="utf-8")
    ends = re.findall(r"^Visas som: .*\.\\?\.\]\{[^}]*\}(.*)$", text, re.MULTILINE)
    assert ends
    assert {end.replace("\\", "") for end in ends} == {" (.. visas inte av sekretesskäl)."}


def test_a_claim_about_a_hidden_fact_is_not_in_the_ledger(both):
    claims = json.loads((both[0] / "facts.json").read_text(encoding="utf-8"))["claims"]
    assert [claim["facts"] for claim in claims] == [["andel_kvinnor"]]


@pytest.mark.parametrize("name", ["report.html", "report.pdf", "report.docx"])
def test_a_public_file_proves_itself(both, name):
    assert_proves_itself(both[0] / name)


def test_the_trace_says_that_a_number_is_withheld_and_not_what_it_is(both):
    data = script_of(both[0] / "trace.html", "the-data")
    fact = next(entry for entry in data["entries"] if entry["key"] == "kvinnor_norr")
    assert (fact["shown"], fact["exact"]) == ("visas inte av sekretesskäl", "")
    assert fact["rows"] == [["folk", 0, "", -1]]
    assert "base" not in fact
