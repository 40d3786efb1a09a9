"""The verbs that look at what was built or written: list, verify, audit, trace, draft."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sparbar.cli.editions import (
    READABLE,
    is_folder_of_documents,
    language_in,
    refuse_rebuild,
    verify_folder,
)
from sparbar.cli.project import audience_option, find_root, json_option, project_option, say, say_both
from sparbar.errors import ConfigError, Fault

if TYPE_CHECKING:
    from sparbar.model.paths import Layout


@click.command(name="list")
@project_option
def list_reports(root: Path | None) -> None:
    """Say where each report is, its extract dates, its numbers and editions, and which data are too old."""
    from sparbar.config.project import load_project
    from sparbar.plan import source_ages
    from sparbar.shelf.listing import age_lines, list_built, list_editions

    project = load_project(find_root(root))
    for lines in (*list_built(project), *list_editions(project)):
        say_both(lines)
    ages = [age for age in source_ages(project, datetime.date.today()) if age.state != "fresh"]
    for age in ages:
        say_both(age_lines(age, project.defaults.language))
    if any(age.state == "error" for age in ages):
        sys.exit(3)


@click.command()
@click.argument("target")
@click.option(
    "--extracts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=None,
    help="Folder with the extract files, to count every fact again.",
)
@json_option
@click.option("--key", type=READABLE, default=None, help="The public key that must have signed it.")
@click.option("--rebuild", is_flag=True, help="Build an edition again and compare every byte.")
@audience_option
@project_option
def verify(  # noqa: PLR0913  (one for each option)
    target: str,
    extracts: Path | None,
    out: Path | None,
    key: Path | None,
    rebuild: bool,
    audience: str,
    root: Path | None,
) -> None:
    """Check a finished document, an edition, or a report that is being built.

    TARGET is an HTML, PDF or Word file, which is checked alone; the folder of an edition or of finished
    documents; or the name of a report of this project. With a name alone its documents in the working folder
    are checked, before they take the place of the last good ones; with an option, the finished ones.
    """
    path = Path(target)
    if path.is_file():
        refuse_rebuild(rebuild, target)
        _verify_file(path, extracts, key, out)
        return
    if path.is_dir() and is_folder_of_documents(path):
        verify_folder(path, extracts, rebuild, key, out)
        return
    if path.is_dir() and not _is_report(target, root):
        expected = "an edition, or a folder with report.html, report.pdf or report.docx"
        fix = "give a report's file or the folder that it is in; the folder of extracts goes with --extracts"
        raise ConfigError(Fault("nothing in this folder can be verified", target, expected, fix=fix))
    if path.suffix or {"/", os.sep} & set(target):
        expected = "an HTML, PDF or Word file, or the folder of a report or edition"
        fix = "give the path of the file or folder, or the name of a report"
        raise ConfigError(Fault("there is no such file or folder", target, expected, "nothing", fix))
    from sparbar.config.places import places_of

    layout = places_of(find_root(root), target)
    if extracts or out or key or rebuild:
        finished = layout.report(target, audience)
        if not is_folder_of_documents(finished):
            fix = "build with snakemake, which runs every step"
            raise ConfigError(Fault("there are no finished documents of this report", target, fix=fix))
        verify_folder(finished, extracts, rebuild, key, out)
        return
    _verify_stage(layout, target, audience)


def _verify_stage(layout: Layout, report: str, audience: str) -> None:
    from sparbar.audit.levels import summary
    from sparbar.audit.verify import levels_of_stage, verify_report

    verify_report(layout.work(report), audience)
    work, finished = layout.work(report, audience), layout.report(report, audience)
    levels = levels_of_stage(work, finished.relative_to(layout.root).as_posix())
    for line in summary(levels, language_in(work)):
        say(line)


def _is_report(name: str, root: Path | None) -> bool:
    """Whether a project at hand has a report of this name."""
    try:
        return (find_root(root) / "config" / "reports" / f"{name}.yaml").is_file()
    except ConfigError:
        return False


def _verify_file(path: Path, extracts: Path | None, key: Path | None, out: Path | None) -> None:
    from dataclasses import asdict

    from sparbar.audit.levels import summary
    from sparbar.audit.lone import check_said, check_whole, open_file
    from sparbar.audit.true import check_true
    from sparbar.errors import VerificationError
    from sparbar.model.files import write_json
    from sparbar.proof.signature import read_public

    file = open_file(path)
    whole = check_whole(file, read_public(key) if key else None)
    levels = [whole, check_said(file), check_true(file.proof, extracts)]
    for line in summary(levels, file.language):
        say(line)
    if out:
        write_json(
            out,
            {"schema": "sparbar.verdict/1", "file": path.name, "levels": [asdict(level) for level in levels]},
        )
    failed = [level.name for level in levels if level.state == "fails"]
    if failed:
        raise VerificationError(
            Fault(
                f"{path.name} does not hold: {', '.join(failed)}",
                path.name,
                fix="see the lines above for what differs",
            )
        )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--against",
    type=click.Path(exists=True, path_type=Path),
    default=None,
    help="facts.json, a report's folder, or a report's own file.",
)
@json_option
@click.option("--language", type=click.Choice(["sv", "da", "en"]), default=None, help="Of the document.")
def audit(file: Path, against: Path | None, out: Path | None, language: str | None) -> None:
    """List the numbers and dates of any document, and what a ledger says of them.

    FILE is a Word, PDF, HTML, text or Markdown file, made here or anywhere else. Nothing in it is run.
    """
    from sparbar.audit.foreign import audit_document, audit_lines, audit_to_json, read_against
    from sparbar.model.files import write_json

    known = read_against(against) if against else None
    done = audit_document(file, known, language or "")
    for line in audit_lines(done):
        say(line)
    if out:
        write_json(out, audit_to_json(done))


@click.command()
@click.argument("report")
@click.argument("what", nargs=-1, required=True)
@click.option("--recompute", is_flag=True, help="Count it again from the raw rows, and compare.")
@audience_option
@project_option
def trace(report: str, what: tuple[str, ...], recompute: bool, audience: str, root: Path | None) -> None:
    """Print where a number comes from, down to file, sheet and rows.

    WHAT is a number or a date that the report shows (16, 25 %, 2023-06-14), a fact (fullfoljda kon=kvinna),
    or an occurrence (o17).
    """
    from sparbar.audit.trace import recount_lines, trace_lines
    from sparbar.config.project import load_project

    lines = recount_lines if recompute else trace_lines
    for line in lines(load_project(find_root(root)), report, audience, what[0], what[1:]):
        say(line)


@click.command()
@click.argument("source")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a contract that is already there.")
@project_option
def draft(source: str, file: Path, force: bool, root: Path | None) -> None:
    """Propose a contract for a source from one of its files; read it and edit it before you use it."""
    from sparbar.draft import write_draft

    for line in write_draft(find_root(root), source, file, force):
        say(line)


LOOK_COMMANDS = (list_reports, verify, audit, trace, draft)
