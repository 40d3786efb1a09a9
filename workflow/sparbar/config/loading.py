"""Everything under config/, read and checked file by file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from sparbar.config.base import Model
from sparbar.config.metrics import MetricFile
from sparbar.config.reports import Defaults, Report
from sparbar.config.sources import Contract
from sparbar.config.versions import Dated, contract_on, dated_contracts
from sparbar.config.wording import validate
from sparbar.config.yaml_file import YamlFile, read_yaml
from sparbar.errors import ConfigError, Fault
from sparbar.model.deliveries import day_of
from sparbar.model.paths import Layout

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Project:
    """What people have written about sources, metrics and reports, as far as it can be meant.

    Attributes:
        root: the project's folder.
        sources: name of a source to its contract; with versions, all of them as one.
        metric_files: name of a file of config/metrics, without ending, to what it defines.
        reports: name of a report to what is to be written.
        files: the files as they were read, by path relative to the project.
        dated: name of a source to its contract from each date on.
        faults: what is wrong with single files, by path relative to the project and without ending. What
            these files define is not among the rest; it stops those who ask for it, and nobody else.
    """

    root: Path
    defaults: Defaults
    sources: Mapping[str, Contract]
    metric_files: Mapping[str, MetricFile]
    reports: Mapping[str, Report]
    files: Mapping[str, YamlFile] = field(default_factory=dict)
    dated: Mapping[str, tuple[Dated, ...]] = field(default_factory=dict)
    faults: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)

    def contract_on(self, source: str, delivery: str) -> Contract:
        """The contract that is valid for an extract, by its name; the newest where that gives no day."""
        dated = self.dated.get(source)
        return contract_on(dated, day_of(delivery) or date.max) if dated else self.sources[source]

    @property
    def layout(self) -> Layout:
        """Where each file of the project stands."""
        return Layout(
            self.root,
            raw=self.defaults.raw,
            results=self.defaults.results,
            editions=self.defaults.editions,
        )

    def known(self, folder: str) -> list[str]:
        """Names of the files of a folder ("config/reports"), sound or not."""
        paths = [*self.faults, *(name.rpartition(".")[0] for name in self.files)]
        found = {name for place, _, name in (path.rpartition("/") for path in paths) if place == folder}
        return sorted(name for name in found if "." not in name)

    def faults_in(self, *names: str) -> list[Fault]:
        """What is wrong with some files, named without ending; without names, with all files."""
        return [fault for name in (names or self.faults) for fault in self.faults.get(name, ())]

    def files_of(self, report: str) -> list[str]:
        """The files that a report is made from, without ending, as far as its own file can be read."""
        own = f"config/reports/{report}"
        data = self.files.get(f"{own}.yaml", YamlFile(own, None)).data
        said = data if isinstance(data, dict) else {}
        named = [("metrics", said.get("metrics")), ("sources", said.get("extracts"))]
        return [own] + [
            f"config/{folder}/{name}"
            for folder, names in named
            for name in (names if isinstance(names, list | dict) else ())
        ]

    def place(self, name: str, *path: str | int) -> str:
        """Where a key path of a config file stands, for a message; `name` is relative to the project."""
        return self.files.get(name, YamlFile(name, None)).place(path)


def load_project(root: Path) -> Project:
    """Read config/config.yaml (where there is one), config/sources, config/metrics and config/reports.

    A file that cannot be read, does not fit its model, bears another name than it declares, or is a contract
    that contradicts itself is left out, and its faults are kept in `Project.faults`.

    Raises:
        ConfigError: there is no project, or config/config.yaml, which all share, is at fault; then the faults
            of all files at once.
    """
    if not (root / "config").is_dir():
        problem = "there is no project here"
        raise ConfigError(Fault(problem, str(root), "a folder config", fix="start beside that folder"))
    reading = _Reading(root)
    defaults = reading.one("config/config.yaml", Defaults)
    contracts = reading.folder("config/sources", Contract, "source")
    metric_files = reading.folder("config/metrics", MetricFile)
    reports = reading.folder("config/reports", Report, "report")
    sources, dated = reading.versions(contracts)
    if "config/config" in reading.faults:
        raise ConfigError([fault for faults in reading.faults.values() for fault in faults])
    return Project(
        root=root,
        defaults=defaults,
        sources=sources,
        metric_files=metric_files,
        reports=reports,
        files=reading.files,
        dated=dated,
        faults={name: tuple(faults) for name, faults in reading.faults.items()},
    )


@dataclass
class _Reading:
    """The files read so far, and what is wrong with them, by path without ending."""

    root: Path
    files: dict[str, YamlFile] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)

    def one(self, name: str, model: type[M]) -> M:
        """A file that may be absent; the model's defaults stand where it is, or where it is wrong."""
        found = self._read(name, model) if (self.root / name).exists() else None
        return found if found is not None else model()

    def folder(self, folder: str, model: type[M], name_key: str = "") -> dict[str, M]:
        """All files of a folder by name, in order of name; the key that repeats the name must agree."""
        found: dict[str, M] = {}
        base = self.root / folder
        for path in sorted(base.iterdir()) if base.is_dir() else ():
            name = f"{folder}/{path.name}"
            if path.name.startswith("."):
                continue
            if path.suffix != ".yaml":
                fix = f"name it {path.stem}.yaml" if path.suffix == ".yml" else "move it out of this folder"
                passed_over = Fault("this file would not be read", name, "<name>.yaml", path.name, fix)
                self._add(name if path.suffix == ".yml" else f"{name}.", passed_over)
                continue
            item = self._read(name, model)
            if item is None:
                continue
            declared = getattr(item, name_key) if name_key else path.stem
            if declared == path.stem:
                found[path.stem] = item
                continue
            misnamed = Fault(
                problem=f'the file and its "{name_key}" have different names',
                where=self.files[name].place((name_key,)),
                expected=path.stem,
                found=declared,
                fix=f"write {name_key}: {path.stem}, or name the file {declared}.yaml",
            )
            self._add(name, misnamed)
        return found

    def versions(
        self, contracts: Mapping[str, Contract]
    ) -> tuple[dict[str, Contract], dict[str, tuple[Dated, ...]]]:
        """Each contract with all its versions as one, and from each date on."""
        whole: dict[str, Contract] = {}
        dated: dict[str, tuple[Dated, ...]] = {}
        for source, contract in contracts.items():
            name = f"config/sources/{source}.yaml"
            try:
                dated[source], whole[source] = dated_contracts(contract, self.files[name])
            except ConfigError as error:
                self._add(name, *error.faults)
        return whole, dated

    def _read(self, name: str, model: type[M]) -> M | None:
        try:
            self.files[name] = read_yaml(self.root / name, name)
            return validate(model, self.files[name])
        except ConfigError as error:
            self._add(name, *error.faults)
            return None

    def _add(self, name: str, *faults: Fault) -> None:
        self.faults.setdefault(name.rpartition(".")[0], []).extend(faults)
