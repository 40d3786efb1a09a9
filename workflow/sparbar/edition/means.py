"""With what an edition is checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Means:
    """What whoever checks an edition has at hand.

    Attributes:
        extracts: folder with the extract files, or None.
        rebuild: whether the edition is to be built again.
        key: the public key that must have signed it, or None.
    """

    extracts: Path | None = None
    rebuild: bool = False
    key: bytes | None = None


NOTHING = Means()
