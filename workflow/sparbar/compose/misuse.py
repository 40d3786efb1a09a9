"""What authors meet when a template asks for what there is not: said in their words, never in Python's."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import Undefined
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from sparbar.errors import nearest

# The problem, and what to do.
Said = tuple[str, str]
SEE = "see docs/templates.md for what templates may use"
FORBIDDEN = ("the template asks for something that templates may not have", SEE)
CALCULATED = (
    "what is not a number is calculated with or compared",
    'use value("…") in conditions, and let a metric make every number that is printed',
)
# What Jinja says of text that it cannot read, and what that means.
_SYNTAX: tuple[tuple[str, str, str], ...] = (
    (
        r"Unexpected end of template.*innermost block that needs to be closed is '(\w+)'.*",
        "{{% {0} %}} is never closed",
        "write {{% end{0} %}} where it ends",
    ),
    (
        r"Encountered unknown tag 'end(\w+)'.*",
        "{{% end{0} %}} closes nothing",
        "write {{% {0} … %}} before it",
    ),
    (
        r"Encountered unknown tag 'else'.*",
        "{{% else %}} stands in no {{% if … %}}",
        "write {{% if … %}} before it",
    ),
    (
        r"Encountered unknown tag 'elif'.*",
        "{{% elif %}} stands in no {{% if … %}}",
        "write {{% if … %}} before it",
    ),
    (r"Encountered unknown tag '(\w+)'.*", "there is no {{% {0} %}}", "use if, for or set"),
    (
        r"unexpected char '([\"'])'.*",
        "a quotation mark has no partner",
        "put one before and one after the text",
    ),
    (
        r"unexpected char '([“”„’‘»«])'.*",
        "{0} is no quotation mark of templates",
        'write the straight one: "',
    ),
    (r"unexpected char '?(.)'?.*", '"{0}" may not stand there', "take it away, or put the text in quotes"),
    (r"unexpected '(.)', expected '(.)'", '"{0}" stands where "{1}" is missing', 'write "{1}" before it'),
    (r"expected token '.*', got '='", '"=" compares nothing', 'write "==" to compare'),
    (
        r"expected token '.*', got '(.*)'",
        '"{0}" stands where nothing of the kind may stand',
        "take it away, or put a comma or a quotation mark where one is missing",
    ),
    (r"Expected an expression, got '.*'", "nothing stands where something should", "write what is meant"),
    (r"tag name expected", "{{% %}} is empty", "write what is meant, or take it away"),
    (r"(.* is given twice)", "{0}", "give it once"),
    (r"(.* is no argument; .*)", "{0}", "leave it out"),
)
_UNKNOWN = re.compile(r"No (filter|test) named '(.+?)'\.?")


def said_of_syntax(message: str, known: Sequence[str]) -> Said:
    """What to say of a template that Jinja cannot read; `known` are the filters that there are."""
    if found := _UNKNOWN.match(message):
        return f"there is no {found[1]} {found[2]}", nearest(found[2], known) or "leave it out"
    for pattern, problem, fix in _SYNTAX:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return f"the template cannot be read: {problem.format(*found.groups())}", fix.format(
                *found.groups()
            )
    return "the template cannot be read here", SEE


def said_of_failure(error: BaseException) -> Said:
    """What to say of an expression that cannot be worked out."""
    if isinstance(error, ZeroDivisionError):
        return "a number is divided by zero", "divide only where {% if … %} has seen that it is another"
    if isinstance(error, TypeError) and "NoneType" in str(error):
        fix = 'ask first whether it has one: {% if shown("…") %}'
        return "a value that there is not is calculated with or compared", fix
    if isinstance(error, TypeError) and "not callable" in str(error):
        return "what is no function is called as one", "take the brackets away, or write the function's name"
    if isinstance(error, TypeError):
        return CALCULATED
    if isinstance(error, RecursionError):
        return "the template calls itself without end", "take the call away"
    return "an expression cannot be worked out", SEE


class Unknown(Undefined):
    """What has a name that does not exist: its use is told once for each line, and the rest goes on.

    A subclass for each run says how; it is empty, false and equal to nothing.
    """

    __slots__ = ()
    tell: Callable[[Unknown], None]

    def _told(self, *_: Any, **__: Any) -> Any:
        type(self).tell(self)
        return self

    def _no(self, *_: Any) -> bool:
        type(self).tell(self)
        return False

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _told
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __pos__ = _told
    __call__ = __getitem__ = _told
    # All comparisons are false; Jinja's own kind says that it never comes back from them.
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __bool__ = __contains__ = _no  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._told()

    def __str__(self) -> str:
        self._told()
        return ""

    def __iter__(self) -> Any:
        self._told()
        return iter(())

    def __len__(self) -> int:
        self._told()
        return 0

    @property
    def name(self) -> str:
        """The name that does not exist."""
        return str(self._undefined_name)

    @property
    def is_forbidden(self) -> bool:
        """Whether the sandbox keeps it from templates, whatever it is."""
        return self._undefined_exception is SecurityError

    @property
    def owner(self) -> Any:
        """What was asked for it; None where it is no part of anything."""
        return None if self._undefined_obj is missing else self._undefined_obj


def said_of_unknown(unknown: Unknown, names: Sequence[str]) -> Said:
    """What to say of a name that does not exist, with the nearest that does."""
    owner, name = unknown.owner, unknown.name
    if unknown.is_forbidden:
        return FORBIDDEN
    if owner is None:
        fix = nearest(name, names) or f'put it in quotes if it is a code or a name: "{name}"'
        return f'there is no function or variable "{name}"', fix
    if isinstance(owner, str):
        return f'a text has no part "{name}"', "print it as it is"
    fields = list(getattr(type(owner), "model_fields", {}))
    kind = type(owner).__name__.lower()
    if fields:
        return f'the {kind} has no setting "{name}"', nearest(
            name, fields
        ) or f"known are {', '.join(fields)}"
    return f'there is no part "{name}" of this', SEE
