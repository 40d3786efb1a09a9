"""Titles and labels that a report types are judged as captions are; names of others are recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sparbar.compose import compose_report
from sparbar.errors import TemplateError
from sparbar.model.document import is_wording
from tests.unit.tiny import ledger, write_project
from tests.unit.tiny.project import CONFIG

TITLE = "title: {sv: Prov under 2023}"
TABLES = '{{ table("mal") }}\n\n{{ table("kon") }}\n'


def refused(needle: str, place: str, around: str) -> str:
    return (
        f'TemplateError: "{needle}" is a number that no extract vouches for\n'
        f"  in        config/reports/prov.yaml, {place}\n"
        "  expected  a title or label without a number, or with a year of the report that reads as one   "
        f'found  "…{around}…"\n'
        '  fix       say the number in the text by fact(…), leave "label" out where the metric or category '
        'has one, or list the words under "allow" in config/config.yaml with the reason why they are no data'
    )


@pytest.mark.parametrize(
    ("change", "needle", "place", "around"),
    [
        (
            (TITLE, 'title: {sv: "Jobbklubben: 17 personer fick hjälp"}'),
            "17",
            "line 2, title",
            "Jobbklubben: 17 personer fick hjälp",
        ),
        (
            (TITLE, f'{TITLE}\nsubtitle: {{sv: "Ökade till sjuttio"}}'),
            "sjuttio",
            "line 3, subtitle",
            "Ökade till sjuttio",
        ),
        (
            ("{label: {sv: Personer}, cells", '{label: {sv: "Minst 42 personer"}, cells'),
            "42",
            "line 22, tables.mal.rows[1].label",
            "Minst 42 personer",
        ),
        (
            ("{label: {sv: Resultat}}", '{label: {sv: "Utfall 97 %"}}'),
            "97 %",
            "line 23, tables.mal.columns[2].label",
            "Utfall 97 %",
        ),
    ],
)
def test_a_number_in_a_title_or_label_is_refused_with_its_place(compose, change, needle, place, around):
    with pytest.raises(TemplateError) as error:
        compose(TABLES, changes=dict([change]))
    assert str(error.value) == refused(needle, place, around)


def test_all_of_them_are_told_at_once_and_a_title_once_though_the_template_prints_it_too(compose):
    changes = {
        TITLE: 'title: {sv: "Hjälp åt 17 personer"}',
        "{label: {sv: Mål}}": '{label: {sv: "Mål 15"}}',
    }
    with pytest.raises(TemplateError) as error:
        compose(f"# Om\n\n{{{{ about('title') }}}}\n\n{TABLES}", changes=changes)
    assert [(f.where, f.found) for f in error.value.faults] == [
        ("config/reports/prov.yaml, line 2, title", '"…Hjälp åt 17 personer…"'),
        ("config/reports/prov.yaml, line 23, tables.mal.columns[1].label", '"…Mål 15…"'),
    ]


def test_a_year_of_the_report_that_reads_as_one_may_stand_in_its_title(compose):
    document, _ = compose("{{ about('title') }}\n")
    assert [(o.text, o.ref, o.container) for o in document.occurrences if o.text == "2023"] == [
        ("2023", "report.date", "header"),
        ("2023", "report.date", "front"),
        ("2023", "report.date", "paragraph"),
    ]


def test_a_year_that_could_be_a_count_is_refused_with_the_place_of_the_title(compose):
    with pytest.raises(TemplateError) as error:
        compose("Text.\n", changes={TITLE: "title: {sv: Prov med 2023 personer}"})
    assert str(error.value) == (
        'TemplateError: "2023" does not read as a year here, so it is a number that no extract vouches for\n'
        "  in        config/reports/prov.yaml, line 2, title\n"
        "  expected  a year after a word of time, as docs/templates.md says   "
        'found  "…Prov med 2023 personer…"\n'
        '  fix       name the time before it ("in", "during", "the year")'
    )


def test_words_that_the_project_allows_may_stand_in_titles_and_labels_and_are_listed(compose):
    changes = {TITLE: "title: {sv: Lokal Agenda 21}", "{label: {sv: Mål}}": "{label: {sv: Agenda 21}}"}
    document, text = compose(TABLES, allow='allow: {"Agenda 21": "namnet på ett program"}\n', changes=changes)
    kept = [o for o in document.occurrences if o.kind == "exception" and o.container != "appendix"]
    assert [(o.text, o.container) for o in kept] == [
        ("Agenda 21", "header"),
        ("Agenda 21", "front"),
        ("Agenda 21", "table"),
    ]
    assert text.count("namnet på ett program") == 1


@pytest.mark.parametrize(
    ("template", "changes", "place"),
    [
        (
            '{{ figure("kon") }}\n',
            {'caption: {sv: "Personer efter kön"}, kind': 'caption: {sv: "Personer efter kön, 31 st"}, kind'},
            "line 26, figures.kon.caption",
        ),
        (
            '{{ figure("kon") }}\n',
            {"metric: alla, dim: kon}": 'metric: alla, dim: kon, note: {sv: "Av 31 svarade alla."}}'},
            "line 26, figures.kon.note",
        ),
        (
            '{{ table("mal") }}\n',
            {'caption: {sv: "Mål och resultat"}': 'caption: {sv: "Mål och resultat för 31"}'},
            "line 21, tables.mal.caption",
        ),
    ],
)
def test_a_number_in_a_caption_or_note_is_refused_with_file_line_and_key(compose, template, changes, place):
    with pytest.raises(TemplateError) as error:
        compose(template, changes=changes)
    assert [(f.problem, f.where) for f in error.value.faults] == [
        ('"31" is a number that no extract vouches for', f"config/reports/prov.yaml, {place}")
    ]


def test_numbers_in_names_and_labels_of_others_are_recorded_with_where_they_are_declared(tmp_path):
    known = ledger()
    metrics = [replace(m, label="Personer (12,5 i medeltal)") if m.id == "alla" else m for m in known.metrics]
    constants = [replace(c, label="Mål för 18–64 år") if c.id == "mal" else c for c in known.constants]
    labels = {**known.labels, "kon": {"kvinna": "Kvinnor, 31 st", "man": "Män"}}
    extracts = [replace(e, notice="Påhittade uppgifter om 555 personer") for e in known.extracts]
    facts = replace(
        known, metrics=tuple(metrics), constants=tuple(constants), labels=labels, extracts=tuple(extracts)
    )
    config = CONFIG.replace("owner: {sv: Staden}", 'owner: {sv: "Staden, 99 % nöjda"}')
    config = config.replace("contact: {sv: Kansliet}", "contact: {sv: Kansliet 0702}\nfunder: {sv: U40455}")
    template = '{{ fact("fler") }} och {{ const("mal") }}\n\n{{ table("kon") }}\n\n{{ figure("kon") }}\n'
    scope, work = write_project(tmp_path, template, config=config, facts=facts)
    written = [o for o in compose_report(scope, "internal", work).occurrences if is_wording(o)]
    found = {(o.kind, o.ref, o.text, o.container) for o in written}
    assert found >= {
        ("text", "report.owner", "Staden, 99 % nöjda", "header"),
        ("text", "report.owner", "Staden, 99 % nöjda", "front"),
        ("text", "report.funder", "U40455", "front"),
        ("text", "report.contact", "Kansliet 0702", "front"),
        ("text", "contract.notice", "Påhittade uppgifter om 555 personer", "header"),
        ("text", "contract.notice", "Påhittade uppgifter om 555 personer", "front"),
        ("label", "metric:alla", "Personer (12,5 i medeltal)", "table"),
        ("label", "metric:alla", "Personer (12,5 i medeltal)", "alt"),
        ("label", "metric:alla", "Personer (12,5 i medeltal)", "appendix"),
        ("label", "constant:mal", "Mål för 18–64 år", "appendix"),
        ("label", "kon.kvinna", "Kvinnor, 31 st", "table"),
        ("label", "kon.kvinna", "Kvinnor, 31 st", "alt"),
    }
