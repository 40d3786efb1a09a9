"""All that can be read in the files of a folder, unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sparbar.personal.places import places_of


def all_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Place and text, for every place of every file."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for place in places_of(path.relative_to(folder).as_posix(), path.read_bytes()):
                yield place.where, place.text
