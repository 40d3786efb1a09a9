"""Publishing: what an edition holds, what is refused, and that nothing half is ever there."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import page as page_validation
import pytest

import sparbar as package
from sparbar.config.project import load_project
from sparbar.edition import open_edition
from sparbar.edition.contents import files_of
from sparbar.edition.publish import Approval, publish
from sparbar.errors import ConfigError, ContractError, DisclosureError, EnvironmentFault, VerificationError
from sparbar.proof import html, pdf
from tests.unit.edition.conftest import APPROVAL, REPORT, sparbar
from tests.unit.proof.conftest import FILES

TEMPLATE = "templates/prov.qmd.j2"


def editions(root: Path) -> list[str]:
    """Everything that stands in the report's folder of editions, hidden or not."""
    return sorted(path.name for path in (root / "editions" / REPORT).glob("*"))


def test_an_edition_holds_everything_needed_to_check_it_and_to_build_it_again(published: Path) -> None:
    names = list(files_of(published / "editions" / REPORT / "2023-07-01"))
    assert [name for name in names if not name.startswith("inputs/templates/styles/")] == [
        "SHA256SUMS",
        "datapackage.json",
        "document.json",
        "edition.json",
        "facts.json",
        "figures/figures.json",
        "figures/kon.png",
        "figures/kon.svg",
        "inputs/config/config.yaml",
        "inputs/config/metrics/folk.yaml",
        "inputs/config/reports/prov.yaml",
        "inputs/config/sources/folk.yaml",
        "inputs/data/raw/register.csv",
        "inputs/templates/prov.qmd.j2",
        "report.docx",
        "report.html",
        "report.pdf",
        "report.qmd",
        "ro-crate-metadata.json",
        "tables/f-kon.csv",
        "tables/facts.csv",
        "tables/t-kon.csv",
        "trace.html",
        "verification.json",
    ]


def test_no_extract_is_in_an_edition(published: Path) -> None:
    rows = (published / "data/raw/folk/2023-06-14/folk_2023-06-14.csv").read_bytes()
    folder = published / "editions" / REPORT / "2023-07-01"
    assert not [name for name in files_of(folder) if rows[:40] in (folder / name).read_bytes()]


def test_the_files_of_an_edition_are_read_only(published: Path) -> None:
    folder = published / "editions" / REPORT / "signerad"
    writable = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
    assert [name for name in files_of(folder) if (folder / name).stat().st_mode & writable] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_an_internal_edition_is_for_its_owner_alone(published: Path) -> None:
    for name in ("2023-07-01", "signerad"):
        assert stat.S_IMODE((published / "editions" / REPORT / name).stat().st_mode) == 0o700


def test_every_document_says_its_edition_who_approved_it_and_when(published: Path) -> None:
    opened = open_edition(published / "editions" / REPORT / "signerad")
    assert (opened.edition.name, opened.edition.approved_by, opened.edition.date) == (
        "signerad",
        "Karin Ek",
        "2023-07-01",
    )
    text = (opened.folder / "report.qmd").read_text(encoding="utf-8")
    assert "**Utgåva** signerad" in text
    assert "**Godkänd av** Karin Ek" in text
    assert "1 juli 2023" in text
    for proof in (
        html.extract((opened.folder / "report.html").read_bytes()),
        pdf.extract((opened.folder / "report.pdf").read_bytes()),
    ):
        assert proof is not None
        assert proof["manifest"]["edition"] == opened.manifest["edition"]
        assert proof["signature"]["algorithm"] == "ed25519"


def test_an_edition_is_opened_with_its_ledger_and_document(published: Path) -> None:
    opened = open_edition(published / "editions" / REPORT / "2023-07-01")
    assert (opened.report, opened.audience, opened.signature) == (REPORT, "internal", None)
    assert opened.ledger.fact("alla") is not None
    assert "edition.date" in {occurrence.ref for occurrence in opened.document.occurrences}


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_pdf_of_an_edition_meets_the_standard_for(profile: str, published: Path) -> None:
    report = page_validation.validate_pdf(
        published / "editions" / REPORT / "signerad" / "report.pdf",
        profile=profile,
    )
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_no_edition_is_ever_overwritten(published: Path) -> None:
    folder = published / "editions" / REPORT / "2023-07-01"
    before = (folder / "edition.json").read_bytes()
    with pytest.raises(ConfigError) as error:
        publish(load_project(published), REPORT, "internal", replace(APPROVAL, approved_by="Någon"))
    assert str(error.value) == (
        "ConfigError: this edition is published; no edition is ever overwritten\n"
        "  in        editions/prov/2023-07-01\n"
        "  fix       give another name with --edition; to correct it, add --supersedes and --reason"
    )
    assert (folder / "edition.json").read_bytes() == before


@pytest.mark.parametrize(
    ("approval", "message"),
    [
        (
            Approval(" ", "2023-07-01"),
            "an edition is approved by somebody\n  in        --approved-by\n"
            "  expected  a name   found  nothing\n  fix       say who",
        ),
        (
            Approval("Ek", "1 juli 2023"),
            "this is no date\n  in        --date\n"
            "  expected  a day such as 2023-06-30   found  1 juli 2023\n  fix       give a day",
        ),
        (
            Approval("Ek", "2023-06-13"),
            "the report is approved before its data were pulled\n  in        --date\n"
            "  expected  2023-06-30 or later   found  2023-06-13\n"
            "  fix       give the day on which it was approved; if the report's date is wrong, "
            "mend it and build again",
        ),
        (
            Approval("Ek", "2023-06-29"),
            "the report is approved before its own date\n  in        --date\n"
            "  expected  2023-06-30 or later   found  2023-06-29\n"
            "  fix       give the day on which it was approved; if the report's date is wrong, "
            "mend it and build again",
        ),
        (
            Approval("Ek", "2023-07-01", "../Ute"),
            "this is no name for an edition\n  in        --edition\n"
            "  expected  small letters, digits, dots, hyphens and underscores   found  ../Ute\n"
            "  fix       rename it",
        ),
        (
            Approval("Ek", "2023-07-02", "", "2023-07-01"),
            "a correction names what it replaces, and why\n  in        --supersedes, --reason\n"
            "  fix       give --supersedes EDITION and --reason TEXT together",
        ),
        (
            Approval("Ek", "2023-07-02", "", "2023-07-10", "fel"),
            "there is no edition 2023-07-10 of prov\n  in        editions/prov\n"
            '  expected  2023-07-01, signerad   found  2023-07-10\n  fix       did you mean "2023-07-01"?',
        ),
    ],
    ids=[
        "no approver",
        "no date",
        "before its data",
        "before its own date",
        "no name",
        "no reason",
        "no such edition",
    ],
)
def test_what_a_person_says_wrongly_is_refused(approval: Approval, message: str, published: Path) -> None:
    with pytest.raises(ConfigError) as error:
        publish(load_project(published), REPORT, "internal", approval)
    assert str(error.value) == f"ConfigError: {message}"


def test_an_audience_that_the_report_has_not_is_refused(published: Path) -> None:
    with pytest.raises(ConfigError, match="the report has no such audience"):
        publish(load_project(published), REPORT, "public", replace(APPROVAL, edition="x"))


def test_what_does_not_verify_is_not_published(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sparbar.recompute

    honest = sparbar.recompute.recompute_report

    def wrong(scope, deliveries, layout):
        found = honest(scope, deliveries, layout)
        path = layout.work(REPORT) / "recomputed.json"
        path.write_text(path.read_text(encoding="utf-8").replace('"16"', '"17"'), encoding="utf-8")
        return found

    monkeypatch.setattr(sparbar.recompute, "recompute_report", wrong)
    with pytest.raises(VerificationError) as error:
        publish(load_project(project), REPORT, "internal", APPROVAL)
    assert error.value.exit_code == 5
    assert editions(project) == []


def test_a_report_that_changed_since_it_was_built_is_not_published(project: Path) -> None:
    template = project / TEMPLATE
    template.write_text(FILES[TEMPLATE].replace("Vi har", "Man har"), encoding="utf-8")
    with pytest.raises(VerificationError) as error:
        publish(load_project(project), REPORT, "internal", APPROVAL)
    assert str(error.value) == (
        "VerificationError: the inputs are not those of the report that was built\n"
        "  in        results/reports/prov/internal\n"
        "  found     other since: templates/prov.qmd.j2\n"
        "  fix       build with snakemake, read the report once more, and publish then"
    )
    assert editions(project) == []


def test_a_report_that_was_never_built_is_not_published(project: Path) -> None:
    (project / "results/reports/prov/internal/report.html").unlink()
    with pytest.raises(VerificationError, match="there is no built report to publish"):
        publish(load_project(project), REPORT, "internal", APPROVAL)
    assert editions(project) == []


def test_an_extract_that_is_not_registered_is_not_published(project: Path) -> None:
    (project / "data/raw/register.csv").unlink()
    with pytest.raises(ContractError, match="the extract folk 2023-06-14 is not in the register"):
        publish(load_project(project), REPORT, "internal", APPROVAL)


def test_a_folder_that_cannot_be_written_is_said(project: Path) -> None:
    (project / "editions").write_text("in the way", encoding="utf-8")
    with pytest.raises(EnvironmentFault, match="the edition could not be put in place"):
        publish(load_project(project), REPORT, "internal", APPROVAL)


def test_a_public_edition_waits_for_disclosure_control(project: Path) -> None:
    config = project / "config/reports/prov.yaml"
    config.write_text(
        config.read_text(encoding="utf-8") + "audiences: [internal, public]\n", encoding="utf-8"
    )
    with pytest.raises(DisclosureError):
        publish(load_project(project), REPORT, "public", APPROVAL)
    assert editions(project) == []


def test_a_publisher_killed_at_any_moment_leaves_nothing_half(project: Path) -> None:
    command = [sys.executable, "-c", "from sparbar.cli import main; main()", "publish", REPORT]
    command += ["--approved-by", "Ek", "--date", "2023-07-01"]
    surroundings = os.environ | {"PYTHONPATH": str(Path(package.__file__).parents[1])}
    for seconds in (0.4, 0.9, 1.4):
        started = subprocess.Popen(
            command, cwd=project, env=surroundings, stdout=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(seconds)
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        shown = [name for name in editions(project) if not name.startswith(".")]
        assert shown in ([], ["2023-07-01"])
        if shown:  # A quick machine was done before it was killed.
            break
    else:
        said = sparbar("publish", REPORT, "--approved-by", "Ek", "--date", "2023-07-01", "--project", project)
        assert (said.code, said.out) == (0, "published: editions/prov/2023-07-01\n")
    assert editions(project) == ["2023-07-01"]
    assert sparbar("verify", project / "editions/prov/2023-07-01").code == 0
