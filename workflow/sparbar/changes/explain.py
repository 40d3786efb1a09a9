"""Everything that is said of a change, in the report's language: one mapping for page, terminal and JSON."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sparbar.changes.base import Base, heading
from sparbar.changes.causes import Causes, find_causes
from sparbar.changes.differences import CellChange, ListedRow, RowChanges, Window
from sparbar.changes.facts import FactChanges, Moved, compare_ledgers
from sparbar.changes.words import WORDS
from sparbar.config.base import in_language
from sparbar.config.sources import Contract
from sparbar.language import format_date, format_number, is_one
from sparbar.model.ledger import Extract, Ledger
from sparbar.model.values import Rounding
from sparbar.shown import Manner, code_label, show_fact, show_number

if TYPE_CHECKING:
    from sparbar.config.scope import Scope


class Explanation:
    """The change from an earlier ledger of a report to its present one, ready to be shown."""

    def __init__(self, base: Base, ledger: Ledger, rounding: Rounding) -> None:
        self._base, self._ledger = base, ledger
        self._words = WORDS[ledger.language]
        self._rounding = rounding
        self._metrics = {metric.id: metric for metric in ledger.metrics}
        self.changes: FactChanges = compare_ledgers(base.ledger, ledger)

    def data(self, causes: Causes, contracts: Mapping[str, Contract] | None = None) -> dict[str, Any]:
        """All of it that rests on extracts and definitions; what rests on the text comes by `with_sentences`.

        Args:
            causes: why facts moved; empty where that is not to be said.
            contracts: by source, for the labels of columns.
        """
        return {
            **heading(self._ledger),
            "base": self._base.name or self._words["last"],
            "extracts": [
                self._extract(extract, causes, contracts or {}) for extract in self._ledger.extracts
            ],
            "unknown": causes.unknown,
            "facts": [self._fact(item, causes) for item in self.changes.moved],
            "redefined": [self._metrics[metric].label for metric in self.changes.redefined],
            "came": self._counts(self.changes.entering, self._ledger),
            "went": self._counts(self.changes.leaving, self._base.ledger),
            "said": [[c.rule, c.words, list(c.facts), c.said] for c in self._base.ledger.claims],
        }

    def _extract(self, extract: Extract, causes: Causes, contracts: Mapping[str, Contract]) -> dict[str, Any]:
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
        labels = Labels(contracts[extract.source], self._ledger.language)
        listed = causes.listed.get(extract.id, ())
        return {
            **found,
            "no_change": rows.nothing,
            **row_data(rows, labels, self._words),
            "listed": cell_data(listed, labels, self._words),
        }

    def _fact(self, item: Moved, causes: Causes) -> dict[str, Any]:
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
            "causes": list(self._causes(item, causes)),
        }

    def _causes(self, item: Moved, causes: Causes) -> Iterator[dict[str, str]]:
        """The parts that are not nothing, in the unit of the difference."""
        cause = causes.facts.get(item.new.id)
        if cause is None:
            return
        names: tuple[str, ...] = ("reclassified", "removed", "corrected", "added")
        if None in (getattr(cause, name) for name in names):
            names = ("data",)
        parts = {name: getattr(cause, name) for name in ("method", *names)}
        shown = {name: self._signed(part, item) for name, part in parts.items() if part}
        for name, by in (dict.fromkeys(cause.steps, "") or shown).items():
            yield {"why": self._words[self._why(name, causes)], "by": by}

    @staticmethod
    def _why(name: str, causes: Causes) -> str:
        """Which words tell of a step."""
        if name == "added" and any(rows.filled for rows in causes.rows.values()):
            return "by_filled"
        return name if name == "method" else f"by_{name}"

    def _difference(self, item: Moved) -> str:
        difference = item.difference
        if isinstance(difference, Fraction):
            return self._signed(difference, item)
        if isinstance(item.new.value, datetime.date) and isinstance(item.old.value, datetime.date):
            days = Fraction((item.new.value - item.old.value).days)
            shown = show_number(days, "", 0, self._ledger.language, Manner(sign=True))
            return f"{shown} {self._words['day' if is_one(shown) else 'days']}"
        return ""

    def _signed(self, number: Fraction, item: Moved) -> str:
        """A difference with its sign: of percentages in points, with a digit more."""
        metric = self._metrics[item.new.metric]
        manner = Manner(self._rounding, sign=True)
        language = self._ledger.language
        if metric.unit in ("percent", "percent_as_is"):
            points = number * 100 if metric.unit == "percent" else number
            # With a digit after the sign, which takes the plural.
            return f"{show_number(points, '', metric.decimals + 1, language, manner)} {self._words['points']}"
        whole = metric.decimals == 0 and number.denominator == 1
        digits = metric.decimals + (0 if whole else 1)
        return show_number(number, metric.unit, digits, language, manner)

    def _counts(self, counts: Mapping[str, int], ledger: Ledger) -> list[dict[str, Any]]:
        labels = {metric.id: metric.label for metric in ledger.metrics}
        return [{"label": labels.get(name, name), "count": count} for name, count in counts.items()]

    def _day(self, day: str) -> str:
        return format_date(datetime.date.fromisoformat(day), self._ledger.language)


class Labels:
    """What columns and their values are called in a language."""

    def __init__(self, contract: Contract, language: str) -> None:
        self._contract, self._language = contract, language

    @property
    def title(self) -> str:
        """The source's title."""
        return in_language(self._contract.title, self._language)

    def column(self, name: str) -> str:
        """The label of a column; its name where only an earlier version of the contract had it."""
        column = self._contract.columns.get(name)
        return name if column is None else in_language(column.label, self._language)

    def value(self, name: str, text: str) -> str:
        """A value as readers know it: a category by its label, a month by its name."""
        column = self._contract.columns.get(name)
        if column is None or not text or text.startswith("("):  # no value, or the status in its place
            return text
        codes = self._contract.codes_of(name)
        if codes is not None:
            parts = text.split("; ") if column.type == "multi" else [text]
            return "; ".join(in_language(codes.get(part), self._language, part) for part in parts)
        if column.monthly:
            return format_date(datetime.date.fromisoformat(text), self._language, "month")
        if column.type == "decimal":
            return format_number(Fraction(text), language=self._language, decimals=column.scale)
        return text

    def key(self, values: Sequence[str]) -> list[str]:
        """The values of the key's columns; "" for those that are not open."""
        return [self.value(name, text) for name, text in zip(self._contract.key, values, strict=True)]


def row_data(rows: RowChanges, labels: Labels, words: Mapping[str, str]) -> dict[str, Any]:
    """How rows differ, with the columns' labels."""
    return {
        "rows": {"old": rows.rows_old, "new": rows.rows_new},
        "added": len(rows.added),
        "removed": len(rows.removed),
        "changed": len(rows.changed),
        "returned": rows.returned,
        "mended": rows.mended,
        "spoilt": rows.spoilt,
        "entering": [_window(window, labels, words, "entering") for window in rows.entering],
        "returning": [_window(window, labels, words, "returning") for window in rows.returning],
        "leaving": [_window(window, labels, words, "leaving") for window in rows.leaving],
        "cells": [{"column": labels.column(name), "count": count} for name, count in rows.cells.items()],
        "cell_count": sum(rows.cells.values()),
        "filled": [{"column": labels.column(name), "count": count} for name, count in rows.filled.items()],
        "columns_new": [labels.column(name) for name in rows.columns_new],
        "columns_gone": [labels.column(name) for name in rows.columns_gone],
        "listed_added": [_row(row, labels, words) for row in rows.listed_added],
        "listed_removed": [_row(row, labels, words) for row in rows.listed_removed],
    }


def cell_data(cells: Sequence[CellChange], labels: Labels, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Changed cells with the columns' labels; what is kept out of lists is said to be hidden."""
    return [
        {
            "key": _key(cell.key, labels, words),
            "row_old": cell.row_old,
            "row_new": cell.row_new,
            "column": labels.column(cell.column),
            "old": labels.value(cell.column, cell.old) if cell.is_open else words["hidden"],
            "new": labels.value(cell.column, cell.new) if cell.is_open else words["hidden"],
        }
        for cell in cells
    ]


def _row(row: ListedRow, labels: Labels, words: Mapping[str, str]) -> dict[str, Any]:
    """A row that was added or removed; what is kept out of lists is said to be hidden."""
    values = (labels.value(c.column, c.text) if c.is_open else words["hidden"] for c in row.cells)
    return {
        "key": _key(row.key, labels, words) if row.key else "",
        "row": row.row,
        "came_back": row.came_back,
        "cells": [
            {"column": labels.column(c.column), "value": value}
            for c, value in zip(row.cells, values, strict=True)
        ],
    }


def _key(key: Sequence[str], labels: Labels, words: Mapping[str, str]) -> str:
    return ", ".join(part or words["hidden"] for part in labels.key(key))


def _window(window: Window, labels: Labels, words: Mapping[str, str], key: str) -> str:
    values = ", ".join(labels.value(window.column, text) for text in window.values)
    if window.count > len(window.values):
        values += " " + words["and_more"].format(count=window.count)
    rows = words["one_row" if window.rows == 1 else "many_rows"].format(count=window.rows)
    return words[key].format(column=labels.column(window.column), values=values, rows=rows)


def explain(scope: Scope, base: Base, ledger: Ledger) -> dict[str, Any]:
    """Explain how a report's numbers differ from an earlier state.

    Rows and causes are for the internal audience: small steps tell of single persons.

    Args:
        scope: today's definitions.
        ledger: the report's facts as they are now.

    Raises:
        EnvironmentFault: the steps between the extracts cannot be written.
    """
    explanation = Explanation(base, ledger, scope.project.defaults.rounding)
    if ledger.audience != "internal":
        return explanation.data(Causes({}, {}))
    causes = find_causes(scope, base.ledger, ledger, explanation.changes.moved)
    return explanation.data(causes, scope.contracts)
