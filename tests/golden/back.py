"""The small edition that is kept, and the project that it was made of."""

from __future__ import annotations

import shutil
from pathlib import Path

from sparbar.edition.contents import files_of

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).parent / "besok-2023"
EXTRACTS = ROOT / "tests" / "workflow" / "tiny" / "data" / "raw"
# The fonts are the project's own; the edition's checksums say which.
FONTS = "inputs/templates/styles/fonts"


def lay_out(target: Path) -> Path:
    """The edition as it was published: what is kept, and the project's fonts."""
    shutil.copytree(KEPT, target)
    shutil.copytree(ROOT / "templates" / "styles" / "fonts", target / FONTS)
    return target


def keep(edition: Path) -> None:
    """Keep an edition in the place of the one that is kept, without its fonts."""
    shutil.rmtree(KEPT, ignore_errors=True)
    for name in files_of(edition):
        if not name.startswith(f"{FONTS}/"):
            (KEPT / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(edition / name, KEPT / name)
