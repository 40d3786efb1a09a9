"""HTML: one file with its style, fonts, drawings, ledger, and the panel that tells of a number."""

from __future__ import annotations

import html
import re
from importlib import resources
from pathlib import Path

from sparbar.render.drawing import inline_drawing
from sparbar.render.inputs import Composed
from sparbar.render.words import words_of
from sparbar.shown import name_of_rounded
from sparbar.webpage import content_policy, font_faces, json_for_script

_DRAWING = re.compile(
    r'<div class="drawing" data-drawing="([\w-]+)" data-name="([\w-]+)" data-alt="([^"]*)"></div>'
)
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def make_page(composed: Composed, body: str, styles: Path) -> bytes:
    """Make the page from a body that the filter wrote.

    Args:
        styles: folder of the look, with `report.css` and `fonts/fonts.json`.

    Raises:
        EnvironmentFault: a drawing cannot stand in a page.
    """
    package = resources.files("sparbar.render")
    body, drawing_rules = _with_drawings(composed, body)
    parts = (
        font_faces(styles / "fonts"),
        (styles / "report.css").read_text(encoding="utf-8"),
        (package / "page.css").read_text(encoding="utf-8"),
        drawing_rules,
        _print_margins(composed),
    )
    style = "\n".join(part.strip() for part in parts if part).replace("</", "<\\/")
    script = (package / "trace.js").read_text(encoding="utf-8").strip()
    words = words_of(composed.front.lang)
    if value := name_of_rounded(composed.ledger):
        words = {**words, "value": value}
    slots = {
        "lang": html.escape(composed.front.lang),
        "policy": content_policy(style, script),
        "author": html.escape(composed.front.author),
        "date": html.escape(composed.front.date),
        "title": html.escape(composed.front.pagetitle),
        "style": style,
        "skip": html.escape(words["skip"]),
        "header": html.escape(composed.front.running_header),
        "body": body,
        "footer": html.escape(composed.front.running_footer),
        "words": json_for_script(words),
        "script": script,
    }
    frame = (package / "page.html").read_text(encoding="utf-8")
    return _SLOT.sub(lambda match: slots[match[1]], frame).encode("utf-8")


def _with_drawings(composed: Composed, body: str) -> tuple[str, str]:
    rules: list[str] = []

    def put(match: re.Match[str]) -> str:
        data = (composed.work / "figures" / f"{match[1]}.svg").read_bytes()
        element, styles = inline_drawing(data, match[1], html.unescape(match[3]))
        rules.append(styles)
        # A wide drawing may need scrolling sideways, as wide tables do; the page's script sees which do.
        open_ = f'<div class="scroll drawing" role="group" tabindex="0" aria-labelledby="{match[2]}">'
        return f"{open_}{element}</div>"

    return _DRAWING.sub(put, body), "\n".join(rules)


def _print_margins(composed: Composed) -> str:
    """The running texts in the margins of printed pages, where the browser can put them there."""
    front = composed.front
    header, footer = _css_text(front.running_header), _css_text(front.running_footer)
    page = f'{_css_text(front.page_word + " ")} counter(page) " (" counter(pages) ")"'
    return (
        f"@page {{ size: A4; margin: 24mm 22mm 22mm; @top-left {{ content: {header}; }} "
        f"@bottom-left {{ content: {footer}; }} @bottom-right {{ content: {page}; }} }}"
    )


def _css_text(text: str) -> str:
    """A text as a CSS string; everything but letters, digits and spaces as its code."""
    return '"' + re.sub(r"[^\w ]", lambda match: f"\\{ord(match[0]):x} ", text) + '"'
