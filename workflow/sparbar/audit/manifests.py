"""What a manifest says that its own file contradicts: texts of inputs, and what is shown of an edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sparbar.audit.texts import is_day
from sparbar.model.document import Document
from sparbar.provenance.digests import sha256_text

_INPUT = "the manifest has another checksum for {0} than the {0} in the file"


def contradictions(
    manifest: Mapping[str, Any], inputs: Mapping[str, str], document: Document
) -> Iterator[str]:
    """Every statement of a manifest that the rest of its file speaks against.

    Args:
        inputs: path to text of what the file carries of its inputs.
    """
    digests = manifest.get("inputs")
    digests = digests if isinstance(digests, dict) else {}
    for name, text in sorted(inputs.items()):
        # Files before were carried with the line ends of this system, whatever their own.
        if digests.get(name) not in (sha256_text(text), sha256_text(text.replace("\n", "\r\n"))):
            yield _INPUT.format(name)
    edition = manifest.get("edition")
    shown = [item for item in document.occurrences if item.ref.startswith("edition.")]
    if not isinstance(edition, dict):
        if shown:
            yield "the manifest names no edition, and the document shows one"
        return
    yield from _of_edition(edition, document)


def _of_edition(edition: Mapping[str, Any], document: Document) -> Iterator[str]:
    """What a manifest says of its edition, and the document does not show so."""
    earlier = edition.get("supersedes")
    said = {f"edition.{key}": value for key, value in edition.items() if key != "supersedes"}
    if isinstance(earlier, dict):
        said |= {f"edition.supersedes.{key}": value for key, value in earlier.items() if key != "sha256"}
    shown: dict[str, set[str]] = {}
    for item in document.occurrences:
        shown.setdefault(item.ref, set()).add(item.text)
    prose = " ".join(" ".join(paragraph.text for paragraph in document.paragraphs).split())
    for ref, value in said.items():
        texts, value = shown.get(ref), str(value)
        if ref.endswith("date"):
            is_shown = bool(texts) and all(is_day(text, value, document.language) for text in texts or ())
        elif texts:
            is_shown = all(" ".join(text.split()) == " ".join(value.split()) for text in texts)
        else:  # without a number in it, it is prose
            is_shown = not prose or " ".join(value.split()) in prose
        if not is_shown:
            yield f"the manifest's {ref.replace('.', ' ').replace('_', ' ')} is not what the document shows"
    for ref in sorted(shown):
        if ref.startswith("edition.supersedes.") and ref not in said:
            yield "the manifest does not say that this edition corrects another, and the document does"
            return
