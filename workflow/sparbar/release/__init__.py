"""Release: the facts that may leave for one audience. Figures and templates see only this layer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sparbar.errors import DisclosureError, Fault
from sparbar.model.ledger import Ledger, read_ledger, write_ledger


def release_facts(measured: Path, target: Path, audience: str) -> Ledger:
    """Write the facts of a report that an audience may see.

    There is no disclosure control yet, so everything passes for `internal`, and nothing for `public`.

    Raises:
        DisclosureError: the audience is one for which nothing has been decided.
    """
    ledger = read_ledger(measured)
    if audience != "internal":
        raise DisclosureError(
            Fault(
                problem=f"nothing may leave for the audience {audience}: disclosure control is not built yet",
                where=f"config/reports/{ledger.report}.yaml, audiences",
                expected="internal",
                found=audience,
                fix="build the report for internal only",
            )
        )
    released = replace(ledger, audience=audience)
    write_ledger(target, released)
    return released
