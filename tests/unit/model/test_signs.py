"""Signs that nobody sees are shown as numbers wherever a message is printed; no cell makes two facts one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sparbar.errors import Fault
from sparbar.model.ledger import fact_id
from sparbar.model.signs import UNSEEN, show_signs


def test_a_message_never_steers_the_terminal_or_turns_the_order_of_letters():
    fault = Fault(
        problem='"Kvinna\u200b" is unknown',
        where="raw/\u202ecod.exe, sheet \x1b]8;;http://x\x07A",
        expected="a\x9b31m",
        found="rad ett\nContractError: rad två\r",
        fix="\ufeffså",
        local="\U000e0041",
    )
    assert fault.lines("ContractError") == [
        'ContractError: "Kvinna\\u200b" is unknown',
        "  in        raw/\\u202ecod.exe, sheet \\x1b]8;;http://x\\x07A",
        "  expected  a\\x9b31m   found  rad ett\\nContractError: rad två\\r",
        "  fix       \\ufeffså",
        "  >         \\U000e0041",
    ]


def test_ordinary_text_stays_as_it_is():
    text = "Ej\u00a0nådd – ”så” av\u00adstånd 😀 𝔸"
    assert show_signs(text) == text


@given(st.text())
def test_what_is_shown_is_one_line_without_unseen_signs_and_shown_again_the_same(text):
    shown = show_signs(text)
    assert not UNSEEN.search(shown)
    assert not set("\n\r\t") & set(shown)
    assert show_signs(shown) == shown


CODES = st.one_of(st.none(), st.text(), st.text("a?%[]=,#@5D", max_size=6))
SLICES = st.dictionaries(st.sampled_from(["a", "b", "c"]), CODES, max_size=3)


@given(SLICES, SLICES, st.sampled_from(["", "forr"]), st.sampled_from(["", "forr"]))
def test_two_slices_never_have_one_id_whatever_the_cells_say(one, other, at, before):
    is_same = (one, at) == (other, before)
    assert (fact_id("alla", one.items(), at) == fact_id("alla", other.items(), before)) == is_same


def test_the_id_of_a_slice_has_no_sign_that_stands_before_a_part_of_it():
    assert fact_id("alla", [("ort", "Å, b=c]#base")]) == "alla[ort=Å%2C b%3Dc%5D%23base]"
    assert fact_id("alla", [("ort", "?")]) == "alla[ort=%3F]"
    assert fact_id("alla", [("ort", None)]) == "alla[ort=?]"
