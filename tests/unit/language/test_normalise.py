"""Text from HTML, DOCX and PDF brought into one form."""

from __future__ import annotations

import pytest

from sparbar.language import normalise_text
from sparbar.language.normalise import lower_in_place, reveal_shown


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # Spaces: what a PDF reader makes of a no-break space, thin spaces, line ends.
        ("1\u00a0 234,5", "1 234,5"),
        ("1\u00a0234", "1 234"),
        ("1\u202f234", "1 234"),
        ("1\u2009234", "1 234"),
        ("1\u2007234", "1 234"),
        ("  en \r\n rad\till  ", "en rad ill"),
        # What nobody sees.
        ("sjut\u00adton", "sjutton"),
        ("sjut\u200bton\ufeff", "sjutton"),
        ("EU-projektledarsamman\ufffeträdesprotokoll", "EU-projektledarsammanträdesprotokoll"),
        ("samman\u0002trädes", "sammanträdes"),
        ("samman\u00ad\r\nträdes", "sammanträdes"),
        # Hyphens at the end of a line.
        ("deltagar-\nsammansättning", "deltagarsammansättning"),
        ("halvårs-\noch slutrapport", "halvårs- och slutrapport"),
        ("halvårs- och slutrapport", "halvårs- och slutrapport"),
        ("Västra-\nGötaland", "Västra-Götaland"),
        ("e-\npost", "e-post"),
        ("70-\ntalet", "70-talet"),
        ("10–\r\n14 och", "10-14 och"),
        ("text –\nmera", "text – mera"),
        # Dashes.
        ("10–14", "10-14"),
        ("10−14", "10-14"),
        ("2023‑06‑14", "2023-06-14"),
        ("-3", "−3"),
        ("−3", "−3"),
        ("(–3)", "(−3)"),
        ("COVID-19", "COVID-19"),
        ("ett – två", "ett – två"),
        ("e\u2010post", "e-post"),
        # Letters.
        ("tva\u030a", "två"),
        ("\ufb01nans e\ufb00ekt", "finans effekt"),
        # A number's characters stay what they are.
        ("10²", "10²"),
        ("2½", "2½"),
        ("１２ Ⅳ ①", "１２ Ⅳ ①"),
        ("", ""),
    ],
)
def test_text_is_brought_into_one_form(given, expected):
    assert normalise_text(given) == expected
    assert normalise_text(expected) == expected


def test_what_a_reader_sees_keeps_its_places_in_the_original():
    text = "a\u030a\u200bb \u00ad\r\n12"
    shown = reveal_shown(text)
    assert shown.text == "åb 12"
    assert [text[slice(*shown.span(at, at + 1))] for at in range(len(shown.text))] == [
        "a\u030a",
        "b",
        " ",
        "1",
        "2",
    ]
    assert shown.span(0, 2) == (0, 4)


def test_lower_case_keeps_every_character_at_its_index():
    assert lower_in_place("SJU \u0130 Å") == "sju \u0130 å"
