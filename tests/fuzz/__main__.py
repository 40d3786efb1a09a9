"""Try changed files for a while: `python -m tests.fuzz --minutes 10 [--target excel] [--from 0]`.

What ends otherwise than well or in a fault is kept in `tests/fuzz/corpus`, one file for each kind of ending.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.targets import TARGETS
from tests.fuzz.trying import try_seed

MEMORY = 4 << 30


def main() -> int:
    """Try until the time is out, and tell how often and what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--target", action="append", choices=[target.name for target in TARGETS])
    parser.add_argument("--from", dest="first", type=int, default=0)
    asked = parser.parse_args()
    _bound_memory()
    targets = [target for target in TARGETS if not asked.target or target.name in asked.target]
    tries: collections.Counter[str] = collections.Counter()
    found: dict[str, str] = {}
    end = time.monotonic() + asked.minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        for seed in itertools.count(asked.first):
            for target in targets:
                for part in range(target.weight):
                    if time.monotonic() > end:
                        return _tell(tries, found)
                    tries[target.name] += 1
                    finding = try_seed(target, seed * 100 + part, Path(folder))
                    if finding and f"{target.name}: {finding.problem}" not in found:
                        found[f"{target.name}: {finding.problem}"] = finding.keep().as_posix()
                        print(target.name, finding.problem, flush=True)
    return 0


def _tell(tries: collections.Counter[str], found: dict[str, str]) -> int:
    for name, count in tries.items():
        print(f"{name:14} {count:8} tries")
    print(f"{sum(tries.values())} tries, {len(found)} findings")
    for problem, path in found.items():
        print(f"  {problem}\n    {path}")
    return 1 if found else 0


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    sys.exit(main())
