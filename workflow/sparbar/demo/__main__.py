"""`python -m sparbar.demo --out data/raw`: write the made-up extracts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sparbar.demo.extracts import write_extracts
from sparbar.errors import SparbarError


def main(arguments: list[str] | None = None) -> int:
    """Write the extracts and print a line for each; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sparbar.demo", description="Write the made-up extracts.")
    parser.add_argument("--out", type=Path, default=Path("data/raw"), help="folder of the extracts")
    chosen = parser.parse_args(arguments)
    try:
        written = write_extracts(chosen.out)
    except SparbarError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for path in written:
        print(path.as_posix())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
