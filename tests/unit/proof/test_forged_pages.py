"""A page that somebody changed, its manifest made to fit: elements that show more than text are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sparbar.audit.lone import check_said, check_whole, open_file
from tests.unit.proof.changes import LINK, before_text
from tests.unit.proof.tampering import in_order, matched, page, proof, replaced

FIT = proof("html", lambda _: None, fit=True)
HEADER = 'class="running top"><p>'
FORGED: dict[str, Callable[[str], str]] = {
    "a field in a header": replaced(HEADER, f'{HEADER}<input value="18">'),
    "a page in a header": replaced(HEADER, f'{HEADER}<iframe srcdoc="18"></iframe>'),
    "a picture in the mark of a number": matched(LINK, r'\1<img src="data:,">16\2'),
    "a number turned around in its mark": matched(LINK, r'\1<bdo dir="rtl">16</bdo>\2'),
    "a shadow in the mark of a number": matched(
        LINK, r'\1<span><template shadowrootmode="open">18</template>16</span>\2'
    ),
    "the shadow of an element": before_text('<b><template shadowrootmode="open">18</template></b>'),
    "an open dialog": before_text("<dialog open>18</dialog>"),
    "text for browsers without scripts": before_text("<noscript>utan</noscript>"),
    "closed details": before_text("<details><summary>mer</summary>x</details>"),
    "text that is nearly opaque": before_text('<span style="opacity: 0.9">18</span>'),
    "text that is hidden and shown": before_text('<span hidden style="display: block">18</span>'),
    "text after a drawing that browsers end earlier": before_text("<svg><style><p>18</p></style></svg>"),
    "a picture in a drawing": before_text('<svg><image href="data:,"/></svg>'),
    "a number in a title": before_text('<span title="18 personer"> </span>'),
    "a number in a label": before_text('<span aria-label="18 personer"> </span>'),
    "a list's own number": before_text('<ul type="1"><li value="18">x</li></ul>'),
    "another page": replaced("</head>", '<meta http-equiv="Refresh" content="0;url=x"></head>', "<head"),
    "a style from outside": replaced("</head>", '<link rel="stylesheet" href="x"></head>', "<head"),
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_what_shows_more_than_text_is_named_though_the_manifest_fits(
    built: Path, tmp_path: Path, change: Callable[[str], str]
) -> None:
    forged = tmp_path / "report.html"
    forged.write_bytes(in_order(page(change), FIT)((built / "report.html").read_bytes()))
    file = open_file(forged)
    assert check_whole(file).state == "holds"
    assert check_said(file).state == "fails"


@pytest.mark.parametrize("element", ['<span title="personer"> </span>', "<ul><li>x</li></ul>"])
def test_plain_elements_and_titles_without_numbers_hold(built: Path, tmp_path: Path, element: str) -> None:
    forged = tmp_path / "report.html"
    forged.write_bytes(in_order(page(before_text(element)), FIT)((built / "report.html").read_bytes()))
    assert check_said(open_file(forged)).state == "holds"
