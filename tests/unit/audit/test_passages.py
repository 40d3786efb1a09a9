"""The sentence or the cell around each number of a finished page."""

from __future__ import annotations

import pytest

from sparbar.audit.passages import Passage, read_passages


def told(body: str) -> dict[str, str]:
    """Each passage as text, with its marked pieces in brackets."""
    page = f"<html><body><h2>1 Mål</h2>{body}</body></html>".encode()
    return {
        key: "".join(p if isinstance(p, str) else f"[{p[1]}]" for p in passage.parts)
        for key, passage in read_passages(page).items()
    }


def number(identifier: str, text: str) -> str:
    return f'<a class="fact" id="{identifier}" href="#m-x"><data value="1">{text}</data></a>'


def test_a_number_stands_in_its_own_sentence() -> None:
    body = (
        f"<p>Först något. Av dem är {number('o1', '16')} kvinnor\n  och {number('o2', '4 %')} män. Sist.</p>"
    )
    assert told(body) == dict.fromkeys(("o1", "o2"), "Av dem är [16] kvinnor och [4 %] män.")


@pytest.mark.parametrize(
    ("body", "passage"),
    [
        (f"<p>De kom t.ex. {number('o1', '16')} gånger. Nej.</p>", "De kom t.ex. [16] gånger."),
        (f"<p>Allt väl. {number('o1', 'Sjutton')} kom.</p>", "[Sjutton] kom."),
        (f"<p>”Så?” Det var {number('o1', '16')}!</p>", "Det var [16]!"),
        (f"<p>Det var {number('o1', '16')}</p>", "Det var [16]"),
        (f"<ul><li>Ett <b>och {number('o1', '16')}</b> till</li></ul>", "Ett och [16] till"),
    ],
)
def test_a_sentence_ends_where_a_capital_follows(body: str, passage: str) -> None:
    assert told(body) == {"o1": passage}


def test_no_break_spaces_stay_in_a_number() -> None:
    page = f"<html><body><p>Det är {number('o1', '43,8&nbsp;%')}.</p></body></html>".encode()
    assert read_passages(page)["o1"].parts[1] == ("o1", "43,8\u00a0%")


def test_a_cell_is_told_with_the_headers_of_its_row_and_column() -> None:
    table = (
        "<table><caption>Tabell 1. Svar</caption>"
        "<thead><tr><td></td><th colspan=2>Kön</th></tr>"
        "<tr><th>Svar</th><th>Kvinnor</th><th>Män</th></tr></thead>"
        f"<tbody><tr><th>Ja</th><td>{number('o1', '7')}</td><td>{number('o2', '9')}</td></tr></tbody></table>"
    )
    found = read_passages(f"<html><body><h2>1 Mål</h2>{table}</body></html>".encode())
    assert found["o1"] == Passage("1 Mål", "Tabell 1. Svar", ("Ja, Kön, Kvinnor: ", ("o1", "7")))
    assert found["o2"] == Passage("1 Mål", "Tabell 1. Svar", ("Ja, Kön, Män: ", ("o2", "9")))


def test_a_table_below_a_figure_takes_the_figures_caption() -> None:
    body = (
        "<figure><figcaption id='c-f'>Figur 1. Svar</figcaption></figure>"
        "<table aria-labelledby='c-f'><tbody>"
        f"<tr><th>Ja</th><td>{number('o1', '7')}</td></tr></tbody></table>"
    )
    found = read_passages(f"<html><body>{body}</body></html>".encode())
    assert found["o1"] == Passage("", "Figur 1. Svar", ("Ja: ", ("o1", "7")))


def test_the_appendix_is_no_sentence_about_a_number() -> None:
    assert told(f'<div class="origin"><p>Värde {number("o1", "7")}</p></div>') == {}


@pytest.mark.parametrize("width", ["x", "-1", "²", "9" * 5000, "1e9", ""])
def test_a_width_that_is_none_counts_for_one_column(width: str) -> None:
    body = (
        f'<table><thead><tr><th colspan="{width}">Sort</th><th>Antal</th></tr></thead>'
        f"<tbody><tr><th>Alla</th><td>{number('o1', '16')}</td></tr></tbody></table>"
    )
    assert told(body) == {"o1": "Alla, Antal: [16]"}
