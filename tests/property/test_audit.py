"""Whatever stands in a document, an audit ends with a list of places or with a refusal in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sparbar.audit.foreign import Against, audit_document, audit_lines, audit_to_json
from sparbar.errors import VerificationError
from tests.unit.tiny import ledger

QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.sampled_from(
    [
        "16",
        "sjutton",
        "7,5 %",
        "1 234",
        "14 juni 2023",
        "2023-06-31",
        "½",
        "uttag",
        "datum:",
        "#",
        "Tabell 3",
        "\n",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=30).map(" ".join)
TAGS = st.sampled_from(
    "w:p w:r w:t w:tbl w:tr w:tc w:sdt w:del w:fldSimple w:txbxContent w:ins w:pPr".split()
)
HTML_TAGS = st.sampled_from("p div table tr td th h1 header footer svg script li b img title style".split())


def nested(tags: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Elements in any order and depth, closed as they were opened."""
    plain = st.text("abc 0123456789,%½ ", max_size=12)
    return st.recursive(
        plain,
        lambda inner: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", tags, st.lists(inner, max_size=4)
        ),
        max_leaves=25,
    )


def survives(path: Path) -> None:
    try:
        audit = audit_document(path, Against(ledger()))
    except VerificationError:
        return
    assert len(audit.found) == len(audit.matches) == len(audit_to_json(audit)["numerals"])
    assert all(one.text and "\n" not in line for one in audit.found for line in audit_lines(audit))


@QUICK
@given(text=TEXTS)
def test_any_text_can_be_audited(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8", errors="replace")
    survives(tmp_path / "a.txt")


@QUICK
@given(
    data=st.binary(max_size=400),
    head=st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xff\xfe"]),
)
def test_any_bytes_are_audited_or_refused(tmp_path: Path, data: bytes, head: bytes) -> None:
    (tmp_path / "a.docx").write_bytes(head + data)
    survives(tmp_path / "a.docx")


@QUICK
@given(body=nested(TAGS))
def test_any_word_elements_can_be_audited(tmp_path: Path, body: str) -> None:
    stored = io.BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(stored, "w") as package:
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        )
    (tmp_path / "a.docx").write_bytes(stored.getvalue())
    survives(tmp_path / "a.docx")


@QUICK
@given(body=nested(HTML_TAGS))
def test_any_page_can_be_audited(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.html").write_text(f"<html><body>{body}", encoding="utf-8")
    survives(tmp_path / "a.html")


def test_a_crash_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sparbar.audit.foreign.audit.find_conflicts", lambda *_: 1 / 0)
    (tmp_path / "a.txt").write_text("5", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        survives(tmp_path / "a.txt")
