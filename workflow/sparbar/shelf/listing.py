"""The shelf in a terminal: where reports and editions are, their dates and numbers, which data are old."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sparbar.config.base import in_language
from sparbar.config.project import Project
from sparbar.edition.opened import OpenEdition, editions_of
from sparbar.model.shipped import read_shipped
from sparbar.plan import SourceAge
from sparbar.shelf.entries import AUDIENCES, Documents, read_documents

Lines = tuple[str, str]
_FORMATS = (("html", "HTML"), ("pdf", "PDF"), ("docx", "DOCX"))


def list_built(project: Project) -> Iterator[Lines]:
    """Lines for a person: every report of the project, built or not.

    Each is in English, and in the project's language, or "" where that is English or nothing is in words.
    """
    language = project.defaults.language
    for name in project.known("config/reports"):
        report = project.reports.get(name)
        if report is None:
            yield name, ""
            yield _line(language, "unreadable_report", name=name)
        for audience in report.audiences if report else AUDIENCES:
            folder = project.layout.report(name, audience)
            documents = read_documents(folder, date.today(), None)
            if report:
                yield f"{in_language(report.title, report.language)} ({name}, {audience})", ""
                if documents is None:
                    yield _line(language, "not_built")
            if documents:
                yield from _built_lines(project.layout.root, documents, language)


def _built_lines(root: Path, documents: Documents, language: str) -> Iterator[Lines]:
    place = documents.folder.relative_to(root).as_posix()
    if documents.verdict == "unreadable":
        yield _line(language, "unreadable", place=place)
        return
    extracts = ", ".join(f"{age.id} {age.delivery}" for age in documents.ages)
    yield _line(language, "extracts", extracts=extracts)
    yield _both(language, lambda words: _numbers(documents, words))
    for kind, name in _FORMATS:
        yield f"  {name:<9} {place}/report.{kind}", ""
    yield _line(language, "trace", place=place)


def _numbers(documents: Documents, words: dict[str, Any]) -> str:
    facts = _count(words["facts"], documents.facts)
    return _count(
        words["numbers"], documents.numbers, facts=facts, verdict=words["verdicts"][documents.verdict]
    )


def list_editions(project: Project) -> Iterator[Lines]:
    """Lines for a person: the editions of every report, by date of approval, in English and as above."""
    layout = project.layout
    for report in project.known("config/reports"):
        for opened in editions_of(layout.root / layout.editions / report):
            place = opened.folder.relative_to(layout.root).as_posix()
            yield _both(project.defaults.language, partial(_edition, opened, place))


def _edition(opened: OpenEdition, place: str, words: dict[str, Any]) -> str:
    edition, earlier = opened.edition, opened.edition.supersedes
    said: str = words["edition"].format(
        place=place,
        audience=words["audiences"][opened.audience],
        who=edition.approved_by,
        date=edition.date,
        signature=words["signatures"]["unsigned" if opened.signature is None else "signed"],
    )
    return said + (words["replaces"].format(name=earlier.name) if earlier else "")


def age_lines(age: SourceAge, language: str) -> Lines:
    """How old the newest extract of a source is, where it is not fresh, in English and as above."""

    def said(words: dict[str, Any]) -> str:
        values = {"state": words["states"][age.state], "source": age.source, "delivery": age.delivery}
        if not age.delivery:
            return str(words["no_extract"].format(**values))
        return _count(words["ages"], age.days, **values)

    return _both(language, said)


def _both(language: str, say: Callable[[dict[str, Any]], str]) -> Lines:
    words = read_shipped("sparbar.shelf", "list_words.yaml")
    return say(words["en"]), "" if language == "en" else say(words[language])


def _line(language: str, key: str, **values: str) -> Lines:
    return _both(language, lambda words: str(words[key].format(**values)))


def _count(forms: list[str], count: int, **values: str) -> str:
    return forms[0 if count == 1 else 1].format(count=count, **values)
