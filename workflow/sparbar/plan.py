"""What a build has to do: reports, the deliveries they mean, and what each step's result depends on."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sparbar.config.breaks import break_faults
from sparbar.config.project import Project, Scope, scope_of
from sparbar.config.reports import REPORT_PATTERN
from sparbar.errors import ConfigError, ContractError, EnvironmentFault, Fault
from sparbar.model.files import write_whole
from sparbar.model.paths import Layout
from sparbar.provenance.digests import sha256_file
from sparbar.provenance.register import RegisterLine, find_event, read_register
from sparbar.provenance.resolve import Delivery, known_deliveries, resolve_delivery


@dataclass(frozen=True)
class ReportPlan:
    """One report with the deliveries it means.

    Attributes:
        deliveries: those that could be resolved.
        problem: why others could not, or None; the report's own job says it, so that other reports go on.
        forgotten: the register's lines by which extracts of the report were forgotten; it is not built again.
    """

    scope: Scope
    deliveries: tuple[Delivery, ...]
    problem: ContractError | None
    forgotten: tuple[RegisterLine, ...] = ()

    def resting(self) -> str:
        """Why the report is not built again, in one line for a terminal, or ""."""
        names = ", ".join(
            f"{line.source} {line.delivery} (forgotten {line.received}, {line.note})"
            for line in self.forgotten
        )
        name = self.scope.report.report
        return f"{name} is not built again: it rests on {names}. Its last documents stand" if names else ""


def plan_report(project: Project, report: str, lines: list[RegisterLine] | None = None) -> ReportPlan:
    """Resolve the deliveries of one report.

    Raises:
        ConfigError: the report's definitions do not fit together.
    """
    scope = scope_of(project, report)
    lines = read_register(project.layout.register()) if lines is None else lines
    found: list[Delivery] = []
    faults: list[Fault] = []
    for identifier, (source, asked) in scope.asked().items():
        try:
            found.append(
                Delivery(identifier, source, resolve_delivery(project.layout, source, asked, lines), asked)
            )
        except ContractError as error:
            faults.extend(error.faults)
    if not faults:
        faults = break_faults(scope, {delivery.id: delivery.date for delivery in found})
    events = [find_event(lines, "forgotten", delivery.source, delivery.delivery) for delivery in found]
    forgotten = tuple(dict.fromkeys(line for line in events if line is not None))
    return ReportPlan(scope, tuple(found), ContractError(faults) if faults else None, forgotten)


@dataclass(frozen=True)
class BuildPlan:
    """All reports of a project: those that can be built, and those that can only say what is wrong.

    Attributes:
        refused: reports whose definitions cannot be meant; the rest is built without them.
        has_more_faults: whether there is a fault in a file that none of these is made from.
        faults: what is wrong with the definitions, those of the refused reports first.
    """

    reports: Mapping[str, ReportPlan]
    refused: tuple[str, ...]
    has_more_faults: bool
    faults: tuple[Fault, ...] = ()


def plan_build(project: Project, lines: list[RegisterLine]) -> BuildPlan:
    """Plan every report by itself."""
    plans: dict[str, ReportPlan] = {}
    refused: dict[str, list[Fault]] = {}
    for name in project.known("config/reports"):
        try:
            plans[name] = plan_report(project, name, lines)
        except ConfigError as error:
            if re.match(REPORT_PATTERN, name):  # else no path can be made of it
                refused[name] = error.faults
    told = list(dict.fromkeys(fault for faults in refused.values() for fault in faults))
    more = [fault for fault in project.faults_in() if fault not in told]
    return BuildPlan(plans, tuple(refused), bool(more), (*told, *more))


def deliveries_of(project: Project, report: str) -> tuple[Scope, dict[str, Delivery]]:
    """The scope of a report and its deliveries by extract id.

    Raises:
        ConfigError: the definitions do not fit together.
        ContractError: an extract that the report means is not there.
    """
    plan = plan_report(project, report)
    if plan.problem:
        raise plan.problem
    return plan.scope, {delivery.id: delivery for delivery in plan.deliveries}


@dataclass(frozen=True)
class SourceAge:
    """How old the newest extract of a source is today.

    Attributes:
        delivery: the newest extract that stands, "" where there is none.
        state: "fresh", "warning" or "error", by the contract's `freshness`.
    """

    source: str
    delivery: str
    days: int
    state: str


def source_ages(project: Project, today: date) -> list[SourceAge]:
    """The age of every source whose contract says how old it may grow."""
    lines = read_register(project.layout.register())
    found = []
    for source, contract in project.sources.items():
        if contract.freshness is None:
            continue
        newest = (known_deliveries(project.layout, source, lines) or [""])[-1]
        if not newest:
            found.append(SourceAge(source, "", 0, "error"))
            continue
        days = (today - date.fromisoformat(newest[:10])).days
        found.append(SourceAge(source, newest, days, contract.freshness.judge(days)))
    return found


def raw_files(layout: Layout, source: str, delivery: str) -> list[Path]:
    """The files in an extract's folder, without those that Office and systems leave there."""
    folder = layout.extract(source, delivery)
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith(("~$", ".")))


def fingerprint(layout: Layout, source: str, delivery: str) -> str:
    """Digest of an extract's content, whatever its size and age; a change starts the steps that use it.

    Large files are read again only when size, modification or change time differ from the last look.
    """
    cache_file = layout.root / layout.results / "work" / "fingerprints.json"
    known = _read_cache(cache_file)
    parts: list[str] = []
    fresh = dict(known)
    for path in raw_files(layout, source, delivery):
        state = path.stat()
        name = path.relative_to(layout.root).as_posix()
        key = f"{name}|{state.st_size}|{state.st_mtime_ns}|{state.st_ctime_ns}"
        fresh[key] = known.get(key) or sha256_file(path)
        parts.append(fresh[key])
    if fresh != known:
        _write_cache(cache_file, fresh)
    return ",".join(parts) or "absent"


def _read_cache(path: Path) -> dict[str, str]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _write_cache(path: Path, data: dict[str, str]) -> None:
    """The cache only saves time: where it cannot be written, the files are read again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, indent=0, sort_keys=True), encoding="utf-8")
    except OSError:
        return


def write_stamp(layout: Layout, name: str, text: str) -> str:
    """Keep a digest in a small file that a rule can have among its inputs, and return the file's path.

    The file is written only when its text changes, which starts the rules that have it. A digest among the
    params of a rule would do the same, but to compare params Snakemake imports pandas, in every run.

    Raises:
        EnvironmentFault: the file cannot be written.
    """
    path = layout.root / layout.results / "stamps" / f"{name}.txt"
    shown = path.relative_to(layout.root).as_posix()
    try:
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
    except OSError as error:
        fix = f"make {layout.results}/ writable for yourself, or make room"
        raise EnvironmentFault(
            Fault("the results cannot be written", shown, found=str(error.strerror), fix=fix)
        ) from error
    return shown


def check_writable(layout: Layout) -> None:
    """See before a build begins that what it replaces can be replaced.

    Copies of a project from a share or a disc are often read-only. Snakemake refuses to replace such a file,
    or stops half-way where its own folder is meant, in words of its own and without our exit code.

    Raises:
        EnvironmentFault: something cannot; one fault for each folder.
    """
    root, faults = layout.root, []
    own = [path for path in (root / ".snakemake").glob("*") if path.is_dir()]
    for top, paths in ((layout.results, _made(root / layout.results)), (".snakemake", own)):
        closed = (path for path in (root / top, *paths) if not os.access(path, os.W_OK) and path.exists())
        found = sorted(closed)
        if not found:
            continue
        state = "read-only"
        if len(found) > 1:
            state = f"read-only, as are {len(found) - 1} more in {top}"
        where = found[0].relative_to(root).as_posix()
        fix = f"make {top}/ and all that is in it writable for yourself"
        faults.append(Fault("what a build replaces cannot be replaced", where, found=state, fix=fix))
    if faults:
        raise EnvironmentFault(faults)


def _made(results: Path) -> Iterator[Path]:
    """What steps of a build write and Snakemake looks after; finished reports change places as folders."""
    for top in ("work", "tables", "stamps"):
        for folder, _, names in os.walk(results / top):
            yield Path(folder)
            yield from (Path(folder, name) for name in sorted(names))


def configured_files(scope: Scope) -> list[str]:
    """The YAML, and the metrics in Python, that the facts of a report depend on, relative to the project."""
    report = scope.report
    names = [f"config/reports/{report.report}.yaml"]
    names += [f"config/metrics/{name}.yaml" for name in report.metrics]
    names += [f"config/sources/{name}.yaml" for name in sorted(scope.contracts)]
    custom = sorted({metric.custom for metric in scope.metrics.values() if metric.custom})
    names += [f"workflow/metrics_custom/{name}.py" for name in custom]
    defaults = "config/config.yaml"
    return [*names, defaults] if (scope.project.root / defaults).exists() else names
