"""The documents of editions as programs see them that judge pages: axe in a browser, and veraPDF."""

from __future__ import annotations

import shutil
import subprocess
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.browser.opening import Open
from tests.unit.edition.conftest import REPORT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549"]
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {},
    "narrow": {"viewport": {"width": 320, "height": 700}},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
EDITIONS = ("2023-07-01", "signerad", "2023-08-01")


def violations(opened: Open, page_file: Path, axe: str, look: dict[str, Any]) -> list[tuple[str, str]]:
    with opened(page_file, **look) as page:
        page.evaluate(axe)
        result = page.evaluate(f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS}}}}})")
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in result["violations"]]


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("edition", EDITIONS, ids=["unsigned", "signed", "a correction"])
def test_axe_finds_no_fault_in_the_pages_of_an_edition(
    opened: Open, corrected: Path, axe: str, edition: str, look: dict[str, Any]
) -> None:
    folder = corrected / "editions" / REPORT / edition
    pages = sorted(path.name for path in folder.glob("*.html"))
    assert pages == ["report.html", "trace.html"]
    assert {name: violations(opened, folder / name, axe, look) for name in pages} == {
        name: [] for name in pages
    }


def test_axe_finds_a_fault_that_was_put_into_a_page(
    opened: Open, corrected: Path, axe: str, tmp_path: Path
) -> None:
    text = (corrected / "editions" / REPORT / "2023-08-01" / "report.html").read_text(encoding="utf-8")
    assert '<html lang="sv"' in text
    (tmp_path / "report.html").write_text(text.replace('<html lang="sv"', "<html"), encoding="utf-8")
    assert [name for name, _ in violations(opened, tmp_path / "report.html", axe, {})] == ["html-has-lang"]


VERAPDF = shutil.which("verapdf")


@pytest.mark.skipif(VERAPDF is None, reason="veraPDF is in no registry that this project installs from")
def test_the_pdf_of_an_edition_passes_verapdf(corrected: Path) -> None:
    for edition, flavour in product(EDITIONS, ("ua1", "3a")):
        path = corrected / "editions" / REPORT / edition / "report.pdf"
        done = subprocess.run(
            [str(VERAPDF), "--format", "text", "--flavour", flavour, str(path)],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.stdout.startswith("PASS "), done.stdout + done.stderr
