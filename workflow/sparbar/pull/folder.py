"""A folder in which people or systems drop files: on this machine, a share, or any store of fsspec."""

from __future__ import annotations

import datetime
import re
import shutil
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sparbar.config.pull import REFERENCE, FolderPull
from sparbar.errors import EnvironmentFault, Fault
from sparbar.pull.fetching import Fetched, Task, unreachable

LOOKS = 12
States = dict[str, tuple[int, Any, str]]
_DATE = r"\d{4}(?P<sign>[-_.]?)\d\d(?P=sign)\d\d"
_PIECE = 1 << 20


def fetch_folder(settings: FolderPull, task: Task) -> Iterator[Fetched]:
    """The folder's files that the pattern means, oldest extract date first.

    Raises:
        EnvironmentFault: the folder cannot be read, or a file does not stop changing.
    """
    from fsspec.core import url_to_fs

    place = task.secrets.fill(settings.folder)
    if "://" not in place and not Path(place).is_absolute():
        place = (task.root / place).as_posix()
    system, base = url_to_fs(place)
    if not system.isdir(base):
        names = ", ".join(REFERENCE.findall(settings.folder))
        fix = f"is the share connected, and is {names} right?" if names else "is the share connected?"
        raise unreachable(task, "the folder is not there", settings.folder, fix)
    system.invalidate_cache()
    pattern = name_pattern(settings.files)
    states = _settled(system, base, settings, task)
    if not states:
        fix = "put a file there, or correct pull.files"
        raise unreachable(task, "no file of the folder has such a name", settings.files, fix)
    days = Counter(date_in_name(pattern, name) for name in states)
    for name in _in_order(states, settings.files):
        copy = task.into / name
        states = _copied(system, base, settings, task, (name, copy, states))
        day = date_in_name(pattern, name)
        fault = _no_day(name) if day is None and "{date}" in settings.files else None
        yield Fetched(copy, name, day, fault=fault, is_alone=days[day] == 1)


def _copied(
    system: Any, base: str, settings: FolderPull, task: Task, file: tuple[str, Path, States]
) -> States:
    """Copy a file that nobody wrote to meanwhile; returns what the folder looked like when it was copied.

    Raises:
        EnvironmentFault: it goes on changing, or is gone.
    """
    name, copy, states = file
    for _ in range(LOOKS):
        if name not in states:
            raise unreachable(task, "a file of the folder is gone", name)
        with system.open(states[name][2], "rb") as there, copy.open("wb") as here:
            shutil.copyfileobj(there, here, _PIECE)
        if _states(system, base, settings.files).get(name) == states[name]:
            return states
        states = _settled(system, base, settings, task)
    raise _restless(task, settings)


def name_pattern(files: str) -> re.Pattern[str]:
    """File names that a pattern such as "list_{date}*.xlsx" means; the date is a group."""
    before, has_date, after = _composed(files).partition("{date}")
    parts = [re.escape(part).replace(r"\*", ".*").replace(r"\?", ".") for part in (before, after)]
    return re.compile(parts[0] + (f"(?P<date>{_DATE})" if has_date else "") + parts[1])


def date_in_name(pattern: re.Pattern[str], name: str) -> datetime.date | None:
    """The date that a file's name gives; None where it gives none, or none that there is."""
    match = pattern.fullmatch(_composed(name))
    digits = re.sub(r"\D", "", match["date"]) if match and "date" in pattern.groupindex else ""
    try:
        return datetime.datetime.strptime(digits, "%Y%m%d").date() if digits else None
    except ValueError:
        return None


def _composed(name: str) -> str:
    """A name with "ö" as one letter: some systems write it as an o and two dots."""
    return unicodedata.normalize("NFC", name)


def _no_day(name: str) -> Fault:
    fix = "rename the file after the day on which the data were pulled"
    return Fault("the file's name gives no date", name, "year, month and day", "no such day", fix)


def _settled(system: Any, base: str, settings: FolderPull, task: Task) -> States:
    """The files that the pattern means, once none of them changes any more."""
    before = _states(system, base, settings.files)
    fresh = time.time() - settings.settle
    if all(isinstance(state[1], float) and state[1] < fresh for state in before.values()):
        return before
    for _ in range(LOOKS):
        time.sleep(settings.settle)
        now = _states(system, base, settings.files)
        if now == before:
            return now
        before = now
    raise _restless(task, settings)


def _restless(task: Task, settings: FolderPull) -> EnvironmentFault:
    changing = f"files that are being written for more than {LOOKS * settings.settle} seconds"
    return unreachable(task, "the folder does not come to rest", changing)


def _states(system: Any, base: str, files: str) -> States:
    """File name to size, time of change and path."""
    system.invalidate_cache()
    pattern, found = name_pattern(files), {}
    for item in system.ls(base, detail=True):
        name = item["name"].rstrip("/").rpartition("/")[2]
        is_ours = item["type"] == "file" and not name.startswith(("~$", "."))
        if is_ours and pattern.fullmatch(_composed(name)):
            changed = item.get("mtime", item.get("LastModified", item.get("last_modified")))
            found[name] = (item["size"], changed, item["name"])
    return found


def _in_order(states: States, files: str) -> list[str]:
    pattern = name_pattern(files)

    def order(name: str) -> tuple[str, str]:
        match = pattern.fullmatch(_composed(name))
        has_date = match is not None and "date" in pattern.groupindex
        return (re.sub(r"\D", "", match["date"]) if match and has_date else "", name)

    return sorted(states, key=order)
