"""The lexicon's data, and that reading it costs nothing until it is needed."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from babel.dates import get_month_names

from sparbar.language import (
    LANGUAGES,
    QUANTIFIERS,
    find_numerals,
    find_quantifiers,
    load_lexicon,
    number_in_words,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_lexicon_is_in_lower_case(language):
    lexicon = load_lexicon(language)
    for words in (
        lexicon.cardinals,
        lexicon.ordinals,
        lexicon.fraction_words,
        lexicon.months,
        lexicon.dozens,
    ):
        assert [word for word in words if word != word.lower()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_both_a_cardinal_and_an_ordinal(language):
    lexicon = load_lexicon(language)
    assert set(lexicon.cardinals) & {*lexicon.ordinals, *lexicon.ordinal_tails} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_that_the_locale_data_have_is_known(language):
    months = load_lexicon(language).months
    for number, name in get_month_names("wide", locale=language).items():
        assert months[name.lower()] == number
        assert date(2023, number, 1).month == number


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_small_numbers_have_the_values_of_the_cardinals(language):
    lexicon = load_lexicon(language)
    for n in range(13):
        for gender in ("common", "neuter"):
            assert lexicon.cardinals[number_in_words(n, language, gender) or ""] == n


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quantifier_is_found_where_it_stands_alone(language):
    for phrase in QUANTIFIERS[language]:
        assert [found.text for found in find_quantifiers(phrase, language)] == [phrase]


VAGUE = {
    "sv": """båda kvinnorna|bägge|ett antal|en del|ett par|ingen|några
        |åtskilliga|en handfull|vissa|somliga|mångdubblats|en bråkdel|uppemot|allt fler|ett stort antal
        |antalet steg med en person|andelen har dalat|dalade|krympt|krympte|rasat|rasade|är lägre|högre
        |färre kom|ett litet fåtal|brorparten|den övervägande delen|till övervägande del|stor andel
        |oftast|i regel|stabilt|en stabil nivå|en skock|kvarten|blev tvåa|som trea|fler kvinnor""",
    "da": """begge|et antal|en del|et par|ingen
        |adskillige|en håndfuld|visse|op mod
        |mangedoblet|stadig flere|en brøkdel
        |dalede|skrumpet|er lavere|højere|færre kom|broderparten|overvejende del|stor andel|oftest|som regel
        |stabilt|en skok""",
    "en": """both women|a number of|some|a couple|a pair of|none|numerous|plenty of
        |a lot of
        |most|a fraction of|more and more|not a single
        |was lower|higher|fewer came|a score of|quarter of them|shrank
        |has shrunk|plunged|as a rule|usually|stable""",
}
ORDINARY = {
    "sv": """en|ett|en ny väg|ett arbete|sexuell|tolka|fyrverkeri|sjuk|treva|femdagen
        |tior|är en del av arbetet
        |som en del|för båda åren|nästa steg|ett första steg|steg för steg|högre utbildning|hur stor andel som
        |titta närmare|handel|firma|tilltalad|hundkoja|nollställa|ettrig
        |tvål|tvång|sexa""",
    "da": """en|et|en ny vej|et arbejde|firma|tosset|trend|tilsagn|som en del|for begge år
        |højere uddannelse|hvor stor andel""",
    "en": """one|a|an|handsome|someone|once|second hand|at all|after all|for both years|tender|fortify
        |higher education|lower secondary|last quarter of""",
}


def _each(texts):
    return [(language, text.strip()) for language, text in texts.items() for text in text.split("|")]


@pytest.mark.parametrize(("language", "text"), _each(VAGUE))
def test_a_vague_quantity_calls_for_a_claim_and_is_no_number(language, text):
    assert [found.text for found in find_quantifiers(text, language)] != []
    assert find_numerals(text, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_large_is_a_number_without_a_value_and_a_quantifier(language):
    sizes = load_lexicon(language).sizes
    assert len(sizes) > 5
    for word in sizes:
        assert [(found.text, found.value) for found in find_numerals(word, language)] == [(word, None)]
        assert [found.text for found in find_quantifiers(word, language)] == [word]


@pytest.mark.parametrize(("language", "text"), _each(ORDINARY))
def test_an_ordinary_word_raises_no_alarm(language, text):
    assert find_quantifiers(text, language) == []
    assert find_numerals(text, language) == []


def test_quantifiers_are_listed_for_the_languages_that_are_served():
    assert list(QUANTIFIERS) == list(LANGUAGES)
    assert len(QUANTIFIERS) == 3
    assert "majoriteten" in QUANTIFIERS["sv"]
    with pytest.raises(KeyError):
        QUANTIFIERS["no"]


def _loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_importing_the_package_loads_neither_babel_nor_yaml_nor_pandas():
    heavy = {"babel", "yaml", "pandas", "numpy", "matplotlib", "pydantic"}
    assert _loaded_by("import sparbar.language") & heavy == set()


def test_finding_numerals_loads_neither_babel_nor_yaml():
    loaded = _loaded_by("import sparbar.language as s; s.find_numerals('sju', 'sv')")
    assert loaded & {"babel", "yaml", "pandas"} == set()
