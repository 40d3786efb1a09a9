"""The text of a query: what of it is asked, and how a driver is to be handed it."""

from __future__ import annotations

import re
from typing import Final

from sparbar.errors import ConfigError, Fault

_READS: Final = re.compile(r"\s*(select|values|table|with)\b", re.IGNORECASE)
_CHANGES: Final = re.compile(r"\b(insert|update|delete|merge|into)\b", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
# Comments and white space, and before them what may hold the like and means it.
_APART: Final = re.compile(
    r"""(?P<kept>'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$)|(?:--[^\n]*|/\*.*?\*/|\s)+""",
    re.DOTALL,
)
# Drivers of these styles take "%s" for a place to fill, though nothing is to be filled.
_STYLES_WITH_PERCENT: Final = ("format", "pyformat")


def bare(query: str) -> str:
    """A query without comments, and with one space for all white space: what it asks."""
    return _APART.sub(lambda found: found["kept"] or " ", query).strip(" ;")


def only_reads(query: str) -> bool:
    """Whether the database may be asked for rows bit by bit: it refuses that of what changes something."""
    text = _COMMENTS.sub(" ", query)
    return bool(_READS.match(text)) and not _CHANGES.search(text)


def for_driver(query: str, style: str) -> str:
    """The query as a driver must be handed it, so that each "%" is one in the database.

    Args:
        style: how the driver marks places to fill, by the names of PEP 249.
    """
    return query.replace("%", "%%") if style in _STYLES_WITH_PERCENT else query


def check_query(query: str, where: str) -> None:
    """See that a file holds one query: a second one could end what is to be taken back.

    Raises:
        ConfigError: it holds none, or more than one.
    """
    asked = bare(query)
    if asked and ";" not in _APART.sub(" ", asked):
        return
    raise ConfigError(
        Fault(
            problem="the file does not hold one query",
            where=where,
            expected="one query",
            found="more than one" if asked else "none",
            fix="keep one query in the file, and put what it rests on into it",
        )
    )
