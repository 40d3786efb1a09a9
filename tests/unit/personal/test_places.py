"""A leak planted in any place of any kind of file is found, and the message does not repeat it."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest

from sparbar.errors import DisclosureError
from sparbar.personal import Look, check_folder
from sparbar.personal.known import known_from
from sparbar.personal.places import places_of
from tests.unit.personal.leaks import GOLDEN, PLACES

LEAKS = {
    "a personnummer": "19800101-9291",
    "an e-mail address": "karin@example.net",
    "a telephone number": "070-174 06 05",
    "an identifier of an extract": "Dnr-47110815",
}
# Spellings that every place can hold; those that only some can are in test_patterns.py and test_known.py.
SPELLINGS = {
    "personnummer": (
        "800101  9291",
        "800101\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}9291",
        "800101/9291",
        "800101.9291",
        "800101_9291",
        "800101|9291",
        "800101-92 91",
        "80 01 01 92 91",
        "1980-01-01 9291",
        "1980 0101 9291",
    ),
    "CPR number": ("01 01 90-1234", "01.01.90-1234", "010190/1234"),
    "e-mail address": ("kerstin@malmö.example", "kerstin @ example.net"),
    "telephone number": ("031 39 00 61", "0520 123 45", "031390061", "070.174.06.05"),
    "identifier": (
        "Svensson Öst, Anna-Karin",
        "Kerstin Åbergs",
        "Kerstin | Åberg",
        "4711\N{NO-BREAK SPACE}08 15",
    ),
}
DECLARED = ("besok@example.org",)


def look():
    return Look(known_from(["dnr 4711 0815"]), DECLARED)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", LEAKS)
def test_a_planted_leak_is_found_where_it_stands(tmp_path, place, kind):
    name, plant = PLACES[place]
    (tmp_path / name).write_bytes(plant(LEAKS[kind]))
    with pytest.raises(DisclosureError) as error:
        check_folder(tmp_path, look(), "rapport/public")
    faults = error.value.faults
    assert any(fault.problem == f"the files of rapport/public hold {kind}" for fault in faults), str(
        error.value
    )
    assert all(fault.where.startswith(name) for fault in faults)
    assert LEAKS[kind] not in str(error.value)


def found_in(name, data):
    """The most of each kind that one place of a file holds."""
    own = Look(known_from(["4711 0815", "Anna-Karin Svensson Öst", "Kerstin Åberg"]), DECLARED)
    most: Counter[str] = Counter()
    for place in places_of(name, data):
        most |= Counter(hit.kind for hit, _ in own.hits(place.text, is_row=place.is_row))
    return most


# Drawn by a font that has no other signs.
DRAWN = ("pdf: text", "pdf: invisible", "pdf: replacement")
# Here half of the text stands on one line, and the other half on the next.
PARTED = ("pdf: text over two lines", "html: over a line break")


@pytest.mark.parametrize("place", [place for place in PLACES if place not in PARTED])
def test_every_spelling_is_found_in_every_place(place):
    name, plant = PLACES[place]
    wanted = {
        kind: [text for text in spellings if text.isascii() or not place.startswith(DRAWN)]
        for kind, spellings in SPELLINGS.items()
    }
    planted = plant(" och ".join(text for spellings in wanted.values() for text in spellings))
    found = found_in(name, planted)
    # Some places are read in two ways, and a leak is found in both.
    assert [kind for kind, texts in wanted.items() if found[kind] < len(texts)] == []


@pytest.mark.parametrize("place", PARTED)
def test_every_spelling_but_those_of_telephones_is_found_over_two_lines(place):
    name, plant = PLACES[place]
    planted = [
        (kind, text)
        for kind, spellings in SPELLINGS.items()
        for text in spellings
        if kind != "telephone number" and text.isascii()
    ]
    assert [text for kind, text in planted if kind not in found_in(name, plant(text))] == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.csv", "row,a,b\nx,800101,9291\n"),
        ("t.csv", "row,a,b\nx,Kerstin,Åberg\n"),
        ("t.html", "<!doctype html><table><tr><td>800101</td>\n<td>9291</td></tr></table>"),
        ("t.html", "<!doctype html><table><tr><td>x<td><b>Åberg</b><td>Kerstin</table>"),
        ("t.qmd", "| x | 800101 | 9291 |\n"),
        ("t.svg", "<svg><text>800101</text><text>9291</text></svg>"),
        ("t.xml", "<w><tr><tc><p><t>19800101</t></p></tc><tc><p><t>9291</t></p></tc></tr></w>"),
    ],
)
def test_what_two_neighbouring_cells_make_is_found_although_each_stood_alone_before(name, data):
    own = Look(known_from(["Kerstin Åberg"]))
    for seen in ("800101", "19800101", "9291", "Kerstin", "Åberg"):
        assert list(own.hits(seen)) == []
    found = [
        hit
        for place in places_of(name, data.encode())
        for hit, _ in own.hits(place.text, is_row=place.is_row)
    ]
    assert found


def test_an_exact_number_that_the_report_tells_is_no_personal_number():
    told = Look(known_from([], ["800101", "9291"]))
    assert list(told.hits("800101/9291")) == []
    assert [hit.kind for hit, _ in told.hits("800101-9291")] == ["personnummer"]


@pytest.mark.parametrize("place", PLACES)
def test_without_a_leak_the_same_place_does_not_alarm(tmp_path, place):
    name, plant = PLACES[place]
    (tmp_path / name).write_bytes(plant("ord"))
    check_folder(tmp_path, look(), "rapport/public")


def test_a_name_of_a_file_is_found(tmp_path):
    (tmp_path / "19800101-9291.svg").write_text("<svg/>", encoding="utf-8")
    with pytest.raises(DisclosureError) as error:
        check_folder(tmp_path, look(), "rapport/public")
    assert str(error.value) == (
        "DisclosureError: the files of rapport/public hold a personnummer\n"
        "  in        the name of file 1\n"
        "  expected  nothing that tells who somebody is   found  1 ×, not shown here\n"
        "  fix       take it out of the template, the contract's labels or the data that the report shows; "
        "an address of the report's own belongs in its contact"
    )


def test_the_message_names_place_and_count(tmp_path):
    (tmp_path / "facts.json").write_text('{"metrics": [{"label": "a@b.se, c@d.se"}]}', encoding="utf-8")
    with pytest.raises(DisclosureError) as error:
        check_folder(tmp_path, look(), "rapport/public")
    fault = error.value.faults[0]
    assert (fault.problem, fault.where, fault.found) == (
        "the files of rapport/public hold e-mail addresses",
        "facts.json, entry 0.0.0",
        "2 ×, not shown here",
    )


def test_a_frozen_edition_of_today_holds_nothing(tmp_path):
    shutil.copytree(GOLDEN, tmp_path / "edition")
    check_folder(tmp_path, look(), "besok/2023")
