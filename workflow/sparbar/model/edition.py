"""What a published report says of itself: its name, who approved it, and which edition it corrects."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sparbar.model.document import Document
from sparbar.model.ledger import Ledger


@dataclass(frozen=True)
class Superseded:
    """The edition that a correction replaces.

    Attributes:
        name: of the earlier edition.
        date: the day on which it was approved, ISO 8601.
        reason: why it is replaced.
        sha256: digest of its `edition.json` as canonical JSON, hexadecimal.
    """

    name: str
    date: str
    reason: str
    sha256: str


@dataclass(frozen=True)
class Edition:
    """A published report's name, who approved it and when.

    Attributes:
        date: the day of approval, ISO 8601.
        supersedes: the edition that this one corrects, or None.
    """

    name: str
    approved_by: str
    date: str
    supersedes: Superseded | None = None


@dataclass(frozen=True)
class Publication:
    """What composing an edition needs beside the report's own definitions.

    Attributes:
        earlier: ledger and document of the edition that this one corrects, or None.
    """

    edition: Edition
    earlier: tuple[Ledger, Document] | None = None


def edition_to_json(edition: Edition) -> dict[str, Any]:
    """The edition as plain data."""
    return asdict(edition)


def edition_from_json(data: dict[str, Any]) -> Edition:
    """The inverse of `edition_to_json`.

    Raises:
        KeyError, TypeError: the data are no edition.
    """
    earlier = data["supersedes"]
    return Edition(**{**data, "supersedes": Superseded(**earlier) if earlier else None})
