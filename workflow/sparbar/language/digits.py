"""Finding numbers written in digits, of any script and with any signs, and reading what they are worth.

A run of digits is found wherever it stands, glued to letters or not; only whether signs and spaces belong to
it is a matter of form. Signs of every locale are taken as part of the number; what it is worth is told by the
language's own signs first, and not at all where two readings are left ("1.234" in Swedish). A plain space
groups only in a language whose group sign is a space; there "16 424" in text read from a PDF may also be two
cells of a table, which only their order in the document can tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

from sparbar.language.dates import date_at, stands_by_month
from sparbar.language.lexicon import load_lexicon
from sparbar.language.normalise import DASHES, WIDE_SPACES
from sparbar.language.numeral import Kind, Numeral

LONGEST_NUMBER = 400
"""Characters beyond which a number has no value: no report has one, and reading it would take long."""

_DIGIT = re.compile(r"\d")
_SIGNS = "+" + DASHES.replace("\\", "")
_SPACES = re.compile(rf"[ {WIDE_SPACES}]+")
_ROMAN = re.compile(r"(?<!\w)[IVXLCDM]{2,15}(?!\w)")
_CANONICAL_ROMAN = re.compile("M*(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SHORTEST_ROMAN_YEAR = 4
_GROUP_DIGITS = 3
# Pictures with a number in them, which Unicode does not call numeric.
_PICTURED = {"\U0001f51f": 10, "\U0001f4af": 100, "\U0001f51e": 18, "\u218a": 10, "\u218b": 11}
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@cache
def _number(language: str) -> re.Pattern[str]:
    wide = f"[{WIDE_SPACES}]"
    # PDF gives a no-break space back as itself, as a plain one or as both.
    gap = f"(?:{wide} ?| {wide}?)" if load_lexicon(language).group_sign == " " else f"(?: ?{wide} ?)"
    return re.compile(
        rf"(?P<sign>(?<![\w)\]%‰§+{DASHES}])[+{DASHES}])?"
        rf"(?P<core>\d+\u2044\d+"
        rf"|(?<!\w)(?!0)\d{{1,3}}(?:{gap}\d{{3}})+(?!\d)(?:[.,]\d+)?"
        rf"|\d+(?:[.,]\d+|['\u2019]\d{{3}}(?!\d))*)"
        rf"(?P<percent>[ {WIDE_SPACES}]{{0,2}}[%‰])?"
    )


def find_digit_numerals(text: str, lower: str, language: str) -> list[Numeral]:
    """Every number of the text that is written in digits, and every date, in order.

    `lower` is the text in lower case, index by index.
    """
    return _with_odd_characters(list(_find_plain(text, lower, language)), text)


def _find_plain(text: str, lower: str, language: str) -> Iterator[Numeral]:
    number, at = _number(language), 0
    while (digit := _DIGIT.search(lower, at)) is not None:
        start = digit.start()
        # Dates first, so that none is cut into three.
        whole = date_at(lower, start, language)
        if whole is not None and whole.start >= at:
            yield Numeral(text[whole.start : whole.end], whole.start, whole.end, "date", None)
            at = whole.end
            continue
        signed = number.match(lower, start - 1) if start > at and lower[start - 1] in _SIGNS else None
        match = signed or number.match(lower, start)
        assert match is not None, "a digit is a number"
        yield _numeral_of(match, text, language)
        at = match.end()


def _numeral_of(match: re.Match[str], text: str, language: str) -> Numeral:
    start, end = match.span()
    value = read_value(match["core"], language)
    if value is not None:
        value *= -1 if match["sign"] and match["sign"] != "+" else 1
        if match["percent"]:
            value /= 100 if match["percent"][-1] == "%" else 1000
    kind: Kind = "digits"
    if "\u2044" in match["core"]:
        kind = "fraction"
    elif match["core"].isdecimal():
        if stands_by_month(text, start, end, language):
            kind = "date"
        elif _ordinal_suffix(language).match(match.string, end):
            kind = "ordinal"
    return Numeral(text[start:end], start, end, kind, value)


@cache
def _ordinal_suffix(language: str) -> re.Pattern[str]:
    suffixes = load_lexicon(language).ordinal_suffixes
    return re.compile(rf"(?:{'|'.join(suffixes)})\b" if suffixes else "(?!)")


def read_value(core: str, language: str) -> Fraction | None:
    """What digits with group and decimal signs are worth in a language.

    Missing: None where the signs fit no form ("1.2.3"), where they fit two ("1.234" in Swedish, which groups
    by space), and for numbers of more than `LONGEST_NUMBER` characters.
    """
    if len(core) > LONGEST_NUMBER:
        return None
    if core.isdecimal():
        return Fraction(int(core))
    if "\u2044" in core:
        upper, lower = map(int, core.split("\u2044"))
        return Fraction(upper, lower) if lower else None
    ungrouped = _SPACES.sub("", core)
    signs = re.sub(r"\d", "", ungrouped)
    if ungrouped != core:  # a space groups, so a sign can only be the decimal one
        return _exact(ungrouped, signs)
    decimal = _decimal_sign(core, signs, language)
    if decimal is None:
        return None
    group = signs[0] if signs[0] != decimal else ""
    whole = core.partition(decimal)[0] if decimal else core
    if group and not re.fullmatch(rf"(?!0)\d{{1,3}}(?:{re.escape(group)}\d{{3}})+", whole):
        return None
    return _exact(core.replace(group, "") if group else core, decimal)


def _decimal_sign(core: str, signs: str, language: str) -> str | None:
    """Which sign is the decimal one, "" for none; None where that cannot be told."""
    lexicon = load_lexicon(language)
    kinds = set(signs)
    if len(kinds) == 2 and signs.count(signs[-1]) == 1 and signs[-1] in ".,":
        return signs[-1]
    if len(kinds) > 1:
        return None
    if len(signs) > 1 or signs not in ".,":
        return ""
    looks_grouped = len(core) - core.index(signs) - 1 == _GROUP_DIGITS
    if signs == lexicon.decimal_sign or not looks_grouped:
        return signs
    return "" if signs == lexicon.group_sign else None


def _exact(digits: str, decimal: str) -> Fraction:
    whole, _, decimals = digits.partition(decimal) if decimal else (digits, "", "")
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def _with_odd_characters(found: list[Numeral], text: str) -> list[Numeral]:
    """The numerals together with ², ½, Ⅳ, ① and their like, "2½" made one."""
    odd = odd_numerals_in(text)
    if not odd:
        return found
    ends = {plain.end: plain for plain in found if plain.kind == "digits" and plain.text.isdecimal()}
    merged: dict[int, Numeral] = {numeral.start: numeral for numeral in found}
    for one in _read_odd(odd, text):
        before = ends.get(one.start) or (
            ends.get(one.start - 1) if _SPACES.match(text, one.start - 1) else None
        )
        if before is None or before.value is None or one.kind != "fraction" or one.value is None:
            merged[one.start] = one
            continue
        whole = text[before.start : one.end]
        merged[before.start] = replace(
            before, text=whole, end=one.end, kind="fraction", value=before.value + one.value
        )
    return [merged[start] for start in sorted(merged)]


def odd_numerals_in(text: str) -> str:
    """The characters of the text that are numerals and no decimal digits, each once, in order."""
    return "".join(sorted(c for c in set(text) if c > "\x7f" and _is_odd(c)))


def _is_odd(char: str) -> bool:
    return char in _PICTURED or (char.isnumeric() and not char.isdecimal())


def _read_odd(odd: str, text: str) -> Iterator[Numeral]:
    for match in re.finditer(f"[{re.escape(odd)}]+", text):
        run, at = match.group(), match.start()
        plain = unicodedata.normalize("NFKC", run)
        if plain.isdecimal() and all(unicodedata.decomposition(c).startswith(("<sup", "<sub")) for c in run):
            value = Fraction(int(plain)) if len(plain) <= LONGEST_NUMBER else None
            yield Numeral(run, at, match.end(), "digits", value)
        elif all("ROMAN NUMERAL" in unicodedata.name(c, "") for c in run):
            yield Numeral(run, at, match.end(), "roman", _roman_value(plain.upper()))
        else:
            for offset, char in enumerate(run, at):
                numeric = _PICTURED.get(char) or unicodedata.numeric(char)
                worth = Fraction(numeric).limit_denominator(1000)
                kind: Kind = "digits" if worth.denominator == 1 else "fraction"
                yield Numeral(char, offset, offset + 1, kind, worth)


def find_roman_numerals(text: str, language: str) -> list[Numeral]:
    """Roman numerals in capitals: of I, V and X from two letters on ("II"), years from four ("MMXXIII").

    Single letters and others ("CD", "MIX", "DL") are too often something else, and so are the lexicon's
    exceptions ("VI" in a heading in capitals).
    """
    exceptions = load_lexicon(language).exception_romans
    found = []
    for match in _ROMAN.finditer(text):
        letters = match.group()
        is_meant = set(letters) <= set("IVX") or (letters[0] == "M" and len(letters) >= _SHORTEST_ROMAN_YEAR)
        value = _roman_value(letters)
        if is_meant and value is not None and letters not in exceptions:
            found.append(Numeral(letters, match.start(), match.end(), "roman", value))
    return found


def _roman_value(letters: str) -> Fraction | None:
    if _CANONICAL_ROMAN.fullmatch(letters) is None or len(letters) > LONGEST_NUMBER:
        return None
    values = [_ROMAN_VALUES[letter] for letter in letters]
    following = [*values[1:], 0]
    return Fraction(sum(-v if v < after else v for v, after in zip(values, following, strict=True)))
