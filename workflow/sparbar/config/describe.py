"""Definitions in plain words, made from the data that define them, and their digest."""

from __future__ import annotations

import datetime

from sparbar.config.base import Text, in_language
from sparbar.config.condition_words import Wording, describe_condition, show_value
from sparbar.config.digest import metric_digest
from sparbar.config.metrics import MetricDef
from sparbar.config.phrases import METRIC_PHRASES, inside, listed, quoted
from sparbar.config.scope import Scope

__all__ = ["Wording", "describe_condition", "describe_metric", "metric_digest"]


def describe_metric(scope: Scope, name: str, language: str) -> str:
    """What a metric is, in one sentence without a full stop: its `define`, else made from its definition."""
    definition = scope.metrics[name]
    if definition.define:
        return in_language(definition.define, language).strip().removesuffix(".")
    words = _Words(scope, definition, language)
    text = words.of_derived() if definition.of is None else words.of_base()
    return text[:1].upper() + text[1:]


class _Words:
    """The words of one definition."""

    def __init__(self, scope: Scope, definition: MetricDef, language: str) -> None:
        self._scope = scope
        self._definition = definition
        self._language = language

    def of_base(self) -> str:
        """A metric that is counted or measured in a source or join."""
        definition, kind = self._definition, self._definition.kind
        within = self._within()
        if definition.share is not None:
            text = self._phrase(
                "share",
                units=self._phrase(definition.unit_of),
                within=within,
                share=describe_condition(definition.share, self._wording()),
            )
        elif definition.count in ("rows", "persons"):
            text = self._phrase(f"count_{definition.count}", within=within)
        elif definition.count:
            text = self._phrase("count_column", column=self._column(definition.count), within=within)
        elif definition.quantile:
            p = show_value(definition.quantile.p, self._language, "percent")
            column = self._column(definition.quantile.column)
            text = self._phrase("quantile", column=column, p=p, within=within)
        elif definition.custom:
            text = self._phrase("custom", module=definition.custom, within=within)
        else:
            text = self._measured(kind, str(getattr(definition, kind)), within)
        if definition.weight:
            text += self._phrase("weighted", column=self._column(definition.weight))
        return text

    def of_derived(self) -> str:
        """A metric that is made from metrics, or from two extracts of a source."""
        definition = self._definition
        if definition.ratio:
            key = "ratio_percent" if definition.sign == "percent" else "ratio"
            return self._of(key, definition.ratio.of, over=self._metric(definition.ratio.over))
        if definition.difference:
            minus = self._metric(definition.difference.minus)
            return self._of("difference", definition.difference.of, minus=minus)
        if definition.total:
            parts = [self._metric(name) for name in definition.total]
            return self._phrase("total", parts=listed(parts, self._language, "and"))
        if definition.change:
            key = "change_relative" if definition.change.relative else "change"
            sources = self._scope.sources_of(definition.change.of)
            text = self._of(key, definition.change.of, since=self._since(definition.change.since, sources))
            return text + self._comparable(definition.change.comparable)
        if definition.across:
            over = self._scope.table_of(definition.across.of).labels[definition.across.over]
            shown = quoted(in_language(over, self._language, definition.across.over), self._language)
            return self._of(f"across_{definition.across.stat}", definition.across.of, over=shown)
        if definition.interval:
            level = show_value(definition.interval.level, self._language, "percent")
            return self._of(f"interval_{definition.interval.end}", definition.interval.of, level=level)
        return self._revised()

    def _measured(self, kind: str, column: str, within: str) -> str:
        is_date = self._scope.column_type(str(self._definition.of), column) == "date"
        key = f"{kind}_date" if is_date and kind in ("min", "max") else kind
        text = self._phrase(key, column=self._column(column), within=within)
        if kind == "value" and self._definition.by:
            dimensions = [self._column(dimension) for dimension in self._definition.by]
            text += self._phrase("per", dimensions=listed(dimensions, self._language, "and"))
        return text

    def _revised(self) -> str:
        revision = self._definition.revision
        assert revision
        contract = self._scope.contracts[revision.of]
        since = self._since(revision.since, (revision.of,))
        key = [inside(in_language(contract.label_of(name), self._language, name)) for name in contract.key]
        text = self._phrase(revision.count, source=self._title(revision.of), since=since)
        text += self._phrase("by_key", columns=listed(key, self._language, "and"))
        return text + self._comparable(revision.comparable)

    def _comparable(self, why: Text | None) -> str:
        """Why numbers are compared across a new definition, where that is said."""
        return self._phrase("comparable", why=in_language(why, self._language)) if why else ""

    def _phrase(self, key: str, **parts: str) -> str:
        return METRIC_PHRASES[self._language][key].format(**parts)

    def _of(self, key: str, of: str, **parts: str) -> str:
        return self._phrase(key, of=self._metric(of), **parts)

    def _metric(self, name: str) -> str:
        return quoted(in_language(self._scope.metrics[name].label, self._language, name), self._language)

    def _column(self, column: str) -> str:
        return self._wording().label(column)

    def _wording(self) -> Wording:
        return Wording(self._scope.tables[str(self._definition.of)], self._scope.constants, self._language)

    def _title(self, source: str) -> str:
        return in_language(self._scope.contracts[source].title, self._language, source)

    def _within(self) -> str:
        of = str(self._definition.of)
        join = self._scope.joins.get(of)
        if join:
            text = self._phrase("within_join", left=self._title(join.left), right=self._title(join.right))
        else:
            text = self._phrase("within", source=self._title(of))
        if self._definition.where is not None:
            clause = describe_condition(self._definition.where, self._wording())
            text += self._phrase("where", condition=clause)
        return text

    def _since(self, alias: str, sources: tuple[str, ...]) -> str:
        """The earlier extract by the date that the report asks for; several dates where sources differ."""
        asked = dict.fromkeys(self._scope.report.compare[alias][source] for source in sources)
        return listed([self._dated(day) for day in asked], self._language, "and")

    def _dated(self, asked: str) -> str:
        if asked == "latest":
            return self._phrase("since_latest")
        is_last = asked.startswith("latest")
        day = datetime.date.fromisoformat(asked[-10:] if is_last else asked[:10])
        return self._phrase("since_last" if is_last else "since_date", date=show_value(day, self._language))
