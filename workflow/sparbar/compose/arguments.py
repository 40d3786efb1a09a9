"""What authors give to the functions of templates, checked before a function sees it: never a traceback."""

from __future__ import annotations

import datetime
import functools
import inspect
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from sparbar.compose.misuse import Unknown
from sparbar.compose.session import UNTOLD, Session, Traced
from sparbar.compose.template import LINE
from sparbar.errors import nearest

# The problem, what was expected, what was found, and what to do.
_Told: TypeAlias = tuple[str, str, str, str]
_KINDS = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a whole number",
    list: "a list of codes",
    dict: "codes by dimension",
    type(None): "none",
    datetime.date: "a date such as report.date",
}


def checked(session: Session, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, preceded by a look at what it is given; what does not fit is a fault with its line."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def call(*values: Any, **named: Any) -> Any:
        line = named.get(LINE, 0)
        unknown = [value for value in (*values, *named.values()) if isinstance(value, Unknown)]
        if unknown:
            for value in unknown:
                str(value)
            return [] if name == "codes" else Traced(UNTOLD)
        given = _Call(name, signature, values, named)
        faults = [
            *given.shape_faults(session.ledger.dimensions),
            *given.kind_faults(get_type_hints(function)),
        ]
        for problem, expected, found, fix in faults:
            session.fail(problem, line, fix, expected, found)
        if faults:
            return [] if name == "codes" else Traced(UNTOLD)
        return function(*values, **named)

    return call


@dataclass(frozen=True)
class _Call:
    """One call in a template: the function's name, how it is called, and what it is given."""

    name: str
    signature: inspect.Signature
    values: tuple[Any, ...]
    named: Mapping[str, Any]

    @property
    def parameters(self) -> list[inspect.Parameter]:
        """The function's own arguments."""
        every = self.signature.parameters.values()
        return [p for p in every if p.kind is not p.VAR_KEYWORD and p.name != LINE]

    @property
    def takes_slices(self) -> bool:
        """Whether any dimension may be given too."""
        return any(p.kind is p.VAR_KEYWORD for p in self.signature.parameters.values())

    @property
    def bound(self) -> dict[str, Any]:
        """What is given for each argument of the function's own."""
        own = [p.name for p in self.parameters]
        given = zip([p.name for p in self._positional], self.values, strict=False)
        return dict(given) | {word: value for word, value in self.named.items() if word in own}

    @property
    def _positional(self) -> list[inspect.Parameter]:
        return [p for p in self.parameters if p.kind is p.POSITIONAL_OR_KEYWORD]

    def shape_faults(self, dimensions: Iterable[str]) -> Iterator[_Told]:
        """Arguments too many, too few, twice or unknown."""
        own, positional = [p.name for p in self.parameters], [p.name for p in self._positional]
        expected, name = usage(self.name, self.signature), self.name
        if len(self.values) > len(positional):
            found = ", ".join(repr(value) for value in self.values[len(positional) :])
            by_name = f"give what follows by name: {name}(…, {own[-1]}=…)"
            fix = by_name if len(own) > len(positional) else "leave it out"
            yield f"{name}(…) is given more than it takes", expected, found, fix
        known = [*own, *(dimensions if self.takes_slices else ())]
        for word, value in self.named.items():
            if word != LINE and word not in known:
                fix = nearest(word, known) or f"known are {', '.join(known)}"
                yield f"{name}(…) takes no {word}", expected, f"{word}={value!r}", fix
        for word in positional[: len(self.values)]:
            if word in self.named:
                yield f"{name}(…) is given {word} twice", expected, word, "give it once"
        for parameter in self.parameters:
            if parameter.default is parameter.empty and parameter.name not in self.bound:
                fix = f"write {name}(…, {parameter.name}=…)"
                yield f"{name}(…) lacks its {parameter.name}", expected, "", fix

    def kind_faults(self, hints: Mapping[str, Any]) -> Iterator[_Told]:
        """Arguments that are no text, no truth value or no code where one is wanted."""
        for word, value in self.bound.items():
            kinds = _classes(hints.get(word, Any))
            if kinds and not isinstance(value, kinds):
                wanted = " or ".join(_KINDS.get(kind, kind.__name__) for kind in kinds)
                problem = f"{word} of {self.name}(…) is of the wrong kind"
                yield problem, wanted, repr(value), f"write {word} as {wanted}"
        for word, value in self.named.items():
            is_code = word == LINE or word in self.bound or isinstance(value, str | int | bool | None)
            if not is_code:
                fix = "write the code in quotes"
                yield f"{word} of {self.name}(…) is no code", "a code in quotes", repr(value), fix


def _classes(hint: Any) -> tuple[type, ...]:
    """The classes of a hint such as `str | None`; none where it says nothing that can be checked."""
    parts = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    parts = tuple(get_origin(part) or part for part in parts)
    return tuple(part for part in parts if isinstance(part, type)) if hint is not Any else ()


def usage(name: str, signature: inspect.Signature) -> str:
    """How a function is called, as docs/templates.md writes it: `base(name, at=…, <dimension>=<code>)`."""
    parts = []
    for parameter in signature.parameters.values():
        if parameter.name == LINE:
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            parts.append("<dimension>=<code>")
        else:
            by_name = parameter.kind is parameter.KEYWORD_ONLY
            parts.append(f"{parameter.name}=…" if by_name else parameter.name)
    return f"{name}({', '.join(parts)})"
