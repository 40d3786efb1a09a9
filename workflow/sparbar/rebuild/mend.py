"""What a killed run leaves half-done is ended, unlocked and put in order before the next one begins."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sparbar.model.paths import Layout
from sparbar.provenance.register import mend_register
from sparbar.rebuild.alone import Said
from sparbar.rebuild.orphans import end_processes, is_building
from sparbar.swap import mend_swap

_LOCKS = Path(".snakemake", "locks")
_UNLOCK_SECONDS = 120
# Working folders of single steps, below the results.
_UNFINISHED = (".diff-*", "work/*/measure-*", "work/*/.changes-*", "work/*/*/.render-*")


@dataclass(frozen=True)
class Mended:
    """What was put in order.

    Attributes:
        ended: processes that were still at work.
        unlocked: whether Snakemake's lock was taken away.
        reports: folders of reports that were brought back or tidied, relative to the project.
        register: whether the register had an unfinished line.
    """

    ended: tuple[int, ...] = ()
    unlocked: bool = False
    reports: tuple[str, ...] = ()
    register: bool = False


def is_locked(root: Path) -> bool:
    """Whether a Snakemake holds the project, or one that was killed left its lock."""
    return any((root / _LOCKS).glob("*"))


def mend(layout: Layout, killed: Said | None) -> Mended:
    """End what a killed run started, take its lock of Snakemake away, and put half-done work in order.

    While somebody builds by hand, nothing of theirs is touched.

    Raises:
        OSError: something cannot be put in order.
    """
    root = layout.root
    ended = [pid for mark in (killed.marks if killed else ()) for pid in end_processes(mark)]
    unlocked = killed is not None and killed.builds and is_locked(root) and unlock(root)
    if is_locked(root):
        return Mended(tuple(ended))
    results = root / layout.results
    for pattern in _UNFINISHED:
        for folder in results.glob(pattern):
            shutil.rmtree(folder, ignore_errors=True)
    left = sorted((results / "reports").glob("*/.*"))
    targets = dict.fromkeys(path.with_name(path.stem[1:]) for path in left if path.suffix in (".new", ".old"))
    mended = [target.relative_to(root).as_posix() for target in targets if mend_swap(target)]
    return Mended(tuple(ended), unlocked, tuple(mended), mend_register(layout.register()))


def unlock(root: Path) -> bool:
    """Have Snakemake take its lock away, unless one is at work here."""
    if is_building(os.fspath(root)):
        return False
    # A workflow without rules: whatever is wrong with the project's own does not stand in the way.
    empty = Path(__file__).with_name("nothing.smk")
    command = [sys.executable, "-P", "-m", "snakemake", "--unlock", "--cores", "1", "--snakefile", str(empty)]
    subprocess.run(
        command,
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_UNLOCK_SECONDS,
        check=False,
    )
    return not is_locked(root)
