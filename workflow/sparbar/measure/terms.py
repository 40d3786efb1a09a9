"""What the ledger says beside its facts, in the report's language: extracts, metrics, constants, labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING

from sparbar.config.base import in_language
from sparbar.config.breaks import changes_spanned
from sparbar.config.describe import describe_metric, metric_digest
from sparbar.config.metrics import ConstantDef
from sparbar.language import format_date
from sparbar.measure.columns import Field, fields_of
from sparbar.model.ledger import Constant, Extract, Fact, Metric, SourceChange
from sparbar.model.table import TableInfo
from sparbar.provenance.resolve import Delivery

if TYPE_CHECKING:
    from sparbar.config.scope import Scope


def list_extracts(
    scope: Scope, deliveries: Mapping[str, Delivery], infos: Mapping[str, TableInfo]
) -> tuple[Extract, ...]:
    """The report's extracts: its own, then those of each alias, as declared."""
    report = scope.report.dated({name: delivery.date for name, delivery in deliveries.items()})
    return tuple(
        _extract(scope, deliveries[name], infos[name], report.date)
        for name in scope.asked()
        if name in deliveries
    )


def _extract(scope: Scope, delivery: Delivery, info: TableInfo, day: date) -> Extract:
    contract, language = scope.contracts[delivery.source], scope.report.language
    return Extract(
        id=delivery.id,
        source=delivery.source,
        date=delivery.date,
        delivery=delivery.delivery,
        file=info.file,
        sha256=info.sha256,
        received=info.received,
        sheet=info.sheet,
        rows_in=info.rows_in,
        rows_kept=info.rows_kept,
        rows_rejected=info.rows_rejected,
        notice=in_language(contract.notice, language),
        asked=delivery.asked,
        label=in_language(contract.title, language),
        age_days=age if (age := (day - date.fromisoformat(delivery.date)).days) >= 0 else None,
    )


def list_changes(scope: Scope, deliveries: Mapping[str, Delivery]) -> tuple[SourceChange, ...]:
    """The changes of contracts between the report's extracts, oldest first for each source."""
    language = scope.report.language
    days = {name: delivery.date for name, delivery in deliveries.items()}
    return tuple(
        SourceChange(
            source=source,
            since=version.since.isoformat(),
            why=in_language(version.why, language),
            redefined=tuple(
                in_language(scope.contracts[source].label_of(name), language, name)
                for name in version.redefined
            ),
        )
        for source, version in changes_spanned(scope, days)
    )


def list_metrics(scope: Scope) -> tuple[Metric, ...]:
    """The definitions of the report's metrics, as declared."""
    language = scope.report.language
    return tuple(
        Metric(
            id=name,
            label=in_language(definition.label, language, name),
            definition=describe_metric(scope, name, language),
            unit=definition.unit_in(language),
            decimals=definition.decimals,
            digest=metric_digest(scope, name),
            custom=definition.custom is not None,
            why=in_language(definition.why, language),
        )
        for name, definition in scope.metrics.items()
    )


def list_constants(scope: Scope) -> tuple[Constant, ...]:
    """The report's constants, as declared."""
    language = scope.report.language
    return tuple(
        Constant(
            id=name,
            kind=definition.kind,
            values=_values(definition, language),
            unit=definition.unit_in(language),
            label=in_language(definition.label, language, name),
            origin=in_language(definition.origin, language),
            evidence=definition.evidence,
            date=str(definition.since),
        )
        for name, definition in scope.constants.items()
    )


def _values(definition: ConstantDef, language: str) -> tuple[str, ...]:
    if definition.kind == "text":
        return (in_language(definition.text, language),)
    value = getattr(definition, definition.kind)
    parts = value if isinstance(value, tuple) else (value,)
    return tuple(part.isoformat() if isinstance(part, date) else str(part) for part in parts)


def label_dimensions(scope: Scope, facts: Iterable[Fact]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Labels of the dimensions, and of their codes; of months as far as there are facts on them.

    Where two sources call a dimension or code alike, the label is that of the metric declared first.
    """
    dimensions: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {}
    months: dict[str, None] = {}
    for name, field in _dimensions(scope):
        dimensions.setdefault(name, in_language(field.label, scope.report.language, name))
        for code, label in (field.codes or {}).items():
            known = labels.setdefault(name, {})
            known.setdefault(code, in_language(label, scope.report.language, code))
        if field.monthly:
            months[name] = None
    for name, month in sorted(
        {(n, code) for fact in facts for n, code in fact.slice if n in months and code}
    ):
        day = date.fromisoformat(month)
        labels.setdefault(name, {})[month] = format_date(day, scope.report.language, "month")
    return dimensions, labels


def _dimensions(scope: Scope) -> Iterable[tuple[str, Field]]:
    fields_by_name = cache(partial(fields_of, scope))
    for definition in scope.metrics.values():
        if definition.of is not None:
            fields = fields_by_name(definition.of)
            names = (*definition.by, definition.value) if definition.value else definition.by
            yield from ((name, fields[name]) for name in names if name is not None)
