"""The reference of templates: every function is described, every example prints what stands below it."""

from __future__ import annotations

import inspect
import re

import pytest

from sparbar.compose import compose_report
from sparbar.compose.functions import Functions, template_functions
from sparbar.compose.session import Session
from sparbar.config.base import in_language
from sparbar.errors import TemplateError
from sparbar.language import find_numerals
from tests.unit.docs.conftest import Example, write
from tests.unit.docs.pages import Block, blocks, page, section

TEXT = page("templates.md")
# Called by compose itself for what a template prints.
INNER = {"print_expression"}
# Where two functions share a heading.
HEADINGS = {
    "base": "base and missing",
    "missing": "base and missing",
    "see_table": "see_table and see_figure",
    "see_figure": "see_table and see_figure",
}
_SPAN = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\{#[^}]*\}")


def new_session(example: Example) -> Session:
    return Session(example.scope, example.ledger, make_functions=template_functions)


def names(example: Example) -> set[str]:
    return set(template_functions(new_session(example))) - INNER


def test_every_function_of_templates_has_a_heading_and_its_arguments_are_named(example: Example) -> None:
    for name in names(example):
        described = section(TEXT, HEADINGS.get(name, name))
        signature = re.search(rf"`{name}\(([^`]*)\)`", described)
        assert signature, f"{name} is not written with its arguments"
        said = re.findall(r"(\w+)(?:=…)?", re.sub(r"<dimension>=<code>", "", signature[1]))
        parameters = inspect.signature(getattr(Functions, name)).parameters
        wanted = [p for p in parameters if p not in ("self", "template_line", "slice_")]
        assert sorted(said) == sorted(wanted), name
        assert ("slice_" in parameters) == ("<dimension>=<code>" in signature[1]), name


def test_no_heading_describes_a_function_that_is_not_there(example: Example) -> None:
    described = set(re.findall(r"^`(\w+)\(", TEXT, re.MULTILINE)) | set(
        re.findall(r"(?<=and )`(\w+)\(", TEXT)
    )
    assert described - names(example) <= {"missing"}


def test_the_arguments_that_no_dimension_can_be_called_are_all_listed(example: Example) -> None:
    taken: set[str] = set()
    for name in names(example):
        parameters = inspect.signature(getattr(Functions, name)).parameters
        if "slice_" in parameters:
            taken |= {p for p in parameters if p not in ("self", "slice_")}
    last = TEXT[TEXT.index("A dimension cannot be used") :]
    assert set(re.findall(r"`(\w+)`", last)) == taken


def examples() -> list[tuple[Block, str | None]]:
    """Each example with what the page says that it prints, or None where it says nothing."""
    found = blocks(TEXT, "jinja", "text")
    pairs: list[tuple[Block, str | None]] = []
    for block, following in zip(found, [*found[1:], None], strict=True):
        if block.language == "jinja":
            shown = following.text if following and following.language == "text" else None
            pairs.append((block, shown))
    return pairs


def run(example: Example, text: str) -> tuple[Session, str]:
    session = new_session(example)
    body, _ = session.marks.settle(session.run(text, "docs/templates.md"))
    return session, body


@pytest.mark.parametrize(("block", "shown"), examples(), ids=lambda value: getattr(value, "line", ""))
def test_every_example_composes_and_prints_what_the_page_says(
    block: Block, shown: str | None, example: Example
) -> None:
    session, body = run(example, block.text)
    assert session.faults == []
    assert session.warnings == []
    if shown is not None:
        assert plain(body) == " ".join(shown.split())


def plain(body: str) -> str:
    """Composed Markdown as a reader sees it."""
    text = _SPAN.sub(r"\1", body)
    return " ".join(re.sub(r"\\(.)", r"\1", text).split())


def test_every_function_stands_in_an_example(example: Example) -> None:
    text = "".join(block.text for block, _ in examples())
    assert {name for name in names(example) if f"{name}(" not in text} == set()


def test_an_example_that_names_an_unknown_fact_would_be_seen(example: Example) -> None:
    session, _ = run(example, '{{ fact("particpants") }}')
    assert [fault.problem for fault in session.faults] == ["there is no fact particpants"]
    session, _ = run(example, "{{ nothing_of_this_name }}")
    problem = 'there is no function or variable "nothing_of_this_name"'
    assert [fault.problem for fault in session.faults] == [problem]


def test_captions_and_notes_of_the_example_compose_too(example: Example) -> None:
    report = example.scope.report
    texts = [(table.caption, table.note) for table in report.tables.values()]
    texts += [(figure.caption, figure.note) for figure in report.figures.values()]
    for text in (text for pair in texts for text in pair):
        session, _ = run(example, in_language(text, "en"))
        assert session.faults == []


def test_every_table_and_figure_of_the_example_can_be_placed(example: Example) -> None:
    report = example.scope.report
    text = "\n\n".join(
        [f'{{{{ table("{name}") }}}}' for name in report.tables]
        + [f'{{{{ figure("{name}") }}}}' for name in report.figures]
    )
    session, _ = run(example, text)
    assert session.faults == []


COUNTED = {
    "en": ["12", "nine", "half", "twice", "XVI", "2024", "14 June 2023"],
    "sv": ["nio", "hälften", "var tredje", "fördubblades"],
    "da": ["ni"],
}
NOT_COUNTED = {"en": ["one", "second"], "sv": ["en", "ett", "andra"]}


def test_what_the_page_calls_a_number_is_found_and_what_it_does_not_is_not() -> None:
    text = section(TEXT, "What counts as a number")
    for language, words in COUNTED.items():
        for word in words:
            assert find_numerals(f"Of them {word} came.", language), word
            assert word[0].isdigit() or word == "XVI" or word in text, word
    for language, words in NOT_COUNTED.items():
        for word in words:
            assert not find_numerals(f"Of them {word} came.", language), word


ALLOWED = """\
# Heading {.unnumbered}

## Below

### Deepest

A paragraph with **strong** and *emphasised* text, H~a~O, x^n^ and a [link](https://example.org).\\
A new line.

- a bullet
- another

> a quotation
"""
REFUSED = {
    "a numbered list": "1. a\n2. b\n",
    "a table typed into the template": "| a | b |\n|---|---|\n| c | d |\n",
    "code": "`code`\n",
    "a block of code (or an indented line)": "```\ncode\n```\n",
    "mathematics": "$x$\n",
    "raw HTML or TeX": "<b>a</b>\n",
    "a footnote": "a^[note]\n",
    "a definition list": "a\n:   b\n",
    "a horizontal rule": "a\n\n---\n\nb\n",
}


def compose(example: Example, text: str) -> None:
    write(example.root / example.scope.report.template, text)
    compose_report(
        example.scope, "internal", example.project.layout.work(example.scope.report.report, "internal")
    )


def test_the_markdown_that_the_page_allows_composes(example: Example) -> None:
    compose(example, ALLOWED)


@pytest.mark.parametrize("what", REFUSED)
def test_the_markdown_that_the_page_refuses_is_refused(what: str, example: Example) -> None:
    with pytest.raises(TemplateError) as error:
        compose(example, REFUSED[what])
    problem = f"{what} is outside the Markdown that templates may use"
    assert problem in [fault.problem for fault in error.value.faults]


@pytest.mark.parametrize(
    "text", ["# Nine people\n", "# About {{ fact('participants') }}\n", "[{{ fact('participants') }}](#s1)\n"]
)
def test_numbers_in_headings_and_links_are_refused(text: str, example: Example) -> None:
    with pytest.raises(TemplateError):
        compose(example, text)
