"""What is typed beside a number and makes another of it, and what may stand there."""

from __future__ import annotations

import pytest

from sparbar.language import Place, typed_beside


def typed(text: str, language: str = "sv", unit: str = "", number: str = "16") -> list[tuple[str, str]]:
    """What is found beside each "¤" of a text, which stands for a number."""
    places: list[Place] = []
    first, *pieces = text.split("¤")
    shown = first
    for piece in pieces:
        places.append(Place(len(shown), len(shown) + len(number), unit))
        shown += number + piece
    return [(found.text, found.reads) for found in typed_beside(shown, places, language)]


@pytest.mark.parametrize(
    "sign",
    [*"-‐‑‒–—−+±∓~≈<>≤≥=×÷·*^#&√∑§xXU.,:/;)%", "\u207b", "\u208b", "\u2796", "\uff0d", "\ufe63", "\uff0b"],
)
def test_a_sign_that_touches_a_number_from_the_left_makes_another_of_it(sign: str) -> None:
    assert typed(f"Det var {sign}¤ personer") == [(sign, f"{sign}16")]


@pytest.mark.parametrize(
    "sign", ["−", "+", "±", "~", "≈", "<", ">", "≤", "≥", "×", "÷", "=", "√", "\uff0d", "\u2796"]
)
def test_so_it_does_with_a_space_between(sign: str) -> None:
    assert typed(f"Det var {sign} ¤ personer") == [(sign, f"{sign} 16")]
    assert typed(f"Det var {sign}\u00a0¤ personer") == [(sign, f"{sign}\u00a016")]


@pytest.mark.parametrize(
    "text", ["är - ¤.", "blev – ¤.", "från — ¤", "Andel: - ¤", "(– ¤)", "a = - ¤", "är -\u00a0¤"]
)
def test_a_dash_with_a_space_is_a_minus_where_no_dash_of_a_sentence_can_stand(text: str) -> None:
    assert len(typed(text)) == 1


@pytest.mark.parametrize("sign", [*"‰%‱×*+²°~=<>^_&§@#'", "x", "e", "k", "tkr", "kr", "s", "st"])
def test_what_touches_a_number_from_the_right_makes_another_of_it(sign: str) -> None:
    if sign == "'":  # a quote ends here as well as a foot
        assert typed(f"Det var ¤{sign} i dag") == []
    else:
        assert typed(f"Det var ¤{sign} i dag") == [(sign, f"16{sign}")]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "tkr mnkr Mkr kkr mdkr MSEK milj tusental procent Procent procentenheter promille k mn"),
        ("da", "tkr mio mia mkr tusindtal procent pct procentpoint promille k"),
        ("en", "k bn mn MSEK thousands percent pct pp"),
    ],
)
def test_a_scale_or_percent_that_is_not_the_unit_makes_another_number(language: str, words: str) -> None:
    for word in words.split():
        for between in (" ", "\u00a0", " (", ' "', " i ", "-"):
            if language == "sv" or between != " i ":
                assert len(typed(f"¤{between}{word}.", language)) == 1, (word, between)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "minus ¤"),
        ("sv", "Minus ¤"),
        ("sv", "minus-¤"),
        ("sv", "plus ¤"),
        ("da", "minus ¤"),
        ("en", "negative ¤"),
        ("en", "plus or minus ¤"),
    ],
)
def test_a_sign_in_words_makes_another_number(language: str, text: str) -> None:
    assert len(typed(text, language)) == 1


@pytest.mark.parametrize(
    ("language", "word"), [("sv", "komma"), ("da", "komma"), ("en", "point"), ("sv", "x")]
)
def test_a_word_for_a_sign_between_two_numbers_makes_one_of_them(language: str, word: str) -> None:
    assert typed(f"¤ {word} ¤", language) == [(word, f"16 {word} 16")]


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("tkr", "¤ tkr"),
        ("procentenheter", "¤ procentenheter"),
        ("procentenheter", "¤ procentenhet"),
        ("percentage_points", "¤ procentenheter"),
        ("procent", "¤ procent"),
        ("%", "¤ %"),
    ],
)
def test_the_unit_of_the_number_may_follow_it(unit: str, text: str) -> None:
    assert typed(text, unit=unit) == []


def test_percent_is_not_the_unit_of_percentage_points() -> None:
    assert typed("¤ procent", unit="procentenheter") == [("procent", "16 procent")]
    assert typed("¤ procentenheter", unit="percent") == [("procentenheter", "16 procentenheter")]


@pytest.mark.parametrize(
    "text",
    [
        "¤ personer",
        "- ¤ personer",
        "– ¤ personer",
        "Svaret – ¤ personer – kom.",
        "Svaret - ¤ personer - kom.",
        "Kvinnor: ¤. Män: ¤; andra: ¤, alla: ¤!",
        "(¤) [¤] ”¤” »¤«",
        "¤–¤ samtal om ¤—¤ minuter",
        "¤-årig och ¤- till ¤-åringar",
        "halvår-¤",
        "den ¤:e och den ¤:a",
        "€¤, ¤ € och ¤ kr",
        "¤ → ¤ | ¤",
        "drygt ¤, ca ¤, minst ¤",
        "att komma ¤ gånger",
        "¤ kilo, ¤ mil och ¤ kommuner",
        "¤\n- ¤\n+ x",
    ],
)
def test_what_leaves_a_number_what_it_is_may_stand_beside_it(text: str) -> None:
    assert typed(text) == []


def test_years_may_have_a_stroke_between_them_and_numbers_may_not() -> None:
    assert typed("¤/¤", number="2022") == []
    assert typed("¤/¤") == [("/", "16/"), ("/", "16/16")]


def test_a_traced_text_without_a_number_at_its_end_is_passed_over() -> None:
    assert typed("~¤s och ¤%", number="Ale") == []
    assert typed("¤% av dem", number="40 kommuner") == []


def test_a_number_word_is_a_number() -> None:
    assert typed("minus ¤ procent", number="sju") == [("minus", "minus sju"), ("procent", "sju procent")]


@pytest.mark.parametrize(
    ("language", "text", "lead"),
    [
        ("sv", "I tusental kronor: ¤", "tusental kronor:"),
        ("sv", "Belopp (i tkr) per år. Mnkr: ¤ och mer", "Mnkr:"),
        ("sv", "**Tkr** är enheten. Kostnad i miljontals kronor: ¤", "miljontals kronor:"),
        ("sv", "Andel i procent: ¤", "procent:"),
        ("da", "I tusindtal kroner: ¤", "tusindtal kroner:"),
        ("en", "In thousands of kronor: ¤", "thousands of kronor:"),
    ],
)
def test_a_scale_before_a_colon_makes_another_number(language: str, text: str, lead: str) -> None:
    assert [found for found, _ in typed(text, language)] == [lead]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("I tusental kronor: ¤", "tusental kronor"),
        ("I procent: ¤", "percent"),
        ("Ökning i procentenheter: ¤", "percentage_points"),
        ("Av dem svarade k: ¤ och m: ¤", ""),
        ("Totalt: ¤. Antal personer: ¤", ""),
        ("Beloppen är i tusental kronor. Antal personer: ¤", ""),
        ("I tusental kronor räknas allt på samma sätt: ¤ personer", ""),
        ("Tusentals kronor\nAntal: ¤", ""),
    ],
)
def test_a_colon_hands_on_no_scale_where_it_is_the_unit_or_stands_apart(text: str, unit: str) -> None:
    assert typed(text, unit=unit) == []


def test_a_percent_sign_of_its_own_says_what_stands_before_the_colon() -> None:
    assert typed("Andel i procent: ¤", number="16 %") == []
