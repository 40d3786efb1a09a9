"""Which made-up extracts there are, and their way to the disk."""

from __future__ import annotations

from pathlib import Path

from sparbar.demo.insikt import make_final_workbook, make_half_year_workbook
from sparbar.demo.kas import make_definitions, make_statistics
from sparbar.demo.malgrupp import make_target_group_workbook
from sparbar.errors import ContractError, Fault


def make_extracts() -> dict[str, bytes]:
    """Every made-up extract: path below `data/raw` and content."""
    return {
        "malgrupp/2023-02-01/malgrupp_2023-02-01.xlsx": make_target_group_workbook(),
        "insikt/2023-06-14/insikt_2023-06-14.xlsx": make_half_year_workbook(),
        "insikt/2023-12-15/insikt_2023-12-15.xlsx": make_final_workbook(),
        "kas/2024-08-30/kas_2024-08-30.csv": make_statistics(),
        "kas_definitioner/2024-08-30/kas_definitioner_2024-08-30.csv": make_definitions(),
    }


def write_extracts(folder: Path) -> list[Path]:
    """Write the extracts that are not there yet and return the paths of all.

    Raises:
        ContractError: files of these names hold something else; extracts are immutable, nothing is written.
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
