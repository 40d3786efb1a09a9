"""Everything that is said of a change, in the report's language: one mapping for page, terminal and JSON."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sparbar.changes.base import Base
from sparbar.changes.causes import Cause, Causes
from sparbar.changes.differences import CellChange, RowChanges, Window
from sparbar.changes.facts import FactChanges, Moved, compare_ledgers
from sparbar.changes.sentences import Sentence, sentences_of
from sparbar.changes.words import WORDS
from sparbar.language import format_date
from sparbar.model.document import Document
from sparbar.model.ledger import Extract, Ledger
from sparbar.selection import code_label
from sparbar.shown import Manner, Rounding, show_fact, show_number

if TYPE_CHECKING:
    from sparbar.config.scope import Scope

CHANGES_SCHEMA = "sparbar.changes/1"


class Explanation:
    """The change from an earlier state of a report to its present one, ready to be shown."""

    def __init__(self, base: Base, ledger: Ledger, document: Document, rounding: Rounding) -> None:
        self._base, self._ledger, self._document = base, ledger, document
        self._words = WORDS[ledger.language]
        self._rounding = rounding
        self._metrics = {metric.id: metric for metric in ledger.metrics}
        self.changes: FactChanges = compare_ledgers(base.ledger, ledger)

    def data(self, causes: Causes, contracts: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """All of it.

        Args:
            causes: why facts moved; empty where that is not to be said.
            contracts: by source, for the labels of columns.
        """
        words, moved = self._words, self.changes.moved
        where = _places(self._document)
        affected = {item.new.id for item in moved}
        return {
            "schema": CHANGES_SCHEMA,
            "report": self._ledger.report,
            "audience": self._ledger.audience,
            "language": self._ledger.language,
            "title": self._document.title,
            "base": self._base.name or words["last"],
            "extracts": [
                self._extract(extract, causes, contracts or {}) for extract in self._ledger.extracts
            ],
            "unknown": causes.unknown,
            "facts": [self._fact(item, causes.facts.get(item.new.id), where) for item in moved],
            "sentences": [_sentence(item) for item in self._affected(affected)],
            "claims": list(self._claims(affected)),
            "redefined": [self._metrics[metric].label for metric in self.changes.redefined],
            "came": self._counts(self.changes.entering, self._ledger),
            "went": self._counts(self.changes.leaving, self._base.ledger),
        }

    def _extract(self, extract: Extract, causes: Causes, contracts: Mapping[str, Any]) -> dict[str, Any]:
        """One extract beside its predecessor, with how the rows differ where that is known."""
        old = next((e for e in self._base.ledger.extracts if e.id == extract.id), None)
        found = {
            "id": extract.id,
            "label": extract.label or extract.source,
            "source": extract.source,
            "old": self._day(old.date) if old else "",
            "new": self._day(extract.date),
            "same": old is not None and old.delivery == extract.delivery,
        }
        rows = causes.rows.get(extract.id)
        if rows is None:
            return found
        labels = Labels(contracts.get(extract.source), self._ledger.language)
        listed = causes.listed.get(extract.id, ())
        return {
            **found,
            "no_change": rows.nothing,
            **row_data(rows, labels, self._words),
            "listed": cell_data(listed, labels, self._words),
        }

    def _fact(self, item: Moved, cause: Cause | None, where: Mapping[str, list[str]]) -> dict[str, Any]:
        metric = self._metrics[item.new.metric]
        old_metric = next((m for m in self._base.ledger.metrics if m.id == metric.id), metric)
        manner = Manner(self._rounding)
        parts = [code_label(self._ledger, dimension, code) for dimension, code in item.new.slice]
        return {
            "id": item.new.id,
            "label": metric.label,
            "slice": ", ".join(parts),
            "old": show_fact(item.old, old_metric, self._base.ledger, manner),
            "new": show_fact(item.new, metric, self._ledger, manner),
            "difference": self._difference(item),
            "causes": list(self._causes(cause, item)) if cause else [],
            "places": where.get(item.new.id, []),
        }

    def _causes(self, cause: Cause, item: Moved) -> Iterator[dict[str, str]]:
        """The parts that are not nothing, in the unit of the difference."""
        names: tuple[str, ...] = ("reclassified", "removed", "corrected", "added")
        if None in (getattr(cause, name) for name in names):
            names = ("data",)
        parts = [("method", cause.method), *((f"by_{name}", getattr(cause, name)) for name in names)]
        for name, part in parts:
            if part:
                yield {"why": self._words[name], "by": self._signed(part, item)}

    def _difference(self, item: Moved) -> str:
        difference = item.difference
        if isinstance(difference, Fraction):
            return self._signed(difference, item)
        if isinstance(item.new.value, datetime.date) and isinstance(item.old.value, datetime.date):
            days = Fraction((item.new.value - item.old.value).days)
            return (
                f"{show_number(days, '', 0, self._ledger.language, Manner(sign=True))} {self._words['days']}"
            )
        return ""

    def _signed(self, number: Fraction, item: Moved) -> str:
        """A difference with its sign: of percentages in points, with a digit more."""
        metric = self._metrics[item.new.metric]
        manner = Manner(self._rounding, sign=True)
        language = self._ledger.language
        if metric.unit in ("percent", "percent_as_is"):
            points = number * 100 if metric.unit == "percent" else number
            return f"{show_number(points, '', metric.decimals + 1, language, manner)} {self._words['points']}"
        whole = metric.decimals == 0 and number.denominator == 1
        digits = metric.decimals + (0 if whole else 1)
        return show_number(number, metric.unit, digits, language, manner)

    def _affected(self, facts: set[str]) -> Iterator[Sentence]:
        """The sentences of the new document in which a moved fact, or a claim on one, stands."""
        claims = {claim.id for claim in self._ledger.claims if facts.intersection(claim.facts)}
        moved = {
            o.id
            for o in self._document.occurrences
            if (o.kind == "fact" and o.ref in facts) or (o.kind == "claim" and o.ref in claims)
        }
        for sentence in sentences_of(self._document):
            if sentence.template and moved.intersection(sentence.occurrences):
                yield sentence

    def _claims(self, facts: set[str]) -> Iterator[dict[str, str]]:
        """Claims on moved facts: what the rule said then and says now."""
        before = {(c.rule, c.words, c.facts): c.said for c in self._base.ledger.claims}
        for claim in self._ledger.claims:
            if facts.intersection(claim.facts):
                old = before.get((claim.rule, claim.words, claim.facts), "")
                yield {"words": claim.words, "old": old, "new": claim.said}

    def _counts(self, counts: Mapping[str, int], ledger: Ledger) -> list[dict[str, Any]]:
        labels = {metric.id: metric.label for metric in ledger.metrics}
        return [{"label": labels.get(name, name), "count": count} for name, count in counts.items()]

    def _day(self, day: str) -> str:
        return format_date(datetime.date.fromisoformat(day), self._ledger.language)


class Labels:
    """Labels of columns in a language; the columns' names where there is no contract."""

    def __init__(self, contract: Any, language: str) -> None:
        self._contract, self._language = contract, language

    @property
    def title(self) -> str:
        """The source's title."""
        from sparbar.config.base import in_language

        return in_language(self._contract.title, self._language)

    def __call__(self, column: str) -> str:
        """The label of a column."""
        from sparbar.config.base import in_language

        if self._contract is None or column not in self._contract.columns:
            return column
        return in_language(self._contract.columns[column].label, self._language)


def row_data(rows: RowChanges, labels: Any, words: Mapping[str, str]) -> dict[str, Any]:
    """How rows differ, with the columns' labels.

    Args:
        labels: from a column's name to its label.
    """
    return {
        "rows": {"old": rows.rows_old, "new": rows.rows_new},
        "added": len(rows.added),
        "removed": len(rows.removed),
        "changed": len(rows.changed),
        "returned": rows.returned,
        "entering": [_window(window, labels, words, "entering") for window in rows.entering],
        "leaving": [_window(window, labels, words, "leaving") for window in rows.leaving],
        "cells": [{"column": labels(name), "count": count} for name, count in rows.cells.items()],
        "cell_count": sum(rows.cells.values()),
        "columns_new": [labels(name) for name in rows.columns_new],
        "columns_gone": [labels(name) for name in rows.columns_gone],
    }


def cell_data(cells: Sequence[CellChange], labels: Any, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Changed cells with the columns' labels; what is kept out of lists is said to be hidden.

    Args:
        labels: from a column's name to its label.
    """
    return [
        {
            "key": ", ".join(part or words["hidden"] for part in cell.key),
            "row_old": cell.row_old,
            "row_new": cell.row_new,
            "column": labels(cell.column),
            "old": cell.old if cell.is_open else words["hidden"],
            "new": cell.new if cell.is_open else words["hidden"],
        }
        for cell in cells
    ]


def _window(window: Window, labels: Any, words: Mapping[str, str], key: str) -> str:
    values = ", ".join(window.values)
    if window.count > len(window.values):
        values += " " + words["and_more"].format(count=window.count)
    return words[key].format(column=labels(window.column), values=values, rows=window.rows)


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "template": sentence.template, "places": list(sentence.occurrences)}


def _places(document: Document) -> dict[str, list[str]]:
    """Ids of the occurrences of each fact, in reading order."""
    found: dict[str, list[str]] = {}
    for occurrence in document.occurrences:
        if occurrence.kind == "fact":
            found.setdefault(occurrence.ref, []).append(occurrence.id)
    return found


def explain(scope: Scope, base: Base, ledger: Ledger, document: Document) -> dict[str, Any]:
    """Explain how a report differs from an earlier state.

    Rows and causes are for the internal audience: small steps tell of single persons.

    Args:
        scope: today's definitions.
        ledger, document: the report as it is now.

    Raises:
        EnvironmentFault: the steps between the extracts cannot be written.
    """
    from sparbar.changes.causes import find_causes

    explanation = Explanation(base, ledger, document, scope.project.defaults.rounding)
    if ledger.audience != "internal":
        return explanation.data(Causes({}, {}))
    causes = find_causes(scope, base.ledger, ledger, explanation.changes.moved)
    return explanation.data(causes, scope.contracts)
