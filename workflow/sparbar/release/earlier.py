"""What is out already about the same people: earlier editions, and other reports that are declared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sparbar.config.project import Scope, scope_of
from sparbar.model.ledger import Ledger, read_ledger


def earlier_files(scope: Scope) -> list[Path]:
    """The public ledgers that are out or leave beside this one: editions, and reports that are declared."""
    project, own = scope.project, scope.report
    files: list[Path] = []
    for name in (own.report, *scope.disclosure.same_people):
        # A name that begins with a dot is an edition that is being made.
        files += sorted((project.root / project.layout.editions / name).glob("[!.]*/facts.json"))
        # A report at fault may be public: what cannot be released beside it waits until it can be read.
        other = project.reports.get(name)
        may_be_public = "public" in other.audiences if other else name in project.known("config/reports")
        if name != own.report and may_be_public:
            files.append(project.layout.work(name, "public") / "released.json")
    return files


def earlier_ledgers(scope: Scope) -> list[tuple[Scope, Ledger]]:
    """What `earlier_files` hold, each with the definitions of today."""
    found = []
    for path in earlier_files(scope):
        ledger = read_ledger(path) if path.is_file() else None
        if ledger is None or ledger.audience != "public":
            continue
        other = scope if ledger.report == scope.report.report else scope_of(scope.project, ledger.report)
        found.append((other, ledger))
    return found


def still_defined(scope: Scope, ledger: Ledger) -> Ledger:
    """What a ledger says, as far as the definitions of today are those of then.

    Missing: a fact whose metric is gone, or means something else now, cannot be linked and is left out.
    """
    from sparbar.config.digest import metric_digest

    same = {m.id for m in ledger.metrics if m.id in scope.metrics and metric_digest(scope, m.id) == m.digest}
    return replace(ledger, facts=tuple(fact for fact in ledger.facts if fact.metric in same))
