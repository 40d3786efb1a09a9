"""Number words in three languages: which are seen, what they are worth, and which are none."""

from __future__ import annotations

import pytest

from sparbar.language import find_numerals

SWEDISH = [
    ("noll", "noll 0"),
    ("en nolla, flera nollor", "nolla 0|nollor 0"),
    ("Sjutton personer tackade ja.", "Sjutton 17"),
    ("tjugotre", "tjugotre 23"),
    ("tjugoen, tjugoett", "tjugoen 21|tjugoett 21"),
    ("femtioåtta", "femtioåtta 58"),
    ("etthundrafyrtio", "etthundrafyrtio 140"),
    ("tvåhundrafemtio", "tvåhundrafemtio 250"),
    ("femhundratusen kronor", "femhundratusen 500000"),
    ("ettusen", "ettusen 1000"),
    ("tolvtusenfemhundra", "tolvtusenfemhundra 12500"),
    ("niohundranittioniotusenniohundranittionio", "niohundranittioniotusenniohundranittionio 999999"),
    ("två hundra femtio", "två hundra femtio 250"),
    ("ett hundra fyrtio", "ett hundra fyrtio 140"),
    ("en miljon kronor", "en miljon 1000000"),
    ("tre miljoner tvåhundratusen", "tre miljoner tvåhundratusen 3200000"),
    ("tusen miljoner", "tusen 1000|miljoner 1000000"),
    ("hundra andra personer", "hundra 100"),
    ("den tjugonde fem", "tjugonde 20|fem 5"),
    ("hundra en gång till", "hundra 100"),
    ("2,5 miljoner", "2,5 5/2|miljoner 1000000"),
    ("nittonhundraåttiofyra", "nittonhundraåttiofyra 1984"),
    ("tjugotjugotre", "tjugotjugotre 2023"),
    ("TRETTON", "TRETTON 13"),
    ("ett halvdussin, två halvdussin", "ett halvdussin 6|två halvdussin 12"),
    ("fjärdeparten, två femteparten", "fjärdeparten 1/4|två femteparten 2/5"),
    ("fyrfaldigades, har trefaldigats", "fyr 4|tre 3"),
    ("tvåtredjedelsmajoritet, trefjärdedels", "tvåtredjedel 2/3|trefjärdedel 3/4"),
    ("nittiotalister, femtioplussare", "nittio 90|femtio 50"),
    ("ett halvtimmes möte", "ett halvtimmes 1/2"),
    ("har fyrdubblats, tiodubblades", "fyr 4|tio 10"),
    ("trettiotvååring, femtiotalet", "trettiotvå 32|femtio 50"),
    ("tjugi, tjufem, tjutalet, tju", "tjugi 20|tjufem 25|tju 20|tju 20"),
    ("en duo, trion, kvartetter, kvintett, sextett", "duo 2|trion 3|kvartetter 4|kvintett 5|sextett 6"),
    ("femtioelva, sjuttioelva", "femtioelva None|sjuttioelva None"),
    ("tvenne, trenne, trippelt", "tvenne 2|trenne 3|trippelt 3"),
    ("**sjutton** _arton_", "sjutton 17|arton 18"),
    ("två-tre gånger", "två 2|tre 3"),
    ("fem till sju", "fem 5|sju 7"),
    ("fem–sju", "fem 5|sju 7"),
    ("två tre fyra", "två 2|tre 3|fyra 4"),
    ("två av tre", "två 2|tre 3"),
    ("en av tre", "tre 3"),
    ("två dussin, ett tjog", "två dussin 24|ett tjog 20"),
    ("dussinet fullt", "dussinet 12"),
    # parts
    ("hälften av dem", "hälften 1/2"),
    ("halva gruppen", "halva 1/2"),
    ("en tredjedel", "en tredjedel 1/3"),
    ("två tredjedelar", "två tredjedelar 2/3"),
    ("tre fjärdedelar", "tre fjärdedelar 3/4"),
    ("en åttondel, nio tiondelar", "en åttondel 1/8|nio tiondelar 9/10"),
    ("en hundradel, en tusendel", "en hundradel 1/100|en tusendel 1/1000"),
    ("var tredje", "var tredje 1/3"),
    ("vart femte år", "vart femte 1/5"),
    ("varannan vecka", "varannan 1/2"),
    ("ett halvt år", "ett halvt 1/2"),
    ("halv ersättning, halvt så många", "halv 1/2|halvt 1/2"),
    ("klockan halv tre", "halv 1/2|tre 3"),
    ("en halv dag", "en halv 1/2"),
    ("en halv miljon", "en halv miljon 500000"),
    ("ett halvt dussin", "ett halvt dussin 6"),
    ("en och en halv", "en och en halv 3/2"),
    ("två och ett halvt år", "två och ett halvt 5/2"),
    ("tre kvart", "tre kvart 3/4"),
    # times as many
    ("dubbelt så många", "dubbelt 2"),
    ("dubbel bemanning, trippel", "dubbel 2|trippel 3"),
    # how large, without how many
    ("Hundratals personer", "Hundratals None"),
    ("tiotals, dussintals, tjogtals", "tiotals None|dussintals None|tjogtals None"),
    ("tusentals, tiotusentals, miljontals", "tusentals None|tiotusentals None|miljontals None"),
    ("ett hundratal, tusentalet", "hundra 100|tusen 1000"),
    ("hundra-\ntals", "hundra-\ntals None"),
    ("hund\u00adratals", "hund\u00adratals None"),
    ("antalet fördubblades", "fördubblades 2"),
    ("tredubbla", "tre 3"),
    ("halverades", "halverades 1/2"),
    # ordinals
    ("den tredje träffen", "tredje 3"),
    ("den fjärde och tolfte", "fjärde 4|tolfte 12"),
    ("tjugotredje", "tjugotredje 23"),
    ("tjugoandra", "tjugoandra 22"),
    ("hundrafemtionde", "hundrafemtionde 150"),
    # glued to a measure
    ("tvåårig", "två 2"),
    ("en ettårig utbildning", "ett 1"),
    ("femårsperiod", "fem 5"),
    ("tremånadersuppföljning", "tre 3"),
    ("tolvstegsprogram", "tolv 12"),
    ("tiodagars", "tio 10"),
    ("femtiotal", "femtio 50"),
    ("sjuttiotalet", "sjuttio 70"),
    ("femprocentig", "fem 5"),
    ("trettioårsåldern", "trettio 30"),
    # cut, hidden, decomposed
    ("sjut\u00adton", "sjut\u00adton 17"),
    ("sju\u200btton", "sju\u200btton 17"),
    ("sjut-\nton", "sjut-\nton 17"),
    ("tjugo-\r\ntre", "tjugo-\r\ntre 23"),
    ("fem-\nsex", "fem 5|sex 6"),
    ("tva\u030a", "tva\u030a 2"),
    ("två-\nårig", "två 2"),
    ("sjutton¹", "sjutton 17|¹ 1"),
    ("två\u00a0hundra", "två\u00a0hundra 200"),
    ("två\n\nhundra", "två 2|hundra 100"),
]

DANISH = [
    ("en duo, trioen, kvartetten, kvintet", "duo 2|trioen 3|kvartetten 4|kvintet 5"),
    ("nul", "nul 0"),
    ("to og tre", "to 2|tre 3"),
    ("treoghalvfjerds", "treoghalvfjerds 73"),
    ("halvtreds", "halvtreds 50"),
    ("enogtyve", "enogtyve 21"),
    ("femogfirs", "femogfirs 85"),
    ("tres, firs og halvfems", "tres 60|firs 80|halvfems 90"),
    ("hundrede og tyve", "hundrede og tyve 120"),
    ("to hundrede femoghalvtreds", "to hundrede femoghalvtreds 255"),
    ("tohundrede", "tohundrede 200"),
    ("ethundrede", "ethundrede 100"),
    ("tre tusinde fem hundrede", "tre tusinde fem hundrede 3500"),
    ("to millioner", "to millioner 2000000"),
    ("halvdelen", "halvdelen 1/2"),
    ("en tredjedel, to tredjedele", "en tredjedel 1/3|to tredjedele 2/3"),
    ("en tiendedel", "en tiendedel 1/10"),
    ("hver tredje", "hver tredje 1/3"),
    ("hver anden", "hver anden 1/2"),
    ("et halvt år", "et halvt 1/2"),
    ("halv løn, halvt så mange", "halv 1/2|halvt 1/2"),
    ("et nul, tre nuller", "nul 0|tre 3|nuller 0"),
    ("snesevis, hundredvis af borgere", "snesevis None|hundredvis None"),
    ("tiere af sager, hundreder", "tiere None|hundreder None"),
    ("tusinder, titusindvis, hundredetusinder", "tusinder None|titusindvis None|hundredetusinder None"),
    ("halvanden", "halvanden 3/2"),
    ("to en halv", "to 2|en halv 1/2"),
    ("tre og en halv", "tre og en halv 7/2"),
    ("dobbelt så mange", "dobbelt 2"),
    ("fordoblet", "fordoblet 2"),
    ("halveret", "halveret 1/2"),
    ("den fjerde", "fjerde 4"),
    ("femogtyvende", "femogtyvende 25"),
    ("enogtyvende", "enogtyvende 21"),
    ("toårig", "to 2"),
    ("et dusin", "et dusin 12"),
    ("kun én deltager", "én 1"),
    ("et halvdusin", "et halvdusin 6"),
    ("firdoblet, tidoblet, tredobbelt", "fir 4|ti 10|tre 3"),
    ("totredjedels", "totredjedel 2/3"),
    ("toogtrediveårig", "toogtredive 32"),
    ("firserne", "firserne 80"),
]

ENGLISH = [
    ("zero", "zero 0"),
    ("twenty-three", "twenty-three 23"),
    ("twenty three", "twenty three 23"),
    ("twenty-one", "twenty-one 21"),
    ("a hundred", "a hundred 100"),
    ("a hundred and twenty", "a hundred and twenty 120"),
    ("two hundred and five", "two hundred and five 205"),
    ("one thousand two hundred", "one thousand two hundred 1200"),
    ("three million", "three million 3000000"),
    ("two and three", "two 2|three 3"),
    ("one in three", "three 3"),
    ("half of them", "half 1/2"),
    ("one half", "one half 1/2"),
    ("a third", "a third 1/3"),
    ("one-third", "one-third 1/3"),
    ("two thirds", "two thirds 2/3"),
    ("two-thirds", "two-thirds 2/3"),
    ("three quarters", "three quarters 3/4"),
    ("a tenth, a hundredth", "a tenth 1/10|a hundredth 1/100"),
    ("every third", "every third 1/3"),
    ("every other week", "every other 1/2"),
    ("every second week", "every second 1/2"),
    ("two and a half", "two and a half 5/2"),
    ("twice as many", "twice 2"),
    ("doubled", "doubled 2"),
    ("quintupled, trebling, tenfold", "quintupled 5|trebling 3|ten 10"),
    ("twenty-somethings, threesome", "twenty 20|three 3"),
    ("nil, nought", "nil 0|nought 0"),
    ("two zeros", "two 2|zeros 0"),
    ("dozens, hundreds of people", "dozens None|hundreds None"),
    ("tens of thousands, millions", "tens None|thousands None|millions None"),
    ("a hundredth", "a hundredth 1/100"),
    ("halved", "halved 1/2"),
    ("the third meeting", "third 3"),
    ("the twenty-third", "twenty-third 23"),
    ("the twenty-second", "twenty-second 22"),
    ("a hundred and first", "a hundred and first 101"),
    ("the hundred and first", "hundred and first 101"),
    ("a two-year programme", "two 2"),
    ("threefold", "three 3"),
    ("a duo, the trio, quartets, a quintet", "duo 2|trio 3|quartets 4|quintet 5"),
    ("a dozen, two dozen", "a dozen 12|two dozen 24"),
    ("in his thirties", "thirties 30"),
]

NO_NUMBERS = {
    "sv": [
        *"en ett sextant sexuell trefaldighet ensam enfaldig enskild tvåa trea femma".split(),
        *"tvåspråkig trepartssamtal femkamp treenighet miljonprogrammet nolltolerans sjukskriven".split(),
        *"halvår halvårsrapport halvtid halvö kvarter antal totalt flertal nolltaxa".split(),
        *"tvång mitten tion trevlig tjut tjur tjuv kvarten fyren halveringstid nollställa entals".split(),
        "dubbeldörr",
        "halv- och heltid", "halvt om halvt", "ettor och nollor",
        "En av dem hade ett arbete.", "andra sidan", "den första och andra", "i första hand", "kvart över",
        "andra halvan av året", "för det tredje", "tredje part", "ett tu tre", "sex och samlevnad",
        "tredjeårsstudent", "nittonårsdagenx" * 9,
    ],
    "da": [
        *"en et total totalt ental halvår halvårsrapport halvvejs seksuel tolk tog tone titel".split(),
        "halvt om halvt", "halv- og heltid", "torne", "nulevende", "den første og anden", "for det tredje",
        "første halvdel af året",
    ],
    "en": [
        *"one seconds half-year half-yearly quarter often weight tent attend none once".split(),
        "One of them had a job.", "the first and second", "second half", "third party", "half-time",
        "each other", "someone", "zero tolerance",
    ],
}  # fmt: skip


def _seen(text: str, language: str) -> str:
    return "|".join(f"{found.text} {found.value}" for found in find_numerals(text, language))


@pytest.mark.parametrize(("text", "expected"), SWEDISH)
def test_swedish_number_words_are_seen_with_their_values(text, expected):
    assert _seen(text, "sv") == expected


@pytest.mark.parametrize(("text", "expected"), DANISH)
def test_danish_number_words_are_seen_with_their_values(text, expected):
    assert _seen(text, "da") == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_number_words_are_seen_with_their_values(text, expected):
    assert _seen(text, "en") == expected


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in NO_NUMBERS.items() for text in texts]
)
def test_words_that_carry_no_number_are_passed_over(language, text):
    assert _seen(text, language) == ""


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("sv", "sjutton", "word"),
        ("sv", "hälften", "fraction"),
        ("sv", "var tredje", "fraction"),
        ("sv", "tredje", "ordinal"),
        ("sv", "fördubblades", "word"),
        ("sv", "halverades", "fraction"),
        ("sv", "tvåårig", "word"),
        ("en", "a third", "fraction"),
        ("en", "third", "ordinal"),
        ("en", "twenty-first", "ordinal"),
    ],
)
def test_a_number_word_is_of_one_kind(language, text, kind):
    assert [found.kind for found in find_numerals(text, language)] == [kind]
