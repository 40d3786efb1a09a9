"""Two folders change places: whoever looks finds one of them whole, at every moment."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

import sparbar.swap
from sparbar.swap.exchange import exchange

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is nothing like it")


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "report.html").write_text(text, encoding="utf-8")
    return path


def missed(tmp_path: Path, rounds: int) -> tuple[int, set[str]]:
    """How often the report was not there while it was put in place, and what stood in it otherwise."""
    target = folder(tmp_path / "internal", "old")
    gone, seen, is_done = [0], set(), threading.Event()

    def look() -> None:
        while not is_done.is_set():
            try:
                seen.add((target / "report.html").read_text(encoding="utf-8"))
            except FileNotFoundError:
                gone[0] += not target.exists()

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(rounds):
        fresh = folder(tmp_path / ".internal.new", "old" if number % 2 else "new")
        sparbar.swap._put(fresh, target, tmp_path / ".internal.old")
    is_done.set()
    reader.join()
    assert [path.name for path in tmp_path.iterdir()] == ["internal"]
    return gone[0], seen


def test_a_report_is_there_at_every_moment(tmp_path: Path) -> None:
    gone, seen = missed(tmp_path, 300)
    assert gone == 0
    assert seen <= {"old", "new"}


def test_what_is_not_there_is_not_exchanged(tmp_path: Path) -> None:
    assert not exchange(folder(tmp_path / "a", "a"), tmp_path / "b")
    assert exchange(tmp_path / "a", folder(tmp_path / "b", "b"))
    assert (tmp_path / "a/report.html").read_text(encoding="utf-8") == "b"


def test_without_it_the_two_renames_do_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparbar.swap, "exchange", lambda one, other: False)
    fresh, target = folder(tmp_path / ".internal.new", "new"), folder(tmp_path / "internal", "old")
    sparbar.swap._put(fresh, target, tmp_path / ".internal.old")
    assert [path.name for path in tmp_path.iterdir()] == ["internal"]
    assert (target / "report.html").read_text(encoding="utf-8") == "new"
