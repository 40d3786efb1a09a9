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
    "what runs when the page opens": replaced("<body", '<body onload="x()"'),
    "what runs when a number is pointed at": replaced('id="o8"', 'id="o8" onclick="x()"'),
    "what runs in a drawing": replaced("<svg", '<svg onload="x()"'),
    "a link that runs something": before_text('<a href="javascript:x()">x</a>'),
    "a second script": before_text("<script>x()</script>"),
    "an element of a browser's own": before_text("<portal src=x></portal>"),
    "an element that a script may fill": before_text("<x-y>x</x-y>"),
    "a button": before_text("<button>x</button>"),
    "a field of old browsers": before_text('<isindex prompt="18">'),
    "a word above another": before_text("<ruby>x<rt>nio</rt></ruby>"),
    "a number that is struck out": matched(LINK, r"<s>\g<0></s>"),
    "a number that was deleted": matched(LINK, r"<del>\g<0></del>"),
    "a number as a power": matched(LINK, r"<sup>\g<0></sup>"),
    "a digit as a power": matched(LINK, r"\g<1>1<sup>6</sup>\2"),
    "letters as light as the paper": before_text('<font color="white">x</font>'),
    "a text in no colour": matched(LINK, r'<span style="color:transparent">\g<0></span>'),
    "all text as light as the paper": replaced("<body", '<body text="white"'),
    "a number that its page hides": matched(LINK, r'<a class="skip" href="#x">\g<0></a>'),
    "a text that stands as a header": before_text('<p class="running">x</p>'),
    "a style in the text": before_text("<style>#o8{display:none}</style>"),
    "another encoding": replaced('charset="utf-8"', 'charset="utf-7"', "<head"),
    "a number of an element, for screen readers": before_text('<b role="meter" aria-valuenow="18">x</b>'),
    "a number that screen readers pass over": replaced('id="o8"', 'id="o8" aria-hidden="true"'),
    "another number for screen readers": replaced('id="o8"', 'id="o8" aria-labelledby="o9"'),
    "a cell over two columns": matched("<td", '<td colspan="2"'),
    "a comment in a number": matched(LINK, r"\g<1>1<!-- -->6\2"),
    "a part of a page in a drawing": replaced("</svg>", '<use href="#o8"/></svg>'),
    "a text twice in a drawing": replaced("</svg>", '<use xlink:href="#report"/></svg>'),
    "a text in a drawing that is drawn together": replaced("<text ", '<text textLength="1" '),
    "… that is drawn elsewhere": replaced('transform="rotate(-0 ', 'transform="rotate(-0 9'),
    "… that is moved outside": replaced("</svg>", '<text transform="translate(9999 9)">18</text></svg>'),
    "… that is moved from its place": replaced(
        "</svg>", '<text x="9" transform="translate(9 9)">8</text></svg>'
    ),
    "… that stands outside": matched(r'(<text [^>]*x=")', r"\g<1>9"),
    "… that is turned around in parts": matched(r">7</text>", '><tspan dx="999">7</tspan></text>'),
    "… that is as light as the paper": matched(r"(<text [^>]*fill: )#1b1b1b", r"\1#fff"),
    "… that is a dot": matched(r"(<text [^>]*font-size: )10px", r"\g<1>1px"),
    "… of which a part is shown": replaced("<svg ", '<svg height="1" '),
    "… that is as small as a dot": matched(r'(<svg [^>]*)width="\d+"', r'\1width="3"'),
    "… that screen readers pass over": replaced("<svg ", '<svg aria-hidden="true" '),
    "… that is not drawn": matched("(<text .*?</text>)", r"<defs>\1</defs>"),
    "… that does not show": matched(r"(<text style=\")", r"\1display: none; "),
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
