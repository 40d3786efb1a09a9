"""Signs that nobody sees: they make two texts look alike, turn the order of letters, or steer a terminal."""

from __future__ import annotations

import re
from typing import Final

# Controls but tab and line ends, marks of direction, signs without width, line separators, signs for
# private use (compose marks numbers with some of them), the sign that stands for what is no text (`HOLE` in
# documents), halves of signs, tags, and what XML cannot hold.
# A soft hyphen is none of these: it says where a long word may be broken.
_UNSEEN: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
UNSEEN: Final = re.compile(f"[{_UNSEEN}]")
_ON_A_LINE: Final = re.compile(f"[\t\n\r{_UNSEEN}]")


def show_signs(text: str) -> str:
    r"""The text on one line, each sign that nobody sees as its number: `\u202e`."""
    return _ON_A_LINE.sub(_number, text)


def _number(sign: re.Match[str]) -> str:
    return sign[0].encode("unicode_escape").decode("ascii")
