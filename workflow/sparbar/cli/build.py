"""The verbs of a build, one per stage."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sparbar.cli.project import audience_option, find_root, project_option, say_both

if TYPE_CHECKING:
    from sparbar.config.project import Project, Scope
    from sparbar.config.sources import Contract
    from sparbar.model.paths import Layout
    from sparbar.provenance.resolve import Delivery


@click.command()
@click.argument("report")
@project_option
def check(report: str, root: Path | None) -> None:
    """Say what is wrong with what is written about a report under config/, without building it.

    Templates are checked when they are composed, extracts when they are ingested.
    """
    _definitions(root, report)


@click.command(name="check-all")
@project_option
def check_all(root: Path | None) -> None:
    """Say what is wrong with anything under config/, also with files that no report uses."""
    from sparbar.config.project import load_project, scope_of
    from sparbar.errors import ConfigError

    project = load_project(find_root(root))
    faults = project.faults_in()
    for name in project.reports:
        try:
            scope_of(project, name)
        except ConfigError as error:
            faults += [fault for fault in error.faults if fault not in faults]
    if faults:
        raise ConfigError(faults)


@click.command()
@click.argument("source")
@click.argument("delivery")
@project_option
def register(source: str, delivery: str, root: Path | None) -> None:
    """Check an extract against its contract and enter it in the register."""
    _ingest(source, delivery, root, keep_table=False)


@click.command()
@click.argument("source")
@click.argument("delivery")
@project_option
def ingest(source: str, delivery: str, root: Path | None) -> None:
    """Clean an extract and register it: the contract is checked before the register gets its line."""
    _ingest(source, delivery, root, keep_table=True)


def _ingest(source: str, delivery: str, root: Path | None, keep_table: bool) -> None:
    from sparbar.clean import clean_extract
    from sparbar.cli.shelf import close_folders
    from sparbar.language.faults import local_text
    from sparbar.register import check_delivery, enter_delivery

    project, contract = _contract(root, source, delivery)
    close_folders(project.layout)
    line = check_delivery(project.layout, contract, source, delivery, datetime.date.today())
    info = clean_extract(project.layout, contract, delivery, line, project.defaults.language)
    enter_delivery(project.layout, line)
    if not keep_table:
        told = f"{source} {delivery}: registered, {info.rows_kept} of {info.rows_in} rows fit the contract"
        say_both((told, local_text(told, project.defaults.language)), err=True)


@click.command()
@click.argument("source")
@click.argument("delivery")
@click.option("--reason", required=True, help="What is wrong with it; stands in the register.")
@project_option
def withdraw(source: str, delivery: str, reason: str, root: Path | None) -> None:
    """Withdraw an extract that was found wrong. Its file stays; reports that name it stop."""
    from sparbar.register import withdraw as withdraw_extract

    project, _ = _contract(root, source, delivery)
    withdraw_extract(project.layout, source, delivery, reason, datetime.date.today())


@click.command()
@click.argument("source")
@click.argument("delivery")
@click.option("--by", required=True, help="Who decided it; stands in the register.")
@click.option("--reason", default="", help="Why; stands in the register.")
@project_option
def forget(source: str, delivery: str, by: str, reason: str, root: Path | None) -> None:
    """Remove an extract whose time is up, and all that was made from it and holds its cells.

    Reports and editions stay, and can be checked but for counting again. Give it once more if it was stopped.
    """
    from sparbar.cli.shelf import end_build
    from sparbar.config.project import load_project
    from sparbar.forget import Order, forget_extract
    from sparbar.rebuild.alone import undisturbed
    from sparbar.rebuild.building import wait_for_others

    project = load_project(find_root(root))
    with undisturbed(project.layout.rebuild()):
        wait_for_others(project.layout, 0)
        done = forget_extract(project.layout, Order(source, delivery, by, reason), datetime.date.today())
        end_build(project.root)
    count = f"{len(done.removed)} files and folders removed" if done.removed else "nothing was left of it"
    when = "" if done.is_new else f" on {done.line.received} already"
    print(f"{source} {delivery}: forgotten{when}, {count}", file=sys.stderr)
    print("copies elsewhere (backups, version control, mail) are not reached from here", file=sys.stderr)


def _contract(root: Path | None, source: str, delivery: str) -> tuple[Project, Contract]:
    from sparbar.config.project import load_project
    from sparbar.errors import ConfigError, Fault, nearest

    project = load_project(find_root(root))
    if faults := project.faults_in(f"config/sources/{source}"):
        raise ConfigError(faults)
    if source not in project.sources:
        known = project.known("config/sources")
        fix = nearest(source, known) or f"write a contract: sparbar draft {source} FILE"
        raise ConfigError(
            Fault(
                f"there is no contract for {source}",
                f"config/sources/{source}.yaml",
                ", ".join(known),
                source,
                fix,
            )
        )
    return project, project.contract_on(source, delivery)


@click.command()
@click.argument("report")
@project_option
def measure(report: str, root: Path | None) -> None:
    """Compute the facts of a report from its cleaned tables."""
    from sparbar.measure import measure_report

    scope, deliveries = _scope(root, report)
    measure_report(scope, deliveries, scope.project.layout)


@click.command()
@click.argument("report")
@project_option
def recompute(report: str, root: Path | None) -> None:
    """Compute the facts of a report a second way, from the raw rows."""
    from sparbar.recompute import recompute_report

    scope, deliveries = _scope(root, report)
    recompute_report(scope, deliveries, scope.project.layout)


def _scope(root: Path | None, report: str) -> tuple[Scope, dict[str, Delivery]]:
    from sparbar.config.project import load_project
    from sparbar.plan import deliveries_of

    return deliveries_of(load_project(find_root(root)), report)


@click.command()
@click.argument("report")
@audience_option
@project_option
def release(report: str, audience: str, root: Path | None) -> None:
    """Let those facts pass that the audience may see."""
    from sparbar.release import release_facts

    scope, layout = _definitions(root, report)
    release_facts(scope, audience, layout.work(report))


@click.command()
@click.argument("report")
@audience_option
@project_option
def draw(report: str, audience: str, root: Path | None) -> None:
    """Draw the figures of a report from its released facts."""
    from sparbar.draw import draw_report

    scope, layout = _definitions(root, report)
    draw_report(scope, layout.work(report, audience))


@click.command()
@click.argument("report")
@audience_option
@project_option
def compose(report: str, audience: str, root: Path | None) -> None:
    """Write the report's text from its template; an untraced number is an error."""
    from sparbar.compose import compose_report
    from sparbar.language.faults import local_text

    scope, layout = _definitions(root, report)
    document = compose_report(scope, audience, layout.work(report, audience))
    for warning in document.warnings:
        told = f"warning: {warning}"
        say_both((told, local_text(told, scope.project.defaults.language)), err=True)


@click.command()
@click.argument("report")
@audience_option
@project_option
def render(report: str, audience: str, root: Path | None) -> None:
    """Make HTML, PDF and DOCX of the composed text, and the pages of its trace and of what has changed."""
    from sparbar.audit.trace_page import TRACE, make_trace_page
    from sparbar.changes.report import make_changes
    from sparbar.config.places import looks_of, places_of
    from sparbar.model.ledger import document_time
    from sparbar.model.ledger_json import read_ledger
    from sparbar.render import FORMATS, render_report

    layout = places_of(find_root(root), report)
    looks = looks_of(layout.root, report)
    work = layout.work(report, audience)

    def pages(page: bytes) -> dict[str, str]:
        return {
            TRACE: make_trace_page(layout.root, report, audience, page),
            **make_changes(work, looks.styles),
        }

    render_report(
        work,
        formats=FORMATS,
        engine=looks.engine,
        styles=looks.styles,
        reference_docx=looks.reference_docx,
        epoch=document_time(read_ledger(work / "facts.json")),
        beside=pages,
    )


@click.command()
@click.argument("report")
@audience_option
@project_option
def swap(report: str, audience: str, root: Path | None) -> None:
    """Put a verified report in the place of the last good one."""
    from sparbar.config.places import places_of
    from sparbar.model.ledger_json import read_ledger
    from sparbar.personal import look_for
    from sparbar.swap import swap_report

    layout = places_of(find_root(root), report)
    work = layout.work(report, audience)
    swap_report(work, layout.report(report, audience), look_for(layout, read_ledger(work / "facts.json")))


def _definitions(root: Path | None, report: str) -> tuple[Scope, Layout]:
    from sparbar.config.project import load_project, scope_of

    project = load_project(find_root(root))
    return scope_of(project, report), project.layout


BUILD_COMMANDS = (
    check,
    check_all,
    register,
    ingest,
    withdraw,
    forget,
    measure,
    recompute,
    release,
    draw,
    compose,
    render,
    swap,
)
