"""Finding the project that a verb is run in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sparbar.errors import LOCAL_MARK, ConfigError, Fault
from sparbar.model.signs import show_signs


def say(line: str, *, err: bool = False) -> None:
    """Print one line. What files say stands in it, so nothing in it may steer the terminal.

    Args:
        err: it is a warning or note, which stands in logs, too, and tells of nobody.
    """
    if err:
        from sparbar.personal import mask_personal

        line = mask_personal(line)
    click.echo(show_signs(line), err=err)


def say_both(lines: tuple[str, str], *, err: bool = False) -> None:
    """Print a line in English, and beneath it the same in the project's language where that is another."""
    english, local = lines
    say(english, err=err)
    if local:
        say(f"{LOCAL_MARK}{local}", err=err)


def project_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--project`: the project's folder, by default the nearest one above here."""
    return click.option(
        "--project",
        "root",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        help="The project's folder (default: the nearest one with a config folder).",
    )(command)


# For whom a verb works.
audience_option = click.option(
    "--audience", type=click.Choice(["internal", "public"]), default="internal", show_default=True
)


# Where a verb that prints for people writes the same for programs.
def _in_a_folder(_context: click.Context, _option: click.Parameter, out: Path | None) -> Path | None:
    """A file to write, in a folder that is there.

    Raises:
        ConfigError: there is no such folder.
    """
    if out is not None and not out.parent.is_dir():
        fix = "make the folder first, or name another file"
        raise ConfigError(Fault("there is no folder for --json", str(out), "a folder that is there", fix=fix))
    return out


json_option = click.option(
    "--json",
    "out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    callback=_in_a_folder,
    help="Write all of it here, too.",
)


def find_root(root: Path | None) -> Path:
    """The project's folder.

    Raises:
        ConfigError: this is no project, nor is any folder above.
    """
    start = (root or Path.cwd()).resolve()
    for folder in [start] if root else [start, *start.parents]:
        if (folder / "config" / "reports").is_dir():
            return folder
    raise ConfigError(
        Fault(
            problem="this folder is no project",
            where=start.name or "the current folder",
            expected="a folder with config/reports in it",
            fix="go to the project's folder, or name it with --project",
        )
    )
