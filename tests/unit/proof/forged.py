"""What a forger may state in a ledger beside values, each made to fit the manifest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

APPROVED = {"name": "2023-07-01", "approved_by": "Karin Ek", "date": "2023-07-01", "supersedes": None}
Forge = Callable[[dict[str, Any]], None]


def in_list(section: str, **keys: Any) -> Forge:
    """Change the first of a list in the ledger."""
    return lambda proof: proof["ledger"][section][0].update(keys)


def dated(proof: dict[str, Any]) -> None:
    """Another extract date, in the manifest too."""
    for extract in (proof["ledger"]["extracts"][0], proof["manifest"]["extracts"][0]):
        extract["date"] = "2023-07-14"


def labelled(proof: dict[str, Any]) -> None:
    """Women called men, and men women."""
    (_, women), (_, men) = proof["ledger"]["labels"]["kon"]
    proof["ledger"]["labels"]["kon"] = [["kvinna", men], ["man", women]]


FORGED: tuple[tuple[str, Forge, str], ...] = (
    ("an extract date", dated, "said, true"),
    ("how many rows were read", in_list("extracts", rows_in=999, rows_kept=999), "said, true"),
    ("how many a number speaks of", in_list("facts", base=400), "true"),
    ("how many lack the value", in_list("facts", missing=5), "true"),
    ("what a number is called", in_list("metrics", label="Personer som fått arbete"), "true"),
    ("what it counts", in_list("metrics", definition="Antal personer som fått arbete"), "true"),
    ("its unit", in_list("metrics", unit="personer"), "true"),
    ("what its groups are called", labelled, "true"),
)
