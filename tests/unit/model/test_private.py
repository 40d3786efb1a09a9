"""Folders with personal data are closed to others, where the system knows owners."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sparbar.model.paths import Layout
from sparbar.model.private import keep_private, rights_for

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
CLOSED = (
    "results/tables",
    "results/work",
    "results/logs",
    "results/benchmarks",
    "results/rebuild",
    ".snakemake",
)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_restricted_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    for name in ("data/raw", "data/quarantine", "results/reports", "results/logs"):
        (tmp_path / name).mkdir(parents=True)
    os.umask(os.umask(0o022))
    assert keep_private(Layout(tmp_path)) == []
    for name in (*CLOSED, "data/raw", "data/quarantine"):
        assert rights(tmp_path / name) == 0o700, name
    assert rights(tmp_path / "results/reports") & 0o005


def test_nothing_is_made_where_no_build_makes_it(tmp_path: Path) -> None:
    keep_private(Layout(tmp_path))
    assert not (tmp_path / "data").exists()


def test_a_folder_of_another_user_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data/raw").mkdir(parents=True)

    def refused(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refused)
    assert keep_private(Layout(tmp_path)) == ["data/raw"]


def test_on_windows_nothing_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sparbar.model.private.os.name", "nt")
    assert keep_private(Layout(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_documents_with_rows_and_small_counts_of_an_earlier_version_are_closed(tmp_path: Path) -> None:
    os.umask(os.umask(0o022))
    for name in ("r/internal/figures", "r/.internal.old", "r/public"):
        (tmp_path / "results/reports" / name).mkdir(parents=True, mode=0o755)
    (tmp_path / "results/index.html").write_text("rows 3, 4", encoding="utf-8")
    for name, said in {"i": '"audience": "internal"', "p": '"audience": "public"', "?": "{"}.items():
        (tmp_path / "editions/r" / name).mkdir(parents=True)
        (tmp_path / "editions/r" / name / "edition.json").write_text(said, encoding="utf-8")
    assert keep_private(Layout(tmp_path)) == []
    for name in (
        "results/reports/r/internal",
        "results/reports/r/.internal.old",
        "editions/r/i",
        "editions/r/?",
    ):
        assert rights(tmp_path / name) == 0o700, name
    for name in ("results/reports", "results/reports/r", "results/reports/r/public", "editions/r/p"):
        assert rights(tmp_path / name) & 0o005 == 0o005, name
    assert rights(tmp_path / "results/index.html") == 0o600


def test_a_folder_of_documents_is_closed_unless_it_is_for_the_public() -> None:
    assert (rights_for("internal"), rights_for("public")) == (0o700, 0o777)
