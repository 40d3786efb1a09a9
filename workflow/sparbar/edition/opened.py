"""Reading an edition: its manifest, ledger and document, as they stand in its folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sparbar.errors import Fault, VerificationError
from sparbar.model.document import Document, read_document
from sparbar.model.edition import Edition, edition_from_json
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger
from sparbar.proof import sha256_canonical

EDITION_SCHEMA = "sparbar.edition/1"
MANIFEST = "edition.json"
SIGNATURE = "signature.json"
CHECKSUMS = "SHA256SUMS"
DOCUMENTS = ("report.html", "report.pdf", "report.docx")


@dataclass(frozen=True)
class OpenEdition:
    """A published edition on disk. Opening it checks nothing: `edition.verify` does.

    Attributes:
        folder: where it stands.
        manifest: `edition.json` as plain data.
    """

    folder: Path
    manifest: dict[str, Any]

    @property
    def report(self) -> str:
        """Name of the report."""
        return str(self.manifest["report"])

    @property
    def audience(self) -> str:
        """Whom it is for: "internal" or "public"."""
        return str(self.manifest["audience"])

    @cached_property
    def edition(self) -> Edition:
        """Its name, who approved it and when, and what it replaces."""
        return edition_from_json(self.manifest["edition"])

    @cached_property
    def ledger(self) -> Ledger:
        """Everything that it says."""
        return read_ledger(self.folder / "facts.json")

    @cached_property
    def document(self) -> Document:
        """Where it says it."""
        return read_document(self.folder / "document.json")

    @property
    def sha256(self) -> str:
        """Digest of its manifest, by which a later edition names it."""
        return sha256_canonical(self.manifest)

    @property
    def signature(self) -> Any:
        """The signature of its manifest as plain data, or None."""
        path = self.folder / SIGNATURE
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def is_edition(folder: Path) -> bool:
    """Whether a folder holds an edition."""
    return (folder / MANIFEST).is_file()


def open_edition(folder: Path) -> OpenEdition:
    """Open the edition in a folder.

    Raises:
        VerificationError: there is none, or its manifest is not one that this version can read.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["schema"] != EDITION_SCHEMA:
            raise ValueError(f"schema {manifest['schema']}")
        edition_from_json(manifest["edition"])
        manifest["files"].items()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        fix = "give the folder of an edition, as `sparbar publish` made it"
        found = f"{type(error).__name__}" if isinstance(error, OSError) else str(error)
        raise VerificationError(
            Fault("this is no edition", folder.name, f"{MANIFEST} of {EDITION_SCHEMA}", found, fix)
        ) from error
    return OpenEdition(folder, manifest)


def editions_of(folder: Path) -> list[OpenEdition]:
    """The editions in a report's folder of editions, by date of approval and name."""
    found = [open_edition(path.parent) for path in sorted(folder.glob(f"[!.]*/{MANIFEST}"))]
    return sorted(found, key=lambda opened: (opened.edition.date, opened.edition.name))
