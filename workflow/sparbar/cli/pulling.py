"""The verb `pull`."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sparbar.cli.failures import as_told
from sparbar.cli.project import find_root, project_option, say_both
from sparbar.errors import code_of_all

if TYPE_CHECKING:
    from sparbar.config.project import Project
    from sparbar.pull import Outcome


@click.command()
@click.argument("source", nargs=-1)
@project_option
def pull(source: tuple[str, ...], root: Path | None) -> None:
    """Fetch new extracts, check them against their contracts, and let in those that fit.

    Without SOURCE, all sources are pulled whose contracts have a section pull.
    """
    from sparbar.cli.shelf import close_folders
    from sparbar.config.project import load_project
    from sparbar.plan import source_ages
    from sparbar.pull import pull_sources
    from sparbar.shelf.listing import age_lines

    project = load_project(find_root(root))
    language = project.defaults.language
    close_folders(project.layout)
    now = datetime.datetime.now(datetime.UTC)
    codes = []
    for outcome in pull_sources(project, source, now):
        say_both((outcome.line("en"), outcome.line(language) if language != "en" else ""))
        for item in outcome.refused:
            print(item.message, file=sys.stderr)
        if outcome.failed:
            print(as_told(outcome.failed, project.root), file=sys.stderr)
        _log(project, outcome, now)
        codes.append(outcome.exit_code)
    for age in source_ages(project, now.astimezone().date()):
        if age.state != "fresh" and (not source or age.source in source):
            say_both(age_lines(age, language), err=True)
            codes.append(3 if age.state == "error" else 0)
    sys.exit(code_of_all(codes))


def _log(project: Project, outcome: Outcome, now: datetime.datetime) -> None:
    """One line of JSON for each source, for those who read logs by machine."""
    path = project.root / project.defaults.results / "logs" / "pull.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    event = {"time": now.isoformat(timespec="seconds"), **outcome.event()}
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(event, ensure_ascii=False, sort_keys=True) + "\n")


PULL_COMMANDS = (pull,)
