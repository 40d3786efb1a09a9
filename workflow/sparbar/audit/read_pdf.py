"""Read a finished PDF report back: the text of its pages in order."""

from __future__ import annotations

import pypdfium2


def read_pdf(data: bytes) -> list[str]:
    """The text of each page, lines ended by line breaks."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [_page_text(page) for page in document]
    finally:
        document.close()


def _page_text(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_range()).replace("\r\n", "\n").replace("\r", "\n")
    finally:
        text.close()
        page.close()
