"""Files are written whole or not at all."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

from sparbar.model.files import write_whole


def test_text_and_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "a.txt", "å\n")
    write_whole(tmp_path / "new" / "b.bin", b"\r\n")
    assert {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()} == {
        "a.txt": "å\n".encode(),
        "b.bin": b"\r\n",
    }


class FullDisk(io.FileIO):
    """A file on a disk that is full after its first byte."""

    def write(self, content: Any) -> int:
        super().write(content[:1])
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["write", "rename"])
def test_what_stood_there_stays_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def held(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    if step == "write":
        monkeypatch.setattr("sparbar.model.files.open", FullDisk, raising=False)
    else:
        monkeypatch.setattr(os, "replace", held)
    with pytest.raises(OSError, match=r"^\[Errno (28|13)\] (No space|Permission).*a\.txt'$") as caught:
        write_whole(path, "new")
    assert caught.value.filename == str(path)
    assert isinstance(caught.value, PermissionError) == (step == "rename")
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("a.txt", b"old")]
