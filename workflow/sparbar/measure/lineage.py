"""Which rows each fact rests on (lineage.json), written as facts are found: it can be larger than memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import BinaryIO

LINEAGE_SCHEMA = "sparbar.lineage/1"


class Lineage:
    """The row numbers of facts, in a file that is open for reading and writing."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._places: dict[str, tuple[int, int]] = {}
        stream.write(f'{{"schema": "{LINEAGE_SCHEMA}", "facts": {{'.encode())

    def add(self, fact: str, ranges: Mapping[str, str]) -> None:
        """Note the rows of a fact, by extract."""
        name = json.dumps(fact, ensure_ascii=False)
        data = json.dumps(ranges, ensure_ascii=False).encode()
        self._stream.write(f"{',' if self._places else ''}\n{name}: ".encode())
        self._places[fact] = (self._stream.tell(), len(data))
        self._stream.write(data)

    def rows(self, fact: str) -> dict[str, str]:
        """The rows of a fact by extract; none for a fact that was derived from facts."""
        if fact not in self._places:
            return {}
        end = self._stream.tell()
        start, size = self._places[fact]
        self._stream.seek(start)
        ranges: dict[str, str] = json.loads(self._stream.read(size))
        self._stream.seek(end)
        return ranges

    def close(self) -> None:
        """Finish the file."""
        self._stream.write(b"\n}}\n")
        self._stream.flush()
