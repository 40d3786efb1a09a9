"""Count one number of a finished report again, from the raw rows that the ledger names."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sparbar.audit.facts import as_told, compared_parts
from sparbar.config.project import Project, scope_of
from sparbar.errors import Fault, VerificationError
from sparbar.model.ledger import Fact, Ledger
from sparbar.model.values import value_to_json
from sparbar.provenance.digests import sha256_file
from sparbar.provenance.register import find_event, read_register
from sparbar.provenance.resolve import Delivery


def recounted(project: Project, ledger: Ledger, fact: Fact) -> Iterator[str]:
    """Lines that say what the number is when it is counted anew, by today's definitions.

    The extracts are those that the report was made from, whatever has come since.

    Raises:
        VerificationError: a raw file is no longer what it was, or the number is not what the report says.
    """
    from sparbar.recompute import recompute_fact

    _check_files(project, ledger)
    deliveries = {e.id: Delivery(e.id, e.source, e.delivery, e.asked) for e in ledger.extracts}
    found = recompute_fact(scope_of(project, ledger.report), deliveries, project.layout, fact.id)
    found = as_told(ledger, found)
    said = {"status": fact.status, "value": value_to_json(fact.value)}
    said["rows"] = {rows.extract: rows.digest for rows in fact.rows}
    parts = compared_parts(ledger, fact)
    different = [part for part in parts if found[part] != said[part]]
    if different:
        part = different[0]
        raise VerificationError(
            Fault(
                problem=f"{fact.id} counted again is not what the report says: another {part}",
                where=f"report {ledger.report}",
                expected=json.dumps(said[part], ensure_ascii=False),
                found=json.dumps(found[part], ensure_ascii=False),
                fix="see what was changed in config/metrics or config/sources since the report was built",
            )
        )
    same = "the same value, status and rows" if "rows" in parts else "the same value and status"
    rounded = ", and rounded" if fact.rounded else ""
    if parts:
        yield f"  again     counted from the raw rows once more{rounded}: {same}"


def _check_files(project: Project, ledger: Ledger) -> None:
    faults = []
    lines = read_register(project.layout.register())
    for extract in ledger.extracts:
        line = find_event(lines, "forgotten", extract.source, extract.delivery)
        if line is not None:
            faults.append(
                Fault(
                    problem=f"the extract {extract.source} {extract.delivery} was forgotten: "
                    "its numbers cannot be counted again",
                    where=f"{project.layout.raw}/register.csv",
                    found=f"forgotten {line.received}: {line.note}",
                    fix="leave out --recompute; the ledger and the documents can still be checked",
                )
            )
            continue
        path = project.layout.root / extract.file
        found = sha256_file(path) if path.is_file() else "no such file"
        if found != extract.sha256:
            faults.append(
                Fault(
                    problem=f"the extract {extract.source} {extract.delivery} is not the one that was used",
                    where=extract.file,
                    expected=extract.sha256,
                    found=found,
                    fix="put the file back as it was registered",
                )
            )
    if faults:
        raise VerificationError(faults)
