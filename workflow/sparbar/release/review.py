"""The review: every decision with its reason and what an attacker finds, for the eyes of a few."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from sparbar.model.files import OWNER_ALONE, write_whole
from sparbar.model.ledger import Ledger
from sparbar.model.values import value_to_json
from sparbar.release.decide import Decision
from sparbar.release.populations import Population

HEADER = ("fact", "value", "decision", "reason", "population", "least", "greatest", "by", "since")
REASONS = {
    "small": "the count is small, or small counts follow from it",
    "secondary": "hidden so that another cannot be worked out",
    "derived": "made from facts that are hidden",
    "one_person": "the value of one person",
    "free_text": "a slice by free text",
    "statistic": "no count, nor made from counts: it cannot be rounded",
    "tangled": "compares columns, days or ages that other numbers tell of, too",
    "crossed": "is sliced by two columns of several answers and asks for one of them: ask for other columns",
    "crowded": "taken over a column of which counts are hidden, beside another such number: show one of them",
    "joined": "asks for columns of a source of which other numbers tell, too, or in another extract",
    "rows": "several rows may be one person's: show by a metric count: persons of the whole that they are "
    "not, deliver one row per person, or build for internal only",
    "not_understood": "made in a way that cannot be checked",
}


def write_review(path: Path, ledger: Ledger, decision: Decision) -> None:
    """Write the review as CSV, readable for its owner alone where the system can."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(HEADER)
    overrides = {override.fact: override for override in decision.rules.overrides}
    for fact in ledger.facts:
        if fact.id in decision.links.free:
            continue
        reason = decision.reasons.get(fact.id, "")
        override = overrides.get(fact.id)
        verdict = "override" if override else "hidden" if reason else "shown"
        end = (override.name, override.date.isoformat()) if override else ("", "")
        why = override.reason if override else REASONS.get(reason, "")
        value = next(iter((value_to_json(fact.value) or {}).values()), "")
        start = (fact.id, value, verdict, why)
        found = [p for p in decision.links.by_fact[fact.id].populations if p.name in decision.plan.intervals]
        populations: list[Population | None] = [*found] or [None]
        for population in populations:
            interval = decision.plan.intervals[population.name] if population else None
            high = "" if interval is None else "without bound" if interval.high is None else interval.high
            name, low = (population.name, interval.low) if population and interval else ("", "")
            lines.writerow((*start, name, low, high, *end))
    for name, interval in decision.plan.intervals.items():
        if not any(name in map(_name, link.populations) for link in decision.links.by_fact.values()):
            high = "without bound" if interval.high is None else interval.high
            lines.writerow(
                ("", "", "follows", "a small count that others would give", name, interval.low, high, "", "")
            )
    write_whole(path, written.getvalue(), rights=OWNER_ALONE)


def _name(population: object) -> str:
    return str(getattr(population, "name", ""))
