"""The ledger: facts, constants, claims and observations of one report.

The ledger is the one interface between computing and writing. `docs/ledger.md` documents its schema.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from sparbar.model.values import Status, Value


@dataclass(frozen=True)
class RowSet:
    """The rows of one extract that a fact rests on.

    Attributes:
        extract: id of the extract in the ledger ("insikt", "insikt@halvar").
        count: number of rows.
        digest: SHA-256 of the rows' numbers as ranges ("5-9,12"), hexadecimal; see `provenance.rows`.
    """

    extract: str
    count: int
    digest: str


@dataclass(frozen=True)
class Extract:
    """One delivery of a source as a report uses it.

    Attributes:
        id: name within the report: the source, or "<source>@<alias>" for one that is compared with.
        source: the contract's name.
        date: extract date, ISO 8601.
        delivery: folder name: the extract date, or "<date>.2" for a second delivery on the same day.
        file: path of the raw file, relative to the project, with "/" between its parts.
        sha256: digest of the raw file.
        received: date on which the file was first seen, ISO 8601.
        sheet: name of the sheet that was read, or "" for a text file.
        rows_in, rows_kept, rows_rejected: row balance of cleaning; in = kept + rejected.
        notice: what the contract says of all data in this source, in the report's language, or "".
        asked: what the report asked for ("2023-06-14", "latest"), of which `delivery` is the answer.
        label: the source's title in the report's language.
        age_days: days from the extract date to the report's date; None where the extract is the later one.
    """

    id: str
    source: str
    date: str
    delivery: str
    file: str
    sha256: str
    received: str
    sheet: str
    rows_in: int
    rows_kept: int
    rows_rejected: int
    notice: str = ""
    asked: str = ""
    label: str = ""
    age_days: int | None = None


@dataclass(frozen=True)
class SourceChange:
    """A change of a source's contract between two extracts of the report.

    Attributes:
        since: the first extract date for which it holds, ISO 8601.
        why: what changed, in the report's language.
        redefined: labels of the columns that mean something else since then.
    """

    source: str
    since: str
    why: str
    redefined: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metric:
    """A definition as the reader meets it.

    Attributes:
        id: name in config/metrics.
        label: in the report's language.
        definition: what is counted, where, over what, in words of the report's language.
        unit: in the report's language, or one of `config.metrics.SIGNS`; "" for a bare number.
        decimals: digits after the decimal sign when shown.
        digest: SHA-256 of the definition as data, hexadecimal.
        custom: True where the definition is Python and recomputed by the same code.
        why: why it is counted so, in the report's language, or "".
    """

    id: str
    label: str
    definition: str
    unit: str
    decimals: int
    digest: str
    custom: bool = False
    why: str = ""


@dataclass(frozen=True)
class Rounded:
    """That the counts in a fact, or those its value is made from, are rounded.

    Attributes:
        base: to whose multiples.
        low, high: between what the exact value lies, by the rounding alone; None where there is no value.
        parts: numerator and denominator of a share, rounded; empty for all else.
    """

    base: int
    low: Fraction | None = None
    high: Fraction | None = None
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One value of one metric for one slice at one extract date.

    Attributes:
        id: see `fact_id`.
        metric: name of its metric.
        slice: (dimension, code) pairs sorted by dimension; the code None stands for "missing in the data".
        at: alias of the extracts it was computed from, "" for the report's own.
        status: whether there is a value, and if not, why.
        value: exact; None unless status is "value".
        rows: the rows it rests on, one entry per extract; empty for facts derived from facts only.
        parents: ids of the facts it was derived from.
        base: number of persons or rows that it speaks of (N); None where that has no meaning.
        missing: how many of those lack the value that is measured; None where that has no meaning.
        reason: short key that says why there is no value ("division_by_zero", "no_rows" …), or "".
        rounded: how its counts are rounded for this audience; None where they are exact.
    """

    id: str
    metric: str
    slice: tuple[tuple[str, str | None], ...]
    at: str
    status: Status
    value: Value | None
    rows: tuple[RowSet, ...] = ()
    parents: tuple[str, ...] = ()
    base: int | None = None
    missing: int | None = None
    reason: str = ""
    rounded: Rounded | None = None


@dataclass(frozen=True)
class Constant:
    """A number, range, time, date, period or text that is decided, not measured.

    Attributes:
        id: name in config/metrics.
        kind: "number", "range", "time", "date", "period" or "text".
        values: one value, or two for a range or period: exact numbers as strings ("450"), ISO dates,
            "HH:MM" times, or text.
        unit: as in `Metric`.
        label: what it is, in the report's language.
        origin: who decided it, in which document.
        evidence: where that can be read, or "".
        date: since when it holds, ISO 8601.
    """

    id: str
    kind: str
    values: tuple[str, ...]
    unit: str
    label: str
    origin: str
    evidence: str
    date: str


@dataclass(frozen=True)
class Claim:
    """Words that say something about facts, and the rule that lets them.

    Attributes:
        id: "c1", "c2" … in order of appearance.
        rule: name of the claim rule.
        words: what was printed.
        facts: ids of the facts it was checked against: the subjects, what is earlier, and the series.
        said: the rule with the numbers in it, in the report's language ("11 av 16 är mer än hälften").
        subjects: how many of the facts, from the first, it speaks of.
        over: the dimension of the series that it looks at, or "".
        target: the number that it compares with, exact, or ""; of a percentage the share.
        comparable: why numbers compare that were defined in two ways, or "".
    """

    id: str
    rule: str
    words: str
    facts: tuple[str, ...]
    said: str
    subjects: int = 1
    over: str = ""
    target: str = ""
    comparable: str = ""


@dataclass(frozen=True)
class Observation:
    """A quantifier that rests on people's notes and not on data: listed as not measured.

    Attributes:
        id: "n1", "n2" … in order of appearance.
        words: what was printed.
        basis: what it rests on, as the template declares it.
    """

    id: str
    words: str
    basis: str


@dataclass(frozen=True)
class Former:
    """A number as the edition that this one corrects showed it.

    Attributes:
        id: what it is the value of: a fact, its base ("alla#base") or missing ("alla#missing"), a constant.
        edition: name of the earlier edition.
        value: exact, as text ("7/16"), or "" where there was none.
        text: as the earlier edition showed it.
    """

    id: str
    edition: str
    value: str
    text: str


@dataclass(frozen=True)
class IdentityCheck:
    """An identity (a + b = c) that was found to hold for these facts."""

    sum: tuple[str, ...]
    equals: str
    why: str


@dataclass(frozen=True)
class Ledger:
    """Everything that one report may say, and where each part comes from.

    Attributes:
        report: name of the report.
        audience: "internal" or "public"; "" before release.
        language: "sv", "da" or "en".
        labels: (dimension, code) to the category's label in the report's language.
        dimensions: dimension to its label in the report's language.
        former: what an earlier edition said, where this one corrects it.
    """

    report: str
    audience: str
    language: str
    extracts: tuple[Extract, ...]
    metrics: tuple[Metric, ...]
    facts: tuple[Fact, ...]
    constants: tuple[Constant, ...] = ()
    claims: tuple[Claim, ...] = ()
    observations: tuple[Observation, ...] = ()
    identities: tuple[IdentityCheck, ...] = ()
    changes: tuple[SourceChange, ...] = ()
    dimensions: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    former: tuple[Former, ...] = ()

    def fact(self, identifier: str) -> Fact | None:
        """The fact with this id, or None."""
        return self._by_id().get(identifier)

    def _by_id(self) -> dict[str, Fact]:
        index = self.__dict__.get("_index")
        if index is None:
            index = {fact.id: fact for fact in self.facts}
            object.__setattr__(self, "_index", index)
        return index

    def label(self, dimension: str, code: str) -> str:
        """The label of a category, or its code where the contract gives none."""
        return self.labels.get(dimension, {}).get(code, code)


def fact_id(metric: str, slice_: Iterable[tuple[str, str | None]] = (), at: str = "") -> str:
    """The id of a fact: `fullfoljda`, `fullfoljda[kon=kvinna]`, `fullfoljda[kon=kvinna]@halvar`.

    Signs of a code that the id itself is made of are written as in addresses (`,` as `%2C`): no text in a
    cell can make two facts one.

    Missing: a slice of the rows that lack the dimension is written `kon=?`, and a code `?` as `%3F`.
    """
    parts = ",".join(f"{name}={_code(code)}" for name, code in sorted(slice_, key=lambda p: p[0]))
    return metric + (f"[{parts}]" if parts else "") + (f"@{at}" if at else "")


def _code(code: str | None) -> str:
    if code is None:
        return "?"
    return "%3F" if code == "?" else re.sub(r"[%\[\],=#]", lambda sign: f"%{ord(sign[0]):02X}", code)


def document_time(ledger: Ledger) -> int:
    """The time that documents carry, in seconds: noon (UTC) of the newest extract date, never the clock's."""
    newest = max(extract.date for extract in ledger.extracts)
    return int(datetime.datetime.fromisoformat(f"{newest}T12:00:00+00:00").timestamp())
