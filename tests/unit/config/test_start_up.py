"""What loading config imports: the Snakefile loads it at parse time, so nothing heavy may come along."""

import subprocess
import sys
from pathlib import Path

WORKFLOW = Path(__file__).resolve().parents[3] / "workflow"
HEAVY = (
    "pandas",
    "numpy",
    "matplotlib",
    "duckdb",
    "babel",
    "jinja2",
    "lxml",
    "snakemake",
    "sparbar.language",
)


def imported_by(code: str) -> set[str]:
    program = f"import sys; sys.path.insert(0, {str(WORKFLOW)!r}); {code}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_loading_a_project_imports_nothing_heavy() -> None:
    found = imported_by("import sparbar.config.project")

    assert "sparbar.config.project" in found
    assert not found & set(HEAVY)


def test_a_heavy_import_would_be_seen() -> None:
    assert "sparbar.language" in imported_by("import sparbar.config.describe") & set(HEAVY)
