"""What a column seems to hold: type, spellings, and what looks like personal data."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final

from sparbar.draft.personal import looks_like_notes, looks_personal
from sparbar.readers.cells import collapse

_TRUE: Final = frozenset({"ja", "j", "yes", "y", "true", "kyllä", "x"})
_FALSE: Final = frozenset({"nej", "nei", "n", "no", "false", "ei"})
_OPPOSITE: Final = {"ja": "Nej", "yes": "No", "kyllä": "Ei", "true": "false"}
# What people and offices write where there is no value.
_MARKS: Final = frozenset(
    {
        ".",
        "..",
        "...",
        "…",
        "-",
        "–",
        "—",
        ":",
        "*",
        "**",
        "na",
        "n/a",
        "nan",
        "null",
        "x",
        "u",
        "i.u.",
        "nreq",
    }
)
_DATE_FORMATS: Final = ("%Y-%m-%d", "%d/%m %Y", "%d.%m.%Y", "%d/%m/%Y", "%Y%m%d", "%d-%m-%Y")
_SIGN: Final = r"[-+−]?"
_PLAIN: Final = re.compile(rf"^{_SIGN}(\d+|\d{{1,3}}( \d{{3}})+)([.,]\d+)?$")
_GROUPED: Final = {
    sign: re.compile(rf"^{_SIGN}\d{{1,3}}(\{sign}\d{{3}})+(\{other}\d+)?$") for sign, other in (",.", ".,")
}
_MOST_CATEGORIES: Final = 25
_FEW_CATEGORIES: Final = 12
_LONGEST_CODE: Final = 60


@dataclass
class Guess:
    """One proposed column; `extra` holds its keys beside header, type and label."""

    header: str
    name: str
    type: str
    extra: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    is_unique: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether the column seems to tell who somebody is."""
        return bool(self.extra.get("identifier"))


def guess_column(header: str, values: Sequence[Any]) -> Guess:
    """Propose a column from its header and cells."""
    known = [value for value in values if collapse(value)]
    texts = [collapse(value) for value in known]
    guess = _typed(header, known, texts)
    guess.is_unique = len(texts) == len(values) > 1 and len(set(texts)) == len(texts)
    if looks_personal(header, texts):
        if guess.type == "category":
            guess.type, guess.extra = "text", {}
        guess.extra["identifier"] = True
        guess.extra.pop("sensitive", None)
        guess.doubts = ["looks like personal data: marked as an identifier; remove it if no report needs it"]
    return guess


def column_name(header: str, default: str = "column") -> str:
    """A header as a column name: lower case, without accents, words joined by "_"."""
    plain = unicodedata.normalize("NFKD", header.casefold().replace("ø", "o").replace("æ", "ae"))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    name = "_".join(words)[:40].strip("_") or default
    return name if name[0].isalpha() else f"k_{name}"


def _typed(header: str, known: list[Any], texts: list[str]) -> Guess:
    name = column_name(header)
    if not known:
        return Guess(header, name, "text", doubts=["the column is empty"])
    spelled = {text.casefold() for text in texts} - (_MARKS - _TRUE)
    is_half = len(spelled & set(_OPPOSITE)) == 1
    if spelled <= _TRUE | _FALSE and spelled & _TRUE and (spelled & _FALSE or is_half):
        return _boolean(header, name, texts)
    found = _dates(header, name, known) or _numbers(header, name, known, texts)
    return found or _words(header, name, texts)


def _boolean(header: str, name: str, texts: list[str]) -> Guess:
    counted = sorted(set(texts))
    yes = [text for text in counted if text.casefold() in _TRUE]
    no = [text for text in counted if text.casefold() in _FALSE]
    doubts = [] if no else ["nobody answers no: an empty cell is missing, and not a no"]
    extra: dict[str, Any] = {"is_true": yes, "is_false": no or [_OPPOSITE[yes[0].casefold()]]}
    marks = [text for text in counted if text.casefold() in _MARKS - _TRUE]
    if marks:
        extra["codes"] = dict.fromkeys(marks, "missing")
        doubts.append(_say_what(marks))
    return Guess(header, name, "boolean", extra, doubts)


def _say_what(marks: Sequence[str]) -> str:
    shown = ", ".join(f'"{mark}"' for mark in marks)
    return f"{shown}: say what each means: missing, not_collected, suppressed …"


def _dates(header: str, name: str, known: list[Any]) -> Guess | None:
    used: Counter[str] = Counter()
    for value in known:
        if isinstance(value, date | datetime):
            used["%Y-%m-%d"] += 1
        elif isinstance(value, str):
            used.update([form for form in _DATE_FORMATS if _parses(value, form)][:1])
    failed = len(known) - used.total()
    if not used or failed * 3 > len(known) or (set(used) == {"%Y%m%d"} and "dat" not in header.casefold()):
        return None
    doubts = [f"{failed} of {len(known)} cells are no date"] if failed else []
    if "plan" in header.casefold() or "next" in header.casefold() or "nästa" in header.casefold():
        doubts.append("if these are planned dates after the extract, say plan: true")
    if {"%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"} & set(used):
        doubts.append("read as day before month: see that this is right")
    return Guess(header, name, "date", {"formats": [form for form in _DATE_FORMATS if used[form]]}, doubts)


@cache
def _parses(text: str, form: str) -> bool:
    if not any(sign.isdigit() for sign in text):
        return False
    try:
        datetime.strptime(collapse(text), form)
    except ValueError:
        return False
    return True


def _numbers(header: str, name: str, known: list[Any], texts: list[str]) -> Guess | None:
    written = [collapse(value) for value in known if isinstance(value, str)]
    if any(re.fullmatch(r"0\d+", text) for text in written):
        return None
    judged = [text for text in texts if text.casefold() not in _MARKS]
    group = next((sign for sign, form in _GROUPED.items() if _are_grouped(written, form)), "")
    fits = [text for text in judged if _PLAIN.match(text) or (group and _GROUPED[group].match(text))]
    if not fits or len(fits) * 10 < len(judged) * 6:
        return None
    comma = group == "." or (not group and any("," in text for text in written if _PLAIN.match(text)))
    places = max((_places(value, "," if comma else ".", group) for value in known), default=0)
    extra: dict[str, Any] = {"scale": min(places, 12)} if places else {}
    extra |= {"decimal_sign": ","} if comma else {}
    extra |= {"group_sign": group} if group else {}
    doubts = [f'"{group}" stands between thousands, as far as can be seen'] if group else []
    codes = [text for text, _ in Counter(texts).most_common() if text.casefold() in _MARKS]
    if codes:
        extra["codes"] = dict.fromkeys(codes, "missing")
        shown = ", ".join(f'"{code}" in {texts.count(code)} cells' for code in codes)
        doubts.append(f"{shown}: say what each means: missing, not_collected, suppressed …")
    others = len(judged) - len(fits)
    doubts += (
        [f"{others} cells are no number: correct them, or say with invalid what they lead to"]
        if others
        else []
    )
    return Guess(header, name, "decimal" if places else "integer", extra, doubts)


def _are_grouped(written: list[str], form: re.Pattern[str]) -> bool:
    """Whether thousands have a sign: "1,158" and "1.613" do, unless another number has it elsewhere."""
    numbers = [
        text for text in written if _PLAIN.match(text) or any(f.match(text) for f in _GROUPED.values())
    ]
    signed = [text for text in numbers if "," in text or "." in text]
    return (
        bool(signed)
        and any(form.match(text) for text in signed)
        and all(form.match(text) or (form is _GROUPED[","] and "," not in text) for text in signed)
    )


def _places(value: Any, sign: str, group: str) -> int:
    if isinstance(value, float):
        exponent = Decimal(repr(value)).normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
    text = collapse(value).replace(group, "") if group else collapse(value)
    tail = text.partition(sign)[2]
    return len(tail) if tail.isdigit() else 0


def _words(header: str, name: str, texts: list[str]) -> Guess:
    """A category where few texts come back often, a text elsewhere."""
    judged = [text for text in texts if text.casefold() not in _MARKS]
    if any(re.fullmatch(r"0\d+", text) for text in judged):
        doubt = "codes with leading zeros are kept as text; make it a category if reports slice by it"
        return Guess(header, name, "text", doubts=[doubt])
    is_notes = looks_like_notes(header)
    if not is_notes and (separators := _separators(judged)):
        return _multi(header, name, texts, separators)
    is_free = is_notes or any(len(text) > _LONGEST_CODE for text in judged)
    if judged and not is_free and _come_back(judged):
        return _category(header, name, texts)
    if judged and not is_free and all(re.fullmatch(r"\w{1,12}", text) for text in judged):
        return Guess(
            header, name, "text", doubts=["text or category: list its values if reports slice by it"]
        )
    return Guess(
        header,
        name,
        "text",
        {"sensitive": True},
        ["free text: marked as sensitive until somebody has cleared it"],
    )


def _come_back(texts: Sequence[str]) -> bool:
    """Whether these are a few texts that come back often; in a short column, most cells are enough."""
    counted = Counter(text.casefold() for text in texts)
    if len(counted) > _MOST_CATEGORIES:
        return False
    again = sum(count for count in counted.values() if count > 1)
    return len(counted) * 3 <= len(texts) or (len(counted) <= _FEW_CATEGORIES and again * 3 >= len(texts) * 2)


def _separators(texts: Sequence[str]) -> list[str]:
    """The signs between several answers in one cell; none where the parts do not come back."""
    cells = sum(";" in text for text in texts)
    if not cells or cells * 5 < len(texts):
        return []
    parts = _parts(texts, ";")
    more = [part for text in texts for part in _parts([text], ";,")]
    signs = [";", ","] if len({*map(str.casefold, more)}) < len({*map(str.casefold, parts)}) else [";"]
    found = more if len(signs) > 1 else parts
    fits = all(len(part) <= _LONGEST_CODE for part in found) and _come_back(found)
    return signs if fits else []


def _parts(texts: Sequence[str], signs: str) -> list[str]:
    return [part for text in texts for part in map(str.strip, re.split(f"[{signs}]", text)) if part]


def _multi(header: str, name: str, texts: list[str], separators: list[str]) -> Guess:
    guess = _category(header, name, _parts(texts, "".join(separators)))
    guess.type = "multi"
    guess.extra["separators"] = separators
    signs = " and ".join(f'"{sign}"' for sign in separators)
    guess.doubts.insert(0, f"several answers in one cell, parted by {signs}: see that this is right")
    return guess


def _category(header: str, name: str, texts: list[str]) -> Guess:
    groups: dict[str, list[str]] = {}
    marks: list[str] = []
    for text, _ in Counter(texts).most_common():
        if text.casefold() in _MARKS:
            marks.append(text)
        else:
            groups.setdefault(text.casefold(), []).append(text)
    values: dict[str, Any] = {}
    for key, spellings in groups.items():
        code = column_name(key, "code")
        while code in values:
            code += "_2"
        values[code] = {"label": spellings[0]}
        if len(spellings) > 1:
            values[code]["spellings"] = spellings[1:]
    extra: dict[str, Any] = {"values": values} | ({"codes": dict.fromkeys(marks, "missing")} if marks else {})
    doubts = ["look for spellings that mean the same, and put them under one code"]
    if marks:
        doubts.append(_say_what(marks))
    return Guess(header, name, "category", extra, doubts)
