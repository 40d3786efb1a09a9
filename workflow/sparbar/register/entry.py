"""Lines that are written: a delivery let in, a delivery withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sparbar.config.sources import Contract
from sparbar.errors import ContractError, Fault
from sparbar.model.paths import Layout
from sparbar.provenance.register import RegisterLine, append_line, find_delivered, find_event, read_register
from sparbar.readers import open_extract
from sparbar.register.delivery import check_delivery


def enter_delivery(layout: Layout, line: RegisterLine) -> bool:
    """Append the line of a delivery, unless the register has it; returns whether it was appended.

    Raises:
        ContractError: the register knows another file for this delivery.
        EnvironmentFault: the register cannot be written.
    """
    known = find_delivered(read_register(layout.register()), line.source, line.delivery)
    if known is None:
        append_line(layout.register(), line)
        return True
    if (known.sha256, known.file) != (line.sha256, line.file):
        raise ContractError(
            Fault(
                problem=f"the extract {line.source} {line.delivery} is registered with another file",
                where=f"{layout.raw}/register.csv",
                expected=f"{known.file}, SHA-256 {known.sha256}",
                found=f"{line.file}, SHA-256 {line.sha256}",
                fix="build again; if it stays so, put the registered file back",
            )
        )
    return False


def register_extract(layout: Layout, contract: Contract, delivery: str, today: date) -> RegisterLine:
    """Check a delivery and the structure of its file, and enter it in the register.

    The cells are not looked at: `sparbar ingest` cleans the extract before it enters it.

    Raises:
        ContractError: the delivery or its file is not what contract and register say; nothing is entered.
    """
    line = check_delivery(layout, contract, contract.source, delivery, today)
    shown = f"{layout.raw}/{contract.source}/{delivery}/{line.file}"
    open_extract(layout.extract(contract.source, delivery) / line.file, contract, shown)
    enter_delivery(layout, line)
    return line


def withdraw(layout: Layout, source: str, delivery: str, reason: str, today: date) -> RegisterLine:
    """Say that a registered extract was found wrong; the file stays, and no report uses it any more.

    Raises:
        ContractError: there is no such extract, it is withdrawn already, or no reason is given.
    """
    lines = read_register(layout.register())
    register = f"{layout.raw}/register.csv"
    known = find_delivered(lines, source, delivery)
    earlier = find_event(lines, "withdrawn", source, delivery)
    faults = []
    if not reason.strip():
        fix = 'say what was wrong, such as "wrong municipality"'
        faults.append(Fault("an extract is withdrawn with a reason", register, "a reason", "none", fix))
    if known is None:
        registered = [li.delivery for li in lines if li.source == source and li.event == "delivered"]
        faults.append(
            Fault(
                problem=f"the extract {source} {delivery} is not in the register",
                where=register,
                expected=", ".join(registered) or "an extract that was registered",
                found=f"{source} {delivery}",
                fix="name an extract as the register does; a file that was never used can be taken away",
            )
        )
    if earlier is not None:
        fix = "nothing is left to do"
        problem = f"the extract {source} {delivery} is withdrawn already"
        faults.append(
            Fault(problem, register, "an extract that stands", f"withdrawn {earlier.received}", fix)
        )
    if faults or known is None:
        raise ContractError(faults)
    line = replace(known, event="withdrawn", received=today.isoformat(), note=" ".join(reason.split()))
    append_line(layout.register(), line)
    return line
