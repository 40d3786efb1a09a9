"""Audit of any document: its numerals and dates, what a ledger says of them, and dates that contradict."""

from sparbar.audit.foreign.audit import Audit, audit_document, audit_to_json
from sparbar.audit.foreign.ledgers import Against, read_against
from sparbar.audit.foreign.lines import audit_lines

__all__ = ["Against", "Audit", "audit_document", "audit_lines", "audit_to_json", "read_against"]
