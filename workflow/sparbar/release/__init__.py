"""Release: the facts that may leave for one audience. Figures and templates see only this layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sparbar.config.disclosure import Disclosure
from sparbar.config.project import Scope
from sparbar.errors import DisclosureError, Fault, nearest
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger, write_ledger
from sparbar.release.earlier import Told, earlier_ledgers

if TYPE_CHECKING:
    from sparbar.release.decide import Decision


def release_facts(scope: Scope, audience: str, work: Path) -> Ledger:
    """Write the facts of a report that an audience may see.

    For `public`, what is hidden is decided over everything that leaves together and has left before, and
    proven; `disclosure.csv` beside the released facts tells each decision to those who may see it.

    Args:
        work: the report's working folder, with `measured.json`.

    Raises:
        DisclosureError: nobody has decided the rules, or what is small cannot be protected.
    """
    # The rules ask this package what is out already, in every run: the rest is imported where it is needed.
    from sparbar.release.redact import overrides_as_constants, public_ledger
    from sparbar.release.review import write_review

    ledger = read_ledger(work / "measured.json")
    rules = scope.disclosure
    if audience == "internal":
        released = replace(overrides_as_constants(ledger, rules), audience=audience)
    else:
        decision = _decided(scope, ledger, rules)
        write_review(work / audience / "disclosure.csv", ledger, decision)
        if decision.plan.unprotected:
            raise DisclosureError(_unprotected(scope, ledger, decision))
        released = public_ledger(scope, ledger, decision)
    write_ledger(work / audience / "released.json", released)
    return released


def _decided(scope: Scope, ledger: Ledger, rules: Disclosure) -> Decision:
    from sparbar.release.decide import decide
    from sparbar.release.lattice import TooManyError
    from sparbar.release.out import link_told
    from sparbar.release.summed import undeclared_faults
    from sparbar.release.versions import version_faults

    faults = [*undeclared_faults(scope, ledger, rules.statistics), *_undecided(rules)]
    faults += [*_unknown_overrides(scope, ledger, rules), *_unknown_names(scope, rules)]
    if faults:
        raise DisclosureError(faults)
    out = earlier_ledgers(scope)
    before = [(told.then or told.now or scope, told.ledger) for told in out]
    if faults := [*version_faults(scope, [(scope, ledger), *before]), *_unknown_aside(scope, rules, out)]:
        raise DisclosureError(faults)
    known, faults = link_told(scope, ledger, rules, out)
    if faults:
        raise DisclosureError(faults)
    try:
        return decide(scope, ledger, rules, known)
    except (TooManyError, ValueError) as error:
        raise DisclosureError(
            Fault(
                problem="it cannot be proven what the numbers of this report tell together",
                where=f"config/reports/{ledger.report}.yaml",
                found="too many slices" if isinstance(error, TooManyError) else str(error),
                fix='take dimensions out of "by", or build the report for internal only',
            )
        ) from error


def _undecided(rules: Disclosure) -> list[Fault]:
    if rules.decided is not None:
        return []
    return [
        Fault(
            problem="nobody has decided what may be public",
            where="config/config.yaml, disclosure.decided",
            expected="who decided the threshold, where that can be read, and since when it holds",
            fix="add decided: {by: …, evidence: …, since: …}, or build the report for internal only",
        )
    ]


def _unknown_overrides(scope: Scope, ledger: Ledger, rules: Disclosure) -> list[Fault]:
    known = [fact.id for fact in ledger.facts]
    return [
        Fault(
            problem=f"there is no fact {override.fact} to show in spite of the rules",
            where=scope.report_place("disclosure", "overrides", number, "fact"),
            fix=nearest(override.fact, known) or "write the fact's id as the trace has it",
        )
        for number, override in enumerate(rules.overrides)
        if ledger.fact(override.fact) is None
    ]


def _unknown_names(scope: Scope, rules: Disclosure) -> list[Fault]:
    project = scope.project
    out = {path.parent.name for path in (project.root / project.layout.editions).glob("*/*")}
    known = {
        "same_people": (rules.same_people, {*project.known("config/reports"), *out}, "report"),
        "statistics": (rules.statistics, set(project.known("config/sources")), "source"),
        "keep": (
            () if any(name.startswith("config/metrics/") for name in project.faults) else tuple(rules.keep),
            {name for f in project.metric_files.values() for name in f.metrics},
            "metric",
        ),
    }
    return [
        Fault(
            problem=f"there is no {what} {name}",
            where=f"disclosure.{key} in config/config.yaml or {scope.report_place()}",
            fix=nearest(name, sorted(there)) or f"name a {what} of this project",
        )
        for key, (names, there, what) in known.items()
        for name in names
        if name not in there
    ]


def _unknown_aside(scope: Scope, rules: Disclosure, out: Sequence[Told]) -> list[Fault]:
    known = {told.name: {metric.id for metric in told.ledger.metrics} for told in out}
    faults = []
    for number, item in enumerate(rules.set_aside):
        there = sorted(known.get(item.edition, known))
        what, wanted = ("edition", item.edition) if item.edition not in known else ("metric", item.metric)
        if wanted not in there:
            faults.append(
                Fault(
                    problem=f"there is no {what} {wanted} that is out, to set aside",
                    where=scope.report_place("disclosure", "set_aside", number, what),
                    fix=nearest(wanted, there) or "name report and edition as its folders are named",
                )
            )
    return faults


def _unprotected(scope: Scope, ledger: Ledger, decision: Decision) -> list[Fault]:
    """Which numbers cannot be shown together, and what would help."""
    lost = set(decision.plan.unprotected)
    metrics = {
        fact.metric
        for fact in ledger.facts
        if fact.id in decision.links.by_fact
        and lost & {population.name for population in decision.links.by_fact[fact.id].populations}
    }
    tables = [
        name
        for group in ("tables", "figures")
        for name, shown in getattr(scope.report, group).items()
        if metrics & set(repr(shown).replace("'", " ").split())
    ]
    together = (
        ", ".join(sorted(metrics)) or "numbers that are out in earlier editions and those of this report"
    )
    return [
        Fault(
            problem="small counts can be worked out from what must be shown",
            where=f"config/reports/{ledger.report}.yaml" + (f", {', '.join(tables)}" if tables else ""),
            expected="every hidden count may be any of several",
            found=f"{len(lost)} that follow from {together}",
            fix='merge categories, drop a dimension from "by", or leave out one of these metrics; '
            "results/work/…/public/disclosure.csv has the intervals",
        )
    ]
