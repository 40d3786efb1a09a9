"""A leak planted in any place of any kind of file is found, and the message does not repeat it."""

from __future__ import annotations

import shutil

import pytest

from sparbar.errors import DisclosureError
from sparbar.personal import Look, check_folder
from sparbar.personal.known import known_from
from tests.unit.personal.leaks import GOLDEN, PLACES

LEAKS = {
    "a personnummer": "19800101-9291",
    "an e-mail address": "karin@example.net",
    "a telephone number": "070-174 06 05",
    "an identifier of an extract": "Dnr-47110815",
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
