"""What goes wrong is told in the project's language, too."""

from __future__ import annotations

import itertools
import re

import pytest

from sparbar.errors import ConfigError, ContractError, Fault, TemplateError
from sparbar.language.faults import local_expectation, local_text, localised
from tests.unit.language.fault_texts import GAP, fault_texts

TEXTS = [text for text in fault_texts("") if text.part in ("problem", "fix")]
# What people write and what data say has no words of its own: keys, codes, names, digests, numbers.
AS_WRITTEN = {
    "expected": {
        '"…"',
        "${NAME}",
        "<name>.yaml",
        "at: A",
        'decimal_sign: ","',
        'decimal_sign: "."',
        "def compute(rows): return value, row_numbers",
        "deflate",
        "event,source,…",
        "facts.json",
        "kas",
        "linking: {columns: […], key: …, domain: …}",
        "method: round",
        "not_collected, missing, not_applicable, not_defined, suppressed",
        "of: change",
        "scale: 1, 2 …",
        "suppress",
        "unit: …",
        "…, SHA-256 …",
        "… = …",
        "… (… of …)",  # a text of the report, and the extract it is of
        "… (…)",
        "…/…/…",
    },
    "found": {
        '"…"',
        '"………"',
        "a …",  # and a kind of metric, as it is written
        "min …, max …",
        "part: …",
        "round",
        "type: …",
        "value",
        "warn_after …, error_after …",
        "… MiB",
        "…, SHA-256 …",
        "… = …",
        "… ≠ …",
        "…: …",
        "…: …; …: …",
        "…_…",
    },
}

# What stands in a text that is put together of two, each of which has its words.
PUT_TOGETHER = {
    *(
        "… by the claim …",
        "… in the table …",
        "… in a condition",
        '… in "…"',
        '… "…"',
        "…: …",
        "there is no … …",
    ),
}
AS_KEYS = re.compile(r'"[^"]*"|\{[^}]*\}|\S+\.(?:md|yaml|json|csv)\S*|latest on or before|of: \w+')
OF_ENGLISH = re.compile(r"\b(?:the|of|its|is|not|or|and|with|from|this|has|no)\b(?! ?\()")


def _filled(text: str) -> str:
    """A text as it is told, without a hint or a reason at its end."""
    return re.sub(
        f"; {GAP}|(?<=elsewhere){GAP}$|(?<=forgotten){GAP}$|(?<=withdrawn){GAP}$", "", text
    ).replace(GAP, "x")


@pytest.mark.parametrize("language", ["sv", "da"])
def test_every_fault_has_words_in_the_language(language: str) -> None:
    untold = [
        f"{text.where}: {text.text.replace(GAP, '…')}"
        for text in TEXTS
        if text.text.replace(GAP, "…") not in PUT_TOGETHER and not local_text(_filled(text.text), language)
    ]
    assert untold == []


@pytest.mark.parametrize("language", ["sv", "da"])
def test_no_text_is_told_half_in_english(language: str) -> None:
    half = []
    for text in fault_texts(""):
        is_sentence = text.part in ("problem", "fix")
        filled = text.text.replace(GAP, "x")
        local = (
            local_text(_filled(text.text), language)
            if is_sentence
            else local_expectation(filled, "", language)
        )
        if OF_ENGLISH.search(AS_KEYS.sub("", local)):
            half.append(f"{text.text.replace(GAP, '…')} => {local}")
    assert half == []


@pytest.mark.parametrize("language", ["sv", "da"])
@pytest.mark.parametrize("part", ["expected", "found"])
def test_what_was_expected_and_found_has_words_in_the_language(part: str, language: str) -> None:
    untold = []
    for text in fault_texts(""):
        shown = text.text.replace(GAP, "…")
        if text.part == part and shown not in AS_WRITTEN[part]:
            filled = text.text.replace(GAP, "x")
            if not local_expectation(*((filled, "") if part == "expected" else ("", filled)), language):
                untold.append(f"{text.where}: {shown}")
    assert untold == []


def test_the_walk_finds_what_is_expected_in_tables_of_words_too() -> None:
    found = {text.text for text in fault_texts("config", "readers") if text.part == "expected"}
    assert {"a whole number", "a cell such as B2", "one of its codes", "a json-stat2 dataset"} <= found
    assert "something else" in found


def test_the_walk_finds_texts_wherever_they_come_from() -> None:
    found = {text.text.replace(GAP, "…") for text in TEXTS}
    assert {
        "the file is empty",
        "the workbook has macros",
        "save it as .xlsx (without macros) and pull again",
        "the answer is too large",
        "file name and folder give two extract dates",
        "rename the file if it is this source's extract, or correct file in …",
        "the extract … … was forgotten…",
    } <= found
    assert len(found) > 140


@pytest.mark.parametrize("language", ["sv", "da"])
def test_a_fault_in_yaml_or_a_template_has_at_least_a_heading_and_a_fix(language: str) -> None:
    for kind in (ConfigError, TemplateError):
        for text in fault_texts("config", "compose"):
            if text.part == "problem":
                (fault,) = localised(kind(Fault(text.text.replace(GAP, "x"), "here")), language).faults
                assert fault.local.count("; ") >= 1


@pytest.mark.parametrize(("language", "words"), [("sv", "en siffra saknas"), ("da", "et tal mangler")])
def test_what_is_found_in_a_file_is_told_with_its_name(language: str, words: str) -> None:
    assert local_text("report.pdf: a number is missing", language) == f"report.pdf: {words}"
    assert local_text("report.pdf: something new", language) == ""


def test_a_fault_says_both_in_one_line_with_what_the_code_filled_in() -> None:
    fault = Fault('the sheet "Blad 2" is empty', "x.xlsx", fix="pull again")
    assert (
        localised(ContractError(fault), "sv").faults[0].local == 'bladet "Blad 2" är tomt; gör ett nytt uttag'
    )
    assert (
        localised(ContractError(fault), "da").faults[0].local == 'arket "Blad 2" er tomt; lav et nyt udtræk'
    )
    assert localised(ContractError(fault), "en").faults[0] == fault


def test_what_was_expected_and_found_stands_in_a_line_of_its_own() -> None:
    fault = Fault("there is no such file", "x.xlsx", "an Excel workbook (.xlsx)", "nothing", "pull again")
    assert str(localised(ContractError(fault), "sv")) == (
        "ContractError: there is no such file\n"
        "  in        x.xlsx\n"
        "  expected  an Excel workbook (.xlsx)   found  nothing\n"
        "  fix       pull again\n"
        "  >         filen finns inte; gör ett nytt uttag\n"
        "  >         väntades: en Excelarbetsbok (.xlsx); hittades: ingenting"
    )
    assert localised(ContractError(fault), "da").faults[0].local_expected == (
        "ventet: en Excelprojektmappe (.xlsx); fundet: ingenting"
    )


def test_what_is_data_stays_beside_what_is_words() -> None:
    assert local_expectation("at least 7, since 2024-05-30 has 8", "6", "sv") == (
        "väntades: minst 7, eftersom 2024-05-30 har 8; hittades: 6"
    )
    assert local_expectation('"number"', "no header", "da") == 'ventet: "number"; fundet: ingen overskrift'
    assert local_expectation("", "12 rows", "sv") == "hittades: 12 rader"
    assert local_expectation("kvinna, man", '"Kvinan"', "sv") == ""
    assert local_expectation("one file", "no file", "en") == ""


@pytest.mark.parametrize("kinds", list(itertools.product(("an extract", "something else"), repeat=2)))
def test_what_cannot_be_compared_is_told_without_english(kinds: tuple[str, str]) -> None:
    for language in ("sv", "da"):
        told = local_expectation("", ", ".join(kinds), language)
        assert told
        assert not any(kind in told for kind in kinds)


def test_a_hint_after_a_fix_is_told_too() -> None:
    assert local_text(
        'rename the sheet and pull again, or correct the sheet in the contract; did you mean "A"?', "sv"
    ) == ('byt namn på bladet och gör ett nytt uttag, eller rätta bladet i kontraktet; menade du "A"?')


def test_what_has_no_words_stays_in_english() -> None:
    fault = Fault("something new", "here", fix="mend it")
    assert localised(ContractError(fault), "sv").faults == [fault]
    assert localised(ConfigError(fault), "sv").faults[0].local == (
        "det som är skrivet här kan inte stämma; rätta stället som nämns"
    )


def test_what_is_told_already_is_kept() -> None:
    fault = Fault("the file is empty", "x", local="redan sagt")
    assert localised(ContractError(fault), "sv").faults == [fault]


def test_warnings_of_a_template_are_told_too() -> None:
    line = 'warning: templates/x.qmd.j2, line 3: "De flesta" is neither a claim nor an observation'
    assert local_text(line, "sv") == (
        'varning: templates/x.qmd.j2, line 3: "De flesta" är varken ett påstående eller en iakttagelse'
    )
    line = (
        'warning: templates/x.qmd.j2, line 3: a[kon=man] is withheld and stands as ".." in a sentence: '
        "say what to print with hidden=, or put the sentence in {% if shown(…) %}"
    )
    assert local_text(line, "da").startswith(
        "advarsel: templates/x.qmd.j2, line 3: a[kon=man] vises ikke og står"
    )
