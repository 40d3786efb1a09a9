"""Four digits read as a year by what stands around them, never by their worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparbar.language import LANGUAGES, load_lexicon, reads_as_year

COUNTS = {
    "sv": """2023 personer|2023 st|2023 deltagare|2023 kr|Totalt 2023 personer deltog.
        |under 2023 personer|ökade till 2023.|Det var 2023.|av 2023 kvinnor|år 2023 %
        |2022–2023 personer|mellan 2022 och 2023 kronor
        |Antal: 2023|under 2023 hundar|(2023 personer)|i 2023 fall|under\n2023\npersoner|2023""",
    "da": """2023 personer|2023 stk|2023 deltagere|2023 kr|under 2023 borgere|steg til 2023.|Der var 2023.
        |i 2023 tilfælde|året 2023 kroner|2022–2023 samtaler|i 2023 hunde""",
    "en": """2023 people|2023 pcs|2023 participants|2023 SEK|in 2023 cases|rose to 2023.|There were 2023.
        |during 2023 visits|the year 2023 %|2022–2023 meetings|in 2023 dogs|Total: 2023""",
}
YEARS = {
    "sv": """under 2023.|Under 2023 har projektet
        |år 2023|halvåret 2023 visade|i juni 2023 kom|våren 2022/2023.
        |slutet av 2023|(2023)|2022–2023.|sedan 2023, och|mellan 2022 och 2023 ökade antalet|efter kön, 2023
        |ÅR 2023|fram till 2023|under 2023 \ufffc antalet|året\u00a02023""",
    "da": "i 2023.|i 2023 har projektet|året 2023|foråret 2023|siden 2023, og|2022–2023.|(2023)|maj 2023",
    "en": """in 2023.|In 2023, people came|since 2023 the|the year 2023|spring of 2023|2022–2023.|(2023)
        |May 2023|between 2022 and 2023.|the end of 2023""",
}


def _each(cases: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, text.strip(" ")) for language, texts in cases.items() for text in texts.split("|")]


@pytest.mark.parametrize(("language", "text"), _each(COUNTS))
def test_what_could_be_a_count_does_not_read_as_a_year(language, text):
    at = text.index("2023")
    assert not reads_as_year(text, at, at + 4, language)


@pytest.mark.parametrize(("language", "text"), _each(YEARS))
def test_what_stands_as_a_time_reads_as_a_year(language, text):
    at = text.index("2023")
    assert reads_as_year(text.rstrip(), at, at + 4, language)


@given(st.sampled_from(LANGUAGES), st.data(), st.integers(1000, 2999))
def test_before_what_is_counted_nothing_reads_as_a_year(language, data, year):
    lexicon = load_lexicon(language)
    lead = data.draw(st.sampled_from((*lexicon.year_names, *lexicon.year_begins, *lexicon.months, "")))
    noun = data.draw(st.sampled_from(sorted(lexicon.counted)))
    text = f"{lead} {year} {noun}"
    assert not reads_as_year(text, len(lead) + 1, len(lead) + 5, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_small_word_that_may_follow_a_year_is_counted(language):
    lexicon = load_lexicon(language)
    assert lexicon.counted & {*lexicon.year_followers, *lexicon.year_joiners} == set()
    assert all(isinstance(word, str) for word in (*lexicon.year_followers, *lexicon.counted))
