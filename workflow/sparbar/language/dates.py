"""Dates as people write them: "14 juni 2023", "2023-06-14", "14/6-23", "14.6.2023", "June 14, 2023".

A year of two digits lies in 1970–2069. A date in figures is day before month; in a language that also puts
the month first, one that can be read both ways is seen as a date but not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from sparbar.language.lexicon import load_lexicon
from sparbar.language.normalise import DASHES

_YEAR = "[12][0-9]{3}"
_SPACE = r"\s{1,3}"
_DAY_ENDING = r"(?:\.|:[ae]|st|nd|rd|th)?"
_FORMS = ("iso", "named", "slashed", "dotted", "dashed")
_FIRST_CENTURY_YEAR = 70
_REACH = 16
_DAY_DIGITS, _YEAR_DIGITS, _MONTHS = 2, 4, 12
_DIGIT = re.compile(r"\d")
_DAY_AND_YEAR = re.compile(rf"(?P<day>[0-3]?[0-9])(?<!\d\d\d){_DAY_ENDING},?{_SPACE}(?P<year>{_YEAR})(?!\d)")


@dataclass(frozen=True)
class DateSpan:
    """A whole date in a text; `day` is None where it is no date of the calendar or can be read two ways."""

    start: int
    end: int
    day: date | None


def find_date_spans(lower: str, language: str) -> Iterator[DateSpan]:
    """The whole dates of a text in lower case, in order."""
    at = 0
    while (digit := _DIGIT.search(lower, at)) is not None:
        span = date_at(lower, digit.start(), language)
        if span is not None:
            yield span
        at = span.end if span is not None else digit.end()


def date_at(lower: str, start: int, language: str) -> DateSpan | None:
    """The whole date whose first digit is at start, or None; "June 14, 2023" begins before that."""
    match = _day_or_year_first(language).match(lower, start)
    if match is not None:
        return DateSpan(start, match.end(), _read(match, language))
    if not load_lexicon(language).month_first:
        return None
    day_and_year = _DAY_AND_YEAR.match(lower, start)
    if day_and_year is None:
        return None
    month = _beside_month(language)[0].search(lower, max(0, start - _REACH), start)
    if month is None:
        return None
    number = load_lexicon(language).months[month["month"]]
    day = _on_calendar(int(day_and_year["year"]), number, int(day_and_year["day"]))
    return DateSpan(month.start(), day_and_year.end(), day)


@cache
def _day_or_year_first(language: str) -> re.Pattern[str]:
    """Whole dates that begin with a digit, one named group for each form and each of its parts."""
    forms = {
        "iso": rf"(?<!\d)(?P<iso_year>{_YEAR})[{DASHES}](?P<iso_month>0[1-9]|1[0-2])[{DASHES}]"
        r"(?P<iso_day>0[1-9]|[12][0-9]|3[01])(?!\d)",
        "named": rf"(?<![\d.,:])(?P<named_day>[0-3]?[0-9]){_DAY_ENDING}{_SPACE}(?:of{_SPACE})?"
        rf"(?P<named_month>{_months(language)})\.?,?{_SPACE}(?P<named_year>{_YEAR})(?!\d)",
        "slashed": r"(?<![\d/])(?P<slashed_day>[0-3]?[0-9])/(?P<slashed_month>[0-3]?[0-9])"
        rf"(?:[/{DASHES}]|{_SPACE}(?=[0-9]{{4}}))(?P<slashed_year>{_YEAR}|[0-9]{{2}})(?![\d/])",
        "dotted": r"(?<![\d.,])(?P<dotted_day>[0-3]?[0-9])\.(?P<dotted_month>[01]?[0-9])\."
        rf"(?P<dotted_year>{_YEAR}|(?<=[0-9]{{2}}\.[0-9]{{2}}\.)[0-9]{{2}})(?!\d|\.\d)",
        "dashed": rf"(?<![\d{DASHES}])(?P<dashed_day>[0-3]?[0-9])[{DASHES}](?P<dashed_month>[01]?[0-9])"
        rf"[{DASHES}](?P<dashed_year>{_YEAR})(?!\d)",
    }
    return re.compile("|".join(f"(?P<{name}>{form})" for name, form in forms.items()))


def _read(match: re.Match[str], language: str) -> date | None:
    form = next(name for name in _FORMS if match[name])
    shown_year, shown_month, shown_day = (match[f"{form}_{part}"] for part in ("year", "month", "day"))
    lexicon = load_lexicon(language)
    year = int(shown_year)
    if len(shown_year) < _YEAR_DIGITS:
        year += 1900 if year >= _FIRST_CENTURY_YEAR else 2000
    day, month = int(shown_day), lexicon.months.get(shown_month) or int(shown_month)
    if lexicon.month_first and form in ("slashed", "dashed") and day != month:
        if max(day, month) <= _MONTHS:
            return None
        day, month = max(day, month), min(day, month)
    return _on_calendar(year, month, day)


def _on_calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def stands_by_month(text: str, start: int, end: int, language: str) -> bool:
    """Whether the digits from start to end are a year or a day by a month's name ("juni 2023", "14 juni")."""
    digits = text[start:end]
    is_year = re.fullmatch(_YEAR, digits) is not None
    if not is_year and len(digits) > _DAY_DIGITS:
        return False
    before, after = _beside_month(language)
    lexicon = load_lexicon(language)
    found = after.match(text, end)
    if found is None and (is_year or lexicon.month_first):
        found = before.search(text, max(0, start - _REACH), start)
    if found is None:
        return False
    month = found["month"]
    return month.lower() not in lexicon.months_capitalised or not month.islower()


@cache
def _beside_month(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A month that ends where the search ends, and one that begins after a day."""
    month = rf"(?P<month>{_months(language)})"
    before = re.compile(rf"(?<!\w){month}\.?{_SPACE}\Z", re.IGNORECASE)
    after = re.compile(rf"{_DAY_ENDING}{_SPACE}(?:of{_SPACE})?{month}(?!\w)", re.IGNORECASE)
    return before, after


@cache
def _months(language: str) -> str:
    return "|".join(sorted(load_lexicon(language).months, key=len, reverse=True))
