"""Changes to a valid file, of the kinds that damage, another program, or an attacker brings about."""

from __future__ import annotations

import io
import json
import re
import warnings
import zipfile
from random import Random
from typing import Any

TOKENS = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b'"',
    b"'",
    b"<",
    b">",
    b"&",
    b"]]>",
    b"{",
    b"}",
    b"[",
    b"%",
    b"\\",
    b"-1",
    b"0",
    b"1e999",
    b"9" * 400,
    b"9" * 5000,
    b"NaN",
    b"-Infinity",
    b"null",
    b"true",
    b"0000-00-00",
    b"\xc2\xb2",
    b"\xe2\x80\xae",
    b"\xed\xa0\x80",
    b"\\ud800",
    b"A" * 70000,
    b"[" * 3000,
    b"<a>" * 3000,
    b"!!python/name:os",
    b"*a",
    b"&a",
    b"../../x",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"=1+1",
    b"\n\n\n",
    b";;;;",
    b"\xc2\xa0",
    b"\x1b[31m",
)
LEAVES: tuple[Any, ...] = (
    None,
    "",
    "²",
    "\ud800",
    "x" * 5000,
    0,
    -1,
    10**400,
    1e308,
    float("nan"),
    float("-inf"),
    True,
    [],
    {},
    [[]],
    {"a": {}},
    "9999-99-99",
    "0000-00-00",
    "2023-06-14",
    "1/0",
    "../../x",
    "a#b",
    "change:x",
    "o1",
    "[",
    "\x00",
    "fact",
    "value",
)
_PIECE = re.compile(rb'<[^<>]*>|[^<>]+|"[^"]*"|[^\s"]+|\s+')
_NAME = re.compile(r"\.(xml|rels|json|csv|txt)$")


def mutant(data: bytes, other: bytes, random: Random) -> bytes:
    """The file with one to four changes; `other` is a second file to take pieces from."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        if data.startswith(b"PK") and random.random() < 0.85:
            data = _repacked(data, random)
        else:
            data = random.choice(_WAYS)(data, other, random)
    return data


def _flip(data: bytes, other: bytes, random: Random) -> bytes:
    changed = bytearray(data or b"\x00")
    for _ in range(random.choice((1, 1, 3, 20))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = sorted((random.randrange(len(data) + 1), random.randrange(len(data) + 1)))
    return data[:start] if random.random() < 0.5 else data[:start] + data[end:]


def _splice(data: bytes, other: bytes, random: Random) -> bytes:
    at, start = random.randrange(len(data) + 1), random.randrange(len(other) + 1)
    return data[:at] + other[start : start + random.choice((4, 40, 400))] + data[at:]


def _repeat(data: bytes, other: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    piece = data[at : at + random.choice((1, 8, 64))]
    return data[:at] + piece * random.choice((2, 30, 1000)) + data[at:]


def _insert(data: bytes, other: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(TOKENS) + data[at:]


def _swap(data: bytes, other: bytes, random: Random) -> bytes:
    """Words, or elements and what stands between them, put in another order, doubled or replaced."""
    pieces = _PIECE.findall(data[:200_000])
    if len(pieces) < 2:
        return _insert(data, other, random)
    one, two = random.randrange(len(pieces)), random.randrange(len(pieces))
    way = random.randrange(4)
    if way == 0:
        pieces[one], pieces[two] = pieces[two], pieces[one]
    elif way == 1:
        pieces[one] = pieces[two]
    elif way == 2:
        pieces[one] = random.choice(TOKENS)
    else:
        del pieces[min(one, two) : min(one, two) + random.choice((1, 2, 10))]
    return b"".join(pieces) + data[200_000:]


def _leaf(data: bytes, other: bytes, random: Random) -> bytes:
    """One value of the JSON that the file is, or that stands in a script element, made something else."""
    start = data.find(b'id="sparbar-proof">')
    start = start + 19 if start >= 0 else 0
    end = data.find(b"</script>", start) if start else len(data)
    try:
        tree = json.loads(data[start:end])
    except (ValueError, RecursionError):
        return _swap(data, other, random)
    text = json.dumps(changed_leaf(tree, random), ensure_ascii=True)
    return data[:start] + text.replace("<", "\\u003c").encode() + data[end:]


def changed_leaf(tree: Any, random: Random) -> Any:
    """The tree with one node replaced, dropped, or given an unknown name."""
    holder = [tree]
    at: Any = holder
    key: Any = 0
    while isinstance(at[key], dict | list) and at[key] and (random.random() < 0.9 or at is holder):
        at = at[key]
        key = random.choice(list(at)) if isinstance(at, dict) else random.randrange(len(at))
    if random.random() < 0.2 and at is not holder:
        del at[key]
    elif random.random() < 0.1 and isinstance(at, dict):
        at["x" + str(key)] = at.pop(key)
    else:
        at[key] = random.choice(LEAVES)
    return holder[0]


def _repacked(data: bytes, random: Random) -> bytes:
    """A package with the content of one part changed, doubled, exchanged, renamed or left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [(info.filename, package.read(info)) for info in package.infolist()]
    except Exception:  # it is damaged already, in whatever way
        return _flip(data, data, random)
    places = [n for n, (name, _) in enumerate(parts) if _NAME.search(name)] or list(range(len(parts)))
    if not places:
        return _flip(data, data, random)
    one, two = random.choice(places), random.choice(places)
    way = random.randrange(10)
    if way < 6:
        parts[one] = (parts[one][0], random.choice(_WAYS)(parts[one][1], parts[two][1], random))
    elif way == 6:
        parts[one], parts[two] = (parts[one][0], parts[two][1]), (parts[two][0], parts[one][1])
    elif way == 7:
        parts[one] = (
            random.choice(("../" + parts[one][0], parts[two][0].upper(), "", "a\\b")),
            parts[one][1],
        )
    elif way == 8:
        del parts[one]
    else:
        parts.append(parts[two])
    stored = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore", UserWarning)  # two parts of one name are meant
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name or "x"), content)
    return stored.getvalue()


_WAYS = (_flip, _cut, _splice, _repeat, _insert, _insert, _swap, _swap, _leaf)
