"""Like for like: a sentence, a change and a metric compare two times as one extract has them."""

from __future__ import annotations

import pytest

from sparbar.config.breaks import break_faults
from sparbar.errors import TemplateError
from tests.unit.claims.town import Town, months

NBSP = "\u00a0"
NOW, PUBLISHED = months("4.4", "4.3", "4.3"), months("4.4", "4.5")
VERSION = "versions:\n  - {since: 2024-06-01, why: Ny definition, redefined: [tal]}\n"
REDEFINED = {"scale: 4, label: Tal}\n": "scale: 4, label: Tal}\n" + VERSION}
DAYS = {"orter": "2024-06-14", "orter@forr": "2024-05-14"}


def number(month: str, more: str = "") -> str:
    return f'{{{{ fact("tal", ort="a", manad="2024-{month}"{more}) }}}}'


def fault(town: Town, template: str):
    with pytest.raises(TemplateError) as error:
        town.compose(template)
    [found] = error.value.faults
    return found


@pytest.fixture
def revised(tmp_path):
    """Fewer were published in February than is known today; March is new."""
    return Town(tmp_path, NOW, unit="percent_as_is", earlier=PUBLISHED)


def test_a_sentence_that_sets_a_published_number_beside_a_new_one_is_refused(revised):
    then = number("02", ', at="forr"')
    text = f"Det gick från {then} till {number('03')} i mars. Bra.\n"
    found = fault(revised, text)
    assert found.problem == (
        f'two extracts\' word on two times is compared in "Det gick från 4,5{NBSP}% till 4,3{NBSP}% i mars."'
    )
    assert (found.expected, found.found) == (
        f"tal[manad=2024-02,ort=a] = 4,3{NBSP}%, as it is known today",
        f"tal[manad=2024-02,ort=a]@forr = 4,5{NBSP}%",
    )
    assert found.where == "templates/prov.qmd.j2, line 1"


@pytest.mark.parametrize(
    "text",
    [
        "Det gick från {old} (i dag {new}) till {last}.",  # the revision is told
        "I februari var det {old}. I mars är det {last}.",  # two sentences
        "Det gick från {new} till {last}.",  # one extract
        "Februari var {old} och är {new}.",  # one time, two extracts
        "Det var {first} och är {last}.",  # January was not revised
    ],
)
def test_what_is_alike_may_stand_in_one_sentence(revised, text):
    at = ', at="forr"'
    places = {
        "old": number("02", at),
        "new": number("02"),
        "last": number("03"),
        "first": number("01", at),
    }
    revised.compose(text.format(**places) + "\n")


def test_a_change_has_both_times_from_one_extract_and_tells_the_revision(revised):
    call = 'change("tal", ort="a", manad="2024-03", since={"manad": "2024-02"}'
    document, _ = revised.compose(
        f"Det gick {{{{ {call}) }}}}.\n\nEller {{{{ {call}, published='forr') }}}}.\n"
    )
    said = [p.text for p in document.paragraphs if p.text.startswith(("Det", "Eller"))]
    assert said == ["Det gick från ￼ till ￼.", "Eller från ￼ (reviderat, tidigare ￼) till ￼."]
    shown = [(o.ref, o.text) for o in document.occurrences if o.kind == "fact" and o.template]
    february, march = "tal[manad=2024-02,ort=a]", "tal[manad=2024-03,ort=a]"
    assert shown == [
        (february, f"4,3{NBSP}%"),
        (march, f"4,3{NBSP}%"),
        (february, f"4,3{NBSP}%"),
        (f"{february}@forr", f"4,5{NBSP}%"),
        (march, f"4,3{NBSP}%"),
    ]


def test_a_change_that_was_not_revised_says_nothing_of_it(revised):
    call = 'change("tal", ort="a", manad="2024-03", since={"manad": "2024-01"}, published="forr")'
    document, _ = revised.compose(f"Det gick {{{{ {call} }}}}.\n")
    assert "Det gick från ￼ till ￼." in [p.text for p in document.paragraphs]


def test_a_change_from_a_gap_is_told(tmp_path):
    town = Town(tmp_path, months(None, 4), unit="")
    found = fault(town, '{{ change("tal", ort="a", manad="2024-02", since={"manad": "2024-01"}) }}\n')
    assert found.problem == "tal[manad=2024-01,ort=a] has no value: missing"


def test_two_definitions_in_one_sentence_need_a_reason(tmp_path):
    town = Town(tmp_path, months(5), unit="", earlier=months(4), changes=REDEFINED)
    at = ', at="forr"'
    found = fault(town, f"Det var {number('01', at)} och är {number('01')}.\n")
    assert (found.problem, found.found) == (
        'tal is compared across a new definition in "Det var 4,0 och är 5,0."',
        "tal of orter was redefined 2024-06-01, between 2024-05-14 and 2024-06-14",
    )
    at += ', comparable="Talen har räknats om bakåt i tiden"'
    document, _ = town.compose(f"Det var {number('01', at)} och är {number('01')}.\n")
    assert any("Jämförbart: Talen har räknats om bakåt i tiden." in p.text for p in document.paragraphs)


LATEST = """\
  nu: {label: Nu, of: orter, max: tal, where: {dag: {latest: dag}}, unit: UNIT, decimals: DECIMALS}
  forut:
    label: Förut
    of: orter
    max: tal
    where: {dag: {latest: dag, months_before: 1}}
  steg: {label: Steg, CHANGE}
"""


def moving(tmp_path, change: str) -> Town:
    changes = {
        "metrics:\n  tal:": "metrics:\n" + LATEST.replace("CHANGE", change) + "  tal:",
        "  tal: {header: tal": "  dag: {header: dag, type: date, label: Dag}\n  tal: {header: tal",
        "UNIT": '""',
        "DECIMALS": "1",
    }
    return Town(tmp_path, NOW, earlier=PUBLISHED, unit="", changes=changes)


def test_the_latest_of_two_extracts_are_two_times_and_no_change(tmp_path):
    town = moving(tmp_path, "change: {of: nu, since: forr}")
    [found] = break_faults(town.scope, DAYS)
    assert (found.problem, found.found) == (
        "the metric compares two extracts' word on two times",
        "nu takes the latest time of each extract",
    )


@pytest.mark.parametrize(
    "change",
    [
        "difference: {of: nu, minus: forut}",
        "change: {of: nu, since: forr, comparable: Serien revideras aldrig}",
    ],
)
def test_two_times_of_one_extract_are_a_change(tmp_path, change):
    assert break_faults(moving(tmp_path, change).scope, DAYS) == []
