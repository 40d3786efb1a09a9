"""Templates as files: one that cannot be read is told with its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from sparbar.compose.template import read_template
from sparbar.errors import TemplateError


def test_a_template_in_the_encoding_of_windows_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "rapport.qmd.j2").write_bytes("# Rapport\n\nFärdiga\n".encode("cp1252"))
    with pytest.raises(TemplateError) as told:
        read_template(tmp_path, "rapport.qmd.j2")
    assert str(told.value) == (
        "TemplateError: the file is not in UTF-8\n"
        "  in        rapport.qmd.j2, line 3\n"
        "  expected  text in UTF-8   found  the byte 0xe4\n"
        "  fix       save it again with the encoding UTF-8"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_template_in_utf_8_is_read_with_and_without_its_mark(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "rapport.qmd.j2").write_bytes("Färdiga\r\n".encode(encoding))
    assert read_template(tmp_path, "rapport.qmd.j2") == ("Färdiga\n", [])


def test_a_template_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "rapport.qmd.j2").write_text("x", encoding="utf-8")
    with pytest.raises(TemplateError, match=r'did you mean "rapport\.qmd\.j2"\?'):
        read_template(tmp_path, "raport.qmd.j2")
