"""All that stands on the shelf: from configuration, results, editions and the notes of what failed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sparbar.config.base import in_language
from sparbar.config.project import Project, load_project
from sparbar.config.reports import Defaults, Report
from sparbar.config.sources import Contract
from sparbar.config.yaml_file import read_yaml
from sparbar.edition.opened import OpenEdition, is_edition, open_edition
from sparbar.errors import SparbarError
from sparbar.model.paths import Layout
from sparbar.plan import plan_report
from sparbar.provenance.register import RegisterLine, read_register
from sparbar.provenance.resolve import is_open
from sparbar.shelf.entries import AUDIENCES, Documents, judge, read_documents
from sparbar.shelf.failed import Failure, read_failures

# In the folder of rebuilds: the name of the last one that came to its end.
DONE = "done.txt"


@dataclass(frozen=True)
class Copy:
    """A report for one audience.

    Attributes:
        documents: the last good ones, or None where none were ever built.
        failures: what kept a newer build from taking their place.
        pulls: pulls of its sources that failed, and none of which has gone well since.
        resting: extracts that were forgotten, for which the report is not built again.
    """

    audience: str
    documents: Documents | None
    failures: tuple[Failure, ...]
    pulls: tuple[Failure, ...] = ()
    resting: tuple[RegisterLine, ...] = ()

    @property
    def is_held_back(self) -> bool:
        """Whether something newer than these documents failed."""
        return bool(self.failures or self.pulls)


@dataclass(frozen=True)
class Published:
    """An edition.

    Attributes:
        replaced_by: name of the edition that corrects it, or "".
    """

    opened: OpenEdition
    documents: Documents
    replaced_by: str


@dataclass(frozen=True)
class Title:
    """A report with everything that there is of it."""

    report: str
    title: str
    language: str
    copies: tuple[Copy, ...]
    editions: tuple[Published, ...]


@dataclass(frozen=True)
class Shelf:
    """What the page shows.

    Attributes:
        language: the project's.
        last_run: when something was last built, or tried; None where nothing ever was.
    """

    layout: Layout
    language: str
    styles: str
    now: datetime
    titles: tuple[Title, ...]
    last_run: datetime | None


def gather(root: Path, now: datetime, notes: Path) -> Shelf:
    """Read all that the shelf shows; what cannot be read is shown as such."""
    failures = read_failures(notes, now.tzinfo)
    try:
        project = load_project(root)
    except SparbarError:
        return _without_definitions(root, now, failures)
    pulls = [
        pull
        for pull in read_failures(project.layout.failed_pulls(), now.tzinfo)
        if _is_pulled(project, pull.verb[-1])
    ]
    lines = _forgotten(project.layout)
    titles = (_title(project, name, now, failures) for name in project.known("config/reports"))
    titles = (_waiting(title, project.reports.get(title.report), pulls) for title in titles)
    titles = (_resting(title, project, lines) for title in titles)
    return _shelf(project.layout, project.defaults, now, tuple(titles), failures)


def _title(project: Project, name: str, now: datetime, failures: list[Failure]) -> Title:
    if name not in project.reports:
        return _title_of_documents(project.layout, name, now, failures)
    report, layout = project.reports[name], project.layout
    deliveries = _deliveries(project, name) if failures else ()
    copies = (
        _copy(layout, name, audience, now, [f for f in failures if f.concerns(name, audience, deliveries)])
        for audience in report.audiences
    )
    return Title(
        report=name,
        title=in_language(report.title, report.language),
        language=report.language,
        copies=tuple(_judged(copy, project.sources) for copy in copies),
        editions=tuple(editions_of(layout, name, now)),
    )


def _waiting(title: Title, report: Report | None, pulls: list[Failure]) -> Title:
    """The title with the failed pulls that keep extracts away which the report would rest on."""
    if report is None:
        return title
    asked = [*report.extracts.items(), *(pair for named in report.compare.values() for pair in named.items())]
    found = tuple(
        pull
        for pull in pulls
        if any(source == pull.verb[-1] and _keeps_away(pull, which) for source, which in asked)
    )
    return replace(title, copies=tuple(replace(copy, pulls=found) for copy in title.copies))


def _is_pulled(project: Project, source: str) -> bool:
    """Whether a source has a `pull`, or a contract that cannot be read and may have one."""
    contract = project.sources.get(source)
    return contract.pull is not None if contract else source in project.known("config/sources")


def _keeps_away(pull: Failure, which: str) -> bool:
    """Whether a failed pull may keep an extract away that would be the one that a report asks for."""
    return any(is_open(which, day) for day in pull.days or (pull.when.date(),))


def _forgotten(layout: Layout) -> list[RegisterLine]:
    """The register where it says that some extract was forgotten; nothing where it cannot be read."""
    try:
        lines = read_register(layout.register())
    except SparbarError:
        return []
    return lines if any(line.event == "forgotten" for line in lines) else []


def _resting(title: Title, project: Project, lines: list[RegisterLine]) -> Title:
    """The title with the forgotten extracts for which it is not built again."""
    try:
        found = plan_report(project, title.report, lines).forgotten if lines else ()
    except SparbarError:
        return title
    return replace(title, copies=tuple(replace(copy, resting=found) for copy in title.copies))


def _without_definitions(root: Path, now: datetime, failures: list[Failure]) -> Shelf:
    """The shelf where the configuration cannot be read: what was built says what it is."""
    defaults = _defaults(root)
    layout = Layout(root, raw=defaults.raw, results=defaults.results, editions=defaults.editions)
    reports = layout.root / layout.results / "reports"
    published = layout.root / layout.editions
    names = {path.name for folder in (reports, published) for path in folder.glob("[!.]*") if path.is_dir()}
    titles = tuple(_title_of_documents(layout, name, now, failures) for name in sorted(names))
    return _shelf(layout, defaults, now, titles, failures)


def _title_of_documents(layout: Layout, name: str, now: datetime, failures: list[Failure]) -> Title:
    """A report whose definition cannot be read, with what was built of it before."""
    editions = tuple(editions_of(layout, name, now))
    built = [audience for audience in AUDIENCES if layout.report(name, audience).is_dir()]
    copies = tuple(
        _copy(layout, name, audience, now, [f for f in failures if f.concerns(name, audience, ())])
        for audience in built or (() if editions else AUDIENCES[:1])
    )
    known = [copy.documents for copy in copies if copy.documents] + [one.documents for one in editions]
    title, language = next(((d.title, d.language) for d in known if d.title), (name, ""))
    return Title(name, title, language, copies, editions)


def _defaults(root: Path) -> Defaults:
    """The settings where they can be read alone, else those that hold without any."""
    name = "config/config.yaml"
    try:
        return Defaults.model_validate(read_yaml(root / name, name).data or {})
    except (SparbarError, OSError, ValueError):
        return Defaults()


def _shelf(
    layout: Layout, defaults: Defaults, now: datetime, titles: tuple[Title, ...], failures: list[Failure]
) -> Shelf:
    copies = [copy.documents for title in titles for copy in title.copies]
    moments = [documents.built for documents in copies if documents] + [failure.when for failure in failures]
    moments += _last_rebuild(layout, now)
    return Shelf(layout, defaults.language, defaults.styles, now, titles, max(moments, default=None))


def _last_rebuild(layout: Layout, now: datetime) -> list[datetime]:
    """When `sparbar rebuild` last came to its end, also where there was nothing to build."""
    done = layout.rebuild() / DONE
    return [datetime.fromtimestamp(done.stat().st_mtime, now.tzinfo)] if done.exists() else []


def _copy(layout: Layout, report: str, audience: str, now: datetime, failures: list[Failure]) -> Copy:
    """A report for an audience; failures from before its documents took their place are past."""
    documents = read_documents(layout.report(report, audience), now.date(), now.tzinfo)
    # Documents of the future: the clock was set back, and does not tell what came before what.
    if documents is not None and documents.built <= now:
        failures = [failure for failure in failures if failure.when >= documents.built]
    return Copy(audience, documents, tuple(failures))


def _judged(copy: Copy, contracts: Mapping[str, Contract]) -> Copy:
    """The copy with its extracts held against how old their contracts let them grow."""
    if copy.documents is None:
        return copy
    ages = (replace(age, state=judge(age, contracts.get(age.id))) for age in copy.documents.ages)
    return replace(copy, documents=replace(copy.documents, ages=tuple(ages)))


def editions_of(layout: Layout, report: str, now: datetime) -> Iterator[Published]:
    """The editions of a report that can be read, the newest first."""
    folder = layout.edition(report, "x").parent
    opened = []
    for path in sorted(folder.glob("[!.]*")):
        if is_edition(path):
            try:
                opened.append(open_edition(path))
            except SparbarError:
                continue
    corrected = {one.edition.supersedes.name: one.edition.name for one in opened if one.edition.supersedes}
    for one in sorted(opened, key=lambda one: (one.edition.date, one.edition.name), reverse=True):
        documents = read_documents(one.folder, now.date(), now.tzinfo)
        if documents:
            yield Published(one, documents, corrected.get(one.edition.name, ""))


def _deliveries(project: Project, report: str) -> Collection[tuple[str, str]]:
    """The deliveries that a report means; none where its definitions do not fit together."""
    try:
        return {(found.source, found.delivery) for found in plan_report(project, report).deliveries}
    except SparbarError:
        return ()
