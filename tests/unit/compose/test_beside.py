"""A traced number stands for itself: nothing beside it makes another number of it."""

from __future__ import annotations

import pytest

from sparbar.errors import TemplateError


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ('{{ fact("alla") }},{{ fact("alla", kon="kvinna") }} procent.', "16,7"),
        ('{{ fact("alla", kon="kvinna") }} {{ const("dagar") }} personer.', "7 450"),
        ('{{ fact("alla") }}.{{ fact("alla", kon="kvinna") }} av dem.', "16.7"),
        ('{{ fact("alla") }}{{ fact("alla", kon="kvinna") }} av dem.', "167"),
    ],
)
def test_what_stands_beside_a_traced_number_makes_no_other_of_it(compose, text, numeral):
    with pytest.raises(TemplateError) as error:
        compose(f"Det var {text}\n")
    told = str(error.value).replace("\xa0", " ")
    assert (
        f'"{numeral}" reads as one number, and no extract vouches for it\n'
        "  in        templates/prov.qmd.j2, line 1\n"
    ) in told


def test_traced_numbers_with_words_between_them_stand_for_themselves(compose):
    kom, inte = '{{ fact("alla", kon="kvinna") }}', '{{ fact("alla", kon="man") }}'
    compose(f'Av {{{{ fact("alla") }}}} kom {kom}, {inte} kom inte.\n')


def test_a_sign_beside_a_traced_number_is_told_in_four_parts(compose):
    with pytest.raises(TemplateError) as error:
        compose('Text\n\nDet var ±{{ fact("alla") }} personer.\n')
    assert str(error.value) == (
        'TemplateError: "±16" is another number than the traced one, because of "±" beside it\n'
        "  in        templates/prov.qmd.j2, line 3\n"
        "  expected  the number as its function prints it, with spaces or words around it   "
        'found  "…Det var ±16 personer.…"\n'
        '  fix       leave out "±" or say it in words that a claim holds, '
        "or let a metric make the number in the unit that is meant"
    )


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("-¤ personer", "-16"),
        ("−¤ personer", "−16"),
        ("minus ¤ personer", "minus 16"),
        ("\\~¤ personer", "~16"),
        ("*<*¤ personer", "<16"),
        ("¤ tkr", "16 tkr"),
        ("**¤** mnkr", "16 mnkr"),
        ("¤^x^", "16x"),
        ("¤ % av dem", "16 %"),
        ("¤‰ av dem", "16‰"),
        ("¤ procent av dem", "16 procent"),
        ("-\\\n¤ personer", "- 16"),
    ],
)
def test_what_is_typed_beside_a_traced_number_makes_no_other_of_it(compose, text, reads):
    with pytest.raises(TemplateError) as error:
        compose("Det är " + text.replace("¤", '{{ fact("alla") }}') + ".\n")
    assert [fault.problem.partition(" is another")[0] for fault in error.value.faults] == [f'"{reads}"']


def test_all_that_is_typed_beside_numbers_is_told_at_once_each_with_its_line(compose):
    with pytest.raises(TemplateError) as error:
        compose('±{{ fact("alla") }}.\n\nText\n\n{{ const("dagar") }} tkr, 5.\n')
    assert [(fault.problem[:4], fault.where[-6:]) for fault in error.value.faults] == [
        ('"5" ', "line 5"),
        ('"±16', "line 1"),
        ('"450', "line 5"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- ¤ personer",
        "Från ¤–{{ const('dagar') }} dagar",
        "En ¤-årig (¤) och {{ const('dagar') }} dagar",
        "Hösten – ¤ personer – var bra",
        "{{ fact('fler', words=false) }} personer",
    ],
)
def test_ordinary_text_beside_traced_numbers_stands(compose, text):
    compose(text.replace("¤", '{{ fact("alla") }}') + ".\n")
