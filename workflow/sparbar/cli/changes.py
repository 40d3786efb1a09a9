"""`sparbar causes` and `sparbar diff`: what changed, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sparbar.cli.project import audience_option, find_root, json_option, project_option, say
from sparbar.errors import ConfigError, Fault


@click.command()
@click.argument("report")
@audience_option
@project_option
def causes(report: str, audience: str, root: Path | None) -> None:
    """Find out what a report's new extracts have moved, and why."""
    from sparbar.changes.report import explain_causes
    from sparbar.config.places import places_of
    from sparbar.model.files import write_json

    layout = places_of(find_root(root), report)
    write_json(layout.work(report, audience) / "causes.json", explain_causes(layout, report, audience))


@click.command()
@click.argument("before")
@click.argument("after", default="")
@json_option
@audience_option
@project_option
def diff(before: str, after: str, out: Path | None, audience: str, root: Path | None) -> None:
    """Say what changed, and why.

    BEFORE and AFTER are two extracts (insikt/2023-06-14 insikt/2023-12-15), or two ledgers (facts.json, or
    folders that have one). With a report's name alone it is compared with its last edition, or with the
    last one on other extracts.
    """
    from sparbar.changes.page import changes_lines
    from sparbar.model.files import write_json

    data = _compared(before, after, audience, root)
    for line in changes_lines(data):
        say(line)
    if out:
        write_json(out, data)


def _compared(before: str, after: str, audience: str, root: Path | None) -> dict[str, Any]:
    from sparbar.changes.pairs import explain_extracts, explain_ledgers
    from sparbar.changes.report import explain_report
    from sparbar.config.places import places_of
    from sparbar.config.project import load_project

    if after and Path(before).exists() and Path(after).exists():
        return explain_ledgers(Path(before), Path(after))
    if not after:
        return explain_report(places_of(find_root(root), before), before, audience)
    pairs = [name.partition("/") for name in (before, after)]
    if not all(mark for _, mark, _ in pairs) or pairs[0][0] != pairs[1][0]:
        raise ConfigError(
            Fault(
                problem="these cannot be compared",
                where=f"{before} and {after}",
                expected="two extracts of one source (insikt/2023-06-14), two ledgers, or one report",
                found=", ".join("an extract" if mark else "something else" for _, mark, _ in pairs),
                fix="sparbar diff SOURCE/DATE SOURCE/DATE",
            )
        )
    project = load_project(find_root(root))
    return explain_extracts(project, pairs[0][0], pairs[0][2], pairs[1][2])


CHANGES_COMMANDS = (causes, diff)
