"""The verbs that look at what was built: list, verify, trace, draft."""

from __future__ import annotations

from pathlib import Path

import click

from sparbar.cli.project import find_root, project_option


@click.command(name="list")
@project_option
def list_reports(root: Path | None) -> None:
    """Say where each report is, its extract dates, and how many numbers it traces."""
    from sparbar.audit.shelf import list_built
    from sparbar.config.project import load_project

    for line in list_built(load_project(find_root(root))):
        click.echo(line)


@click.command()
@click.argument("report")
@click.option("--audience", type=click.Choice(["internal", "public"]), default="internal", show_default=True)
@project_option
def verify(report: str, audience: str, root: Path | None) -> None:
    """Check a rendered report: its numbers against the recomputation, and every numeral a reader sees."""
    from sparbar.audit.verify import verify_report
    from sparbar.config.project import load_project, scope_of

    project = load_project(find_root(root))
    scope_of(project, report)
    verify_report(project.layout.work(report), audience)


@click.command(name="trace-page")
@click.argument("report")
@click.option("--audience", type=click.Choice(["internal", "public"]), default="internal", show_default=True)
@project_option
def trace_page(report: str, audience: str, root: Path | None) -> None:
    """Write the page on which every number of a report can be looked up."""
    from sparbar.audit.trace_page import write_trace_page
    from sparbar.config.project import load_project

    layout = load_project(find_root(root)).layout
    write_trace_page(layout.work(report, audience), layout.work(report) / "lineage.json")


@click.command()
@click.argument("report")
@click.argument("what")
@click.argument("slices", nargs=-1)
@click.option("--audience", type=click.Choice(["internal", "public"]), default="internal", show_default=True)
@project_option
def trace(report: str, what: str, slices: tuple[str, ...], audience: str, root: Path | None) -> None:
    """Print where a number comes from, down to file, sheet and rows.

    WHAT is a number as the report shows it (16), a fact (fullfoljda kon=kvinna), or an occurrence (o17).
    """
    from sparbar.audit.trace import trace_lines
    from sparbar.config.project import load_project

    layout = load_project(find_root(root)).layout
    for line in trace_lines(layout, report, audience, what, slices):
        click.echo(line)


@click.command()
@click.argument("source")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a contract that is already there.")
@project_option
def draft(source: str, file: Path, force: bool, root: Path | None) -> None:
    """Propose a contract for a source from one of its files; read it and edit it before you use it."""
    from sparbar.draft import write_draft

    for line in write_draft(find_root(root), source, file, force):
        click.echo(line)


LOOK_COMMANDS = (list_reports, verify, trace, trace_page, draft)
