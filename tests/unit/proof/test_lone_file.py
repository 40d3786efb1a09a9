"""A lone file proves itself: what each level sees when the file, its text or its proof is changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sparbar.audit.lone import check_said, check_whole, open_file
from sparbar.audit.true import check_true
from sparbar.cli import cli
from sparbar.errors import ConfigError, VerificationError
from sparbar.proof import docx, html, misfits, pdf
from tests.unit.proof.tampering import packed, parts_of

KINDS = ("html", "pdf", "docx")
UNSIGNED = "unsigned: the file agrees with itself, nobody vouches for it"


def tampered(path: Path, tmp_path: Path, change: Callable[[str], str]) -> Path:
    """The file with its readable text changed: the page, or the Word document's main part."""
    data = path.read_bytes()
    if path.suffix == ".html":
        start = data.index(b"<body")
        end = data.index(b'<script type="application/json"')
        new = data[:start] + change(data[start:end].decode()).encode() + data[end:]
    else:
        parts = parts_of(data)
        parts["word/document.xml"] = change(parts["word/document.xml"].decode()).encode()
        new = packed(parts)
    assert new != data
    target = tmp_path / path.name
    target.write_bytes(new)
    return target


def said(path: Path) -> tuple[str, str]:
    level = check_said(open_file(path))
    return level.state, "\n".join(level.lines)


@pytest.mark.parametrize("kind", KINDS)
def test_an_untouched_file_is_whole_and_says_what_it_should(built: Path, kind):
    file = open_file(built / f"report.{kind}")
    whole = check_whole(file)
    assert (whole.state, whole.lines[-1]) == ("holds", UNSIGNED)
    assert check_said(file).state == "holds"


@pytest.mark.parametrize("kind", ["html", "docx"])
class TestWhatAReaderSees:
    """Changes to the text of pages and Word documents, as the level `said` sees them."""

    @pytest.fixture
    def change(self, built: Path, tmp_path: Path, kind):
        return lambda edit: said(tampered(built / f"report.{kind}", tmp_path, edit))

    def test_a_changed_digit_is_named(self, change, kind):
        state, lines = change(lambda text: re.sub(r">16<", ">17<", text, count=1))
        assert state == "fails"
        assert "a number reads differently" in lines
        assert "expected 16; found 17" in lines

    def test_a_deleted_number_is_named(self, change, kind):
        state, lines = change(lambda text: re.sub(r">16<", "><", text, count=1))
        assert state == "fails"
        assert "expected 16" in lines

    @pytest.mark.parametrize(
        "added", ["5", "sjutton", "hälften", "var tredje", "1\u00a0234", "1\u2009234", "1.234", "3 mars 2019"]
    )
    def test_an_added_number_is_named(self, change, kind, added):
        state, lines = change(
            lambda text: text.replace("Vi har träffat", f"Vi har {added} gånger träffat", 1)
        )
        assert state == "fails"
        assert "an untraced number" in lines

    def test_two_numbers_that_changed_places_are_named(self, change, kind):
        state, lines = change(
            lambda text: text.replace(">7<", ">\0<", 1).replace(">9<", ">7<", 1).replace(">\0<", ">9<", 1)
        )
        assert state == "fails"
        assert lines.count("a number reads differently") == 2

    def test_prose_without_numbers_may_be_edited(self, change, kind):
        assert change(lambda text: text.replace("Vi har träffat", "Vi har mött", 1))[0] == "holds"


def test_any_change_to_a_page_is_seen_as_not_whole(built: Path, tmp_path: Path):
    path = tampered(
        built / "report.html", tmp_path, lambda text: text.replace("Vi har träffat", "Vi har mött", 1)
    )
    level = check_whole(open_file(path))
    assert (level.state, level.lines[0]) == (
        "fails",
        "something in the file outside the proof differs from what was built",
    )


def test_an_edited_word_document_tells_so_and_is_no_failure(built: Path, tmp_path: Path):
    path = tampered(
        built / "report.docx", tmp_path, lambda text: text.replace("Vi har träffat", "Vi har mött", 1)
    )
    level = check_whole(open_file(path))
    assert (level.state, level.lines[0]) == (
        "holds",
        "the document was edited since it was built (word/document.xml); see what it says now",
    )


def test_a_right_number_hidden_beside_a_wrong_one_fails(built: Path, tmp_path: Path):
    hidden = tampered(
        built / "report.html",
        tmp_path,
        lambda text: re.sub(r">16<", '><span style="display: none">16</span><span>18</span><', text, count=1),
    )
    assert "expected 16; found 18" in said(hidden)[1]


def test_a_tracked_deletion_with_a_wrong_number_beside_it_fails(built: Path, tmp_path: Path):
    def track(text: str) -> str:
        return re.sub(
            r"<w:r>((?:(?!</w:r>).)*?)<w:t([^>]*)>16</w:t></w:r>",
            r'<w:del w:id="9001" w:author="A"><w:r>\1<w:delText>16</w:delText></w:r></w:del>'
            r'<w:ins w:id="9002" w:author="A"><w:r><w:t>18</w:t></w:r></w:ins>',
            text,
            count=1,
        )

    state, lines = said(tampered(built / "report.docx", tmp_path, track))
    assert (state, "expected 16; found 18" in lines) == ("fails", True)


@pytest.mark.parametrize(
    ("run", "what"),
    [
        (
            '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>vit</w:t></w:r>',
            'letters as light as the paper: "vit"',
        ),
        ("<w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r>", "a text box"),
        (
            '<w:fldSimple w:instr="DATE"><w:r><w:t>i dag</w:t></w:r></w:fldSimple>',
            "a field, whose text Word may change",
        ),
    ],
)
def test_what_cannot_be_resolved_in_word_is_said(built: Path, tmp_path: Path, run, what):
    path = tampered(built / "report.docx", tmp_path, lambda text: text.replace("</w:p>", run + "</w:p>", 1))
    state, lines = said(path)
    assert (state, f"could not be checked: {what}" in lines) == ("fails", True)


def test_the_sign_for_places_of_numbers_is_none_where_a_file_writes_it(built: Path, tmp_path: Path):
    def unmark(text: str) -> str:
        bare = re.sub(r"<w:bookmark(Start|End)[^>]*>|<w:tag [^>]*>", "", text)
        return bare.replace("Vi har träffat", "Vi har \ufffcträffat")

    state, lines = said(tampered(built / "report.docx", tmp_path, unmark))
    assert (state, "an editor dropped the marks of the numbers" in lines) == ("holds", True)
    assert "\ufffc" not in lines


def change_proof(built: Path, tmp_path: Path, kind: str, edit: Callable[[dict[str, Any]], None]) -> Path:
    """The file with its proof edited in place."""
    data = (built / f"report.{kind}").read_bytes()
    target = tmp_path / f"report.{kind}"
    if kind == "html":
        proof = html.extract(data)
        assert proof
        edit(proof)
        slot = re.search(
            rb'(<script type="application/json" id="sparbar-proof">).*?(</script>)', data, re.DOTALL
        )
        assert slot
        target.write_bytes(html.insert(data[: slot.end(1)] + data[slot.start(2) :], proof))
    else:
        parts = parts_of(data)
        proof = docx.extract(parts)
        assert proof
        edit(proof)
        target.write_bytes(packed({**parts, "customXml/item1.xml": docx.part_of(proof)}))
    return target


@pytest.mark.parametrize("kind", ["html", "docx"])
@pytest.mark.parametrize("part", ["ledger", "document", "figures", "inputs"])
def test_an_edited_part_of_the_proof_is_named(built: Path, tmp_path: Path, kind, part):
    path = change_proof(built, tmp_path, kind, lambda proof: proof[part].update(extra="x"))
    level = check_whole(open_file(path))
    assert (level.state, level.lines) == ("fails", (f"{part}: not what the manifest says",))


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_an_edited_manifest_that_no_longer_fits_is_seen(built: Path, tmp_path: Path, kind):
    path = change_proof(
        built, tmp_path, kind, lambda proof: proof["manifest"]["parts"].update(ledger="0" * 64)
    )
    assert check_whole(open_file(path)).lines == ("ledger: not what the manifest says",)


def test_a_file_without_proof_says_so(tmp_path: Path):
    (tmp_path / "a.html").write_text("<!DOCTYPE html><html><body>5</body></html>", encoding="utf-8")
    file = open_file(tmp_path / "a.html")
    assert check_whole(file).lines == (
        "the file carries no proof: it was not made here, or the proof was taken out",
    )
    assert check_said(file).state == "not checked"
    assert check_true(file.proof, tmp_path).state == "not checked"


def test_a_file_of_another_kind_is_refused(tmp_path: Path):
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    with pytest.raises(VerificationError) as error:
        open_file(tmp_path / "a.txt")
    assert str(error.value) == (
        "VerificationError: the file is no report\n"
        "  in        a.txt\n"
        "  expected  an HTML, PDF or Word (DOCX) file\n"
        "  fix       give the report's own HTML, PDF or DOCX file"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_with_the_extracts_every_fact_is_counted_again(built: Path, raw: Path, kind):
    level = check_true(open_file(built / f"report.{kind}").proof, raw)
    assert (level.state, level.lines) == ("holds", ("all 4 facts were counted again from 16 rows and agree",))


def test_without_them_it_says_what_is_missing(built: Path, tmp_path: Path):
    proof = open_file(built / "report.html").proof
    assert check_true(proof, None).lines == ("no extracts at hand: give their folder with --extracts",)
    level = check_true(proof, tmp_path)
    assert (level.state, level.lines) == (
        "not checked",
        ("folk_2023-06-14.csv (extract folk 2023-06-14) is not in the folder",),
    )


def test_a_changed_cell_of_an_extract_is_seen(built: Path, raw: Path, tmp_path: Path):
    text = (raw / "folk_2023-06-14.csv").read_text(encoding="utf-8").replace("kvinna", "man", 1)
    (tmp_path / "folk_2023-06-14.csv").write_text(text, encoding="utf-8")
    level = check_true(open_file(built / "report.html").proof, tmp_path)
    assert (level.state, level.lines[0]) == (
        "fails",
        "folk_2023-06-14.csv has other content than when it was pulled 2023-06-14",
    )


def test_text_and_ledger_changed_together_fall_before_the_extracts(built: Path, raw: Path, tmp_path: Path):
    def forge(proof: dict[str, Any]) -> None:
        for fact in proof["ledger"]["facts"]:
            if fact["id"] == "alla":
                fact["value"] = {"number": "17"}

    path = change_proof(built, tmp_path, "html", forge)
    level = check_true(open_file(path).proof, raw)
    assert (level.state, level.lines[0]) == (
        "fails",
        "Personer (alla): the report says 17, the rows give 16",
    )


def test_a_proof_that_names_a_file_outside_is_not_followed(built: Path, raw: Path, tmp_path: Path):
    path = change_proof(
        built, tmp_path, "html", lambda proof: proof["inputs"].update({"../../outside.yaml": "x: 1"})
    )
    level = check_true(open_file(path).proof, raw)
    assert (level.state, level.lines[1]) == (
        "fails",
        "the proof names a file outside the project: ../../outside.yaml",
    )


def test_a_proof_of_another_version_is_said(built: Path):
    proof = open_file(built / "report.html").proof
    assert proof is not None
    assert misfits({**proof, "schema": "sparbar.proof/9"}) == [""]
    assert pdf.METHOD == "sparbar.pdf/2"


def test_a_file_that_is_not_there_is_told(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="there is no such file or folder\n  in        nope\\.html\n"):
        cli.main(["verify", "nope.html"], standalone_mode=False)


@pytest.mark.parametrize("target", ["editions/prov/2023-07-01", "./prov", "results/prov.pdf"])
def test_a_path_that_is_not_there_is_told_as_such(tmp_path, monkeypatch, target):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as error:
        cli.main(["verify", target], standalone_mode=False)
    assert str(error.value) == (
        "ConfigError: there is no such file or folder\n"
        f"  in        {target}\n"
        "  expected  an HTML, PDF or Word file, or the folder of a report or edition   found  nothing\n"
        "  fix       give the path of the file or folder, or the name of a report"
    )


@pytest.mark.parametrize("name", ["trace.html", "changes.html", "index.html"])
def test_a_page_that_is_made_beside_the_report_is_told_as_such(tmp_path, name):
    (tmp_path / name).write_text("<!DOCTYPE html>\n<html lang=sv><p>Text</p></html>\n", encoding="utf-8")
    with pytest.raises(VerificationError) as error:
        open_file(tmp_path / name)
    assert str(error.value) == (
        "VerificationError: this page is made beside the report and carries no proof\n"
        f"  in        {name}\n"
        "  expected  report.html, report.pdf or report.docx, each of which carries its proof\n"
        "  fix       give the report's own HTML, PDF or DOCX file"
    )


@pytest.mark.parametrize("name", ["trace.html", "index.html"])
def test_a_report_by_another_name_is_still_checked(built: Path, tmp_path, name):
    (tmp_path / name).write_bytes((built / "report.html").read_bytes())
    assert check_whole(open_file(tmp_path / name)).state == "holds"
