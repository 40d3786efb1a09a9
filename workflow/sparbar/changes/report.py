"""A report beside its earlier state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sparbar.changes.base import find_base, heading
from sparbar.changes.page import changes_page
from sparbar.changes.sentences import with_sentences
from sparbar.errors import ConfigError, Fault
from sparbar.model.document import read_document
from sparbar.model.files import json_text
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger
from sparbar.model.paths import Layout


def explain_causes(layout: Layout, report: str, audience: str) -> dict[str, Any]:
    """Why a report's numbers differ from its earlier state, before there is a text that they stand in.

    Raises:
        ConfigError: the report's facts have not been released.
        EnvironmentFault: the steps between the extracts cannot be written.
    """
    released = layout.work(report, audience) / "released.json"
    return _explain(layout, report, audience, _present(released, report, audience))


def make_changes(work: Path, styles: Path) -> dict[str, str]:
    """Texts of `changes.html` and `changes.json`: what moved, with the sentences in which it stands.

    Args:
        work: the audience's working folder, with `causes.json`, the ledger and the document.
        styles: folder of the report's look.
    """
    ledger, document = read_ledger(work / "facts.json"), read_document(work / "document.json")
    data = with_sentences(json.loads((work / "causes.json").read_text(encoding="utf-8")), ledger, document)
    notices = list(dict.fromkeys(extract.notice for extract in ledger.extracts if extract.notice))
    return {"changes.html": changes_page(data, styles, notices), "changes.json": json_text(data)}


def explain_report(layout: Layout, report: str, audience: str) -> dict[str, Any]:
    """What a report's extracts have changed since its earlier state, with the sentences.

    Returns:
        The explanation; with an empty `base` where there is no earlier state.

    Raises:
        ConfigError: the report has not been built.
        EnvironmentFault: the steps between the extracts cannot be written.
    """
    folder = layout.report(report, audience)
    ledger = _present(folder / "facts.json", report, audience)
    causes = _explain(layout, report, audience, ledger)
    return with_sentences(causes, ledger, read_document(folder / "document.json"))


def _explain(layout: Layout, report: str, audience: str, ledger: Ledger) -> dict[str, Any]:
    base = find_base(layout, report, audience, ledger)
    if base is None:
        return {**heading(ledger), "base": "", "facts": [], "extracts": [], "said": []}
    # Only where there is something to compare with are the definitions read.
    from sparbar.changes.explain import explain
    from sparbar.config.project import load_project, scope_of

    return explain(scope_of(load_project(layout.root), report), base, ledger)


def _present(ledger: Path, report: str, audience: str) -> Ledger:
    if not ledger.is_file():
        raise ConfigError(
            Fault(
                problem="the report has not been built",
                where=f"{report}, {audience}",
                expected="a report to compare with its earlier state",
                found="none",
                fix="run snakemake first",
            )
        )
    return read_ledger(ledger)
