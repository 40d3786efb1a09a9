"""What is out already about the same people: earlier editions, and other reports that are declared."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from sparbar.config.disclosure import Disclosure
from sparbar.config.project import Scope, load_project, scope_of
from sparbar.errors import ConfigError
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger

# A name of a report, as YAML has it in a list of them.
_NAMES = re.compile(r"[^\s,\[\]'\"]+")


@dataclass(frozen=True)
class Told:
    """A public ledger that is out, or leaves beside the report's own.

    Attributes:
        name: report and edition, as a message and `disclosure.set_aside` name it.
        then: the definitions that it was made by, where they are kept with it and can be read.
        now: those of today, where the report is there still.
    """

    name: str
    ledger: Ledger
    then: Scope | None
    now: Scope | None

    def linked(self) -> tuple[Scope | None, Ledger, tuple[str, ...]]:
        """Definitions, the facts that they say what is counted of, and the metrics that they do not know.

        The definitions of then say it best. Without them those of today do, where digest or words are the
        same: a contract that reads more spellings makes another digest, and the same words.
        """
        told = [fact for fact in self.ledger.facts if fact.status == "value" or fact.base is not None]
        scope = self.then or self.now
        known = set(self.then.metrics) if self.then else self._unchanged()
        lost = tuple(sorted({fact.metric for fact in told} - known))
        facts = tuple(fact for fact in self.ledger.facts if fact.metric in known)
        return scope, replace(self.ledger, facts=facts), lost

    def _unchanged(self) -> set[str]:
        from sparbar.config.describe import describe_metric, metric_digest
        from sparbar.release.rounded import words_of_rounding

        scope = self.now
        if scope is None:
            return set()
        bases = {fact.rounded.base for fact in self.ledger.facts if fact.rounded}
        found = set()
        for metric in self.ledger.metrics:
            if metric.id not in scope.metrics:
                continue
            words = describe_metric(scope, metric.id, self.ledger.language)
            ends = ["", *(words_of_rounding(scope, metric.id, base, self.ledger.language) for base in bases)]
            in_words = scope.metrics[metric.id].define is None and metric.definition in {
                words + end for end in ends
            }
            if in_words or metric_digest(scope, metric.id) == metric.digest:
                found.add(metric.id)
        return found


def earlier_files(scope: Scope) -> list[Path]:
    """The public ledgers that are out or leave beside this one: editions, and reports that are declared.

    Who says that two reports are about the same people says it of both: editions of reports that name this
    one count as those of the reports that it names. What they say now, and was not published, waits for this.
    """
    project, own = scope.project, scope.report
    files: list[Path] = []
    declared = (own.report, *scope.disclosure.same_people)
    for name in dict.fromkeys((*declared, *_naming(scope))):
        # A name that begins with a dot is an edition that is being made.
        files += sorted((project.root / project.layout.editions / name).glob("[!.]*/facts.json"))
        # A report at fault may be public: what cannot be released beside it waits until it can be read.
        other = project.reports.get(name)
        may_be_public = "public" in other.audiences if other else name in project.known("config/reports")
        if name in declared[1:] and name != own.report and may_be_public:
            files.append(project.layout.work(name, "public") / "released.json")
    return files


def _naming(scope: Scope) -> list[str]:
    """Reports that say, or said in an edition that is out, that they are about the people of this one."""
    project, own = scope.project, scope.report.report
    common = project.defaults.disclosure or Disclosure()
    found = {
        name
        for name, other in project.reports.items()
        if own in common.with_own(other.disclosure).same_people
    }
    for path in (project.root / project.layout.editions).glob("*/[!.]*/facts.json"):
        name, edition = path.parent.parent.name, path.parent
        if name not in found and name != own and own in _said_then(edition, name):
            found.add(name)
    return sorted(found - {own})


def _said_then(edition: Path, report: str) -> set[str]:
    """What a published report said of whose people it is about: the words that follow where it said it.

    It is not read as config, which may have had another form then; a name too many makes no number less safe.
    """
    config = edition / "inputs" / "config"
    files = [config / "config.yaml", config / "reports" / f"{report}.yaml"]
    texts = [path.read_text(encoding="utf-8") for path in files if path.is_file()]
    return {word for text in texts for word in _NAMES.findall(text.partition("same_people")[2])}


def earlier_ledgers(scope: Scope) -> list[Told]:
    """What `earlier_files` hold."""
    found = []
    for path in earlier_files(scope):
        ledger = read_ledger(path) if path.is_file() else None
        if ledger is not None and ledger.audience == "public":
            name = f"{ledger.report}/{path.parent.name}"
            found.append(Told(name, ledger, _scope_then(path.parent, ledger), _scope_now(scope, ledger)))
    return found


def _scope_then(folder: Path, ledger: Ledger) -> Scope | None:
    try:
        return scope_of(load_project(folder / "inputs"), ledger.report)
    except ConfigError:
        return None


def _scope_now(scope: Scope, ledger: Ledger) -> Scope | None:
    if ledger.report == scope.report.report:
        return scope
    return scope_of(scope.project, ledger.report) if ledger.report in scope.project.reports else None
