"""A rebuild: what is pulled, built, kept and told; one thing that fails leaves the others."""

from __future__ import annotations

import json

import pytest

from tests.conftest import run_in
from tests.unit.shelf.made import texts
from tests.workflow.project import DOCUMENTS, RAW, REPORT, TinyProject
from tests.workflow.rebuilding import NEW_ROW, SHARED, add_share, events, outcomes, rebuild


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
