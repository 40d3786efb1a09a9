"""A small project in which one thing at a time can be broken; its files stand in small_project/."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from sparbar.config.project import Project, Scope, load_project, scope_of
from sparbar.errors import ConfigError

WHOLE = Path(__file__).parent / "small_project"
SHORT = {
    "insats": "config/sources/insats.yaml",
    "kommun": "config/sources/kommun.yaml",
    "metrics": "config/metrics/insats.yaml",
    "reports": "config/reports/halvar.yaml",
}


@dataclass(frozen=True)
class SmallProject:
    """The files of the small project, to be broken and loaded."""

    root: Path

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, file: str, old: str, new: str) -> None:
        """Replace the one place where `old` stands; `file` may be short ("metrics", "reports", a source)."""
        path = self.root / SHORT.get(file, file)
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def load(self) -> Project:
        return load_project(self.root)

    def scope(self, report: str = "halvar") -> Scope:
        return scope_of(self.load(), report)

    def message(self, report: str = "halvar") -> str:
        """What loading or checking says."""
        with pytest.raises(ConfigError) as caught:
            self.scope(report)
        return str(caught.value)


def make_small(root: Path) -> SmallProject:
    """The small project, whole, in a folder."""
    shutil.copytree(WHOLE, root, dirs_exist_ok=True)
    return SmallProject(root)
