"""What is out already about the same people: earlier editions, and other reports that are declared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sparbar.config.project import Scope, scope_of
from sparbar.model.ledger import Fact, Ledger
from sparbar.model.ledger_json import read_ledger


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


def still_defined(scope: Scope, ledger: Ledger, own: Ledger) -> Ledger:
    """What a ledger says, as far as the definitions of today are those of then.

    A contract that reads more spellings makes another digest, and the same words: of another extract it is
    the same number, and of the same extract the one that is told now is the one to go by.

    Args:
        own: the ledger that is to leave now.

    Missing: a fact whose metric is gone, or means something else now, cannot be linked and is left out.
    """
    from sparbar.config.describe import describe_metric, metric_digest
    from sparbar.release.rounded import words_of_rounding

    bases = {fact.rounded.base for fact in ledger.facts if fact.rounded}

    def in_words(name: str) -> list[str]:
        words = describe_metric(scope, name, ledger.language)
        return [words, *(words + words_of_rounding(scope, name, base, ledger.language) for base in bases)]

    known = [metric for metric in ledger.metrics if metric.id in scope.metrics]
    same = {metric.id for metric in known if metric_digest(scope, metric.id) == metric.digest}
    alike = {
        metric.id
        for metric in known
        if scope.metrics[metric.id].define is None and metric.definition in in_words(metric.id)
    }
    delivered = {extract.id: (extract.source, extract.delivery) for extract in ledger.extracts}
    now = {(extract.source, extract.delivery) for extract in own.extracts}

    def is_elsewhere(fact: Fact) -> bool:
        ids = (f"{source}@{fact.at}" if fact.at else source for source in scope.sources_of(fact.metric))
        return now.isdisjoint(delivered[name] for name in ids if name in delivered)

    linked = (f for f in ledger.facts if f.metric in same or (f.metric in alike and is_elsewhere(f)))
    return replace(ledger, facts=tuple(linked))
