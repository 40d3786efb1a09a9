"""Reports nested deeper than any document: verify reads them, or says that they cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sparbar.audit.lone import check_said, open_file
from tests.unit.proof.tampering import packed, parts_of


@pytest.mark.parametrize("depth", [100, 1500, 5000])
def test_a_deeply_nested_word_file_is_read_or_said_to_be_unreadable(built: Path, tmp_path: Path, depth: int):
    parts = parts_of((built / "report.docx").read_bytes())
    deep = b"<w:sdt>" * depth + b"</w:sdt>" * depth
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + deep)
    (tmp_path / "a.docx").write_bytes(packed(parts))
    level = check_said(open_file(tmp_path / "a.docx"))
    if depth == 100:
        assert level.state == "holds"
    else:
        assert (level.state, level.lines[0].split(";")[0]) == ("fails", "the file cannot be read: a.docx")


def test_a_deeply_nested_page_is_said_to_be_unreadable(built: Path, tmp_path: Path):
    page = (built / "report.html").read_bytes()
    (tmp_path / "a.html").write_bytes(page.replace(b"<main", b"<div>" * 1500 + b"<main", 1))
    level = check_said(open_file(tmp_path / "a.html"))
    assert (level.state, level.lines[0].split(";")[0]) == ("fails", "the file cannot be read: a.html")
