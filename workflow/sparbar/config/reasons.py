"""Whether a text says why: a reason that somebody else can judge, and not a word put there to pass."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS, _FEWEST_LETTERS = 2, 8
_PLACEHOLDERS = frozenset(
    "x xx xxx xyz abc foo bar test testing prov todo tbd fixme lorem ipsum dummy none null na reason "
    "reasons because just why skäl anledning orsak ingen inget inga saknas vet okänd okänt därför att bara "
    "så ej inte grund grunde begrundelse fordi ikke uden utan no not is it the a an this that my own some "
    "any here ok okay yes ja nej data number numbers siffra siffror tal uppgift uppgifter det är den en ett "
    "and och et er for för".split()
)


def is_reason(text: str, about: str = "") -> bool:
    """Whether a text can be a reason: some words of its own, beyond placeholders and what it is about."""
    words = [word.casefold() for word in _WORD.findall(text)]
    known = _PLACEHOLDERS | {word.casefold() for word in _WORD.findall(about)}
    own = {word for word in words if word not in known and len(set(word)) > 1}
    return len(set(words)) >= _FEWEST_WORDS and bool(own) and sum(map(len, set(words))) >= _FEWEST_LETTERS
