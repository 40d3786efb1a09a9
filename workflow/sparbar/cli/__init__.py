"""The command `sparbar`: it parses, calls one function and reports. Every verb can be run by hand."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from sparbar.cli.build import BUILD_COMMANDS
from sparbar.cli.changes import CHANGES_COMMANDS
from sparbar.cli.editions import EDITION_COMMANDS
from sparbar.cli.failures import forget_failure, stop_with, stop_with_bug
from sparbar.cli.look import LOOK_COMMANDS
from sparbar.cli.pulling import PULL_COMMANDS
from sparbar.cli.rebuilding import REBUILD_COMMANDS
from sparbar.cli.shelf import SHELF_COMMANDS
from sparbar.cli.tidying import tidy_seldom
from sparbar.errors import EnvironmentFault, Fault, SparbarError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Spårbar: reports in which every number can be traced to its extract.

    Exit codes: 1 our bug, 2 config or template, 3 contract or register, 4 disclosure, 5 verification,
    6 the machine.
    """


_GROUPS = (
    PULL_COMMANDS,
    REBUILD_COMMANDS,
    BUILD_COMMANDS,
    LOOK_COMMANDS,
    CHANGES_COMMANDS,
    EDITION_COMMANDS,
    SHELF_COMMANDS,
)
for _command in (command for group in _GROUPS for command in group):
    cli.add_command(_command)


def main() -> None:
    """Run the command line and turn errors into messages and promised exit codes."""
    # Pydantic looks through all installed packages for plugins otherwise; there are none for us.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    tidy_seldom()
    try:
        cli.main(standalone_mode=False)
        forget_failure(sys.argv[1:])
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except SparbarError as error:
        stop_with(error, sys.argv[1:])
    except OSError as error:
        stop_with(_machine_fault(error), sys.argv[1:])
    except Exception as error:
        stop_with_bug(error, sys.argv[1:])


def _machine_fault(error: OSError) -> EnvironmentFault:
    where = _shown(error.filename2 or error.filename) if error.filename else "a file of the project"
    if isinstance(error, FileNotFoundError):
        problem = "a file that an earlier step makes is not there"
        return EnvironmentFault(Fault(problem, where, fix="build with snakemake, which runs that step"))
    return EnvironmentFault(
        Fault(
            problem=f"the machine refused: {error.strerror or error}",
            where=where,
            fix="make room, give the right to read and write there, or close the program that holds the file",
        )
    )


def _shown(name: str | bytes) -> str:
    """A path as messages name it: relative to where the command was given, if it lies there."""
    path = Path(os.fsdecode(name))
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
