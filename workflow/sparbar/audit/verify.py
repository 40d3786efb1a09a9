"""Verify a report before it takes the last one's place: facts twice, identities, every numeral shown."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from sparbar.audit.facts import check_facts, check_identities
from sparbar.audit.said import said_by_docx, said_by_html, said_by_pdf
from sparbar.audit.segments import Finding
from sparbar.errors import Fault, VerificationError
from sparbar.model.document import Document, read_document, read_figures
from sparbar.model.ledger import Fact, Ledger, read_ledger, write_json
from sparbar.shown import show_fact

VERIFICATION_SCHEMA = "sparbar.verification/1"


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
    checks = {
        "facts": check_facts(ledger, recomputed),
        "identities": check_identities(ledger),
        "texts": check_texts(ledger, document),
        "html": said_by_html("report.html", (folder / "report.html").read_bytes(), document, figures),
        "docx": said_by_docx("report.docx", _parts(folder / "report.docx"), document, figures),
        "pdf": said_by_pdf("report.pdf", (folder / "report.pdf").read_bytes(), document, figures),
    }
    findings = [finding for found in checks.values() for finding in found]
    (folder / "verification.json").unlink(missing_ok=True)
    if findings:
        raise VerificationError(_faults(findings))
    verdict = {
        "schema": VERIFICATION_SCHEMA,
        "passed": True,
        "checks": dict.fromkeys(checks, "holds"),
        "facts": len(ledger.facts),
        "same_code": sorted(metric.id for metric in ledger.metrics if metric.custom),
        "occurrences": len(document.occurrences),
        "observations": len(ledger.observations),
        "warnings": list(document.warnings),
    }
    write_json(folder / "verification.json", verdict)
    return verdict


def check_texts(ledger: Ledger, document: Document) -> list[Finding]:
    """Every occurrence refers to something that the ledger has, and says what its fact says."""
    findings: list[Finding] = []
    constants = {constant.id for constant in ledger.constants}
    metrics = {metric.id: metric for metric in ledger.metrics}
    for occurrence in document.occurrences:
        name, _, part = occurrence.ref.partition("#")
        if occurrence.kind == "fact":
            fact = ledger.fact(name)
            if fact is None:
                findings.append(
                    Finding("document.json", "a number refers to no fact", occurrence.id, "", occurrence.ref)
                )
            elif not part and fact.status == "value" and not _says(occurrence.text, fact, metrics, ledger):
                findings.append(
                    Finding(
                        "document.json",
                        "a number is not what its fact says",
                        f"{occurrence.id}, {fact.id}",
                        str(fact.value),
                        occurrence.text,
                    )
                )
        elif occurrence.kind == "constant" and occurrence.ref not in constants:
            findings.append(
                Finding("document.json", "a number refers to no constant", occurrence.id, "", occurrence.ref)
            )
    return findings


def _says(text: str, fact: Fact, metrics: dict[str, Any], ledger: Ledger) -> bool:
    """Whether a shown text is one of the ways in which the fact may read."""
    from sparbar.shown import Manner

    metric = metrics[fact.metric]
    manners = [
        Manner(rounding, words, sign, style, gender)
        for rounding in ("half_up", "half_even")
        for words in (0, 12)
        for sign in (False, True)
        for style in ("long", "short", "month", "year")
        for gender in ("common", "neuter")
    ]
    return any(text == show_fact(fact, metric, ledger, manner) for manner in manners)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}


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
