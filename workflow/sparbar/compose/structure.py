"""Numbers that are structure: of headings, tables, figures and references; and the table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sparbar.compose.blocks import REFERENCE
from sparbar.compose.markdown import span
from sparbar.compose.session import Session
from sparbar.errors import Fault
from sparbar.model.document import Occurrence

_HEADING = re.compile(r"^(#{1,3})[ \t]+(.*?)[ \t]*(\{[^{}]*\})?[ \t]*$", re.MULTILINE)
_REFERENCE = re.compile(
    f"{REFERENCE[0]}(number:)?(table|figure):([^:{REFERENCE[1]}]+)(?::([^{REFERENCE[1]}]*))?{REFERENCE[1]}"
)

# What fits under the title block of a page with ordinary metadata.
CONTENTS_LINES = 18


@dataclass(frozen=True)
class Section:
    """A heading that the contents list: depth, number ("2.1", or "" for none), Markdown text and anchor."""

    depth: int
    number: str
    text: str
    anchor: str


def number_headings(session: Session, text: str) -> tuple[str, list[Section]]:
    """Put numbers and anchors on all headings; `{.unnumbered}` ones get only an anchor."""
    counters = [0, 0, 0]
    sections: list[Section] = []
    depth_listed = _listed_depth(text)

    def rewrite(match: re.Match[str]) -> str:
        depth, words, attributes = len(match[1]), match[2], match[3] or ""
        session.faults += [_in_heading(occurrence) for occurrence in session.marks.in_text(words)]
        is_listed = "unlisted" not in attributes and depth <= depth_listed
        unlisted = "" if is_listed else " .unnumbered .unlisted"
        own = re.search(r"#([A-Za-z][\w-]*)", attributes)
        number = ""
        if "unnumbered" not in attributes:
            counters[depth - 1] += 1
            counters[depth:] = [0] * (3 - depth)
            number = ".".join(str(part) for part in counters[:depth])
        anchor = own[1] if own else f"s{number.replace('.', '-') or f'u{len(sections)}'}"
        if is_listed:
            sections.append(Section(depth, number, words, anchor))
        shown = (
            f"{span(number, session.marks.spanned('structure', 'heading', number), 'structure')} "
            if number
            else ""
        )
        return f"{match[1]} {shown}{words} {{#{anchor}{unlisted}}}"

    return _HEADING.sub(rewrite, text), sections


def _listed_depth(text: str) -> int:
    """How deep the contents go: two levels while they fit below the title block on the first page."""
    headings = [match for match in _HEADING.finditer(text) if "unlisted" not in (match[3] or "")]
    return 2 if sum(len(match[1]) <= 2 for match in headings) <= CONTENTS_LINES else 1


def _in_heading(occurrence: Occurrence) -> Fault:
    """The contents repeat every heading, so a number in one would stand twice."""
    return Fault(
        problem="a number stands in a heading",
        where=occurrence.template,
        expected="numbers in running text, tables and captions",
        found=f'"{occurrence.text}"',
        fix="write the heading without it",
    )


def table_of_contents(session: Session, sections: list[Section]) -> str:
    """The contents as a nested list of links."""
    lines = ["::: {.toc}", ""]
    for section in sections:
        number = ""
        if section.number:
            mark = session.marks.spanned("structure", "contents", section.number)
            number = f"{span(section.number, mark, 'structure')} "
        lines.append(f"{'  ' * (section.depth - 1)}- [{number}{section.text}](#{section.anchor})")
    return "\n".join([*lines, "", ":::", ""])


def number_captions(session: Session, text: str) -> str:
    """Resolve caption numbers and references; tables and figures count in the order of their places."""
    numbers: dict[tuple[str, str], str] = {}
    for kind in ("table", "figure"):
        for number, name in enumerate((n for k, n in session.placed if k == kind), start=1):
            numbers[kind, name] = f"{session.words[kind]} {number}"

    def resolve(match: re.Match[str]) -> str:
        is_caption, kind, name, where = match[1], match[2], match[3], match[4] or ""
        shown = numbers.get((kind, name))
        if shown is None:
            fix = f'place it with {kind}("{name}")'
            session.faults.append(Fault(f"the {kind} {name} is referred to but never placed", where, fix=fix))
            return ""
        if is_caption:
            return span(f"{shown}.", session.marks.spanned("structure", kind, f"{shown}."), "structure")
        if _is_within(text[: match.start()]):
            shown = shown.replace(session.words[kind], session.words[f"{kind}_within"], 1)
        linked = span(shown, session.marks.spanned("structure", "reference", shown, where), "structure")
        return f"[{linked}](#{kind[0]}-{name})"

    return _REFERENCE.sub(resolve, text)


def _is_within(before: str) -> bool:
    """Whether a sentence has begun before a place, as far as the sign before it tells."""
    line = before[before.rfind("\n\n") + 1 :].rstrip()
    return line[-1:].isalnum() or line[-1:] == ","
