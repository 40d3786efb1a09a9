"""What is compared without a report: two ledgers, or two extracts of a source."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sparbar.changes.base import Base
from sparbar.changes.causes import Causes
from sparbar.changes.differences import MOST_LISTED
from sparbar.changes.explain import Explanation, Labels, cell_data, row_data
from sparbar.changes.rows import compare
from sparbar.changes.sentences import CHANGES_SCHEMA, with_sentences
from sparbar.changes.tables import earlier_tables, lay_table, read_again
from sparbar.changes.words import WORDS
from sparbar.config.project import Project
from sparbar.errors import ConfigError, ContractError, Fault, nearest
from sparbar.model.document import Document, read_document
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger
from sparbar.model.paths import Layout
from sparbar.provenance.register import read_register
from sparbar.provenance.resolve import known_deliveries


def explain_ledgers(before: Path, after: Path) -> dict[str, Any]:
    """How two ledgers differ; why is not known without their project.

    Args:
        before, after: `facts.json` files, or folders that have one.

    Raises:
        ConfigError: a file is no ledger.
    """
    files = [path / "facts.json" if path.is_dir() else path for path in (before, after)]
    old, new = [_ledger(file) for file in files]
    beside = files[1].with_name("document.json")
    empty = Document(new.report, new.audience, new.language, new.report, ())
    document = read_document(beside) if beside.is_file() else empty
    causes = Explanation(Base(old, str(before)), new, "half_up").data(Causes({}, {}))
    return with_sentences(causes, new, document)


def _ledger(file: Path) -> Ledger:
    try:
        return read_ledger(file)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        fix = "give a facts.json, or a folder that has one"
        raise ConfigError(Fault("this is no ledger", str(file), "facts.json", fix=fix)) from error


def explain_extracts(project: Project, source: str, before: str, after: str) -> dict[str, Any]:
    """How the rows of two extracts of a source differ.

    Raises:
        ConfigError: there is no such source.
        ContractError: there is no such extract, or it does not fit the contract.
    """
    if faults := project.faults_in(f"config/sources/{source}"):
        raise ConfigError(faults)
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
        contracts = (project.contract_on(source, before), project.contract_on(source, after))
        tables = [
            (contract, lay_table(layout, contract, day, place, language) / "table.parquet")
            for contract, day in zip(contracts, (before, after), strict=True)
        ]
        if contracts[0] != contracts[1]:  # another reading is no correction
            reread = replace(place, results=f"{place.results}/reread")
            if again := read_again(layout, contracts, before, reread, language):
                tables[0] = (again[0], again[1] / "table.parquet")
        apart = replace(place, results=f"{place.results}/earlier")
        earlier = earlier_tables(layout, source, project.contract_on, before, apart)
        with compare(*tables) as comparison:
            rows = comparison.changes(earlier)
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
