"""What a Word file says of itself beside its text: readers see it in lists of files and in its properties."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lxml import etree

from sparbar.proof.docx_shape import PARSER

_CORE, _CUSTOM = "docProps/core.xml", "docProps/custom.xml"
# Counts, dates and names that programs write by themselves.
_BY_PROGRAMS = frozenset(
    "created modified lastPrinted revision version language identifier creator lastModifiedBy".split()
)


def own_words(parts: Mapping[str, bytes], as_built: Collection[str]) -> list[tuple[str, str]]:
    """(property, text) of what is not as it was built: title, subject, keywords and the like."""
    if _CORE not in parts or _CORE in as_built:
        return []
    root = etree.fromstring(parts[_CORE], PARSER)
    named = [(etree.QName(one).localname, one) for one in root.iterchildren(etree.Element)]
    return [(name, "".join(map(str, one.itertext()))) for name, one in named if name not in _BY_PROGRAMS]


def added_properties(parts: Mapping[str, bytes], as_built: Collection[str]) -> list[str]:
    """Names of properties that somebody added; an organisation's programs add labels of their own."""
    if _CUSTOM not in parts or _CUSTOM in as_built:
        return []
    root = etree.fromstring(parts[_CUSTOM], PARSER)
    return [(one.get("name") or "")[:60] for one in root.iterchildren(etree.Element)]
