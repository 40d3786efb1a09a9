"""The verb `shelf`, and what writes the shelf at the end of a build without ever spoiling it."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from sparbar.cli.failures import OUR_BUG, as_told, forget_failure, record_failure, where_it_failed
from sparbar.cli.project import find_root, project_option, say_both
from sparbar.cli.tidying import tidy_seldom
from sparbar.errors import ConfigError, SparbarError
from sparbar.model.private import keep_private

if TYPE_CHECKING:
    from sparbar.model.paths import Layout
    from sparbar.plan import BuildPlan, ReportPlan

_NOTES = "results/work/failures"


@click.command()
@project_option
def shelf(root: Path | None) -> None:
    """Write results/index.html: every report and edition, how old its data are, what holds, what failed."""
    _write(find_root(root))


def begin_build(root: Path) -> None:
    """Have the verbs of a build leave word of what fails, whoever started the build."""
    tidy_seldom()
    os.environ.setdefault("SPARBAR_FAILURES", str(root / _NOTES))


def definitions_hold(root: Path, reports: Iterable[str]) -> None:
    """Take it from the shelf that these reports could not be meant, or nothing could begin, if it says so."""
    past = (["snakemake"], *(["check", name] for name in reports))
    if sum(map(forget_failure, past)):
        end_build(root)


def close_folders(layout: Layout) -> None:
    """Close folders with personal data to others, and name those that only their owner can close."""
    for name in keep_private(layout):
        _say(f"warning: {name} is open to others, and belongs to another user who can close it", layout.root)


def say_refused(plan: BuildPlan, root: Path) -> None:
    """Say what is wrong with definitions before any work: a dry run, or another target, never comes to it."""
    if plan.faults:
        print(as_told(ConfigError(plan.faults), root), file=sys.stderr)
    for name in plan.refused:
        _say(f"note: {name} is not built until this is mended. Its last documents stand", root)


def _say(line: str, root: Path) -> None:
    from sparbar.config.places import language_of
    from sparbar.language.faults import local_text

    say_both((line, local_text(line, language_of(root))), err=True)


def say_resting(plans: Iterable[ReportPlan], root: Path) -> None:
    """Say which reports are not built again because an extract of theirs was forgotten."""
    for plan in plans:
        if line := plan.resting():
            _say(f"note: {line}", root)


def end_build(root: Path) -> None:
    """Write the shelf; whatever is wrong with that is said, and changes nothing about how the build ends."""
    try:
        _write(root)
    except SparbarError as error:
        print(f"warning: the shelf could not be written: {as_told(error, root)}", file=sys.stderr)
    except Exception as error:
        print(f"warning: the shelf could not be written: {where_it_failed(error)}", file=sys.stderr)


def stop_build(error: SparbarError, root: Path) -> NoReturn:
    """Say what keeps a build from beginning, here and on the shelf, and end with the promised code."""
    error = as_told(error, root)
    print(error, file=sys.stderr)
    record_failure(["snakemake"], error)
    end_build(root)
    sys.exit(error.exit_code)


def stop_build_with_bug(error: Exception, root: Path) -> NoReturn:
    """Say where the program itself failed before a build could begin, and end with 1."""
    print(where_it_failed(error), file=sys.stderr)
    stop_build(OUR_BUG, root)


def _write(root: Path) -> None:
    from sparbar.shelf import write_shelf

    notes = Path(os.environ.get("SPARBAR_FAILURES") or root / _NOTES)
    write_shelf(root, datetime.datetime.now().astimezone(), notes)


SHELF_COMMANDS = (shelf,)
