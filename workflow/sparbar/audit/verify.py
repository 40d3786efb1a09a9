"""Verify a report before it takes the last one's place: facts twice, identities, every numeral shown."""

from __future__ import annotations

import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sparbar.audit.apart import read_apart
from sparbar.audit.facts import check_facts, check_identities
from sparbar.audit.levels import Level
from sparbar.audit.said import said_by_docx, said_by_html, said_by_pdf
from sparbar.audit.segments import Finding
from sparbar.audit.texts import check_texts
from sparbar.errors import Fault, VerificationError
from sparbar.model.document import Document, read_document, read_figures
from sparbar.model.files import write_json
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger
from sparbar.model.packages import DAMAGED

VERIFICATION_SCHEMA = "sparbar.verification/1"
_CHECKS = ("facts", "identities", "texts", "html", "docx", "pdf")


def verify_report(work: Path, audience: str) -> dict[str, Any]:
    """Check one audience's documents in the working folder and write `verification.json`.

    Args:
        work: the report's working folder, with `recomputed.json` and the audience's folder.

    Raises:
        VerificationError: anything that does not hold, all at once; the verdict is not written then.
    """
    folder = work / audience
    ledger, document = read_ledger(folder / "facts.json"), read_document(folder / "document.json")
    figures = read_figures(folder / "figures" / "figures.json")
    recomputed = json.loads((work / "recomputed.json").read_text(encoding="utf-8"))["facts"]
    with ThreadPoolExecutor(1) as meanwhile:  # a process of its own reads the PDF, which takes longest
        pdf = meanwhile.submit(read_apart, (folder / "report.pdf").read_bytes(), "seen")
        checks = {
            "facts": check_facts(ledger, recomputed),
            "identities": check_identities(ledger),
            "texts": check_texts(ledger, document),
            "html": said_by_html("report.html", (folder / "report.html").read_bytes(), document, figures),
            "docx": said_by_docx("report.docx", _parts(folder / "report.docx"), document, figures),
            "pdf": said_by_pdf("report.pdf", pdf.result(), document, figures),
        }
    findings = [finding for found in checks.values() for finding in found]
    (folder / "verification.json").unlink(missing_ok=True)
    if findings:
        raise VerificationError(_faults(findings))
    verdict = verdict_of(ledger, document)
    write_json(folder / "verification.json", verdict)
    return verdict


def verdict_of(ledger: Ledger, document: Document) -> dict[str, Any]:
    """What is written down of documents of which everything holds."""
    return {
        "schema": VERIFICATION_SCHEMA,
        "passed": True,
        "checks": dict.fromkeys(_CHECKS, "holds"),
        "facts": len(ledger.facts),
        "same_code": sorted(metric.id for metric in ledger.metrics if metric.custom),
        "occurrences": len(document.occurrences),
        "observations": len(ledger.observations),
        "warnings": list(document.warnings),
    }


def levels_of_stage(folder: Path, finished: str) -> list[Level]:
    """What a passed verdict answers, level by level, for a person.

    Args:
        folder: the audience's working folder, of which everything holds.
        finished: where the documents stand when they are finished, from the project's folder on.
    """
    # What reads finished files is loaded for a person only; a build waits for no answer.
    from sparbar.audit.lone import all_said

    ledger, document = read_ledger(folder / "facts.json"), read_document(folder / "document.json")
    proof = f"the proof in each file is checked where it is finished: give {finished}"
    return [
        Level("whole", "not checked", (proof,)),
        Level("said", "holds", (all_said(document),)),
        Level("true", "holds", (_counted(ledger),)),
        Level("same", "not checked", ("only an edition can be built again from what it records",)),
    ]


def _counted(ledger: Ledger) -> str:
    hidden = sum(fact.status == "suppressed" for fact in ledger.facts)
    if hidden:
        return f"{len(ledger.facts) - hidden} facts were counted again and agree; {hidden} are suppressed"
    return f"all {len(ledger.facts)} facts were counted again and agree"


def _parts(path: Path) -> dict[str, bytes]:
    """The parts of a package; none where it is no package, which then cannot be read."""
    try:
        with zipfile.ZipFile(path) as package:
            return {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}
    except DAMAGED:
        return {}


def _faults(findings: list[Finding]) -> list[Fault]:
    return [
        Fault(
            problem=f"{finding.file}: {finding.problem}",
            where=finding.where,
            expected=finding.expected,
            found=finding.found,
            fix="the last good report stays in place; build again, and if it stays so, report this message",
        )
        for finding in findings[:50]
    ]
