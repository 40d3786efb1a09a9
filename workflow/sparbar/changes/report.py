"""What is compared: a report with its earlier state, two ledgers, or two extracts of a source."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sparbar.changes.base import Base, find_base
from sparbar.changes.differences import MOST_LISTED
from sparbar.changes.explain import CHANGES_SCHEMA, Explanation, Labels, cell_data, explain, row_data
from sparbar.changes.rows import compare
from sparbar.changes.words import WORDS
from sparbar.config.project import Project, scope_of
from sparbar.errors import ConfigError, ContractError, Fault, nearest
from sparbar.model.document import Document, read_document
from sparbar.model.ledger import read_ledger
from sparbar.model.paths import Layout
from sparbar.provenance.register import read_register
from sparbar.provenance.resolve import known_deliveries


def explain_report(project: Project, report: str, audience: str, folder: Path) -> dict[str, Any]:
    """What a report's extracts have changed since its earlier state.

    Args:
        folder: where `facts.json` and `document.json` of its present state stand.

    Returns:
        The explanation; with an empty `base` where there is no earlier state.

    Raises:
        ConfigError: there is no such report, or it has not been built.
        EnvironmentFault: the steps between the extracts cannot be written.
    """
    scope = scope_of(project, report)
    if not (folder / "facts.json").is_file():
        raise ConfigError(
            Fault(
                problem="the report has not been built",
                where=f"{report}, {audience}",
                expected="a report to compare with its earlier state",
                found="none",
                fix="run snakemake first",
            )
        )
    ledger, document = read_ledger(folder / "facts.json"), read_document(folder / "document.json")
    base = find_base(project.layout, report, audience, ledger)
    if base is None:
        return {
            "schema": CHANGES_SCHEMA,
            "report": report,
            "audience": audience,
            "language": ledger.language,
            "title": document.title,
            "base": "",
            "facts": [],
            "extracts": [],
        }
    return explain(scope, base, ledger, document)


def explain_ledgers(before: Path, after: Path) -> dict[str, Any]:
    """How two ledgers differ; why is not known without their project.

    Args:
        before, after: `facts.json` files, or folders that have one.

    Raises:
        ConfigError: a file is no ledger.
    """
    from sparbar.changes.causes import Causes

    states = []
    for path in (before, after):
        file = path / "facts.json" if path.is_dir() else path
        try:
            ledger = read_ledger(file)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            fix = "give a facts.json, or a folder that has one"
            raise ConfigError(Fault("this is no ledger", str(path), "facts.json", fix=fix)) from error
        beside = file.with_name("document.json")
        empty = Document(ledger.report, ledger.audience, ledger.language, ledger.report, ())
        states.append((ledger, read_document(beside) if beside.is_file() else empty))
    (old, old_document), (new, document) = states
    base = Base(old, old_document, str(before))
    return Explanation(base, new, document, "half_up").data(Causes({}, {}))


def explain_extracts(project: Project, source: str, before: str, after: str) -> dict[str, Any]:
    """How the rows of two extracts of a source differ.

    Raises:
        ConfigError: there is no such source.
        ContractError: there is no such extract, or it does not fit the contract.
    """
    from sparbar.changes.tables import lay_table

    if source not in project.sources:
        known = sorted(project.sources)
        fix = nearest(source, known) or f"sources are {', '.join(known)}"
        raise ConfigError(Fault(f"there is no source {source}", "config/sources", fix=fix))
    layout = project.layout
    language = project.defaults.language
    known = known_deliveries(layout, source, read_register(layout.register()))
    for delivery in (before, after):
        if delivery not in known:
            fix = nearest(delivery, known) or f"extracts are {', '.join(known)}"
            raise ContractError(Fault(f"{source} has no extract {delivery}", layout.raw, fix=fix))
    results = layout.root / layout.results
    results.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".diff-", dir=results) as folder:
        place = Layout(layout.root, layout.raw, Path(folder).relative_to(layout.root).as_posix())
        read = [(project.contract_on(source, day), day) for day in (before, after)]
        tables = [
            (contract, lay_table(layout, contract, day, place, language) / "table.parquet")
            for contract, day in read
        ]
        made = [layout.table(source, day) / "table.parquet" for day in known if day < before]
        with compare(*tables) as comparison:
            rows = comparison.changes([path for path in made if path.exists()])
            listed = list(islice(comparison.cell_changes(), MOST_LISTED))
    labels, words = Labels(project.contract_on(source, after), language), WORDS[language]
    found = {
        "id": source,
        "label": labels.title,
        "source": source,
        "old": before,
        "new": after,
        "same": before == after,
        "no_change": rows.nothing,
        **row_data(rows, labels, words),
        "listed": cell_data(listed, labels, words),
    }
    return {
        "schema": CHANGES_SCHEMA,
        "language": language,
        "base": f"{source} {before}",
        "extracts": [found],
        "facts": [],
    }
