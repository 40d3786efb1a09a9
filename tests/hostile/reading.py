"""What a person sees in each format, put so that it can be compared."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2
from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# White space, and the hyphens that a typesetter puts in or takes away at the end of a line.
_LOOSE = re.compile(r"[\s\-\u00ad\u0002\ufffe]+")


def tight(text: str) -> str:
    """The text without what breaking lines changes; pdfium gives a curled apostrophe as a straight one."""
    return _LOOSE.sub("", text).replace("’", "'")


def pdf_text(path: Path) -> str:
    """All letters of all pages."""
    document = pypdfium2.PdfDocument(str(path))
    try:
        return "\n".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    finally:
        document.close()


def word_text(path: Path) -> str:
    """All letters of the text, of headers and of footers."""
    found = []
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
                tree = etree.fromstring(package.read(name))
                found += [piece.text or "" for piece in tree.iter(f"{_W}t")]
    return "".join(found)
