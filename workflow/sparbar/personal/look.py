"""What is looked for in the files of one report, and what it declares to be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparbar.config.yaml_file import read_yaml
from sparbar.model.ledger import Ledger
from sparbar.model.paths import Layout
from sparbar.personal.known import read_known
from sparbar.personal.scan import Look

if TYPE_CHECKING:
    from sparbar.config.sources import Contract

# What a report says about itself and those behind it.
_DECLARED = ("title", "subtitle", "number", "owner", "funder", "contact")
_MARKED = re.compile(r"\bidentifier:\s*true\b", re.IGNORECASE)


def look_for(layout: Layout, ledger: Ledger, declared: tuple[str, ...] = ()) -> Look:
    """What is looked for in the files of a report.

    The raw files of extracts with identifiers are read for them; a file that is not there is passed over.

    Args:
        ledger: what the report says, which names its extracts.
        declared: what else may stand, such as the name of the person who publishes it.

    Raises:
        ConfigError: the definitions cannot be read.
        ContractError: an extract is not what its contract says.
    """
    name = f"config/reports/{ledger.report}.yaml"
    report = read_yaml(layout.root / name, name).data or {}
    own = tuple(text for key in _DECLARED for text in _texts(report.get(key)))
    return Look(read_known(_files(layout, ledger), _numbers(ledger)), (*own, *declared))


def _texts(item: Any) -> Iterator[str]:
    if isinstance(item, dict):
        yield from (str(text) for text in item.values())
    elif item is not None:
        yield str(item)


def _files(layout: Layout, ledger: Ledger) -> Iterator[tuple[Path, Contract, str]]:
    """The extracts whose contract calls a column an identifier; without such, no definition is loaded."""
    sources = sorted({extract.source for extract in ledger.extracts})
    texts = {name: layout.root / "config" / "sources" / f"{name}.yaml" for name in sources}
    marked = {name for name, path in texts.items() if _MARKED.search(path.read_text(encoding="utf-8"))}
    if not marked:
        return
    from sparbar.config.project import load_project

    project = load_project(layout.root)
    for extract in ledger.extracts:
        path = layout.root / extract.file
        if extract.source in marked and path.is_file():
            yield path, project.contract_on(extract.source, extract.delivery[:10]), extract.file


def _numbers(ledger: Ledger) -> Iterator[str]:
    """The digits of the numbers that the report may show, exact and rounded."""
    for fact in ledger.facts:
        if isinstance(fact.value, Fraction):
            number = abs(fact.value)
            yield from (str(number.numerator), str(number.denominator), str(round(number)))
    yield from (value for constant in ledger.constants for value in constant.values)
