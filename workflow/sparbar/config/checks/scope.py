"""All checks of one report, in the order in which their faults are best read."""

from __future__ import annotations

from collections.abc import Iterator

from sparbar.config.checks.claims import claim_faults
from sparbar.config.checks.joins import join_faults
from sparbar.config.checks.metrics import MetricChecks
from sparbar.config.checks.report import report_faults
from sparbar.config.checks.shown import figure_faults, table_faults
from sparbar.config.checks.texts import label_faults, text_faults
from sparbar.config.scope import Scope
from sparbar.errors import ConfigError, Fault, nearest


def check_scope(scope: Scope) -> None:
    """Check every name that crosses files.

    Raises:
        ConfigError: a name is unknown, or what it names does not fit; all faults at once.
    """
    faults = scope_faults(scope)
    if faults:
        raise ConfigError(faults)


def scope_faults(scope: Scope) -> list[Fault]:
    """Everything in a report and its definitions that does not fit together."""
    metrics = MetricChecks(scope)
    return [
        *report_faults(scope),
        *join_faults(scope),
        *metrics.faults,
        *_identity_faults(scope, metrics.sound),
        *claim_faults(scope),
        *table_faults(scope, metrics.sound),
        *figure_faults(scope, metrics.sound),
        *text_faults(scope),
        *label_faults(scope, metrics.sound),
    ]


def _identity_faults(scope: Scope, sound: frozenset[str]) -> Iterator[Fault]:
    known = list(scope.metrics)
    for position, identity in enumerate(scope.identities):
        places = [("sum", i, name) for i, name in enumerate(identity.sum)] + [
            ("equals", None, identity.equals)
        ]
        for key, index, name in places:
            where = scope.place("identities", str(position), key, *([] if index is None else [index]))
            if name not in scope.metrics:
                fix = nearest(name, known) or "name a metric of this report"
                yield Fault(f'there is no metric "{name}"', where, fix=fix)
            elif name in sound and scope.value_kind(name) != "number":
                yield Fault(
                    f"{name} is no number and cannot be added", where, "number", scope.value_kind(name)
                )
        names = (*identity.sum, identity.equals)
        if all(name in sound for name in names) and not frozenset.intersection(*map(scope.slices_of, names)):
            where = scope.place("identities", str(position))
            yield Fault("the metrics of this identity have no slice in common", where)
