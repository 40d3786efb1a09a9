"""A rebuild: what is pulled, built, kept and told; one thing that fails leaves the others."""

from __future__ import annotations

import json
import sys

import pytest

from tests.conftest import run_in
from tests.unit.shelf.made import texts
from tests.workflow.project import CONTRACT, DOCUMENTS, RAW, REPORT, TinyProject
from tests.workflow.rebuilding import NEW_ROW, SHARED, add_share, events, outcomes, rebuild
from tests.workflow.test_bad_pull import OTHER, OTHER_TEMPLATE, add_other_report

TELL = "import sys; open('told.txt', 'wb').write(sys.stdin.buffer.read())"


@pytest.fixture
def pulling(built: TinyProject) -> TinyProject:
    """The tiny project, built, with a share that its source is pulled from."""
    add_share(built)
    return built


def test_a_new_extract_goes_from_the_share_to_the_shelf(pulling: TinyProject) -> None:
    pulling.write(SHARED, pulling.read(RAW) + NEW_ROW)
    code, said, complaints = rebuild(pulling)
    assert (code, complaints) == (0, "")
    assert said.splitlines()[1:-1] == [
        "1 ny rapport.",
        "",
        "Hämtningar",
        "  besok: nytt uttag 2023-06-20",
        "",
        "Rapporter",
        "  Besök under våren (besok-2023, intern): ny, bygger på besok 2023-06-20",
        "",
        "Rapporthyllan: results/index.html",
    ]
    assert "20 juni 2023" in pulling.read(f"{DOCUMENTS}/report.html")
    assert outcomes(pulling) == [
        ("begin", ""),
        ("besok", "new"),
        ("build", "0"),
        (REPORT, "built"),
        ("end", "0"),
    ]
    code, said, _ = rebuild(pulling)
    assert (code, said.splitlines()[1]) == (0, "inget nytt.")
    assert outcomes(pulling)[3] == (REPORT, "unchanged")


def test_a_refused_pull_keeps_the_last_good_report_and_is_told_on_the_shelf_until_one_goes_well(
    pulling: TinyProject,
) -> None:
    code, _, _ = rebuild(pulling)
    good = pulling.documents()
    pulling.write(SHARED, pulling.read(RAW).replace("3;Man", "3;Mannerist"))
    code, said, _ = rebuild(pulling)
    assert code == 3
    assert said.splitlines()[1] == "1 hämtning misslyckades."
    assert "Mannerist" not in said + json.dumps(events(pulling)) + pulling.read("results/index.html")
    told = texts(pulling.read("results/index.html"))
    assert told[told.index("En nyare hämtning misslyckades") + 1].split(". ", 2)[2] == (
        "Hämtningen från besok prövades. Det som kom är inte som kontraktet säger, och ligger i karantän. "
        "Dokumenten här bygger på de senaste uppgifter som höll. "
        "Vad som står i cellerna, och hur det rättas, står i message.txt och issues.xlsx i data/quarantine."
    )
    assert pulling.documents() == good
    # A build by hand changes nothing about it; a good pull does.
    assert run_in(pulling.root, "sparbar", "shelf").returncode == 0
    assert "En nyare hämtning misslyckades" in texts(pulling.read("results/index.html"))
    pulling.write(SHARED, pulling.read(RAW) + NEW_ROW)
    code, _, _ = rebuild(pulling)
    assert code == 0
    assert "En nyare hämtning misslyckades" not in pulling.read("results/index.html")


def test_only_the_report_that_a_new_extract_affects_is_built(pulling: TinyProject) -> None:
    add_other_report(pulling)  # it names the extract that is there already
    assert rebuild(pulling)[0] == 0
    other = pulling.documents(OTHER)
    pulling.write(SHARED, pulling.read(RAW) + NEW_ROW)
    code, said, _ = rebuild(pulling)
    assert code == 0, said
    assert outcomes(pulling)[3:5] == [(REPORT, "built"), (OTHER, "unchanged")]
    assert pulling.documents(OTHER) == other
    assert "  1 rapport är oförändrad." in said.splitlines()


def test_one_bad_source_and_one_bad_report_leave_the_others_to_go_on(pulling: TinyProject) -> None:
    add_other_report(pulling)
    assert rebuild(pulling)[0] == 0
    good = pulling.documents(OTHER)
    contract = pulling.read(CONTRACT).replace("source: besok", "source: annat").replace("share", "nowhere")
    pulling.write("config/sources/annat.yaml", contract.replace("besok_{date}", "annat_{date}"))
    pulling.change(OTHER_TEMPLATE, "hur ofta de kom", "de 16 som kom")
    pulling.write(SHARED, pulling.read(RAW) + NEW_ROW)
    code, said, _ = rebuild(pulling)
    assert code == 2  # the lowest of what failed; the source that is not there has 6
    assert outcomes(pulling) == [
        ("begin", ""),
        ("annat", "failed"),
        ("besok", "new"),
        ("build", "1"),
        (REPORT, "built"),
        (OTHER, "failed"),
        ("end", "2"),
    ]
    assert "1 ny rapport, 1 rapport kunde inte byggas, 1 hämtning misslyckades." in said
    assert pulling.documents(OTHER) == good
    assert "20 juni 2023" in pulling.read(f"{DOCUMENTS}/report.html")


def test_who_wants_to_know_is_told_and_a_mail_that_fails_changes_nothing(pulling: TinyProject) -> None:
    command = f"{{when: always, run: [{sys.executable}, -c, {TELL!r}]}}"
    people = "sender: a@example.org, to: [b@example.org]"
    mail = f"{{when: always, server: localhost, port: 9, security: none, timeout: 5, {people}}}"
    pulling.write("config/rebuild.yaml", f"notify:\n  command: {command}\n  mail: {mail}\n")
    code, said, complaints = rebuild(pulling)
    assert (code, complaints) == (0, "")
    assert "Meddelandet kunde inte skickas (mail): localhost går inte att nå: " in said
    told = {event["by"]: event["outcome"] for event in events(pulling) if event["event"] == "told"}
    assert told == {"mail": "failed", "command": "sent"}
    assert said.startswith(pulling.read("told.txt"))
    assert "example.org" not in json.dumps(events(pulling))
