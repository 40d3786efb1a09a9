"""Digests in small files, which start the rules that have them among their inputs."""

import os
from pathlib import Path

import pytest

from sparbar.errors import EnvironmentFault
from sparbar.model.paths import Layout
from sparbar.plan import write_stamp


def test_a_stamp_is_written_where_rules_find_it(tmp_path: Path) -> None:
    assert write_stamp(Layout(tmp_path), "code_a", "abc") == "results/stamps/code_a.txt"
    assert (tmp_path / "results/stamps/code_a.txt").read_text("utf-8") == "abc"


def test_a_stamp_is_left_alone_while_its_text_stays(tmp_path: Path) -> None:
    stamp = tmp_path / write_stamp(Layout(tmp_path), "code_a", "abc")
    os.utime(stamp, (1, 1))
    write_stamp(Layout(tmp_path), "code_a", "abc")
    assert stamp.stat().st_mtime == 1
    write_stamp(Layout(tmp_path), "code_a", "abd")
    assert stamp.stat().st_mtime > 1


def test_a_stamp_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("in the way")
    with pytest.raises(EnvironmentFault) as error:
        write_stamp(Layout(tmp_path), "code_a", "abc")
    assert str(error.value) == (
        "EnvironmentFault: the results cannot be written\n"
        "  in        results/stamps/code_a.txt\n"
        "  found     Not a directory\n"
        "  fix       make results/ writable for yourself, or make room"
    )
