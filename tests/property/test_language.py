"""Whatever the number and wherever it stands: it is seen, and it is worth what it says."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparbar.language import (
    LANGUAGES,
    compare_key,
    find_dates,
    find_numerals,
    find_quantifiers,
    format_date,
    format_number,
    load_lexicon,
    normalise_text,
    round_exact,
)
from sparbar.language.normalise import reveal_shown

languages = st.sampled_from(LANGUAGES)
values = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6)
words = st.text(alphabet="abdghjkmpqwxzåäöæø", min_size=1, max_size=8)  # too few letters for any number word
gaps = st.sampled_from([" ", "\n", " (", ") ", ", ", ": ", "\u00a0", " – ", "* ", "; "])
# What numbers, and texts read back from documents, are made of; and anything else.
_telling = (
    "0123456789 ,.-\n\r\t%/:aåäöeENTVX½²Ⅳ１\u00a0\u2009\u202f\u00ad\ufffe\u0002\u200b"
    "\u2212–‐‑\u0301\u030aﬁİ'’⁄"
)
odd_text = st.text(alphabet=st.one_of(st.sampled_from(list(_telling)), st.characters()), max_size=60)


@st.composite
def shown_numbers(draw):
    """A language, a formatted number, and its rounded value."""
    language, value = draw(languages), draw(values)
    decimals, percent = draw(st.integers(0, 4)), draw(st.booleans())
    shown = format_number(value, language=language, decimals=decimals, percent=percent)
    scale = 100 if percent else 1
    return language, shown, Fraction(round_exact(value * scale, decimals)) / scale


@given(shown_numbers(), words, words, gaps, gaps)
def test_a_formatted_number_is_found_wherever_it_stands_between_words(number, before, after, gap, end):
    language, shown, rounded = number
    text = f"{before}{gap}{shown}{end}{after}"
    found = find_numerals(text, language)
    assert [one.text for one in found] == [shown]
    assert found[0].value == rounded
    assert found[0].start == len(before) + len(gap)


@given(shown_numbers(), words)
def test_a_formatted_number_is_found_after_normalising_too(number, word):
    language, shown, rounded = number
    found = find_numerals(normalise_text(f"{word}: {shown}, {word}"), language)
    assert [one.value for one in found] == [rounded]


@given(shown_numbers())
def test_all_spaces_and_minus_signs_give_a_formatted_number_the_same_key(number):
    language, shown, _ = number
    key = compare_key(shown, language)
    assert not key.startswith("=")
    for other in ("\u2009", "\u202f", " ", "\u00a0 "):
        assert compare_key(shown.replace("\u00a0", other), language) == key
    assert compare_key(shown.replace("\u2212", "-"), language) == key


@given(languages, values, values, st.integers(0, 3))
def test_numbers_that_are_shown_differently_have_different_keys(language, one, other, decimals):
    shown = [format_number(value, language=language, decimals=decimals) for value in (one, other)]
    assert (shown[0] == shown[1]) == (compare_key(shown[0], language) == compare_key(shown[1], language))


@given(values, st.integers(0, 6))
def test_rounding_moves_a_value_by_half_a_step_at_most(value, decimals):
    for rule in ("half_up", "half_even"):
        assert abs(Fraction(round_exact(value, decimals, rule)) - value) * 2 * 10**decimals <= 1
    assert round_exact(-value, decimals) == -round_exact(value, decimals)


@given(languages, st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.sampled_from(["long", "short"]))
def test_a_formatted_date_is_found_and_read(language, day, style):
    shown = format_date(day, language, style)
    text = f"den {shown}, sid"
    assert [(one, when) for one, _, _, when in find_dates(text, language)] == [(shown, day)]
    assert [(one.text, one.kind) for one in find_numerals(text, language)] == [(shown, "date")]


@given(odd_text)
@settings(max_examples=500)
def test_normalising_twice_is_normalising_once(text):
    once = normalise_text(text)
    assert normalise_text(once) == once


@given(odd_text, languages)
@settings(max_examples=500)
def test_numerals_are_in_order_apart_and_exactly_what_stands_there(text, language):
    found = find_numerals(text, language)
    for numeral in found:
        assert numeral.text == text[numeral.start : numeral.end] != ""
    for vague in find_quantifiers(text, language):
        assert vague.text == text[vague.start : vague.end] != ""
    for before, after in pairwise(found):
        assert before.end <= after.start


@given(odd_text, languages)
@settings(max_examples=500)
def test_no_digit_of_any_script_escapes(text, language):
    """Every character that Unicode calls numeric lies within some numeral, whatever stands around it."""
    covered = {at for one in find_numerals(text, language) for at in range(one.start, one.end)}
    shown = reveal_shown(text)
    seen = {shown.starts[at] for at, char in enumerate(shown.text) if char.isnumeric()}
    assert seen <= covered


_BELOW_TWENTY = {
    "sv": "noll en två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton "
    "arton nitton",
    "da": "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten "
    "atten nitten",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
}
_TENS = {
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
    "da": "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}


def _say_below_a_hundred(n: int, language: str) -> str:
    units, tens = _BELOW_TWENTY[language].split(), _TENS[language].split()
    if n < 20:
        return units[n]
    ten, unit = tens[n // 10 - 2], units[n % 10]
    if n % 10 == 0:
        return ten
    return {"sv": ten + unit, "da": f"{unit}og{ten}", "en": f"{ten}-{unit}"}[language]


def _say_in_swedish(n: int) -> str:
    thousands, rest = divmod(n, 1000)
    said = ("et" if thousands == 1 else _say_in_swedish(thousands)) + "tusen" if thousands else ""
    hundreds, rest = divmod(rest, 100)
    if hundreds:
        said += ("ett" if hundreds == 1 else _say_below_a_hundred(hundreds, "sv")) + "hundra"
    return said + (_say_below_a_hundred(rest, "sv") if rest else "")


def test_every_swedish_number_below_a_million_has_its_value():
    for n in [*range(2, 1000), *range(1000, 1_000_000, 997)]:
        said = _say_in_swedish(n)
        assert [(one.text, one.value) for one in find_numerals(f"de {said} de", "sv")] == [
            (said, Fraction(n))
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_from_two_to_a_hundred_has_its_value(language):
    for n in range(2, 100):
        said = _say_below_a_hundred(n, language)
        assert [(one.text, one.value) for one in find_numerals(f"x {said} x", language)] == [
            (said, Fraction(n))
        ]


@given(languages, st.integers(2, 99), st.integers(2, 99), st.sampled_from([" ", "-", ", ", "–", " / "]))
def test_two_number_words_side_by_side_are_never_lost(language, one, other, gap):
    said = f"{_say_below_a_hundred(one, language)}{gap}{_say_below_a_hundred(other, language)}"
    found = find_numerals(said, language)
    covered = {at for numeral in found for at in range(numeral.start, numeral.end)}
    assert {at for at, char in enumerate(said) if char.isalpha()} <= covered


_MEASURES = {
    "sv": ("årig", "åring", "årsåldern", "talet", "talister", "dubblades", "procentig", "veckors", "falt"),
    "da": ("årig", "åring", "dobles", "ugers", "tallet", "fold"),
    "en": ("fold",),
}


@given(languages, st.data())
def test_a_number_word_glued_to_a_measure_is_seen_and_worth_what_it_says(language, data):
    lexicon = load_lexicon(language)
    word = data.draw(st.sampled_from(sorted(w for w, n in lexicon.cardinals.items() if 2 <= n <= 100)))
    glued = word + data.draw(st.sampled_from(_MEASURES[language]))
    [found] = find_numerals(glued, language)
    assert found.text == word
    assert found.value == Fraction(lexicon.cardinals[word])
