"""Which made-up extracts there are, and their way to the disk."""

from __future__ import annotations

from pathlib import Path

from sparbar.demo.insikt import make_final_workbook, make_half_year_workbook
from sparbar.errors import ContractError, Fault


def make_extracts() -> dict[str, bytes]:
    """Every made-up extract: path below `data/raw` and content."""
    return {
        "insikt/2023-06-14/insikt_2023-06-14.xlsx": make_half_year_workbook(),
        "insikt/2023-12-15/insikt_2023-12-15.xlsx": make_final_workbook(),
    }


def write_extracts(folder: Path) -> list[Path]:
    """Write the extracts that are not there yet and return the paths of all.

    Raises:
        ContractError: files of these names hold something else. Extracts are immutable, so nothing is written.
    """
    contents = {folder / name: content for name, content in make_extracts().items()}
    differing = [path for path, content in contents.items() if path.exists() and path.read_bytes() != content]
    if differing:
        raise ContractError(
            Fault(
                problem="an extract is already there with other content",
                where=path.as_posix(),
                expected="no file, or the generator's own bytes",
                fix="keep the file, extracts are never replaced, and choose another folder with --out",
            )
            for path in differing
        )
    for path, content in contents.items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return list(contents)
