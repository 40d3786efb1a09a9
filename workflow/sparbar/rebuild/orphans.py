"""Processes that a killed run left behind: known by a mark in their environment, so no other is ended."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

# What a run starts has the run's mark in this variable, and hands it on to all that it starts in turn.
VARIABLE = "SPARBAR_RUN"
GRACE_SECONDS = 5.0
_ROUNDS = 20


def end_processes(mark: str) -> list[int]:
    """End every process that carries the mark of a run, with those of its process groups; returns their ids.

    A number of a process that has since been given to another says nothing here: only the mark counts. They
    are asked first, and killed where that does not help.
    """
    import psutil

    ended: set[int] = set()
    for _ in range(_ROUNDS):  # what is being ended may start one more
        found = _marked(mark)
        if not found:
            break
        ended |= {process.pid for process in found}
        for process in found:
            _signal(process, "terminate")
        _, left = psutil.wait_procs(found, timeout=GRACE_SECONDS)
        for process in left:
            _signal(process, "kill")
        psutil.wait_procs(left, timeout=GRACE_SECONDS)
    return sorted(ended)


def _marked(mark: str) -> list[psutil.Process]:
    import psutil

    every = [process for process in psutil.process_iter() if process.pid != os.getpid()]
    marked = [process for process in every if _mark_of(process) == mark]
    groups = {_group_of(process) for process in marked} - {_group_of(psutil.Process()), 0}
    return [process for process in every if process in marked or _group_of(process) in groups]


def _mark_of(process: psutil.Process) -> str:
    """The mark in a process's environment; "" where it has none, is gone, or is somebody else's."""
    import psutil

    try:
        return "" if process.status() == psutil.STATUS_ZOMBIE else process.environ().get(VARIABLE, "")
    except (psutil.Error, OSError):
        return ""


def _group_of(process: psutil.Process) -> int:
    """The process group; 0 where the system has none, or the process is gone."""
    try:
        return os.getpgid(process.pid) if hasattr(os, "getpgid") else 0
    except OSError:
        return 0


def _signal(process: psutil.Process, how: str) -> None:
    import psutil

    try:
        getattr(process, how)()
    except psutil.Error:
        return  # It has ended by itself.


def is_building(folder: str, but: str = "") -> bool:
    """Whether a Snakemake, or a step that outlived one, is at work in a folder, as far as this user may see.

    Args:
        but: the mark of a run whose own processes do not count.
    """
    import psutil

    for process in psutil.process_iter():
        try:
            mark = _mark_of(process)
            is_other = mark != but if mark else process.pid != os.getpid() and _is_build(process.cmdline())
            if is_other and process.cwd() == folder:
                return True
        except (psutil.Error, OSError):
            continue
    return False


def _is_build(command: list[str]) -> bool:
    """Whether this is Snakemake or a step of it: "python -m snakemake", "python …/bin/sparbar compose …"."""
    names = [PurePath(part).stem for part in command[:3]]
    # A rebuild that waits for its turn touches nothing; what one has started has its mark.
    return "snakemake" in names or ("sparbar" in names and "rebuild" not in command)
