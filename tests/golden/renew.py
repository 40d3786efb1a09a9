"""Renew the edition that is kept: `python -m tests.golden.renew`.

Say in the changelog what is made otherwise now, and why.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from sparbar.config.project import load_project
from sparbar.edition.publish import Approval, publish
from sparbar.proof.signature import make_keys, signer
from tests.golden.back import KEPT, ROOT, keep
from tests.workflow.project import REPORT, make_tiny


def renew() -> None:
    """Build the tiny project, publish it signed with a key that is thrown away, and keep the edition."""
    with tempfile.TemporaryDirectory(prefix="sparbar-") as name:
        tiny = make_tiny(Path(name) / "tiny")
        tiny.build()
        private = Path(name) / "key"
        make_keys(private)
        project = load_project(tiny.root)
        keep(publish(project, REPORT, "internal", Approval("Karin Ek", "2023-07-01"), signer(private)))
    print(f"renewed: {KEPT.relative_to(ROOT).as_posix()}", file=sys.stderr)


if __name__ == "__main__":
    renew()
