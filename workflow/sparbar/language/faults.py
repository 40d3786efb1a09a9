"""What faults say, once more in the language of those who read them.

The code says what is wrong in English, where it happens. Here the same is said in the project's language, by
a list of texts with gaps, so that no stage has to carry a language about for the sake of what goes wrong.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TypeVar

from sparbar.errors import ConfigError, Fault, SparbarError, TemplateError

E = TypeVar("E", bound=SparbarError)

_COLUMNS = {"sv": 1, "da": 2}
_PROBLEMS, _EXPECTATIONS = "faults.txt", "expectations.txt"
# What stands before what was expected, and before what was found.
_WANTED = {"sv": ("väntades", "hittades"), "da": ("ventet", "fundet")}
# What is found in one of several files begins with its name.
_OF_FILE = re.compile(r"[\w.-]+\.\w+: ")
_GAPS = re.compile(r"\{\d\}")
_GAP = re.compile(r"\\\{(\d)\\\}")
# Where a fault in what people write has no text of its own: what can be said of each.
_HEADINGS: dict[tuple[str, type[SparbarError]], tuple[str, str]] = {
    ("sv", ConfigError): ("det som är skrivet här kan inte stämma", "rätta stället som nämns"),
    ("da", ConfigError): ("det, der er skrevet her, kan ikke passe", "ret det nævnte sted"),
    ("sv", TemplateError): ("mallen kan inte bli text här", "rätta mallen på raden som nämns"),
    ("da", TemplateError): ("skabelonen kan ikke blive til tekst her", "ret skabelonen på den nævnte linje"),
}


def localised(error: E, language: str) -> E:
    """The same error, whose faults say what is wrong in a language, too.

    Missing: a fault that says so already, or for which there are no words, stays as it is.
    """
    return type(error)([_with_local(fault, type(error), language) for fault in error.faults])


def _with_local(fault: Fault, kind: type[SparbarError], language: str) -> Fault:
    if language not in _COLUMNS:
        return fault
    if not fault.local_expected:
        fault = replace(fault, local_expected=local_expectation(fault.expected, fault.found, language))
    if fault.local:
        return fault
    problem, fix = local_text(fault.problem, language), local_text(fault.fix, language)
    heading = _HEADINGS.get((language, kind))
    if heading:
        problem, fix = problem or heading[0], fix or heading[1]
    return replace(fault, local="; ".join(filter(None, (problem, fix)))) if problem else fault


def local_text(text: str, language: str) -> str:
    """A problem or a fix in another language; "" where there are no words for it, and in English."""
    rest, mark, hint = text.rpartition("; did you mean ")
    if mark:  # a gap at the end would take the hint for its own
        parts = [local_text(rest, language), look_up(mark[2:] + hint, language, _PROBLEMS)]
        return "; ".join(parts) if all(parts) else ""
    file = _OF_FILE.match(text)
    if file and (local := look_up(text[file.end() :], language, _PROBLEMS)):
        return file[0] + local
    return look_up(text, language, _PROBLEMS)


def local_expectation(expected: str, found: str, language: str) -> str:
    """What was expected and what was found in another language; "" where neither has words in it.

    What is data, a key or code stays as it is beside the other in words.
    """
    local = [look_up(text, language, _EXPECTATIONS) for text in (expected, found)]
    return with_heads(local[0] or expected, local[1] or found, language) if any(local) else ""


def with_heads(expected: str, found: str, language: str) -> str:
    """What was expected and found, both in a language, as one line."""
    pairs = zip(_WANTED[language], (expected, found), strict=True)
    return "; ".join(f"{head}: {text}" for head, text in pairs if text)


def look_up(text: str, language: str, catalogue: str) -> str:
    """A text in another language by one of the lists beside this module; "" where it is not there."""
    for start, texts in _texts_of(catalogue) if text and language in _COLUMNS else ():
        if text.startswith(start) and (found := _pattern(texts[0]).fullmatch(text)):
            return re.sub(r"\{(\d)\}", lambda gap: found[f"g{gap[1]}"], texts[_COLUMNS[language]])
    return ""


@cache
def _texts_of(catalogue: str) -> tuple[tuple[str, list[str]], ...]:
    """The texts, those with most letters of their own first: what is said word for word before what fits.

    Each stands with what it begins with before its first gap, so that few patterns are ever made.
    """
    written = resources.files("sparbar.language").joinpath(catalogue).read_text(encoding="utf-8")
    blocks = ([line for line in part.splitlines() if line[:1] != "#"] for part in written.split("\n\n"))
    texts = sorted((block for block in blocks if block), key=lambda block: -len(_GAPS.sub("", block[0])))
    return tuple((_GAPS.split(block[0])[0], block) for block in texts)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(_GAP.sub(r"(?P<g\1>.*?)", re.escape(text)), re.DOTALL)
