"""Attachments that are no attachments: a PDF that lists anything in their places is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from sparbar.proof import pdf
from tests.unit.proof.tampering import pages

BAD: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "a number as the list": lambda document: document.Root.__setitem__("/AF", 5),
    "a number in the list": lambda document: document.Root.AF.append(7),
    "a number as what is attached": lambda document: document.Root.AF.append(
        pikepdf.Dictionary(UF=pikepdf.String("a"), EF=4)
    ),
    "a number as its content": lambda document: document.Root.AF.append(
        pikepdf.Dictionary(UF=pikepdf.String("a"), EF=pikepdf.Dictionary(F=4))
    ),
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_what_is_listed_as_no_pdf_lists_it_is_refused(
    built: Path, change: Callable[[pikepdf.Pdf], None]
) -> None:
    with pytest.raises(ValueError, match=r"^the attachments are not listed as a PDF lists them$"):
        pdf.attached(pages(change)((built / "report.pdf").read_bytes()))
