"""How a template's text is read, and how the rest of it is read where a part cannot be."""

from __future__ import annotations

import re
from collections.abc import Collection

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

# `{#id}` belongs to Pandoc, so comments are written <!--# … #-->.
COMMENT_START, COMMENT_END = "<!--#", "#-->"
_PRINTED = re.compile(r"\{\{.*?\}\}|\{\{.*\Z")
_TAG = re.compile(r"\{%[-+]?\s*(\w*)(.*?)[-+]?%\}")
_COMMENT = re.compile(f"{COMMENT_START}.*?{COMMENT_END}", re.DOTALL)
# A place in a YAML file, as its reader tells it.
_OF_YAML = re.compile(r"\.yaml, line \d")
_NEVER_CLOSED = "Unexpected end of template"
# What stands in the place of a tag that cannot be read, so that what begins or goes on there still does; any
# other tag is taken out.
_IN_PLACE = {"if": "{% if false %}", "elif": "{% elif false %}", "for": "{% for nothing in () %}"}
_SET = re.compile(r"\s*(\w+)\s*=")


def make_environment() -> ImmutableSandboxedEnvironment:
    """The environment for all templates: no file access, no attributes that matter."""
    return ImmutableSandboxedEnvironment(
        autoescape=False,
        comment_start_string=COMMENT_START,
        comment_end_string=COMMENT_END,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def line_in(name: str, line: int) -> str:
    """What messages call a line of a text; one of the report's YAML by its key and that line."""
    return f"{name}, line {line}" if line and not _OF_YAML.search(name) else name


def line_of(error: TemplateSyntaxError, text: str) -> int:
    """The line that cannot be read; of what is never closed the one where it opens."""
    if (error.message or "").startswith(_NEVER_CLOSED) and (opened := _opened(text)):
        return text.count("\n", 0, opened[-1].start()) + 1
    return error.lineno


def readable(text: str, name: str, failed: Collection[str]) -> str:
    """The text with as many lines, where those that failed before hold nothing that cannot be read.

    Args:
        name: what messages call the template.
        failed: places ("templates/insikt.qmd.j2, line 3") that failed before, here or elsewhere.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line_in(name, number) in failed and not _reads("".join(_PRINTED.findall(line))):
            lines[number - 1] = _PRINTED.sub("", line)
    text = "\n".join(lines)
    for _ in failed:
        try:
            make_environment().parse(text)
        except TemplateSyntaxError as error:
            number = line_of(error, text)
            if line_in(name, number) not in failed:
                break
            text = _mended(text, number, error)
        else:
            break
    return text


def _mended(text: str, number: int, error: TemplateSyntaxError) -> str:
    """The text without what its line has of tags that cannot be read, or with what is never closed closed."""
    if (error.message or "").startswith(_NEVER_CLOSED):
        return _closed(text)
    lines = text.split("\n")
    lines[number - 1] = _TAG.sub(lambda tag: tag[0] if _stands(tag) else _in_place(tag), lines[number - 1])
    return "\n".join(lines)


def _stands(tag: re.Match[str]) -> bool:
    """Whether a tag can be read by itself, once what it belongs to is there."""
    word = tag[1]
    if word in ("if", "for"):
        return _reads(f"{tag[0]}{{% end{word} %}}")
    return _reads(f"{{% if true %}}{tag[0]}{{% endif %}}") if word == "elif" else _reads(tag[0])


def _in_place(tag: re.Match[str]) -> str:
    named = _SET.match(tag[2]) if tag[1] == "set" else None
    return f'{{% set {named[1]} = "" %}}' if named else _IN_PLACE.get(tag[1], "")


def _closed(text: str) -> str:
    """The text with the innermost tag that is never closed as one that always holds, closed at the end."""
    if not (opened := _opened(text)):
        return text
    tag = opened[-1]
    named = re.match(r"\s*(\w+)", tag[2]) if tag[1] == "for" else None
    setting = f'{{% set {named[1]} = "" %}}' if named else ""
    return f"{text[: tag.start()]}{{% if true %}}{setting}{text[tag.end() :]}{{% endif %}}"


def _opened(text: str) -> list[re.Match[str]]:
    """The tags that begin something and are not closed, the outermost first."""
    found: list[re.Match[str]] = []
    seen = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
    for tag in _TAG.finditer(seen):
        if tag[1] in ("if", "for"):
            found.append(tag)
        elif found and tag[1] == f"end{found[-1][1]}":
            found.pop()
    return found


def _reads(text: str) -> bool:
    try:
        make_environment().parse(text)
    except TemplateSyntaxError:
        return False
    return True
