"""Whatever a label says, readers of all three formats see that, and nothing else comes of it."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import html

from sparbar.compose import compose_report
from sparbar.compose.markdown import escape
from sparbar.draw import draw_report
from sparbar.language import find_numerals
from sparbar.render import render_report
from tests.conftest import ROOT
from tests.hostile.reading import pdf_text, tight, word_text
from tests.hostile.texts import VISIBLE
from tests.unit.tiny import write_project
from tests.unit.tiny.project import CONFIG

STYLES = ROOT / "templates/styles"
SIGNS = "".join(char for char in map(chr, range(32, 127)) if not char.isdigit()) + "åäöÅÄÖéÉüßæø–—“”’…€§°"
PIECES = st.one_of(
    st.sampled_from(VISIBLE), st.sampled_from("#$@*_`~^[]{}<>|\\\"'"), st.text(SIGNS, max_size=8)
)
# Told in docs/security.md: pandoc writes dashes for Typst as hyphens, and several in a row read otherwise.
DASHES = re.compile("[-–—][–—]|[–—][-–—]")
LABELS = (
    st.lists(PIECES, min_size=1, max_size=4)
    .map("".join)
    # A number in a label is refused before anybody reads it (unit/compose/test_names.py).
    .filter(lambda text: tight(text) and not DASHES.search(text) and not find_numerals(text, "sv"))
)


def shown_everywhere(labels: list[str], folder: Path) -> dict[str, str]:
    """A report whose table has these labels on its rows, as a reader of each format sees it."""
    rows = [{"label": {"sv": text}, "cells": [{"const": "mal"}, {"metric": "alla"}]} for text in labels]
    start, _, rest = CONFIG.partition("    rows: [{label: {sv: Personer}")
    config = f"{start}    rows: {json.dumps(rows, ensure_ascii=False)}\n{rest.partition(chr(10))[2]}"
    scope, work = write_project(folder, "{{ table('mal') }}\n", config=config)
    draw_report(scope, work)
    compose_report(scope, "internal", work)
    render_report(work, engine="pandoc", styles=STYLES, reference_docx=STYLES / "reference.docx", epoch=0)
    page = html.fromstring((work / "report.html").read_bytes())
    for script in page.xpath("//script|//style"):
        script.drop_tree()  # the proof has every label too
    return {
        "HTML": str(page.text_content()),
        "PDF": pdf_text(work / "report.pdf"),
        "DOCX": word_text(work / "report.docx"),
    }


def unseen(labels: list[str], shown: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (kind, text) for kind, whole in shown.items() for text in labels if tight(text) not in tight(whole)
    ]


# A report is built for every example, so a failing one is told as it is.
@settings(max_examples=3, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(labels=st.lists(LABELS, min_size=20, max_size=40))
def test_readers_see_a_label_as_it_was_written(labels: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert unseen(labels, shown_everywhere(labels, Path(folder))) == []


def test_a_label_that_is_not_escaped_is_missed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sparbar.compose.session.escape", lambda text: escape(text).replace("\\*", "*"))
    shown = shown_everywhere(["*kursiv*"], tmp_path)
    assert unseen(["*kursiv*"], shown) == [(kind, "*kursiv*") for kind in ("HTML", "PDF", "DOCX")]
