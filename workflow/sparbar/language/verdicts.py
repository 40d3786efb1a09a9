"""What `verify` says of a file, once more in the language of the file."""

from __future__ import annotations

import re

from sparbar.language.faults import local_expectation, local_text, look_up, with_heads

_VERDICTS = "verdicts.txt"
_OF_FILE = re.compile(r"[\w./-]+\.\w+: ")
# What is found in a document: the problem, its place, and perhaps what was expected and found there.
_FINDING = re.compile(
    r"(?P<problem>[^:]+): (?P<where>.*?)(?:; expected (?P<wanted>.*?))?(?:; found (?P<found>.*))?", re.DOTALL
)
# What could not be checked is told in English alone, in the words of the format.
_UNCHECKED = {
    "sv": "kunde inte kontrolleras: se raden på engelska",
    "da": "kunne ikke kontrolleres: se linjen på engelsk",
}


def local_head(level: str, state: str, language: str) -> str:
    """A level and its answer, such as "hel: håller"; "" in English and where there are no words."""
    told = [look_up(word, language, _VERDICTS) for word in (level, state)]
    return ": ".join(told) if all(told) else ""


def local_verdict(line: str, language: str) -> str:
    """One line below a level in another language; "" where there are no words for it."""
    file = _OF_FILE.match(line)
    name, rest = (file[0], line[file.end() :]) if file else ("", line)
    told = (
        look_up(line, language, _VERDICTS) or look_up(rest, language, _VERDICTS) or _finding(rest, language)
    )
    return told if not name or told.startswith(name) else name + told if told else ""


def _finding(line: str, language: str) -> str:
    if line.startswith("could not be checked: "):
        return _UNCHECKED.get(language, "")
    found = _FINDING.fullmatch(line)
    problem = local_text(found["problem"], language) if found else ""
    if not found or not problem:
        return ""
    wanted, there = found["wanted"] or "", found["found"] or ""
    pair = local_expectation(wanted, there, language) or with_heads(wanted, there, language)
    return "; ".join(filter(None, (f"{problem}: {found['where']}", pair)))
