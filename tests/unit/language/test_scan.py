"""Numerals in digits, dates, quantifiers and the keys by which shown numbers are compared."""

from __future__ import annotations

from datetime import date

import pytest

from sparbar.language import (
    Numeral,
    Quantifier,
    compare_key,
    find_dates,
    find_numerals,
    find_quantifiers,
)

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"


def _seen(text: str, language: str) -> str:
    return "|".join(f"{found.text}={found.kind},{found.value}" for found in find_numerals(text, language))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # signs of any locale
        ("sv", "1 234,5", "1 234,5=digits,2469/2"),
        ("sv", f"1{NBSP}234,5", f"1{NBSP}234,5=digits,2469/2"),
        ("sv", f"1{THIN}234,5", f"1{THIN}234,5=digits,2469/2"),
        ("da", f"1{NARROW}234,5", f"1{NARROW}234,5=digits,2469/2"),
        ("sv", f"1{NBSP} 234,5", f"1{NBSP} 234,5=digits,2469/2"),
        ("sv", "1.234,5", "1.234,5=digits,2469/2"),
        ("sv", "1,234.5", "1,234.5=digits,2469/2"),
        ("sv", "1'234", "1'234=digits,1234"),
        ("sv", "1.234.567", "1.234.567=digits,1234567"),
        ("sv", "1.234", "1.234=digits,None"),
        ("sv", "1,234", "1,234=digits,617/500"),
        ("da", "1.234", "1.234=digits,1234"),
        ("da", "1,234", "1,234=digits,617/500"),
        ("en", "1,234", "1,234=digits,1234"),
        ("en", "1.234", "1.234=digits,617/500"),
        ("sv", "46.8", "46.8=digits,234/5"),
        ("sv", "1.2.3", "1.2.3=digits,None"),
        ("en", "1,2,3", "1,2,3=digits,None"),
        ("en", "12,34.5", "12,34.5=digits,None"),
        ("en", "1 234", "1=digits,1|234=digits,234"),
        ("sv", "12,5 %", "12,5 %=digits,1/8"),
        ("sv", f"12,5{NBSP}%", f"12,5{NBSP}%=digits,1/8"),
        ("en", "12.5%", "12.5%=digits,1/8"),
        ("sv", "5 ‰", "5 ‰=digits,1/200"),
        ("sv", "−3", "−3=digits,-3"),
        ("da", "fra -3 til –5", "-3=digits,-3|–5=digits,-5"),
        ("sv", "(−1 234)", "−1 234=digits,-1234"),
        ("sv", "+3 och (+1,5), a+3, C++17", "+3=digits,3|+1,5=digits,3/2|3=digits,3|17=digits,17"),
        ("sv", "slut 63.", "63=digits,63"),
        ("sv", "63, 47 och 16", "63=digits,63|47=digits,47|16=digits,16"),
        # what a space may part
        ("sv", "år 2023 150 personer", "2023=digits,2023|150=digits,150"),
        ("sv", "16 47 63", "16=digits,16|47=digits,47|63=digits,63"),
        ("sv", "031 123", "031=digits,31|123=digits,123"),
        ("sv", "covid19 200 fall", "19=digits,19|200=digits,200"),
        ("sv", "1 234 5678", "1 234=digits,1234|5678=digits,5678"),
        # glued
        ("sv", "70-talet", "70=digits,70"),
        ("sv", "a3", "3=digits,3"),
        ("sv", "U40455", "40455=digits,40455"),
        ("sv", "COVID19 COVID-19", "19=digits,19|19=digits,19"),
        ("sv", "10–14", "10=digits,10|14=digits,14"),
        ("sv", "10-14", "10=digits,10|14=digits,14"),
        ("sv", "kl. 14:30", "14=digits,14|30=digits,30"),
        ("sv", "50%–60%", "50%=digits,1/2|60%=digits,3/5"),
        ("sv", "_63_**47**", "63=digits,63|47=digits,47"),
        ("sv", "2:a och 3:e", "2=ordinal,2|3=ordinal,3"),
        ("en", "2nd, 70s", "2=ordinal,2|70=digits,70"),
        # other characters for numbers
        ("sv", "km²", "²=digits,2"),
        ("sv", "10²", "10=digits,10|²=digits,2"),
        ("sv", "text¹²", "¹²=digits,12"),
        ("sv", "CO₂", "₂=digits,2"),
        ("sv", "½ och ¼", "½=fraction,1/2|¼=fraction,1/4"),
        ("sv", "2½, 3 ¾", "2½=fraction,5/2|3 ¾=fraction,15/4"),
        ("sv", "1\n½, 1\u00a0½", "1=digits,1|½=fraction,1/2|1\u00a0½=fraction,3/2"),
        ("sv", "⅓", "⅓=fraction,1/3"),
        ("sv", "3\u20444", "3\u20444=fraction,3/4"),
        ("sv", "１２", "１２=digits,12"),
        ("sv", "٣٤", "٣٤=digits,34"),
        ("sv", "①②", "①=digits,1|②=digits,2"),
        ("sv", "🔟 deltagare, 💯🔞", "🔟=digits,10|💯=digits,100|🔞=digits,18"),
        ("en", "²🔟 ↊↋", "²=digits,2|🔟=digits,10|↊=digits,10|↋=digits,11"),
        ("sv", "Ⅳ ⅩⅣ ⅷ", "Ⅳ=roman,4|ⅩⅣ=roman,14|ⅷ=roman,8"),
        ("sv", "fas III, kapitel XIV, MMXXIII", "III=roman,3|XIV=roman,14|MMXXIII=roman,2023"),
        ("sv", "VI, CD, MIX, XX, IIII, I, V", ""),
        # letters of other forms
        ("sv", "fas ＸＩＩ, ＭＭＸＸＩＩＩ, 𝐗𝐈𝐈", "ＸＩＩ=roman,12|ＭＭＸＸＩＩＩ=roman,2023|𝐗𝐈𝐈=roman,12"),
        ("sv", "ＶＩ, Ｘ, ＤＥＮ, 5 ℓ, 2™", "5=digits,5|2=digits,2"),
        ("sv", "ｓｊｕｔｔｏｎ och 𝓈𝒿𝓊", "ｓｊｕｔｔｏｎ=word,17|𝓈𝒿𝓊=word,7"),
        ("en", "ﬁve people", "ﬁve=word,5"),
        # hidden characters
        ("sv", "1\u200b2", "1\u200b2=digits,12"),
        ("sv", "\u00ad63\u200b", "63=digits,63"),
        # dates
        ("sv", "2023-06-14", "2023-06-14=date,None"),
        ("sv", "2023‑06‑14", "2023‑06‑14=date,None"),
        ("sv", "14 juni 2023", "14 juni 2023=date,None"),
        ("sv", "14/6-23", "14/6-23=date,None"),
        ("sv", "14 Juni\n2023", "14 Juni\n2023=date,None"),
        ("da", "14. juni 2023", "14. juni 2023=date,None"),
        ("en", "June 14, 2023", "June 14, 2023=date,None"),
        ("en", "14th of June 2023", "14th of June 2023=date,None"),
        ("sv", "juni 2023", "2023=date,2023"),
        ("sv", "14 juni", "14=date,14"),
        ("sv", "14–16 juni 2023", "14=digits,14|16 juni 2023=date,None"),
        ("sv", "2023", "2023=digits,2023"),
        ("sv", "2023-06-14 150 personer", "2023-06-14=date,None|150=digits,150"),
        ("sv", "i maj 10 personer", "10=digits,10"),
        ("en", "10 may join", "10=digits,10"),
        ("en", "10 May", "10=date,10"),
        ("sv", "2023-13-45", "2023=digits,2023|13=digits,13|45=digits,45"),
        ("en", "6/7/2023", "6/7/2023=date,None"),
        ("sv", "114 juni 2023", "114=digits,114|2023=date,2023"),
    ],
)
def test_numerals_in_digits_are_seen_with_kind_and_value(language, text, expected):
    assert _seen(text, language) == expected


def test_a_numeral_says_where_it_stands_in_the_text_as_given():
    text = "Av\u00ad 63 tackade sju\u00adtton ja (27\u00a0%)."
    found = find_numerals(text, "sv")
    assert found[0] == Numeral("63", 4, 6, "digits", found[0].value)
    assert [text[one.start : one.end] for one in found] == ["63", "sju\u00adtton", "27\u00a0%"]
    assert [one.text for one in found] == ["63", "sju\u00adtton", "27\u00a0%"]


def test_a_number_too_long_to_be_meant_has_no_value():
    (found,) = find_numerals("9" * 5000, "sv")
    assert (found.end, found.value) == (5000, None)


@pytest.mark.parametrize("language", ["sv", "da", "en"])
@pytest.mark.parametrize(
    "text",
    ["1 " * 30_000, "1." * 30_000, "tre" * 20_000, "9" * 60_000, "-" * 60_000, "½" * 30_000, "a-\n" * 20_000],
)
def test_hostile_text_is_searched_to_its_end(language, text):
    """Each of these took minutes while some expression was quadratic."""
    assert all(one.text for one in find_numerals(text, language))
    compare_key(text, language)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("sv", "den 14 juni 2023", [("14 juni 2023", date(2023, 6, 14))]),
        ("sv", "14 JUNI 2023", [("14 JUNI 2023", date(2023, 6, 14))]),
        ("sv", "2023-06-14.2", [("2023-06-14", date(2023, 6, 14))]),
        ("sv", "insikt_2023-12-15.xlsx", [("2023-12-15", date(2023, 12, 15))]),
        ("sv", "14/6-23 och 1/2 2024", [("14/6-23", date(2023, 6, 14)), ("1/2 2024", date(2024, 2, 1))]),
        ("sv", "14/6/2023", [("14/6/2023", date(2023, 6, 14))]),
        ("sv", "3/4-98", [("3/4-98", date(1998, 4, 3))]),
        ("da", "14. juni 2023", [("14. juni 2023", date(2023, 6, 14))]),
        ("da", "14.6.2023 og 14.06.23", [("14.6.2023", date(2023, 6, 14)), ("14.06.23", date(2023, 6, 14))]),
        ("da", "14-06-2023", [("14-06-2023", date(2023, 6, 14))]),
        ("da", "1. maj 2024", [("1. maj 2024", date(2024, 5, 1))]),
        ("en", "14 June 2023", [("14 June 2023", date(2023, 6, 14))]),
        ("en", "June 14th, 2023", [("June 14th, 2023", date(2023, 6, 14))]),
        ("en", "Jun. 4 2023", [("Jun. 4 2023", date(2023, 6, 4))]),
        (
            "en",
            "14/06/2023 06/14/2023",
            [("14/06/2023", date(2023, 6, 14)), ("06/14/2023", date(2023, 6, 14))],
        ),
        ("en", "6/7/2023, 6/6/2023", [("6/6/2023", date(2023, 6, 6))]),
        ("sv", "14\u00ad juni\u00a02023", [("14\u00ad juni\u00a02023", date(2023, 6, 14))]),
        ("sv", "2023-02-30", []),
        ("sv", "30 februari 2023", []),
        ("sv", "juni 2023, 14 juni; 2023, 1.2.3, 1.2.10, SFS 2023:14, 14/6", []),
    ],
)
def test_whole_dates_are_read(language, text, expected):
    found = find_dates(text, language)
    assert [(shown, day) for shown, _, _, day in found] == expected
    assert [text[start:end] for _, start, end, _ in found] == [shown for shown, _ in expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("sv", "Majoriteten ville vidare.", ["Majoriteten"]),
        ("sv", "Mer än hälften, nästan alla", ["Mer än hälften", "nästan alla"]),
        ("sv", "de\nflesta ökade", ["de\nflesta", "ökade"]),
        ("sv", "Få deltog, men alla kan få stöd.", ["Få", "alla"]),
        ("sv", "ett fåtal; ungefär, samtliga, ingen", ["ett fåtal", "ungefär", "samtliga", "ingen"]),
        ("sv", "majo\u00adriteten", ["majo\u00adriteten"]),
        ("sv", "allaktivitet, mångalen, flesta", []),
        ("da", "De fleste, flertallet og mange", ["De fleste", "flertallet", "mange"]),
        ("en", "The majority of them; most of the men increased", ["The majority", "most of", "increased"]),
    ],
)  # fmt: skip
def test_quantifiers_are_found_the_longest_first(language, text, expected):
    found = find_quantifiers(text, language)
    assert [one.text for one in found] == expected
    assert [text[one.start : one.end] for one in found] == expected


def test_a_quantifier_says_where_it_stands():
    assert find_quantifiers("För många av dem", "sv") == [Quantifier("många", 4, 9)]


@pytest.mark.parametrize(
    ("language", "texts", "key"),
    [
        ("sv", [f"1{space}234,5" for space in (NBSP, THIN, NARROW, " ", f"{NBSP} ", "")], "1234.5"),
        ("sv", ["1,234"], "1.234"),
        ("sv", ["1.234"], "=1.234"),
        ("da", ["1.234", f"1{NBSP}234", "1234"], "1234"),
        ("da", ["1,234"], "1.234"),
        ("en", ["1,234", "1234"], "1234"),
        ("en", ["1.234"], "1.234"),
        ("en", ["12,34"], "=12,34"),
        ("sv", ["−3", "-3", "–3"], "-3"),
        ("sv", ["3"], "3"),
        ("sv", ["+3"], "+3"),
        ("sv", [f"12,5{NBSP}%", "12,5 %", "12,5%"], "12.5%"),
        ("sv", ["12"], "12"),
        ("sv", ["12,0"], "12.0"),
        ("sv", ["sexton", "Sexton", "sex\u00adton"], "=sexton"),
        ("sv", ["14 juni 2023", f"14{NBSP}juni 2023"], "=14 juni 2023"),
        ("sv", ["10–14", "10-14"], "=10-14"),
        ("sv", ["²"], "=²"),
    ],
)  # fmt: skip
def test_the_same_number_shown_in_two_ways_has_one_key(language, texts, key):
    assert {compare_key(text, language) for text in texts} == {key}


@pytest.mark.parametrize("find", [find_numerals, find_dates, find_quantifiers, compare_key])
def test_a_language_that_is_not_served_is_refused(find):
    with pytest.raises(ValueError, match=r"^language 'no' is not one of sv, da, en$"):
        find("sju 7 1/2-23", "no")
