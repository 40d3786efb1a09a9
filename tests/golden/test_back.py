"""The edition that is kept is built again, byte by byte: what is made must not change unseen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sparbar.edition.made import differences, made_here
from sparbar.edition.opened import open_edition
from sparbar.edition.rebuild import first_differences, rebuild_edition
from sparbar.edition.verify import verify_edition
from sparbar.proof import html
from tests.golden.back import EXTRACTS, lay_out

RENEW = "if that is meant, say it in CHANGELOG.md and renew: python -m tests.golden.renew"


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The edition as it is kept, and as it is built now."""
    folder = tmp_path_factory.mktemp("golden")
    kept = lay_out(folder / "kept")
    opened = open_edition(kept)
    (file,) = (EXTRACTS / "besok" / "2023-06-14").iterdir()
    rebuild_edition(opened, folder / "again", {("besok", "2023-06-14"): file})
    return kept, folder / "again"


def other_means(kept: Path) -> list[str]:
    """What was another then than now, for the message."""
    proof = html.extract((kept / "report.html").read_bytes())
    assert proof is not None
    return differences(open_edition(kept).manifest["made_by"], made_here(proof["manifest"]))


def test_the_edition_that_is_kept_has_the_same_bytes_when_built_again(again: tuple[Path, Path]) -> None:
    found = list(first_differences(*again))
    said = ["what is made has changed", *found, "made by other means:", *other_means(again[0]), RENEW]
    assert not found, "\n".join(said)


def test_the_edition_that_is_kept_is_whole(again: tuple[Path, Path]) -> None:
    whole, said, *_ = verify_edition(again[0])
    assert (whole.state, said.state) == ("holds", "holds"), (*whole.lines, *said.lines)


def test_one_byte_that_changed_is_named_with_its_place(again: tuple[Path, Path], tmp_path: Path) -> None:
    other = Path(shutil.copytree(again[1], tmp_path / "other"))
    page = other / "report.html"
    page.write_bytes(page.read_bytes().replace(b"kvinn", b"kvinN", 1))
    picture = other / "figures" / "kon.png"
    picture.write_bytes(picture.read_bytes()[:-1] + b"\0")
    first, second = first_differences(again[0], other)
    assert first.startswith("figures/kon.png differs: first at byte ")
    assert second.startswith("report.html differs: first in line ")
    assert "kvinN" in second
