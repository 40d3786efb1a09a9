"""Where a report is built is known without reading its definitions."""

from __future__ import annotations

from pathlib import Path

import pytest

from sparbar.config.places import looks_of, places_of
from sparbar.config.project import load_project
from sparbar.config.reports import Defaults
from sparbar.errors import ConfigError


def write(root: Path, settings: str = "") -> Path:
    (root / "config" / "reports").mkdir(parents=True)
    (root / "config" / "reports" / "halvar.yaml").write_text("report: halvar\n", encoding="utf-8")
    if settings:
        (root / "config" / "config.yaml").write_text(settings, encoding="utf-8")
    return root


def test_the_places_are_those_of_the_settings(tmp_path: Path) -> None:
    places = places_of(write(tmp_path, "results: out\n"), "halvar")
    assert places.work("halvar", "internal") == tmp_path / "out" / "work" / "halvar" / "internal"
    assert places.raw == "data/raw"


def test_without_settings_the_places_are_the_usual_ones(tmp_path: Path) -> None:
    assert places_of(write(tmp_path), "halvar").results == "results"


def test_the_places_are_the_ones_that_all_of_config_gives(project: Path) -> None:
    loaded = load_project(project)
    for report in loaded.reports:
        assert places_of(project, report) == loaded.layout


def test_documents_are_made_by_what_the_settings_say_and_a_word_document_of_the_reports_own(
    tmp_path: Path,
) -> None:
    root = write(tmp_path, "engine: pandoc\nstyles: look\nreference_docx: all.docx\n")
    looks = looks_of(root, "halvar")
    assert (looks.engine, looks.styles) == ("pandoc", root / "look")
    assert looks.reference_docx == root / "all.docx"
    (root / "config" / "reports" / "halvar.yaml").write_text("reference_docx: own.docx\nengine: quarto\n")
    own = looks_of(root, "halvar")
    assert (own.engine, own.reference_docx) == ("pandoc", root / "own.docx")


def test_without_settings_documents_are_made_as_all_of_config_has_it(tmp_path: Path) -> None:
    looks, usual = looks_of(write(tmp_path), "halvar"), Defaults()
    assert looks.engine == usual.engine
    assert looks.styles == tmp_path / usual.styles
    assert looks.reference_docx == tmp_path / usual.reference_docx


def test_an_unknown_report_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        places_of(write(tmp_path), "halvår")
    (fault,) = caught.value.faults
    assert fault.problem == 'there is no report "halvår"'
    assert "halvar" in fault.fix
