"""Files made to harm whoever opens them: a clear refusal, or bounded time and memory; nothing is run."""

from __future__ import annotations

import contextlib
import io
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from sparbar.audit import apart, bounds
from sparbar.audit.apart import read_apart
from sparbar.audit.foreign import audit_document, audit_lines
from sparbar.audit.foreign.passages import Place, in_pieces
from sparbar.audit.lone import check_whole, open_file
from sparbar.errors import VerificationError
from sparbar.model.values import value_from_json

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TOO_MUCH = "reading the PDF takes more time or memory than any report needs"
BOTH = pytest.mark.parametrize("read", [audit_document, open_file], ids=["audit", "verify"])


def word(body: bytes | str, *more: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word package with this as its main part."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", how) as package:
        package.writestr("word/document.xml", body)
        for name, data in more:
            package.writestr(name, data)
    return stored.getvalue()


def document(inside: str) -> str:
    return f'<w:document xmlns:w="{WORD}"><w:body>{inside}</w:body></w:document>'


def pdf_of(page: bytes, forms: dict[str, bytes] | None = None) -> bytes:
    """A PDF of one page; each form may draw the next, named as given."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    resources = pikepdf.Dictionary()
    for name, content in reversed((forms or {}).items()):
        form = pdf.make_stream(content)
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array([0, 0, 9, 9])
        form.Resources = resources
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({f"/{name}": pdf.make_indirect(form)}))
    pdf.pages[0].Resources = resources
    pdf.pages[0].Contents = pdf.make_stream(page)
    out = io.BytesIO()
    pdf.save(out, compress_streams=True)
    return out.getvalue()


def problem_of(read: Callable[[Path], object], tmp_path: Path, data: bytes, name: str = "a.docx") -> str:
    """What is said of a file that is refused."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(VerificationError) as error:
        read(tmp_path / name)
    (fault,) = error.value.faults
    assert fault.where == name
    assert fault.fix
    return fault.problem


# --- Word ---------------------------------------------------------------------------------------------------


@BOTH
def test_a_zip_bomb_is_refused_before_it_is_unpacked(read, tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_UNPACKED", 1 << 20)
    data = word(document(""), ("word/media/a.png", b"\0" * (2 << 20)))
    assert len(data) < 10_000
    assert problem_of(read, tmp_path, data) == "the file unpacks to more than any report"


@BOTH
def test_a_package_that_lies_about_its_sizes_is_read_no_further(read, tmp_path):
    data = bytearray(word(document(" " * 100_000)))
    true_size = len(document(" " * 100_000)).to_bytes(4, "little")
    data = data.replace(true_size, (50).to_bytes(4, "little"))
    assert problem_of(read, tmp_path, bytes(data)) == "the file cannot be unpacked"


@BOTH
def test_more_parts_than_any_document_has_are_refused(read, tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_PARTS", 3)
    data = word(document(""), *((f"a{n}", b"") for n in range(5)))
    assert problem_of(read, tmp_path, data) == "the file unpacks to more than any report"


@BOTH
def test_entities_that_blow_up_are_refused(read, tmp_path):
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE d [<!ENTITY l0 "9">{lines}]>' + document("<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>")
    assert problem_of(read, tmp_path, word(body)) == "word/document.xml: it declares a document type"


@BOTH
def test_an_entity_that_names_a_file_is_refused(read, tmp_path):
    body = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + document("<w:p>&x;</w:p>")
    assert problem_of(read, tmp_path, word(body)) == "word/document.xml: it declares a document type"


@BOTH
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32", "cp037"])
def test_a_document_type_cannot_hide_in_an_encoding(read, tmp_path, encoding):
    body = '<?xml version="1.0"?><!DOCTYPE d []>' + document("")
    said = problem_of(read, tmp_path, word(body.encode(encoding)))
    assert said == "word/document.xml: neither UTF-8 nor UTF-16"


@BOTH
def test_a_document_type_in_utf_16_is_seen(read, tmp_path):
    body = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d []>' + document("")
    said = problem_of(read, tmp_path, word(body.encode("utf-16")))
    assert said == "word/document.xml: it declares a document type"


@BOTH
def test_an_xml_part_larger_than_any_is_refused(read, tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_XML", 1 << 20)
    said = problem_of(read, tmp_path, word(document(" " * (2 << 20))))
    assert said == "word/document.xml: more than 1 MiB of text"


@pytest.mark.parametrize("tag", ["w:p", "w:tbl", "w:sdt", "w:r"])
def test_a_document_nested_deeper_than_any_is_refused(tmp_path, tag):
    data = word(document(f"<{tag}>" * 5000 + f"</{tag}>" * 5000))
    said = problem_of(audit_document, tmp_path, data)
    assert said == "a part of the document is broken, or nested deeper than any document"


@BOTH
def test_two_parts_of_one_name_are_refused(read, tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = word(document(""), ("word/document.xml", b"<x/>"))
    assert problem_of(read, tmp_path, data) == "two parts of the file have one name"


@BOTH
def test_an_unusual_packing_is_refused(read, tmp_path):
    said = problem_of(read, tmp_path, word(document(""), how=zipfile.ZIP_LZMA))
    assert said == "the file is packed in a way that Word does not use"


@BOTH
def test_a_package_with_a_password_is_refused(read, tmp_path):
    data = bytearray(word(document("5")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert problem_of(read, tmp_path, bytes(data)) == "the file cannot be unpacked"


# --- PDF ----------------------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less patience and memory, so that the tests are quick."""
    monkeypatch.setattr(apart, "MOST_SECONDS", 3)
    monkeypatch.setattr(apart, "MOST_MEMORY", 300 << 20)


def bomb() -> bytes:
    """A PDF of some kilobytes whose page is half a gigabyte of white space, packed twice."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1 << 9)) + packer.flush()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    filters = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    pdf.pages[0].Contents = pikepdf.Stream(pdf, zlib.compress(once, 9), Filter=filters)
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


@pytest.mark.skipif(sys.platform == "win32", reason="memory is bounded where the system can")
def test_a_pdf_that_unpacks_to_much_more_takes_bounded_memory_and_time(tmp_path, quick):
    import resource

    data = bomb()
    assert len(data) < 50_000
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert problem_of(audit_document, tmp_path, data, "a.pdf") == TOO_MUCH
    with contextlib.suppress(ValueError):  # qpdf may stop at it, or write it out in a little memory
        read_apart(data, "content").of("content")
    assert time.monotonic() - start < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 << 10


def test_a_pdf_that_draws_the_same_form_a_billion_times_is_stopped(tmp_path, quick):
    many = b" ".join(b"/F%d Do" for _ in range(30))
    forms = {f"F{n}": many % ((n + 1,) * 30) for n in range(1, 9)}
    data = pdf_of(many % ((1,) * 30), forms)
    start = time.monotonic()
    assert problem_of(audit_document, tmp_path, data, "a.pdf") == TOO_MUCH
    assert time.monotonic() - start < 15


@pytest.mark.parametrize("cut", [9, 120, 250])
def test_a_broken_pdf_is_refused(tmp_path, cut):
    data = pdf_of(b"")[:cut]
    said = problem_of(audit_document, tmp_path, data, "a.pdf")
    assert said == "the file is no PDF that can be read"
    (tmp_path / "a.pdf").write_bytes(data)
    assert check_whole(open_file(tmp_path / "a.pdf")).state == "fails"


def test_a_pdf_with_a_password_is_refused(tmp_path):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(b""))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert problem_of(audit_document, tmp_path, out.getvalue(), "a.pdf") == "the PDF wants a password"
    level = check_whole(open_file(tmp_path / "a.pdf"))
    assert level.state == "fails"


def test_a_page_without_text_is_said_to_be_unread(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf_of(b""))
    assert audit_document(tmp_path / "a.pdf").reading.unread == {"page": 1}


# --- HTML and plain text ------------------------------------------------------------------------------------


def test_a_page_nested_deeper_than_any_is_read_in_bounded_depth(tmp_path):
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * 100_000 + "5", encoding="utf-8")
    start = time.monotonic()
    audit_document(tmp_path / "a.html")
    assert time.monotonic() - start < 10


@BOTH
def test_a_page_larger_than_any_is_refused(read, tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_MARKUP", 1000)
    said = problem_of(read, tmp_path, b"<html>" + b" " * 2000, "a.html")
    assert said == "the page is larger than any report"


@pytest.mark.parametrize(
    ("name", "data"), [("a.txt", b"\n"), ("a.md", b" \n"), ("a.html", b"<html><body></body></html>")]
)
def test_a_file_without_any_text_is_said_to_be_unread(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    audit = audit_document(tmp_path / name)
    assert audit.reading.unread == {"document": 1}
    assert "Could not be read: 1 document without any text" in audit_lines(replace(audit, language="en"))


@BOTH
def test_a_file_larger_than_any_is_refused_unread(read, tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_BYTES", 1000)
    assert problem_of(read, tmp_path, b"5 " * 2000, "a.txt") == "the file is larger than any report"


@BOTH
def test_an_empty_file_is_refused(read, tmp_path):
    assert problem_of(read, tmp_path, b"", "a.pdf") == "the file is empty"


def test_millions_of_numbers_are_refused_in_words(tmp_path):
    start = time.monotonic()
    said = problem_of(audit_document, tmp_path, b"5 " * 1_000_000, "a.txt")
    assert said == "the document has more than 50000 numbers, more than any report"
    said = problem_of(audit_document, tmp_path, b"5 " * 10_000_000, "a.txt")
    assert said == "the document has more text than any report"
    assert time.monotonic() - start < 60


def test_a_number_of_a_million_digits_is_listed_in_bounded_time(tmp_path):
    (tmp_path / "a.txt").write_text("7" * 1_000_000 + " " + "sjuttiosju" * 50_000, encoding="utf-8")
    start = time.monotonic()
    audit_document(tmp_path / "a.txt")
    assert time.monotonic() - start < 15


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
         "the file is an old Word document (.doc), or a document with a password"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "the file is no document that can be read"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 99, "the file is no document that can be read"),
        (b"PK\x03\x04 and no more", "the file cannot be unpacked"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused(tmp_path, data, problem):
    assert problem_of(audit_document, tmp_path, data) == problem


def test_another_package_than_words_is_refused(tmp_path):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    assert problem_of(audit_document, tmp_path, stored.getvalue()) == "the file is no Word document"


def test_long_lines_are_cut_in_pieces_that_lose_nothing():
    text = "a" * 120_000 + "\n" + "b\n" * 40_000
    pieces = list(in_pieces(text, Place("line", 1)))
    assert "".join(piece.text for piece in pieces) == text
    assert all(len(piece.text) <= 50_000 for piece in pieces)
    starts = [piece.place.number for piece in pieces]
    assert starts[:3] == [1, 1, 1]
    assert starts[3] == 1 + sum(piece.text.count("\n") for piece in pieces[:3])


# --- numbers of a ledger ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1e999999999", "1/0", "9" * 2000, " 5", "0x5", "1.5", 5])
def test_a_number_that_no_ledger_writes_is_refused(text):
    with pytest.raises(ValueError, match="not a number of the ledger"):
        value_from_json({"number": text})
