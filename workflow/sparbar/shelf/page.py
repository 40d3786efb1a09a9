"""The shelf as one page without scripts: what is on it, in the words of the project's language."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from sparbar.errors import ContractError
from sparbar.language import format_date
from sparbar.model.shipped import read_shipped
from sparbar.shelf.entries import Documents
from sparbar.shelf.failed import Failure, Told, faults_of
from sparbar.shelf.gather import Copy, Published, Shelf, Title
from sparbar.webpage import font_faces

MOST_FAULTS = 5


def shelf_page(shelf: Shelf, styles: Path, place: Path) -> str:
    """The page as HTML.

    Args:
        styles: folder of the look, with `report.css` and `fonts/fonts.json`: the page looks like its reports.
        place: folder in which it will stand; links are relative to it.
    """
    own = resources.files("sparbar.shelf").joinpath("shelf.css").read_text(encoding="utf-8")
    style = "\n".join(part.strip() for part in (*_look(styles), own)).replace("</", "<\\/")
    view = _View(shelf, place)
    page = {
        "language": shelf.language,
        "style": Markup(style),
        "policy": _policy(style),
        **view.page(),
    }
    return frame().render(page=page, w=view.words)


@cache
def frame() -> Template:
    """The page's template, compiled once."""
    text = resources.files("sparbar.shelf").joinpath("shelf.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(text)


def _look(styles: Path) -> tuple[str, ...]:
    """The reports' look; without it the page is plain, and still there."""
    try:
        return font_faces(styles / "fonts"), (styles / "report.css").read_text(encoding="utf-8")
    except (OSError, ValueError, KeyError):
        return ()


def _policy(style: str) -> str:
    """What the page may do: show itself, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    allowed = ("default-src 'none'", f"style-src 'sha256-{digest}'", "font-src data:")
    return "; ".join((*allowed, "base-uri 'none'", "form-action 'none'"))


def words_of(language: str) -> dict[str, Any]:
    """The words of a language."""
    words: dict[str, Any] = read_shipped("sparbar.shelf", "words.yaml")[language]
    return words


class _View:
    """The shelf as texts."""

    def __init__(self, shelf: Shelf, place: Path) -> None:
        self.words = words_of(shelf.language)
        self._shelf = shelf
        self._place = place

    def page(self) -> dict[str, Any]:
        shelf, words = self._shelf, self.words
        titles = [self._title(title) for title in shelf.titles]
        failed = [
            {"title": title["title"], "language": title["language"], **copy}
            for title in titles
            for copy in title["copies"]
            if copy["failures"]
        ]
        last = shelf.last_run
        return {
            "titles": titles,
            "failed": failed,
            "failed_title": self._count("failed_reports", len(failed)),
            "written": words["written"].format(moment=self._moment(shelf.now)),
            "last_run": words["last_run"].format(moment=self._moment(last)) if last else "",
        }

    def _title(self, title: Title) -> dict[str, Any]:
        anchor = f"r-{title.report}"
        return {
            "anchor": anchor,
            "report": title.report,
            "title": title.title,
            "language": title.language or self._shelf.language,
            "copies": [self._copy(title, copy, f"{anchor}-{copy.audience}") for copy in title.copies],
            "editions": [
                self._edition(title, edition, f"{anchor}-e{number}")
                for number, edition in enumerate(title.editions)
            ],
        }

    def _copy(self, title: Title, copy: Copy, anchor: str) -> dict[str, Any]:
        audience = self.words["audiences"][copy.audience]
        return {
            "anchor": anchor,
            "audience": audience,
            "whose": f"{title.title}, {audience}",
            "failures": [
                *([self._failure(copy)] if copy.failures else []),
                *(self._failed_pull(copy, pull) for pull in copy.pulls),
            ],
            "resting": self._resting(copy),
            "card": self._card(copy.documents) if copy.documents else None,
        }

    def _resting(self, copy: Copy) -> str:
        """That the report is not built again, for whose sake; who decided it stands in the register."""
        names = ", ".join(f"{line.source} {line.delivery}" for line in copy.resting)
        words = self.words
        return words["resting" if copy.documents else "never"].format(extracts=names) if names else ""

    def _card(self, documents: Documents) -> dict[str, Any]:
        words = self.words
        return {
            "links": [
                {"text": words["files"][name], "href": self._link(documents.folder / name)}
                for name in documents.files
            ],
            "ages": [
                {
                    "label": age.label,
                    "language": documents.language,
                    "day": age.day.isoformat(),
                    "date": self._date(age.day) + (f" ({age.delivery})" if age.delivery[10:] else ""),
                    "ago": self._count("days", age.days) if age.days > 0 else words["today"],
                    "state": age.state,
                }
                for age in documents.ages
            ],
            "verdict": documents.verdict,
            "numbers": "" if documents.verdict == "unreadable" else str(documents.numbers),
            "built": self._moment(documents.built),
        }

    def _edition(self, title: Title, published: Published, anchor: str) -> dict[str, Any]:
        edition, words = published.opened.edition, self.words
        audience = words["audiences"][published.opened.audience]
        approved = words["approved"].format(
            day=self._date(date.fromisoformat(edition.date)), who=edition.approved_by
        )
        signed = words["unsigned" if published.opened.signature is None else "signed"]
        lines = [f"{audience}. {approved}, {signed}."]
        if edition.supersedes:
            earlier = edition.supersedes
            lines.append(words["replaces"].format(name=earlier.name, reason=earlier.reason))
        if published.replaced_by:
            lines.append(words["replaced"].format(name=published.replaced_by) + ".")
        name = words["edition"].format(name=edition.name)
        # An edition's folder may have come from elsewhere: only its approval has a day.
        card = {**self._card(published.documents), "built": ""}
        return {
            "anchor": anchor,
            "name": name,
            "whose": f"{title.title}, {name}",
            "lines": lines,
            "card": card,
        }

    def _failure(self, copy: Copy) -> dict[str, Any]:
        """Why there is nothing newer: in the project's words, and for the internal report fault by fault."""
        words, newest = self.words, copy.failures[-1]
        step = words["steps"].get(newest.stage, words["steps"]["other"])
        parts = [
            words["tried"].format(moment=self._moment(newest.when)),
            step.format(what=" ".join(newest.verb[1:3])),
            words["codes"].get(newest.code, words["codes"][1]),
        ]
        if copy.documents:
            parts.append(words["newer_stays"])
        elsewhere = words["cells_elsewhere"] if newest.code == ContractError.exit_code else ""
        title = words["newer_failed" if copy.documents else "build_failed"]
        return self._told(copy, title, parts, faults_of(copy.failures), elsewhere)

    def _failed_pull(self, copy: Copy, pull: Failure) -> dict[str, Any]:
        """Why there are no newer data."""
        words = self.words
        parts = [
            words["tried"].format(moment=self._moment(pull.when)),
            words["steps"]["pull"].format(what=pull.verb[-1]),
            words["pulls"].get(pull.code, words["codes"].get(pull.code, words["codes"][1])),
        ]
        if copy.documents:
            parts.append(words["older_data"])
        elsewhere = words["cells_kept"] if pull.code == ContractError.exit_code else ""
        return self._told(copy, words["pull_failed"], parts, faults_of([pull]), elsewhere)

    def _told(
        self, copy: Copy, title: str, parts: list[str], faults: tuple[Told, ...], elsewhere: str
    ) -> dict[str, Any]:
        """A failure with its faults, where these may be told to who reads the report."""
        if copy.audience != "internal":
            faults, elsewhere = (), self.words["told_elsewhere"]
        left = len(faults) - MOST_FAULTS
        return {
            "title": title,
            "text": " ".join(filter(None, (*parts, elsewhere))),
            "faults": [self._fault(fault) for fault in faults[:MOST_FAULTS]],
            "more": self._count("more_faults", left) if left > 0 else "",
        }

    def _fault(self, fault: Told) -> dict[str, str]:
        """A fault in the project's language where it was told so, else in English."""
        if fault.local:
            fault = replace(fault, problem=fault.local, fix="")
        language = self._shelf.language if fault.local else "en"
        return {
            "text": fault.problem,
            "where": fault.where,
            "expected": fault.expected,
            "found": fault.found,
            "fix": fault.fix,
            "language": language,
        }

    def _count(self, name: str, count: int) -> str:
        one, several = self.words[name]
        text: str = one if count == 1 else several
        return text.format(count=count)

    def _date(self, day: date) -> str:
        return format_date(day, self._shelf.language)

    def _moment(self, moment: datetime) -> str:
        text: str = self.words["at"]
        return text.format(day=self._date(moment.date()), time=f"{moment:%H:%M}")

    def _link(self, path: Path) -> str:
        return quote(Path(os.path.relpath(path, self._place)).as_posix())
