"""The face of config: the project that the YAML files make together, and what one report may use of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sparbar.config.checks.scope import scope_faults
from sparbar.config.loading import Project, load_project
from sparbar.config.metrics import MetricFile
from sparbar.config.places import unknown_report
from sparbar.config.reports import Report
from sparbar.config.scope import Scope
from sparbar.errors import ConfigError, Fault, nearest

__all__ = ["Project", "Scope", "load_project", "scope_of"]

_SECTIONS = ("metrics", "constants", "claims", "joins")


def scope_of(project: Project, report_name: str) -> Scope:
    """What one report may use, with every name in it checked.

    Raises:
        ConfigError: there is no such report, a file that it is made from is at fault, or its definitions do
            not fit together; all faults at once.
    """
    if faults := project.faults_in(*project.files_of(report_name)):
        raise ConfigError(faults)
    report = project.reports.get(report_name)
    if report is None:
        raise unknown_report(report_name, project.known("config/reports"))
    missing = [*_missing_files(project, report), *_missing_sources(project, report)]
    if missing:  # what rests on them would be unknown too, and say nothing new
        raise ConfigError(missing)
    gathered = _Gathered(project)
    for name in report.metrics:
        gathered.add(name, project.metric_files[name])
    scope = Scope(
        project=project,
        report=report,
        metrics=gathered.found["metrics"],
        constants=gathered.found["constants"],
        claims=gathered.found["claims"],
        identities=tuple(gathered.identities),
        joins=gathered.found["joins"],
        contracts={name: project.sources[name] for name in report.extracts},
        defined_in=gathered.defined_in,
    )
    faults = [*gathered.faults, *scope_faults(scope)]
    if faults:
        raise ConfigError(faults)
    return scope


@dataclass
class _Gathered:
    """The definitions of a report's metric files, put together."""

    project: Project
    found: dict[str, dict[str, Any]] = field(default_factory=lambda: {section: {} for section in _SECTIONS})
    identities: list[Any] = field(default_factory=list)
    defined_in: dict[tuple[str, str], tuple[str, tuple[str | int, ...]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, name: str, file: MetricFile) -> None:
        for section in _SECTIONS:
            for key, item in getattr(file, section).items():
                if key in self.found[section]:
                    self._defined_twice(section, key, name)
                    continue
                if section == "joins" and key in self.project.sources:
                    where = self.project.place(f"config/metrics/{name}.yaml", section, key)
                    fix = "give the join another name"
                    self.faults.append(Fault(f'"{key}" is a source and a join', where, fix=fix))
                    continue
                self.found[section][key] = item
                self.defined_in[section, key] = (name, (section, key))
        for position, identity in enumerate(file.identities):
            self.defined_in["identities", str(len(self.identities))] = (name, ("identities", position))
            self.identities.append(identity)

    def _defined_twice(self, section: str, key: str, name: str) -> None:
        first, path = self.defined_in[section, key]
        self.faults.append(
            Fault(
                problem=f'two files define "{key}" under {section}',
                where=self.project.place(f"config/metrics/{name}.yaml", section, key),
                found="the first in " + self.project.place(f"config/metrics/{first}.yaml", *path),
                fix="rename one of them, or keep it in one file that both reports name",
            )
        )


def _missing_files(project: Project, report: Report) -> list[Fault]:
    known = list(project.metric_files)
    faults = []
    for position, name in enumerate(report.metrics):
        if name not in project.metric_files:
            where = project.place(f"config/reports/{report.report}.yaml", "metrics", position)
            fix = nearest(name, known) or f"files there are {', '.join(known) or 'none'}"
            faults.append(Fault(f"there is no file config/metrics/{name}.yaml", where, fix=fix))
    return faults


def _missing_sources(project: Project, report: Report) -> list[Fault]:
    """Sources that have no contract, and sources of an alias that are not among the report's own."""
    name = f"config/reports/{report.report}.yaml"
    faults = []
    for source in report.extracts:
        if source not in project.sources:
            known = list(project.sources)
            fix = nearest(source, known) or f"sources are {', '.join(known) or 'none'}"
            place = project.place(name, "extracts", source)
            faults.append(Fault(f'there is no source "{source}"', place, fix=fix))
    for alias, extracts in report.compare.items():
        for source in extracts:
            if source not in report.extracts:
                known = list(report.extracts)
                fix = nearest(source, known) or 'name it under "extracts" too'
                place = project.place(name, "compare", alias, source)
                problem = f'the report has no extract of "{source}"'
                faults.append(Fault(problem, place, ", ".join(known), source, fix))
    return faults
