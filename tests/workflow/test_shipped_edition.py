"""The shipped report, of two sources, as an edition: what the README says under "Publish and check"."""

from __future__ import annotations

import shlex
from pathlib import Path

from tests.conftest import ROOT, Run

SECTION = (ROOT / "README.md").read_text(encoding="utf-8").split("## Publish and check")[1].split("\n## ")[0]


def test_the_shipped_report_is_published_and_built_again_as_the_readme_says(
    built_copy: Path, run: Run
) -> None:
    publish, verify, lone = SECTION.split("```")[1].strip().splitlines()
    published = run(built_copy, *shlex.split(publish))
    assert published.returncode == 0, published.stderr
    verified = run(built_copy, *shlex.split(verify))
    assert verified.returncode == 0, verified.stdout
    for level in ("whole  holds", "said   holds", "true   holds", "same   holds"):
        assert level in verified.stdout
    (edition,) = (built_copy / "editions").glob("*/*")
    assert run(edition, *shlex.split(lone)).returncode == 0
