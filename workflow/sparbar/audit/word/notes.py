"""The numbers by which Word refers to notes: raised they are marks, else they read as digits of a text."""

from __future__ import annotations

from lxml import etree

from sparbar.audit.word.oddities import W
from sparbar.audit.word.styles import Looks

MARKS = frozenset(W + name for name in ("footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef"))
# What opens a note counts it, and stands in full size where an editor wants it so.
_OPENING = (f"{W}footnoteRef", f"{W}endnoteRef")
_RUN, _TEXT, _TAB = f"{W}r", f"{W}t", f"{W}tab"


def is_mark(number: etree._Element, looks: Looks) -> bool:
    """Whether the number of a note can be told from the text around it."""
    run = number.getparent()
    if run is None or run.tag != _RUN:
        return False
    return looks.is_raised(run) or (number.tag in _OPENING and not _touches_number(run))


def _touches_number(run: etree._Element) -> bool:
    """Whether the text after a run may begin with a traced number, or with a digit."""
    for following in run.itersiblings():
        if following.tag != _RUN:
            return True
        for one in following.iterchildren(_TEXT, _TAB):
            if one.tag == _TAB or one.text:
                return (one.text or "")[:1].isdigit()
    return False
