"""A lone PDF proves itself: what packing it anew leaves as it is, and what it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest

from sparbar.audit.lone import check_said, check_whole, open_file
from sparbar.proof import pdf
from tests.unit.proof.tampering import proof


@pytest.mark.parametrize("how", ["linearised", "recompressed", "uncompressed"])
def test_a_pdf_that_was_only_packed_anew_is_whole(built: Path, tmp_path: Path, how):
    settings = {
        "linearised": {"linearize": True},
        "recompressed": {"recompress_flate": True, "object_stream_mode": pikepdf.ObjectStreamMode.generate},
        "uncompressed": {
            "compress_streams": False,
            "stream_decode_level": pikepdf.StreamDecodeLevel.generalized,
        },
    }[how]
    with pikepdf.open(built / "report.pdf") as document:
        document.save(tmp_path / "report.pdf", **settings)
    file = open_file(tmp_path / "report.pdf")
    assert (check_whole(file).state, check_said(file).state) == ("holds", "holds")


AMBIGUOUS = "the file is damaged or ends in an unusual way, so that programs may show different pages of it"


@pytest.mark.parametrize(
    ("end", "is_whole"),
    [
        (b"\n", True),
        (b"\r\n% Archived 2024-01-31 (case 12/345)\r\n%\tby registry\n\0\n", True),
        (b"% no line of its own", False),
        (b"\nArchived", False),
        (b"\n%%EOF", False),
        (b"\n% %%EOF", False),
        (b"\n% startxref\n% 9", False),
        (b"\n% trailer", False),
        (b"\n% 7 0 obj", False),
        (b"\n% a\nstartxref\n9\n%%EOF", False),
        (b"\n% " + b"x" * 1000, False),
        (b"\n% \xc3\xa5", False),
    ],
)
def test_a_comment_after_the_end_passes_where_no_program_could_follow_it(
    built: Path, tmp_path: Path, end: bytes, is_whole: bool
):
    data = (built / "report.pdf").read_bytes().rstrip()
    (tmp_path / "report.pdf").write_bytes(data + end)
    file = open_file(tmp_path / "report.pdf")
    levels = [check_whole(file), check_said(file)]
    assert [level.state for level in levels] == (["holds"] * 2 if is_whole else ["fails"] * 2)
    assert (AMBIGUOUS in levels[0].lines) is not is_whole


def test_a_changed_page_of_a_pdf_is_not_whole(built: Path, tmp_path: Path):
    with pikepdf.open(built / "report.pdf") as document:
        page = document.pages[0]
        page.contents_add(b"0 0 100 100 re f")
        document.save(tmp_path / "report.pdf")
    assert check_whole(open_file(tmp_path / "report.pdf")).state == "fails"


def test_a_swapped_attachment_is_not_whole(built: Path, tmp_path: Path):
    with pikepdf.open(built / "report.pdf") as document:
        ledger = json.loads(document.attachments["ledger.json"].get_file().read_bytes())
        ledger["facts"][0]["value"] = {"number": "99"}
        spec = pikepdf.AttachedFileSpec(document, json.dumps(ledger).encode(), filename="ledger.json")  # type: ignore[call-arg]
        document.attachments["ledger.json"] = spec
        document.save(tmp_path / "report.pdf")
    level = check_whole(open_file(tmp_path / "report.pdf"))
    assert (level.state, level.lines[0]) == ("fails", "ledger: not what the manifest says")


def test_a_pdf_that_was_cut_off_is_told_in_words(built: Path, tmp_path: Path):
    (tmp_path / "report.pdf").write_bytes((built / "report.pdf").read_bytes()[:5000])
    level = check_whole(open_file(tmp_path / "report.pdf"))
    said_why = "the file is no PDF that can be read; it may be cut off"
    assert (level.state, level.lines[0]) == ("fails", said_why)


def test_a_pdf_with_the_earlier_digest_of_its_content_still_holds(built: Path, tmp_path: Path):
    data = (built / "report.pdf").read_bytes()
    before = pdf.content(data, pdf.EARLIER)
    change = proof("pdf", lambda carried: carried["manifest"].update(content=before))
    (tmp_path / "report.pdf").write_bytes(change(data))
    file = open_file(tmp_path / "report.pdf")
    assert file.proof is not None
    assert file.proof["manifest"]["content"]["method"] == "sparbar.pdf/1"
    assert [check_whole(file).state, check_said(file).state] == ["holds", "holds"]
