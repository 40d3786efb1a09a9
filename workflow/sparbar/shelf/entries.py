"""One set of finished documents on the shelf: what it is, what it rests on, whether it holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any, Literal

from sparbar.config.sources import Contract

# In the order in which they are offered; the last two where the report has them.
DOCUMENTS = ("report.html", "report.pdf", "report.docx", "trace.html", "changes.html")
AUDIENCES = ("internal", "public")
# Kinds of occurrence that are numbers of the report; dates, structure and texts are accounted for too.
NUMBERS = ("fact", "constant")

Verdict = Literal["holds", "fails", "unreadable"]


@dataclass(frozen=True)
class Age:
    """An extract that documents rest on, and how old it is.

    Attributes:
        id: of the extract in the ledger ("insikt", "insikt@halvar").
        label: the source's title in the report's language.
        delivery: the extract date, with ".2" where it is the second of that day.
        days: since the extract date.
        state: "fresh", "warning" or "error" by the contract's `freshness`; "" where it says nothing, or the
            extract is one that is compared with.
    """

    id: str
    label: str
    day: date
    delivery: str
    days: int
    state: str = ""


@dataclass(frozen=True)
class Documents:
    """Finished documents in one folder.

    Attributes:
        title: in the language of the documents.
        verdict: of the verification that was made when they were built.
        numbers: how many of the numbers in them are traced.
        facts: how many facts their ledger has.
        files: names of `DOCUMENTS` that are there.
        built: when they came to stand there.
    """

    folder: Path
    title: str
    language: str
    audience: str
    verdict: Verdict
    numbers: int
    facts: int
    ages: tuple[Age, ...]
    files: tuple[str, ...]
    built: datetime


def read_documents(folder: Path, today: date, zone: tzinfo | None) -> Documents | None:
    """Read what stands in a folder of documents.

    Missing: None where there are none. Documents whose ledger cannot be read are "unreadable".
    """
    receipt = folder / "verification.json"
    files = tuple(name for name in DOCUMENTS if (folder / name).is_file())
    if not files and not receipt.exists():
        return None
    newest = receipt if receipt.exists() else folder
    built = datetime.fromtimestamp(newest.stat().st_mtime, zone)
    try:
        ledger, document = _json(folder / "facts.json"), _json(folder / "document.json")
        return Documents(
            folder=folder,
            title=str(document["title"]),
            language=str(document["language"]),
            audience=str(document["audience"]),
            verdict="holds" if _json(receipt)["passed"] else "fails",
            numbers=sum(shown["kind"] in NUMBERS for shown in document["occurrences"]),
            facts=len(ledger["facts"]),
            ages=tuple(_age(extract, today) for extract in ledger["extracts"]),
            files=files,
            built=built,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Documents(folder, "", "", "", "unreadable", 0, 0, (), files, built)


def judge(age: Age, contract: Contract | None) -> str:
    """Whether an extract is too old by its contract: "fresh", "warning", "error"; "" if it says nothing."""
    if contract is None or contract.freshness is None or "@" in age.id:
        return ""
    return contract.freshness.judge(age.days)


def _age(extract: dict[str, Any], today: date) -> Age:
    day = date.fromisoformat(extract["date"])
    label = str(extract.get("label") or extract["source"])
    return Age(str(extract["id"]), label, day, str(extract["delivery"]), max((today - day).days, 0))


def _json(path: Path) -> Any:
    """A file of the ledger as plain data: the shelf counts and shows, and computes nothing."""
    return json.loads(path.read_text(encoding="utf-8"))
