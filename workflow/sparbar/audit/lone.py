"""Verify a file alone, away from any project: what holds, what does not, and what could not be checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from sparbar.audit.apart import NO_ANSWERS, Answers, read_apart
from sparbar.audit.bounds import check_markup, read_bounded, refused, unpack_word
from sparbar.audit.carried import check_tables
from sparbar.audit.levels import Level, State, describe_findings
from sparbar.audit.manifests import contradictions
from sparbar.audit.said import read_word, said_by_html, said_by_pdf
from sparbar.audit.segments import Finding
from sparbar.audit.texts import check_texts
from sparbar.errors import VerificationError
from sparbar.language import LANGUAGES, find_numerals
from sparbar.model.document import Document, FigureText, document_from_json, figures_from_json, is_wording
from sparbar.model.ledger_json import ledger_from_json
from sparbar.model.shape import shaped
from sparbar.proof import docx, html, misfits, pdf
from sparbar.proof.signature import check_signature

_FIX = "give the report's own HTML, PDF or DOCX file"
_RESTYLED = (
    "elements, attributes, style or script are not those that were built, "
    "so what is seen may differ from what is written"
)
_UNKNOWN_SHAPE = "the proof does not say how tables, pictures and headers of the document were built"
_REDRAWN = "the pages are not as they were built, though their text has the same numbers"


# Pages that are made with a report and tell about it.
COMPANIONS = ("trace.html", "changes.html", "index.html")


@dataclass(frozen=True)
class LoneFile:
    """A document with the proof taken out of it.

    Attributes:
        kind: "html", "pdf" or "docx".
        parts: the package's parts (DOCX only).
        proof: what the file carries, or None.
        broken: why the proof cannot be read, or "".
        lent: for a Word file that lost its proof: that of a finished document of the same name beside it.
        lender: the name of that document.
        answers: what was read of it in a process of its own (PDF only).
    """

    name: str
    kind: Literal["html", "pdf", "docx"]
    data: bytes
    parts: dict[str, bytes]
    proof: dict[str, Any] | None
    broken: str = ""
    lent: dict[str, Any] | None = None
    lender: str = ""
    answers: Answers = NO_ANSWERS

    @property
    def language(self) -> str:
        """The language of the report, as far as the proof says so; else ""."""
        document = (self.proof or self.lent or {}).get("document")
        told = document.get("language") if isinstance(document, dict) else ""
        return told if isinstance(told, str) else ""

    @cached_property
    def content(self) -> dict[str, Any]:
        """Digests of what stands in the file outside the proof."""
        if self.kind == "docx":
            return {"parts": docx.digests(self.parts)}
        if self.kind == "html":
            return html.content(self.data)
        try:
            content: dict[str, Any] = self.answers.of("content")
        except ValueError as error:
            return {"unreadable": str(error)}
        return content

    @cached_property
    def listed(self) -> tuple[Document | None, tuple[FigureText, ...]]:
        """The list of numbers in the proof, and the texts in figures; None where the list cannot be read."""
        try:
            proof = self.proof or self.lent or {}
            document = shaped(document_from_json(proof["document"]))
            if document.language not in LANGUAGES:
                return None, ()
            return document, tuple(map(shaped, figures_from_json(proof["figures"])))
        except (KeyError, TypeError, ValueError, AttributeError):
            return None, ()


def open_file(path: Path) -> LoneFile:
    """Read a document and take its proof out.

    Raises:
        VerificationError: the file is none of the three kinds, or larger than anything made here.
    """
    data = read_bounded(path, _FIX)
    if data.startswith(b"%PDF-"):
        return _opened(path.name, "pdf", data, {})
    if data.startswith(b"PK"):
        file = _opened(path.name, "docx", data, unpack_word(path.name, data, _FIX))
        return file if file.proof or file.broken else _with_lent_proof(file, path)
    if b"<html" in data[:4096].lower():
        if path.name in COMPANIONS and not html.has_slot(data):
            expected = "report.html, report.pdf or report.docx, each of which carries its proof"
            raise refused(
                path.name, "this page is made beside the report and carries no proof", expected, _FIX
            )
        check_markup(path.name, data, _FIX)
        return _opened(path.name, "html", data, {})
    raise refused(path.name, "the file is no report", "an HTML, PDF or Word (DOCX) file", fix=_FIX)


def _opened(
    name: str, kind: Literal["html", "pdf", "docx"], data: bytes, parts: dict[str, bytes]
) -> LoneFile:
    answers = read_apart(data, "proof", "described", "content", "seen") if kind == "pdf" else NO_ANSWERS
    try:
        if kind == "pdf":
            proof = answers.of("proof")
            json.dumps(proof, ensure_ascii=False).encode("utf-8")  # an attachment may be named so
        else:
            proof = html.extract(data) if kind == "html" else docx.extract(parts)
    except (ValueError, RecursionError) as error:
        broken = str(error) or "the proof cannot be read"
        return LoneFile(name, kind, data, parts, None, broken, answers=answers)
    return LoneFile(name, kind, data, parts, proof, answers=answers)


def _with_lent_proof(file: LoneFile, path: Path) -> LoneFile:
    """The file with the proof of the page or PDF of the same name, where one lies beside it."""
    for suffix in (".html", ".pdf"):
        beside = path.with_suffix(suffix)
        if beside.is_file():
            try:
                lender = open_file(beside)
            except VerificationError:
                continue
            if lender.proof:
                return replace(file, lent=lender.proof, lender=lender.name)
    return file


def check_whole(file: LoneFile, key: bytes | None = None) -> Level:
    """Level 1: the proof's parts, the file's content and the signature fit together.

    Args:
        key: the public key with which the file must be signed, where one is at hand.
    """
    if file.proof is None:
        return Level(
            "whole",
            "fails",
            (file.broken or "the file carries no proof: it was not made here, or the proof was taken out",),
        )
    bad = misfits(file.proof)
    if bad:
        return Level("whole", "fails", tuple(_misfit(name) for name in bad))
    manifest = file.proof["manifest"]
    lines, state = _content_lines(file, _built_content(file))
    if manifest.get("format") != file.kind:
        lines, state = (
            (*lines, f"the proof was made for a file of the kind {manifest.get('format')}"),
            "fails",
        )
    other = [*_contradictions(file), *_described_lines(file)]
    good, said = check_signature(manifest, file.proof.get("signature"), key)
    return Level("whole", state if good and not other else "fails", (*lines, *other, said))


def _contradictions(file: LoneFile) -> list[str]:
    proof = file.proof or {}
    document, _ = file.listed
    if document is None:  # level "said" tells it
        return []
    try:
        return list(contradictions(proof["manifest"], proof["inputs"], document))
    except (TypeError, ValueError):
        return ["what the manifest says of its edition cannot be read"]


def _described_lines(file: LoneFile) -> list[str]:
    """Where a PDF names itself or its attachments otherwise than it was built."""
    if file.kind != "pdf" or file.proof is None:
        return []
    try:
        return pdf.misdescribed(file.answers.of("described"), str(file.proof["manifest"].get("title")))
    except ValueError as error:
        return [str(error)]


def _misfit(name: str) -> str:
    if not name:
        return "the proof is not one that this version can read"
    if name.startswith("manifest."):
        return f"the manifest names another {name.removeprefix('manifest.')} than the ledger and the list"
    return f"{name.replace('tables/', 'the table ')}: not what the manifest says"


def _content_lines(file: LoneFile, wanted: dict[str, Any]) -> tuple[tuple[str, ...], State]:
    if file.kind == "docx":
        found = file.content["parts"]
        listed = wanted.get("parts")
        listed = listed if isinstance(listed, dict) else {}
        changed = {name for name in {*found, *listed} if found.get(name) != listed.get(name)}
        if not changed:
            return ("the document is what its manifest says",), "holds"
        # Fonts come first: what other letters they draw, no level sees.
        named = ", ".join(sorted(changed, key=lambda name: (not name.startswith("word/fonts/"), name)))
        return (f"the document was edited since it was built ({named}); see what it says now",), "holds"
    if file.content == wanted:
        return ("everything in the file is what its manifest says",), "holds"
    differs = "something in the file outside the proof differs from what was built"
    return (str(file.content.get("unreadable", differs)),), "fails"


def check_said(file: LoneFile) -> Level:
    """Level 2: what a reader sees is what the document's list says."""
    proof = file.proof or file.lent
    if proof is None:
        return Level("said", "not checked", ("the file carries no list to check against",))
    document, figures = file.listed
    if document is None:
        return Level("said", "not checked", ("the list of numbers in the proof cannot be read",))
    findings, remarks = _findings(file, document, figures)
    if file.lender:
        remarks.insert(0, f"the file has lost its proof; it was held against that of {file.lender} beside it")
    try:
        ledger = shaped(ledger_from_json(proof["ledger"]))
        findings += check_texts(ledger, document)
        findings += check_tables(ledger, _known_tables(proof))
    except (KeyError, TypeError, ValueError, AttributeError):
        return Level("said", "not checked", ("the ledger in the proof cannot be read",))
    if findings:
        return Level("said", "fails", (*describe_findings(findings), *remarks))
    return Level("said", "holds", (all_said(document), *remarks))


def all_said(document: Document) -> str:
    """How many numbers are the ledger's, and how many stand beside them in words that people wrote."""
    seen = sum(occurrence.kind in ("fact", "constant") for occurrence in document.occurrences)
    wordings = [one for one in document.occurrences if is_wording(one)]
    if written := sum(len(find_numerals(one.text, document.language)) for one in wordings):
        more = f"names, labels and definitions hold {written} more, as they were written"
        return f"all {seen} numbers are the ledger's, in their places; {more}"
    return f"all {seen} numbers are the ledger's, in their places, and there are no others"


def _known_tables(proof: dict[str, Any]) -> dict[str, str]:
    """The tables that the manifest names; level "whole" tells of others."""
    parts = proof["manifest"]["parts"]
    return {name: text for name, text in proof["tables"].items() if f"tables/{name}" in parts}


def _findings(
    file: LoneFile, document: Document, figures: Sequence[FigureText]
) -> tuple[list[Finding], list[str]]:
    """What is wrong with what a file says, and what else should be known of it."""
    if file.kind == "docx":
        listed = _built_content(file).get("parts")
        listed = listed if isinstance(listed, dict) else {}
        as_built = [part for part, digest in file.content["parts"].items() if listed.get(part) == digest]
        built = None if file.lender else _built_content(file).get("shape")
        if not file.lender and not isinstance(built, dict):
            return [Finding(file.name, "could not be checked", _UNKNOWN_SHAPE)], []
        return read_word(file.name, file.parts, document, figures, (as_built, built))
    wanted = _built_content(file)
    if file.kind == "html":
        findings = said_by_html(file.name, file.data, document, figures)
        if file.content["markup"] != wanted.get("markup"):
            findings.append(Finding(file.name, "could not be checked", _RESTYLED))
        return findings, []
    findings = said_by_pdf(file.name, file.answers, document, figures)
    if file.content != wanted and not findings:
        findings.append(Finding(file.name, "could not be checked", file.content.get("unreadable", _REDRAWN)))
    return findings, []


def _built_content(file: LoneFile) -> dict[str, Any]:
    """What the manifest says of the file's content as it was built; nothing where it says none."""
    manifest = file.proof.get("manifest") if file.proof else None
    content = manifest.get("content") if isinstance(manifest, dict) else None
    return content if isinstance(content, dict) else {}
