import pytest

from sparbar.config.digest import metric_digest
from tests.unit.config.small import SmallProject

# A change to the project, and the metrics whose meaning it changes.
MEANING = {
    "a condition": (("metrics", "where: {svar: ja}", "where: {svar: nej}"), {"ja", "andel_ja", "fler_ja"}),
    "a constant": (("metrics", "number: 10,", "number: 11,"), {"samtal_medel"}),
    "a dimension": (("metrics", "by: [langd]", "by: [svar]"), {"samtal_medel"}),
    "a spelling": (
        ("insats", "spellings: [Ja, J]", "spellings: [Ja]"),
        {"alla", "ja", "nej", "andel_ja", "fler_ja", "andrade"},
    ),
    "a band": (
        ("insats", "max: 2}\n", "max: 1}\n"),
        {"samtal_medel"},
    ),
    "a source of a derived column": (
        ("insats", "days_between: [start, slut]", "days_between: [slut, start]"),
        {"samtal_medel"},
    ),
    "when a column is collected": (
        ("insats", "collected_when: {klar: true}", "collected_when: {klar: false}"),
        {"alla", "ja", "nej", "andel_ja", "fler_ja", "andrade", "andel_kvinnor", "nedre"},
    ),
    "a joined column": (
        ("kommun", "header: folk", "header: folkm"),
        {"folk", "folkrikast", "i_stora"},
    ),
    "the level of an interval": (("metrics", "end: low}", "end: low, level: 0.99}"), {"nedre"}),
}
WORDS = {
    "a label": ("metrics", "{sv: De som tackade ja, en:", "{sv: Ja-sägare, en:"),
    "why": ("metrics", "of: insats, min: start", "why: det blev så, of: insats, min: start"),
    "who decided a constant": (
        "metrics",
        "number: 10, unit: dagar, origin: {sv: Beslut,",
        "number: 10, unit: dagar, origin: {sv: Avtal,",
    ),
    "a title": ("insats", "title: {sv: Insatsens lista,", "title: {sv: Listan,"),
    "the same number in another form": ("metrics", "{min: 1, max: 5}", "{min: 1.0, max: 5}"),
    "a default that is written out": ("metrics", "end: low}", "end: low, level: 0.95}"),
    "the report's title": ("reports", "title: {sv: Halvårsrapport,", "title: {sv: Rapport,"),
}


def digests(small: SmallProject) -> dict[str, str]:
    scope = small.scope()
    return {name: metric_digest(scope, name) for name in scope.metrics}


@pytest.mark.parametrize("change", MEANING)
def test_what_changes_the_meaning_changes_the_digest(small: SmallProject, change: str) -> None:
    before = digests(small)
    (file, old, new), changed = MEANING[change]
    small.change(file, old, new)

    after = digests(small)
    assert {name for name in before if before[name] != after[name]} == changed


@pytest.mark.parametrize("change", WORDS)
def test_rewording_does_not_change_the_digest(small: SmallProject, change: str) -> None:
    before = digests(small)
    small.change(*WORDS[change])

    assert digests(small) == before


def test_rules_that_reject_rows_are_part_of_every_metric(small: SmallProject) -> None:
    before = digests(small)
    small.change("insats", "require: {slut: {ge: {column: start}}}", "require: {slut: {gt: {column: start}}}")

    after = digests(small)
    assert {name for name in before if before[name] == after[name]} == {"folk", "folkrikast"}


def test_digests_are_hexadecimal_and_differ(small: SmallProject) -> None:
    found = digests(small)

    assert all(len(digest) == 64 and int(digest, 16) >= 0 for digest in found.values())
    assert len(set(found.values())) == len(found)


def test_a_unit_in_other_words_of_a_language_is_the_same_definition(small: SmallProject) -> None:
    small.change("metrics", "unit: dagar", "unit: {sv: dagar, en: days}")
    before = digests(small)
    small.change("metrics", "en: days}, origin", "en: whole days}, origin")
    assert digests(small) == before
