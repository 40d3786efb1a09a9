"""Reports forged to break the program: `verify` and `audit` end in bounded time and memory, in words."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.conftest import ROOT

GOLDEN = ROOT / "tests/golden/besok-2023"
MOST_SECONDS = 300
MOST_MEMORY = 3 << 30
# Bounds for the whole process, so that what breaks them shows as another ending.
RUN = f"""
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))
except ImportError:
    pass
from sparbar.cli import main
main()
"""


def ended(verb: str, path: Path) -> tuple[int, str]:
    """The exit code of a verb on a file, and all that it said."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", RUN, verb, str(path)],
        cwd=path.parent,
        capture_output=True,
        timeout=2 * MOST_SECONDS,
        check=False,
    )
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert "Traceback" not in said, said[-2000:]
    assert time.monotonic() - start < MOST_SECONDS
    return done.returncode, said


def forged_page(text: str) -> bytes:
    """The page with another text in place of its proof."""
    page = (GOLDEN / "report.html").read_bytes()
    start = page.index(b'id="sparbar-proof">') + len(b'id="sparbar-proof">')
    return page[:start] + text.encode() + page[page.index(b"</script>", start) :]


def proof() -> Any:
    page = (GOLDEN / "report.html").read_bytes()
    start = page.index(b'id="sparbar-proof">') + len(b'id="sparbar-proof">')
    return json.loads(page[start : page.index(b"</script>", start)])


def with_body(html: str) -> bytes:
    return (GOLDEN / "report.html").read_bytes().replace(b"</main>", html.encode() + b"</main>")


def changed_ledger(name: str, value: object) -> str:
    found = proof()
    found["ledger"][name] = value
    return json.dumps(found).replace("<", "\\u003c")


PAGES: dict[str, Callable[[], bytes]] = {
    "brackets without end": lambda: forged_page("[" * 200_000),
    "objects in objects": lambda: forged_page('{"a":' * 100_000 + "1" + "}" * 100_000),
    "a number of ten thousand digits": lambda: forged_page('{"manifest": ' + "9" * 10_000 + "}"),
    "numbers that are none": lambda: forged_page('{"manifest": NaN, "ledger": Infinity}'),
    "a proof that is a list": lambda: forged_page("[1, 2, 3]"),
    "keys twice": lambda: forged_page(
        '{"manifest": {}, "manifest": {"content": 1}, "ledger": 1, "ledger": []}'
    ),
    "facts that are a text": lambda: forged_page(changed_ledger("facts", "x" * 10**6)),
    "facts in facts": lambda: forged_page(changed_ledger("facts", [[[[]]]] * 1000)),
    "ten thousand facts of one name": lambda: forged_page(
        changed_ledger("facts", [proof()["ledger"]["facts"][0]] * 10_000)
    ),
    "half a sign": lambda: forged_page(changed_ledger("report", "\ud800\x1b[31m")),
    "a million numbers": lambda: with_body("<p>" + "17 " * 1_000_000 + "</p>"),
    "an attribute of ten megabytes": lambda: with_body(f'<p title="{"x" * (10 << 20)}">17</p>'),
    "elements in elements": lambda: with_body("<b>" * 100_000 + "17"),
    "a table of a million cells": lambda: with_body("<table><tr>" + "<td>1" * 300_000 + "</table>"),
    "widths of columns": lambda: with_body(f'<table><tr><td colspan="{"9" * 5000}">1<td colspan=x>2</table>'),
    "scripts": lambda: with_body("<script>while(true){}</script>" * 10_000 + "<img src=http://x.invalid/>"),
    "thousands of comments": lambda: with_body("<!--" * 50_000),
    "thousands of quotes": lambda: with_body("<a '\"" * 50_000),
}


@pytest.mark.parametrize("name", list(PAGES))
def test_a_forged_page_is_refused_in_words(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(PAGES[name]())
    code, said = ended("verify", path)
    assert code == 5, said[-2000:]
    assert "VerificationError: " in said


@pytest.mark.parametrize(
    "name", ["a million numbers", "elements in elements", "scripts", "thousands of quotes"]
)
def test_a_forged_page_is_audited_or_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(PAGES[name]())
    code, said = ended("audit", path)
    assert code in (0, 5), said[-2000:]


def word(
    change: Callable[[str], str], part: str = "word/document.xml", added: dict[str, bytes] | None = None
) -> bytes:
    stored = io.BytesIO()
    with (
        zipfile.ZipFile(GOLDEN / "report.docx") as old,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()).encode() if name == part else content)
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return stored.getvalue()


def in_body(xml: str) -> Callable[[str], str]:
    return lambda text: text.replace("</w:body>", f"{xml}</w:body>")


CONTROL = (
    '<w:sdt><w:sdtPr><w:tag w:val="fact:x{n}"/></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>17</w:t></w:r></w:sdtContent></w:sdt>"
)
LINK = '<Relationship Id="x" Type="t" Target="http://x.invalid/" TargetMode="External"/>'
NAMESPACE = "urn:sparbar:proof:1"
WORDS: dict[str, Callable[[], bytes]] = {
    "content controls without number": lambda: word(
        in_body("<w:p>" + "".join(CONTROL.format(n=n) for n in range(40_000)) + "</w:p>")
    ),
    "a million numbers": lambda: word(in_body("<w:p><w:r><w:t>" + "17 " * 1_000_000 + "</w:t></w:r></w:p>")),
    "an attribute of ten megabytes": lambda: word(in_body(f'<w:p w:rsidR="{"1" * (10 << 20)}"/>')),
    "paragraphs in paragraphs": lambda: word(in_body("<w:p>" * 50_000 + "</w:p>" * 50_000)),
    "entities in a part of its own": lambda: word(
        str,
        added={"customXml/item9.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'},
    ),
    "a second proof": lambda: word(
        str, added={"customXml/item9.xml": f'<proof xmlns="{NAMESPACE}">{{}}</proof>'.encode()}
    ),
    "a proof without end": lambda: word(
        lambda text: re.sub(r"(<proof[^>]*>).*(</proof>)", lambda m: m[1] + "[" * 200_000 + m[2], text),
        "customXml/item1.xml",
    ),
    "parts without number": lambda: word(str, added={f"word/media/{n}.xml": b"<a/>" for n in range(6000)}),
    "relations that lead out": lambda: word(
        lambda text: text.replace("</Relationships>", f"{LINK}</Relationships>"),
        "word/_rels/document.xml.rels",
    ),
}


# Edits that change no number pass, as any edit of prose does: nothing is fetched or run for them.
HARMLESS = ("an attribute of ten megabytes", "relations that lead out")


@pytest.mark.parametrize("name", list(WORDS))
def test_a_forged_word_file_is_refused_in_words(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(WORDS[name]())
    code, said = ended("verify", path)
    assert code == (0 if name in HARMLESS else 5), said[-2000:]
    assert (
        "the document was edited since it was built" if name in HARMLESS else "VerificationError: "
    ) in said


def pdf(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    stored = io.BytesIO()
    with pikepdf.open(GOLDEN / "report.pdf") as document:
        change(document)
        document.save(stored)
    return stored.getvalue()


def pages_in_a_loop(document: pikepdf.Pdf) -> None:
    document.Root.Pages.Kids.append(document.Root.Pages)


def forms_in_a_loop(document: pikepdf.Pdf) -> None:
    form = document.make_stream(
        b"/F Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
    )
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page = document.pages[0]
    page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.F)
    page.contents_add(b"/F Do")


def many_pages(document: pikepdf.Pdf) -> None:
    one = document.pages[0].obj
    document.Root.Pages.Kids.extend([one] * 5_000)
    document.Root.Pages.Count = 5_000


def packed(name: str, data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(document, b"")
        stream.write(data, filter=pikepdf.Name(name))
        document.pages[0].obj.Contents = document.make_indirect(stream)

    return change


def deep_array(document: pikepdf.Pdf) -> None:
    document.Root.Deep = pikepdf.Object.parse(b"[" * 400 + b"]" * 400)


def forged_attachment(document: pikepdf.Pdf) -> None:
    for name in list(document.attachments):
        del document.attachments[name]
    document.attachments["manifest.json"] = b"[" * 200_000
    document.attachments["ledger.json"] = b"9" * 10_000


PDFS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "pages in a loop": pages_in_a_loop,
    "forms in a loop": forms_in_a_loop,
    "thousands of pages": many_pages,
    "a broken LZW stream": packed("/LZWDecode", b"\x80" * 100_000),
    "a broken JBIG2 stream": packed("/JBIG2Decode", b"\x97JB2" * 10_000),
    "arrays in arrays": deep_array,
    "attachments without end": forged_attachment,
}


@pytest.mark.parametrize("name", list(PDFS))
def test_a_forged_pdf_is_refused_in_words(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf(PDFS[name]))
    code, said = ended("verify", path)
    assert code == 5, said[-2000:]
    assert "VerificationError: " in said


def test_an_untouched_report_would_pass(tmp_path: Path) -> None:
    for name in ("report.html", "report.docx", "report.pdf"):
        path = tmp_path / name
        path.write_bytes((GOLDEN / name).read_bytes())
        assert ended("verify", path)[0] == 0
