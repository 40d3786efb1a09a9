"""What templates may call for dates, and for texts that config declares."""

from __future__ import annotations

import datetime

from sparbar.compose.session import Session, Traced
from sparbar.config.base import in_language
from sparbar.config.reasons import is_reason
from sparbar.errors import nearest
from sparbar.language import format_date
from sparbar.selection import codes_of_dimension
from sparbar.shown import code_label


class TextFunctions:
    """Dates, labels and the report's own texts."""

    _session: Session

    def date(
        self, value: datetime.date, *, style: str = "long", plain: bool = False, template_line: int = 0
    ) -> Traced:
        """A date that the report declares; any other is an error."""
        session = self._session
        ref = session.known_dates.get(value) or session.known_dates.get(str(getattr(value, "year", "")), "")
        if not isinstance(value, datetime.date) or value not in session.known_dates:
            return session.fail(
                f"{value} is no date of this report",
                template_line,
                "use report.date, report.period.start, report.period.end or extract_date(…)",
            )
        return self._dated(value, style, ref, plain, template_line)

    def extract_date(
        self, source: str, *, at: str = "", style: str = "long", plain: bool = False, template_line: int = 0
    ) -> Traced:
        """The extract date of a source."""
        session = self._session
        identifier = f"{source}@{at}" if at else source
        extract = next((item for item in session.ledger.extracts if item.id == identifier), None)
        if extract is None:
            known = [item.id for item in session.ledger.extracts]
            return session.fail(
                f"the report has no extract {identifier}",
                template_line,
                nearest(identifier, known) or f"known are {', '.join(known)}",
            )
        return self._dated(
            datetime.date.fromisoformat(extract.date), style, f"extract:{identifier}", plain, template_line
        )

    def period(self, *, style: str = "long", template_line: int = 0) -> Traced:
        """The period that the report speaks of."""
        dates = self._session.scope.report.period
        first = self._dated(dates.start, style, "report.period", False, template_line)
        return Traced(f"{first}–{self._dated(dates.end, style, 'report.period', False, template_line)}")

    def _dated(self, value: datetime.date, style: str, ref: str, plain: bool, line: int) -> Traced:
        session = self._session
        text = format_date(value, session.language, session.manner(style=style).date_style)
        if plain:
            return Traced(session.marks.unspanned("date", ref, text, ("plain", ""), session.where(line)))
        return session.traced("date", ref, text, line)

    def about(self, name: str, *, template_line: int = 0) -> Traced:
        """A text of the report's own config: number, title, subtitle, owner, funder or contact."""
        session = self._session
        fields = ("number", "title", "subtitle", "owner", "funder", "contact")
        if name not in fields:
            return session.fail(
                f'about("{name}") is not known',
                template_line,
                nearest(name, fields) or f"known are {', '.join(fields)}",
            )
        found = getattr(session.scope.report, name)
        text = found if isinstance(found, str) else in_language(found, session.language)
        if name in ("title", "subtitle"):
            return session.judged(text, session.scope.report_place(name))
        return session.label(text, f"report.{name}", "text", template_line)

    def notice(self, *, template_line: int = 0) -> Traced:
        """What the contracts say of all data in the report ("Påhittade uppgifter"), if anything."""
        session = self._session
        texts = list(dict.fromkeys(extract.notice for extract in session.ledger.extracts if extract.notice))
        return Traced(
            " · ".join(session.label(text, "contract.notice", "text", template_line) for text in texts)
        )

    def label(self, dim: str, code: str | None, *, template_line: int = 0) -> Traced:
        """The label of a category."""
        known = self._session.ledger.dimensions
        if dim not in known:
            fix = nearest(dim, list(known)) or f"known are {', '.join(known)}"
            return self._session.fail(f"there is no dimension {dim}", template_line, fix)
        return self._session.label(
            code_label(self._session.ledger, dim, code), f"{dim}.{code}", "label", template_line
        )

    def codes(self, name: str, dim: str, *, template_line: int = 0) -> list[str]:
        """The codes by which a metric is sliced, for loops in the template."""
        session = self._session
        found = codes_of_dimension(session.ledger, name, dim)
        if not found:
            session.fail(f"{name} is not sliced by {dim}", template_line, 'look at the metric\'s "by"')
        return [code for code in found if code is not None]

    def not_data(self, text: str, *, reason: str, template_line: int = 0) -> Traced:
        """A text with a numeral that is not data ("70-talet"), with the reason; listed in the trace."""
        if not is_reason(reason, text):
            return self._session.fail(
                f'"{text}" is marked as no data without a reason that others can judge',
                template_line,
                'say in a few words why it is no data, for example reason="the name of a standard"',
                "a reason of a few words",
                f'"{reason}"',
            )
        return self._session.traced("exception", reason, text, template_line)
