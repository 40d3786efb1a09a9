"""What a run did, one line of JSON for each event, in a file of its own; only so many of them are kept."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

KEPT = 100
# What belongs to a run: its events, its summary, and what Snakemake said.
_KINDS = (".jsonl", ".txt", ".snakemake.log")


class RunLog:
    """The log of one run. A log that cannot be written is told once, and stops nothing."""

    def __init__(self, folder: Path, began: datetime) -> None:
        self.folder = folder
        self.run = _free_name(folder, f"{began.astimezone(UTC):%Y-%m-%dT%H%M%SZ}")
        self.is_broken = False

    def path(self, kind: str) -> Path:
        """A file of this run."""
        return self.folder / f"{self.run}{kind}"

    def write(self, event: str, **details: Any) -> None:
        """Write one event. Details are names, dates, counts and codes; never a cell or a secret."""
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": time, "run": self.run, "event": event, **details}, ensure_ascii=False)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self.path(".jsonl").open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")
        except OSError as error:
            if not self.is_broken:
                print(f"warning: the log cannot be written: {error.strerror}", file=sys.stderr)
            self.is_broken = True

    def keep(self, text: str) -> None:
        """Keep the summary for people beside the events."""
        try:
            self.path(".txt").write_text(text, encoding="utf-8")
        except OSError as error:
            print(f"warning: the summary cannot be kept: {error.strerror}", file=sys.stderr)

    def prune(self) -> None:
        """Take away what is left of all but the newest runs; this one stays, whatever the clock says."""
        runs = sorted({path.name.partition(".jsonl")[0] for path in self.folder.glob("*.jsonl")} - {self.run})
        for run in runs[: max(0, len(runs) + 1 - KEPT)]:
            for kind in _KINDS:
                try:
                    (self.folder / f"{run}{kind}").unlink(missing_ok=True)
                except OSError:
                    continue


def _free_name(folder: Path, name: str) -> str:
    """The name, with a number where a run has it: of one second, or of a clock that was set back.

    The sign before the number sorts after the one before a file's kind, so that names keep the order of runs.
    """
    number, found = 1, name
    while (folder / f"{found}.jsonl").exists():
        number += 1
        found = f"{name}_{number}"
    return found
