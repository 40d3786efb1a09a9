"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file in one step: whoever opens it finds the old one or the new one, never half of it.

    Args:
        content: bytes, or text that is written in UTF-8 with its line ends as they are.

    Raises:
        OSError: it cannot be written. The error names the file, and what stood there stands there still.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        os.replace(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from error


def borrow(source: Path, target: Path) -> None:
    """Let a file stand in another folder too, without a copy where the file system can do that.

    A symbolic link would not do: readers refuse them, since what they lead to can change unseen.
    """
    try:
        os.link(source.resolve(), target)
    except OSError:
        shutil.copyfile(source, target)
