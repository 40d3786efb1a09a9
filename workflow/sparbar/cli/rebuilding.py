"""The verb `rebuild`."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

import click

from sparbar.cli.project import find_root, project_option

_ASKED_TO_END = 128 + signal.SIGTERM


@click.command()
@click.option(
    "--wait",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another rebuild, or for a build by hand.",
)
@project_option
def rebuild(wait: int, root: Path | None) -> None:
    """Pull all sources, build what is affected, verify, and swap; say what came of it.

    What fails leaves the rest to go on, and the last good reports where they are.
    """
    from sparbar.rebuild import rebuild as rebuild_project

    signal.signal(signal.SIGTERM, _end)
    ended = rebuild_project(find_root(root), wait)
    click.echo(ended.summary.text, nl=False)
    sys.exit(ended.result.exit_code)


def _end(_: int, __: FrameType | None) -> None:
    """A scheduler that asks for an end gets one: what was started is ended on the way out."""
    sys.exit(_ASKED_TO_END)


REBUILD_COMMANDS = (rebuild,)
