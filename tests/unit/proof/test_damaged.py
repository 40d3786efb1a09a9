"""What is said of files whose proof was cut or emptied, and of folders that hold no report."""

from __future__ import annotations

from pathlib import Path

import pytest

from sparbar.audit.lone import check_said, check_whole, open_file
from sparbar.cli import cli
from sparbar.errors import ConfigError
from sparbar.proof import docx, pdf
from sparbar.proof.manifest import DAMAGED
from tests.unit.proof.tampering import packed, parts_of, proof

SLOT = b'id="sparbar-proof">'
CUT = "the proof in the page has no end: the page was cut off"


@pytest.mark.parametrize(
    ("kept", "has_end", "line"),
    [(4000, False, CUT), (0, True, DAMAGED), (500, True, DAMAGED)],
    ids=["a page cut off", "an empty slot", "half a proof"],
)
def test_a_page_with_a_cut_proof_is_told_in_words(
    built: Path, tmp_path: Path, kept: int, has_end: bool, line: str
) -> None:
    data = (built / "report.html").read_bytes()
    start = data.index(SLOT) + len(SLOT)
    end = data.index(b"</script>", start)
    (tmp_path / "report.html").write_bytes(data[: start + kept] + (data[end:] if has_end else b""))
    file = open_file(tmp_path / "report.html")
    assert (check_whole(file).state, check_whole(file).lines) == ("fails", (line,))
    assert check_said(file).state == "not checked"


def test_a_word_file_with_half_a_proof_is_told_in_words(built: Path, tmp_path: Path) -> None:
    parts = parts_of((built / "report.docx").read_bytes())
    half = f'<p:proof xmlns:p="{docx.NAMESPACE}">{{"schema":</p:proof>'.encode()
    (tmp_path / "a.docx").write_bytes(packed({**parts, "customXml/item1.xml": half}))
    assert check_whole(open_file(tmp_path / "a.docx")).lines == (DAMAGED,)


def test_a_pdf_with_half_an_attachment_is_told_in_words(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        files = pdf.attachments
        patched.setattr(pdf, "attachments", lambda carried: {**files(carried), "ledger.json": b'{"a'})
        data = proof("pdf", lambda _carried: None)((built / "report.pdf").read_bytes())
    (tmp_path / "report.pdf").write_bytes(data)
    assert check_whole(open_file(tmp_path / "report.pdf")).lines == (DAMAGED,)


def message(*arguments: str | Path) -> str:
    with pytest.raises(ConfigError) as error:
        cli.main(["verify", *map(str, arguments)], standalone_mode=False)
    return str(error.value)


def test_no_folder_is_made_for_an_answer(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "none" / "x.json"
    assert message(built / "report.html", "--json", out) == (
        f"ConfigError: there is no folder for --json\n  in        {out}\n"
        "  expected  a folder that is there\n  fix       make the folder first, or name another file"
    )
    assert not out.parent.exists()


def test_a_folder_with_nothing_to_verify_is_told(raw: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert message(raw) == (
        f"ConfigError: nothing in this folder can be verified\n  in        {raw}\n"
        "  expected  an edition, or a folder with report.html, report.pdf or report.docx\n"
        "  fix       give a report's file or the folder that it is in; "
        "the folder of extracts goes with --extracts"
    )
