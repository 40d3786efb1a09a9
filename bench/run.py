"""Measure speed: `make bench` prints the table and ends with 1 when a limit is broken.

    python bench/run.py [--runs 5] [--only documents|idle|scale|verify|trace|rebuild] [--write]

Everything is measured as whole processes with compiled bytecode, each number beside its yardstick in the same
run; the ratios are of medians. Seconds differ from machine to machine, ratios much less.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.cases import (
    ROOT,
    Result,
    measure_diff,
    measure_documents,
    measure_idle,
    measure_scale,
    measure_verify,
)
from bench.processes import Failed, compile_installed
from bench.rebuild import measure_rebuild
from bench.trace_page import measure_trace

DOCUMENT = ROOT / "docs" / "benchmarks.md"
# Above this, something else is running and the seconds are not worth keeping.
QUIET_LOAD = 0.5


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and say whether every limit holds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="how often each is measured (default 5)")
    parser.add_argument(
        "--rows", type=int, default=2_000_000, help="rows of the large extract (default 2000000)"
    )
    parser.add_argument(
        "--only",
        choices=("documents", "idle", "scale", "diff", "verify", "trace", "rebuild"),
        help="measure only this",
    )
    parser.add_argument(
        "--write", action="store_true", help="write docs/benchmarks.md; on a quiet machine only"
    )
    asked = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    if asked.write and load > QUIET_LOAD:
        print(
            f"the machine is busy (load {load:.1f}); nothing is measured for docs/benchmarks.md",
            file=sys.stderr,
        )
        return 6
    compile_installed()
    try:
        results = _measure(asked)
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    text = table(results, asked.runs, load)
    print(text)
    if asked.write:
        DOCUMENT.write_text(INTRODUCTION + text, encoding="utf-8")
    return 0 if all(result.holds for result in results) else 1


def _measure(asked: argparse.Namespace) -> list[Result]:
    cases = {
        "documents": lambda folder: measure_documents(folder, asked.runs),
        "idle": lambda folder: measure_idle(folder, asked.runs),
        "scale": lambda folder: measure_scale(folder, asked.runs, asked.rows),
        "diff": lambda folder: measure_diff(folder, asked.runs, asked.rows // 2),
        "verify": lambda folder: measure_verify(folder, asked.runs),
        "trace": lambda folder: measure_trace(folder, asked.runs),
        "rebuild": lambda folder: measure_rebuild(folder, asked.runs),
    }
    results = []
    for name, case in cases.items():
        if asked.only in (None, name):
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory(prefix="sparbar-bench-") as folder:
                results += case(Path(folder))
    return results


def table(results: Sequence[Result], runs: int, load: float) -> str:
    """The results in Markdown."""
    lines = [
        f"{datetime.date.today()}, {machine()}, load before {load:.1f}. "
        f"Medians of {runs} (least–most), in seconds.",
        "",
        "| measured | seconds | beside | seconds | ratio | limit | |",
        "| :-- | --: | :-- | --: | --: | --: | :-- |",
    ]
    notes = []
    for result in results:
        limit = "" if result.limit is None else f"{result.limit:g}"
        verdict = "holds" if result.holds else "**broken**"
        cells = (
            result.what,
            result.ours,
            result.beside,
            result.theirs,
            f"{result.ratio:.2f}",
            limit,
            verdict,
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
        if result.note:
            notes.append(f"- {result.what}: {result.note}")
    return "\n".join([*lines, "", *notes]).rstrip() + "\n"


def machine() -> str:
    """Cores, memory and Python of this machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, Python {platform.python_version()}"


INTRODUCTION = """\
# Speed

`make bench` measures this. Each number stands beside its yardstick, measured in the same run and in turn with
it, as whole processes with compiled bytecode. Seconds differ from machine to machine; ratios much less.
`bench/plain_script.py` is the plain script: it reads the same workbooks with pandas, counts, draws the same
figures with matplotlib and writes the same three formats with pandoc and Typst, and traces nothing.

"""


if __name__ == "__main__":
    sys.exit(main())
