"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path

# Rights of a new file: what the system gives, or its owner alone.
_USUAL = 0o666
OWNER_ALONE = 0o600


def write_whole(path: Path, content: str | bytes, rights: int = _USUAL) -> None:
    """Write a file in one step: whoever opens it finds the old one or the new one, never half of it.

    Args:
        content: bytes, or text that is written in UTF-8 with its line ends as they are.
        rights: of the file, from before anything stands in it.

    Raises:
        OSError: it cannot be written. The error names the file, and what stood there stands there still.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if rights != _USUAL:
            part.unlink(missing_ok=True)  # what a killed run left has the rights that it was given then
        with open(part, "wb", opener=lambda name, flags: os.open(name, flags, rights)) as stream:
            stream.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        os.replace(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from error


def json_text(data: object) -> str:
    """Data as JSON with a fixed form, so that equal data give equal bytes."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def write_json(path: Path, data: object) -> None:
    """Write data as JSON with a fixed form."""
    write_whole(path, json_text(data))


def borrow(source: Path, target: Path) -> None:
    """Let a file stand in another folder too, without a copy where the file system can do that.

    A symbolic link would not do: readers refuse them, since what they lead to can change unseen.
    """
    try:
        os.link(source.resolve(), target)
    except OSError:
        shutil.copyfile(source, target)
