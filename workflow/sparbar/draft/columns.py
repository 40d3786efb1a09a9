"""What a column seems to hold: type, spellings, keys, and what looks like personal data."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sparbar.readers.cells import collapse

_PERSONAL = re.compile(
    r"^(\d{2})?\d{6}\s?[-–+]?\s?\d{4}$|^[^@\s]+@[^@\s]+\.[a-z]{2,}$|^(\+\d{2}|0)[\d\s-]{7,14}$", re.IGNORECASE
)
_PERSONAL_HEADER = re.compile(
    r"\b(personn\w*|pnr|cpr\w*|\w*namn|\w*navn|e-?post\w*|e?-?mail\w*|telefon\w*|mobil\w*|adress\w*)\b",
    re.IGNORECASE,
)
_TRUE, _FALSE = frozenset({"ja", "j", "yes", "y", "true", "x"}), frozenset({"nej", "n", "no", "false"})
_DATE_FORMATS = ("%Y-%m-%d", "%d/%m %Y", "%d.%m.%Y", "%d/%m/%Y", "%Y%m%d", "%d-%m-%Y")
_INTEGER = re.compile(r"^[-−]?\d+$")
_DECIMAL = re.compile(r"^[-−]?\d{1,3}(?:[ \u00a0.,]?\d{3})*(?:[.,]\d+)?$|^[-−]?\d+[.,]\d+$")
_MOST_CATEGORIES = 25


@dataclass
class Guess:
    """One proposed column; `extra` holds its keys beside header, type and label."""

    header: str
    name: str
    type: str
    extra: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    is_key: bool = False

    def as_yaml(self) -> dict[str, Any]:
        """The column as the contract writes it."""
        return {"header": self.header, "type": self.type, "label": {"sv": self.header}, **self.extra}


def guess_column(header: str, values: Sequence[Any]) -> Guess:
    """Propose a column from its header and cells."""
    known = [value for value in values if collapse(value)]
    texts = [collapse(value) for value in known]
    guess = _typed(header, known, texts)
    is_unique = len(set(texts)) == len(texts)
    if guess.type in ("integer", "text") and texts and len(texts) == len(values) and is_unique:
        guess.is_key = True
        guess.extra |= {"required": True, "unique": True}
    if _PERSONAL_HEADER.search(header) or _share(texts, _PERSONAL.match) > 0.5:
        guess.extra["identifier"] = True
        guess.is_key = False
        guess.doubts.append("looks like personal data; identifiers are left out of tables")
    return guess


def column_name(header: str) -> str:
    """A header as a column name: lower case, without accents, words joined by "_"."""
    plain = unicodedata.normalize("NFKD", header.casefold().replace("ø", "o").replace("æ", "ae"))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    name = "_".join(words)[:40].strip("_") or "kolumn"
    return name if name[0].isalpha() else f"k_{name}"


def _typed(header: str, known: list[Any], texts: list[str]) -> Guess:
    name = column_name(header)
    if not known:
        return Guess(header, name, "text", doubts=["the column is empty"])
    spelled = {text.casefold() for text in texts}
    if spelled <= _TRUE | _FALSE and spelled & _TRUE and spelled & _FALSE:
        return Guess(header, name, "boolean", _boolean(texts))
    for guess in (
        _dates(header, name, known),
        _numbers(header, name, known, texts),
        _categories(header, name, texts),
    ):
        if guess:
            return guess
    return Guess(
        header,
        name,
        "text",
        {"sensitive": True},
        ["free text: marked as sensitive until somebody has cleared it"],
    )


def _boolean(texts: list[str]) -> dict[str, Any]:
    counted = sorted(set(texts))
    return {
        "is_true": [t for t in counted if t.casefold() in _TRUE],
        "is_false": [t for t in counted if t.casefold() in _FALSE],
    }


def _dates(header: str, name: str, known: list[Any]) -> Guess | None:
    used: Counter[str] = Counter()
    failed = 0
    for value in known:
        if isinstance(value, date | datetime):
            used["%Y-%m-%d"] += 1
            continue
        found = next(
            (form for form in _DATE_FORMATS if isinstance(value, str) and _parses(value, form)), None
        )
        used.update([found] if found else [])
        failed += found is None
    if not used or failed > 0.2 * len(known) or (set(used) == {"%Y%m%d"} and "dat" not in header.casefold()):
        return None
    doubts = [f"{failed} cells are no date"] if failed else []
    doubts += (
        ["if these are planned dates after the extract, say plan: true"]
        if "plan" in header.casefold()
        else []
    )
    return Guess(header, name, "date", {"formats": [form for form in _DATE_FORMATS if used[form]]}, doubts)


def _parses(text: str, form: str) -> bool:
    try:
        datetime.strptime(collapse(text), form)
    except ValueError:
        return False
    return True


def _numbers(header: str, name: str, known: list[Any], texts: list[str]) -> Guess | None:
    if any(re.fullmatch(r"0\d+", text) for text in texts):
        return None
    if _share(texts, _INTEGER.match) > 0.95:
        bad = [text for text in texts if not _INTEGER.match(text)]
        return Guess(header, name, "integer", doubts=[f"not a whole number: {len(bad)} cells"] if bad else [])
    fits = [text for text in texts if _DECIMAL.match(text)]
    if len(fits) < 0.8 * len(texts):
        return None
    comma = any("," in value for value in known if isinstance(value, str))
    places = [
        _places(value, "," if comma else ".")
        for value, text in zip(known, texts, strict=True)
        if _DECIMAL.match(text)
    ]
    extra: dict[str, Any] = {"scale": min(max(places, default=0), 12)}
    extra |= {"decimal_sign": ","} if comma else {}
    codes = sorted(set(texts) - set(fits))
    if codes:
        extra["codes"] = dict.fromkeys(codes[:10], "missing")
    return Guess(
        header,
        name,
        "decimal",
        extra,
        ["say what each code means: missing, not_collected or suppressed"] if codes else [],
    )


def _places(value: Any, sign: str) -> int:
    if isinstance(value, float):
        exponent = Decimal(repr(value)).normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
    return len(str(value).strip().partition(sign)[2])


def _categories(header: str, name: str, texts: list[str]) -> Guess | None:
    if any(len(text) > 60 for text in texts) or len(set(texts)) > max(3, len(texts) // 2):
        return _codes_as_text(header, name, texts)
    groups: dict[str, list[str]] = {}
    for text, _ in Counter(texts).most_common():
        groups.setdefault(text.casefold(), []).append(text)
    if len(groups) > _MOST_CATEGORIES:
        return _codes_as_text(header, name, texts)
    values = {
        column_name(key): {"label": {"sv": spellings[0]}, "spellings": spellings}
        for key, spellings in groups.items()
    }
    doubts = ["look for spellings that mean the same, and put them under one code"]
    if any(";" in text for text in texts):
        doubts.append("several answers in one cell? then the type is multi")
    return Guess(header, name, "category", {"values": values}, doubts)


def _codes_as_text(header: str, name: str, texts: list[str]) -> Guess | None:
    """Codes with leading zeros, which a number would lose, are kept as text."""
    return Guess(header, name, "text") if _share(texts, re.compile(r"^\w{1,12}$").match) > 0.95 else None


def _share(texts: Sequence[str], test: Any) -> float:
    return sum(bool(test(text)) for text in texts) / len(texts) if texts else 0.0
