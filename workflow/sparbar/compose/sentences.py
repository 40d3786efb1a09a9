"""The sentence of a template in which something stands, for messages: calls in it are three dots."""

from __future__ import annotations

import re

_CALL = re.compile(r"\{\{(.*?)\}\}|\{%.*?%\}|<!--#.*?#-->", re.S)
_HERE = "\ue000"
_END = re.compile(r"(?<=[.!?:])\s+|\n\s*\n")


def sentence_with(source: str, line: int, call: tuple[str, ...], words: str) -> str:
    """The sentence in which a call stands, with what it would print in its place.

    Args:
        source: the whole template.
        line: the line of the call.
        call: what the call has in quotes, from its name on: ("claim", "majoriteten", "andel_kvinnor").
        words: what the call prints.

    Missing: "" where the call is not found.
    """
    wanted = re.compile(r"\W+".join(map(re.escape, call)) + r"\W")
    offset = sum(len(text) + 1 for text in source.split("\n")[: line - 1])

    def replaced(match: re.Match[str]) -> str:
        inside = match[1]
        if inside is None:
            return ""
        is_it = match.end() > offset and wanted.search(inside) and not found
        if is_it:
            found.append(match.start())
        return f"{_HERE}{words}" if is_it else "…"

    found: list[int] = []
    text = _CALL.sub(replaced, source)
    sentence = next((part for part in _END.split(text) if _HERE in part), "")
    return " ".join(sentence.replace(_HERE, "").split()).lstrip("-#>* ")
