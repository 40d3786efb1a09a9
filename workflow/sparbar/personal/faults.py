"""Faults for people and logs: what has a personal form stands there as its kind, and the place stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from sparbar.errors import Fault, SparbarError
from sparbar.personal.patterns import mask_personal

E = TypeVar("E", bound=SparbarError)


def mask_error(error: E) -> E:
    """The same error with "[personnummer]" and the like in place of what has a personal form.

    Definitions are written by people, who type what they should not, and faults repeat what stands there.
    """
    return type(error)([_masked(fault) for fault in error.faults])


def _masked(fault: Fault) -> Fault:
    return replace(
        fault,
        problem=mask_personal(fault.problem),
        where=mask_personal(fault.where),
        expected=mask_personal(fault.expected),
        found=mask_personal(fault.found),
        fix=mask_personal(fault.fix),
        local=mask_personal(fault.local),
        local_expected=mask_personal(fault.local_expected),
    )
