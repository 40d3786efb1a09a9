"""The verb `shelf`, and what writes the shelf at the end of a build without ever spoiling it."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from sparbar.cli.failures import forget_failure, record_failure
from sparbar.cli.project import find_root, project_option
from sparbar.errors import SparbarError

_NOTES = "results/work/failures"


@click.command()
@project_option
def shelf(root: Path | None) -> None:
    """Write results/index.html: every report and edition, how old its data are, what holds, what failed."""
    _write(find_root(root))


def begin_build(root: Path) -> None:
    """Have the verbs of a build leave word of what fails, whoever started the build."""
    os.environ.setdefault("SPARBAR_FAILURES", str(root / _NOTES))


def definitions_hold(root: Path, reports: Iterable[str]) -> None:
    """Take it from the shelf that these reports could not be meant, or nothing could begin, if it says so."""
    past = (["snakemake"], *(["check", name] for name in reports))
    if sum(map(forget_failure, past)):
        end_build(root)


def end_build(root: Path) -> None:
    """Write the shelf; whatever is wrong with that is said, and changes nothing about how the build ends."""
    try:
        _write(root)
    except Exception as error:
        print(f"warning: the shelf could not be written: {error}", file=sys.stderr)


def stop_build(error: SparbarError, root: Path) -> NoReturn:
    """Say what keeps a build from beginning, here and on the shelf, and end with the promised code."""
    print(error, file=sys.stderr)
    record_failure(["snakemake"], error)
    end_build(root)
    sys.exit(error.exit_code)


def _write(root: Path) -> None:
    from sparbar.shelf import write_shelf

    notes = Path(os.environ.get("SPARBAR_FAILURES") or root / _NOTES)
    write_shelf(root, datetime.datetime.now().astimezone(), notes)


SHELF_COMMANDS = (shelf,)
