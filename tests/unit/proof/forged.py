"""What a forger may state in a ledger beside values, each made to fit the manifest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.unit.proof.changes import Change
from tests.unit.proof.tampering import Edit, proof

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
    ("what its groups are called", labelled, "said, true"),
)


def _in_slot(text: str) -> Edit:
    """Write something into the place of a page's proof that is JSON to one program, and its end to others."""
    return lambda data: data.replace(
        b'id="sparbar-proof">{', f'id="sparbar-proof">{{"more":"{text}",'.encode()
    )


def _other_names(carried: dict[str, Any]) -> None:
    """Women called men, and men women, in the tables."""
    for name, text in carried["tables"].items():
        new = text.replace("Kvinna", "\0").replace("Man,", "Kvinna,").replace("\0", "Man")
        assert new != text
        carried["tables"][name] = new


BESIDE_THE_PROOF = (
    Change(
        "a style in the place of the proof, behind an end that browsers know",
        {"html": (_in_slot("</SCRIPT><style>#o8{display:none}</style><script>"), "whole")},
    ),
    Change(
        "something beside the parts of the proof",
        {
            kind: (proof(kind, lambda carried: carried.update(more="17")), "whole")
            for kind in ("html", "docx")
        },
    ),
    Change(
        "numbers in a table under other names, the manifest made to fit",
        {kind: (proof(kind, _other_names, fit=True), "said") for kind in ("html", "docx", "pdf")},
    ),
)
