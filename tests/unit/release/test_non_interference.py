"""Two data sets that differ only in what is hidden give the same public bytes."""

from __future__ import annotations

import json
import re

import pytest

from sparbar.audit.lone import check_said, check_whole, open_file
from sparbar.audit.trace_page import write_trace_page
from sparbar.audit.verify import verify_report
from sparbar.compose import compose_report
from sparbar.draw import draw_report
from sparbar.plan import deliveries_of
from sparbar.recompute import recompute_report
from sparbar.render import render_report
from sparbar.swap import swap_report
from tests.unit.release.club import OTHER, REPORT, ROOT, SMALL, forget_checksums, release, write_project


def build(root, counts, **files):
    """The folder of the public report."""
    scope = write_project(root, counts, **files)
    layout = scope.project.layout
    forget_checksums(scope)
    recompute_report(scope, deliveries_of(scope.project, REPORT)[1], layout)
    release(scope)
    work = layout.work(REPORT, "public")
    draw_report(scope, work)
    compose_report(scope, "public", work)
    styles = ROOT / "templates" / "styles"
    render_report(
        work, engine="pandoc", styles=styles, reference_docx=styles / "reference.docx", epoch=1686744000
    )
    write_trace_page(scope.project.root, REPORT, "public")
    verify_report(layout.work(REPORT), "public")
    swap_report(work, layout.report(REPORT, "public"))
    return layout.report(REPORT, "public")


def files_in(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


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


def test_a_sign_at_the_end_of_the_appendix_list_does_not_run_into_a_full_stop(both):
    text = (both[0] / "report.qmd").read_text(encoding="utf-8")
    stops = re.findall(r"^Visas som: .*\.\\?\.\]\{[^}]*\}(.)$", text, re.MULTILINE)
    assert stops
    assert set(stops) == {";"}


def test_a_claim_about_a_hidden_fact_is_not_in_the_ledger(both):
    claims = json.loads((both[0] / "facts.json").read_text(encoding="utf-8"))["claims"]
    assert [claim["facts"] for claim in claims] == [["andel_kvinnor"]]


@pytest.mark.parametrize("name", ["report.html", "report.pdf", "report.docx"])
def test_a_public_file_proves_itself(both, name):
    file = open_file(both[0] / name)
    assert check_whole(file).state == "holds"
    assert check_said(file).state == "holds"


def test_the_trace_says_that_a_number_is_withheld_and_not_what_it_is(both):
    page = (both[0] / "trace.html").read_text(encoding="utf-8")
    found = re.search(r'<script[^>]*id="the-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    data = json.loads(found[1])
    fact = next(entry for entry in data["entries"] if entry["key"] == "kvinnor_norr")
    assert (fact["shown"], fact["exact"]) == ("visas inte av sekretesskäl", "")
    assert fact["rows"] == [["folk", 0, "", -1]]
    assert "base" not in fact
