"""A run in words for people, in the project's language: what is new, what failed and why, where to look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sparbar.language.faults import local_text, localised
from sparbar.model.shipped import read_shipped
from sparbar.pull import Outcome
from sparbar.rebuild.result import Old, Rebuilt, Result
from sparbar.shelf.failed import Told, told_of

MOST_FAULTS = 5


@dataclass(frozen=True)
class Summary:
    """A run in words.

    Attributes:
        subject: all of it in one line.
        text: with a line break at its end.
    """

    subject: str
    text: str


def words_of(language: str) -> dict[str, Any]:
    """The words of a language."""
    words: dict[str, Any] = read_shipped("sparbar.rebuild", "words.yaml")[language]
    return words


def summarise(result: Result, shelf: str, log: str) -> Summary:
    """The summary of a run.

    Args:
        shelf: where the shelf stands, relative to the project.
        log: where the run's log stands, relative to the project.
    """
    view = _View(result)
    words = view.words
    subject = words["subject"].format(project=result.project, what=view.counts())
    moment = result.began.astimezone().strftime("%Y-%m-%d %H:%M")
    lines = [words["title"].format(project=result.project, moment=moment), f"{view.counts()}."]
    for part in (view.mended(), view.stopped(), view.pulls(), view.reports(), view.old()):
        lines += part
    lines += ["", words["shelf"].format(path=shelf), words["log"].format(path=log)]
    return Summary(subject, "\n".join(lines) + "\n")


def with_unsent(summary: Summary, unsent: dict[str, str], language: str) -> Summary:
    """The summary as it is kept and printed: with who could not be told, and why."""
    if not unsent:
        return summary
    words = words_of(language)["unsent"]
    lines = [
        words.format(whom=way, why=local_text(why, language) or why) + "\n" for way, why in unsent.items()
    ]
    return replace(summary, text=summary.text + "".join(lines))


class _View:
    """The parts of a result as lines."""

    def __init__(self, result: Result) -> None:
        self.words = words_of(result.language)
        self._result = result
        self._said: set[Told] = set()

    def counts(self) -> str:
        result = self._result
        counted = {
            "built": sum(report.state == "built" for report in result.reports),
            "failed": sum(report.state == "failed" for report in result.reports),
            "pulls": sum(outcome.error is not None for outcome in result.pulled),
            "old": sum(item.is_error for item in result.old),
            "stopped": len(result.stopped),
        }
        parts = [self._count(self.words["counts"][name], count) for name, count in counted.items() if count]
        return ", ".join(parts) or str(self.words["nothing"])

    def mended(self) -> list[str]:
        return ["", self.words["mended"]] if self._result.was_cut_off else []

    def stopped(self) -> list[str]:
        lines = []
        for item in self._result.stopped:
            lines += [f"  {self.words['parts'][item.part]}", *self._faults(item.told)]
        return self._section("stopped", lines)

    def pulls(self) -> list[str]:
        lines = []
        for outcome in self._result.pulled:
            lines.append(f"  {outcome.source}: {self._pulled(outcome)}")
            if outcome.error:
                lines += self._faults(told_of(localised(outcome.error, self._result.language)))
        return self._section("pulls", lines)

    def reports(self) -> list[str]:
        lines = []
        for report in self._result.reports:
            if report.state != "unchanged":
                lines += [f"  {self._report(report)}", *self._faults(report.told)]
        unchanged = sum(report.state == "unchanged" for report in self._result.reports)
        if unchanged:
            lines.append(f"  {self._count(self.words['unchanged'], unchanged)}")
        return self._section("reports", lines)

    def old(self) -> list[str]:
        return self._section("old", [f"  {item.source}: {self._age(item)}" for item in self._result.old])

    def _pulled(self, outcome: Outcome) -> str:
        words, parts = self.words["sources"], []
        if outcome.new:
            parts.append(words["new"].format(deliveries=", ".join(new.delivery for new in outcome.new)))
        if outcome.refused:
            kept = ", ".join(item.quarantine for item in outcome.refused)
            parts.append(words["refused"].format(kept=kept))
        if outcome.failed:
            parts.append(words["failed"])
        if not parts:
            standing = outcome.standing
            parts.append(words["unchanged"].format(standing=standing) if standing else words["never"])
        return "; ".join(parts)

    def _report(self, report: Rebuilt) -> str:
        words = self.words
        name = f"{report.title} ({report.report}, {words['audiences'][report.audience]})"
        said = f"{name}: {words['states'][report.state]}"
        extracts = ", ".join(f"{source} {delivery}" for source, delivery in report.extracts)
        if report.state == "built":
            return f"{said}, {words['rests'].format(extracts=extracts)}"
        if report.state == "failed":
            return f"{said}. {words['stays' if report.extracts else 'never_built']}"
        return said

    def _age(self, item: Old) -> str:
        words = self.words
        if not item.delivery:
            return str(words["no_extract"])
        age = self._count(words["ages"], item.days).replace("{delivery}", item.delivery)
        return f"{words['too_old']}{age}" if item.is_error else age

    def _faults(self, told: tuple[Told, ...]) -> Iterator[str]:
        """Faults that were not said above: two reports that rest on one file fail for one reason."""
        fresh = [fault for fault in told if fault not in self._said]
        self._said.update(fresh)
        for fault in fresh[:MOST_FAULTS]:
            yield f"    {fault.local or fault.problem}"
            yield f"      {self.words['where']}{fault.where}"
            for name, text in (("expected", fault.expected), ("found", fault.found)):
                if text:
                    yield f"      {self.words[name]}{text}"
            if fault.fix and not fault.local:
                yield f"      {self.words['fix']}{fault.fix}"
        if len(fresh) > MOST_FAULTS:
            yield f"    … (+{len(fresh) - MOST_FAULTS})"

    def _section(self, name: str, lines: list[str]) -> list[str]:
        return ["", self.words[name], *lines] if lines else []

    def _count(self, forms: list[str], count: int) -> str:
        return forms[0 if count == 1 else 1].replace("{count}", str(count))
