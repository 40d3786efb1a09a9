"""Reading YAML as people write it: plain types, line numbers, and a clear word for what cannot be read.

A strict part of YAML 1.2. `true` and `false` are the only booleans ("no", "ja" and "on" stay text), a number
with leading zeros is a text ("0138" is a code), a fraction is a Decimal, 2023-06-14 is a date. No tags, no
merge keys, few aliases, no key twice.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from yaml import events

from sparbar.errors import ConfigError, Fault, not_in_utf8
from sparbar.model.signs import UNSEEN, show_signs

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 40
MAX_FAULTS = 100
MAX_ALIASES = 50
# Values that aliases may stand for, all in all.
MAX_ALIASED_VALUES = 10_000

Steps = tuple[str | int, ...]

_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = ("", "~", "null", "Null", "NULL")
_INTEGER = re.compile(r"^(0|-?[1-9]\d{0,29})$", re.ASCII)
_FRACTION = re.compile(r"^-?(0|[1-9]\d{0,29})\.\d{1,30}$", re.ASCII)
_DATE = re.compile(r"^\d{4}-\d\d-\d\d$", re.ASCII)

# Events, not nodes: the C parser's own tree building recurses without bound and takes the process with it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlFile:
    """What a file says, and on which line.

    Attributes:
        name: the file's path relative to the project, as messages show it.
        data: dicts (whose keys are texts), lists, texts, int, Decimal, bool, date and None.
        lines: path of keys and list positions (from 0) to line, counted from 1.
    """

    name: str
    data: Any
    lines: Mapping[Steps, int] = field(default_factory=dict)

    def line_of(self, path: Sequence[str | int]) -> int:
        """The line on which a key path stands, or the nearest part of it that does; 1 for the whole file."""
        steps = tuple(path)
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return self.lines.get(steps, 1)

    def place(self, path: Sequence[str | int] = ()) -> str:
        """Where a key path stands, for a message: file, line and path; list positions count from 1."""
        shown = ""
        for step in path:
            shown += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
        return f"{self.name}, line {self.line_of(path)}" + (f", {shown.lstrip('.')}" if shown else "")


def read_yaml(path: Path, name: str = "") -> YamlFile:
    """Read one YAML file; `name` is its path as messages show it.

    Missing: an empty file has the data None.

    Raises:
        ConfigError: the file cannot be read or is not such YAML; doubled keys, tags and the like all at once.
    """
    name = name or path.name
    text = _read_text(path, name)
    builder = _Builder(name, _Loader(text))
    try:
        data = builder.document()
    except _Stop:
        data = None
    except yaml.YAMLError as error:
        raise ConfigError([*builder.faults, _syntax_fault(error, name, text)]) from None
    if builder.faults:
        raise ConfigError(builder.faults)
    return YamlFile(name, data, builder.lines)


def _read_text(path: Path, name: str) -> str:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ConfigError(
                Fault(
                    problem="the file is too large for a file that people write",
                    where=name,
                    expected=f"at most {MAX_BYTES} bytes",
                    found=f"{size} bytes",
                    fix="split it, or move data to data/raw",
                )
            )
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            Fault(
                problem=f"the file cannot be read: {error.strerror}",
                where=name,
                fix="see that it exists and that you may read it",
            )
        ) from None
    try:
        return unicodedata.normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(not_in_utf8(name, error)) from None


class _Stop(Exception):
    """The rest of the file is not worth reading."""


@dataclass
class _Builder:
    """From the parser's events to data, with the line of each key."""

    name: str
    parser: Any
    faults: list[Fault] = field(default_factory=list)
    lines: dict[Steps, int] = field(default_factory=dict)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    values: int = 0
    aliases: int = 0
    aliased: int = 0

    def document(self) -> Any:
        """The data of the one document; None where there is none."""
        self.parser.get_event()
        if self.parser.check_event(events.StreamEndEvent):
            return None
        self.parser.get_event()
        data = self._value(())
        self.parser.get_event()
        event = self.parser.get_event()
        if not isinstance(event, events.StreamEndEvent):
            self._add(event, (), "a second document begins in the file", fix="leave out the line ---")
        return data

    def _value(self, path: Steps) -> Any:
        event = self.parser.get_event()
        if isinstance(event, events.AliasEvent):
            return self._alias(event, path)
        before = self.values
        self.values += 1
        if len(path) > MAX_DEPTH:
            problem = f"more than {MAX_DEPTH} levels stand inside each other"
            self._add(event, path[:3], problem, fix="write it flatter")
            raise _Stop
        if event.tag is not None:
            self._add(event, path, "a tag (a word that begins with !) is not allowed", fix="leave it out")
        if isinstance(event, events.MappingStartEvent):
            data: Any = self._mapping(path)
        elif isinstance(event, events.SequenceStartEvent):
            data = self._sequence(path)
        else:
            data = self._scalar(event, path)
        if event.anchor is not None:
            self.anchors[event.anchor] = (data, self.values - before)
        return data

    def _alias(self, event: Any, path: Steps) -> Any:
        if event.anchor not in self.anchors:
            fix = "put a text that begins with * in quotes"
            self._add(event, path, f"nothing before this place is named &{event.anchor}", fix=fix)
            return None
        data, size = self.anchors[event.anchor]
        self.values += size
        self.aliases += 1
        self.aliased += size
        if self.aliases > MAX_ALIASES or self.aliased > MAX_ALIASED_VALUES:
            fix = "write the values out where they are needed"
            self._add(event, path, "there are too many aliases (words that begin with *)", fix=fix)
            raise _Stop
        return data

    def _sequence(self, path: Steps) -> list[Any]:
        found: list[Any] = []
        while not self.parser.check_event(events.SequenceEndEvent):
            step = (*path, len(found))
            self.lines[step] = self.parser.peek_event().start_mark.line + 1
            found.append(self._value(step))
        self.parser.get_event()
        return found

    def _mapping(self, path: Steps) -> dict[str, Any]:
        found: dict[str, Any] = {}
        first: dict[str, int] = {}
        while not self.parser.check_event(events.MappingEndEvent):
            event = self.parser.peek_event()
            written, line = getattr(event, "value", "?"), event.start_mark.line + 1
            step = (*path, written)
            self._value(step)  # read past it, with its faults; whatever it looks like, a key is a text
            if not isinstance(event, events.ScalarEvent):
                fix = "write one word as the key, in quotes if it begins with [ { or *"
                self._add(event, path, "a key is a list, an alias or has keys itself", fix=fix)
                self._value(path)
                continue
            if written in first:
                known = f"the first on line {first[written]}"
                fix = "keep one of them, or rename the other"
                self._add(event, step, f'the key "{written}" stands twice', found=known, fix=fix)
                self._value(step)
                continue
            first[written] = line
            self.lines[step] = line
            found[written] = self._value(step)
        self.parser.get_event()
        return found

    def _scalar(self, event: Any, path: Steps) -> Any:
        text: str = event.value
        if unseen := UNSEEN.search(text):
            problem = f"the text has a sign that nobody sees, {show_signs(unseen[0])}"
            self._add(event, path, problem, fix="write the text anew, without what was copied with it")
            return ""
        if event.style:  # quoted, or a block of text
            return text
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if text in _NULLS:
            return None
        if text[0] not in "-0123456789":
            return text
        if _INTEGER.match(text):
            return int(text)
        if _FRACTION.match(text):
            return Decimal(text)
        if _DATE.match(text):
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                fix = "correct it, or put it in quotes if it is a text"
                self._add(event, path, f"there is no date {text}", fix=fix)
        return text

    def _add(self, event: Any, path: Steps, problem: str, *, found: str = "", fix: str) -> None:
        if len(self.faults) >= MAX_FAULTS:
            raise _Stop
        place = YamlFile(self.name, None, {path: event.start_mark.line + 1}).place(path)
        self.faults.append(Fault(problem=problem, where=place, found=found, fix=fix))


# What the parser says, in part, and what a person can do about it.
_SYNTAX_FIXES = (
    ("\\t", "indent with spaces; tabs are not allowed"),
    (
        "mapping values are not allowed",
        "a text with a colon in it needs quotes; or the indentation is off",
    ),
    ("did not find expected ',' or", "a bracket is not closed, or a comma is missing"),
    ("did not find expected key", "keys on one level begin in the same column; is a quotation mark missing?"),
    ("did not find expected '-' indicator", "items of one list begin in the same column"),
    ("could not find expected ':'", 'a key needs a colon and a space after it, as in "label: Kön"'),
    (
        "alphabetic or numeric",
        "a name after & or * has a-z and digits only; a text that begins so needs quotes",
    ),
    ("unexpected end of stream", "a quotation mark or bracket is not closed"),
    ("cannot start any token", "put the text in quotes if it begins with one of @ ` % * & ! | > \" '"),
)


def _syntax_fault(error: Exception, name: str, text: str) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", "") or getattr(error, "reason", "") or "it is nested too deeply")
    said += " " + str(getattr(error, "context", "") or "")
    lines = text.splitlines()
    number = min(mark.line + 1, max(len(lines), 1)) if mark else 1
    line = lines[number - 1].strip() if mark and lines else ""
    fix = next((fix for part, fix in _SYNTAX_FIXES if part in said), "look at this line and the one above it")
    if "${" in line:
        fix = 'a value of the environment needs quotes inside braces, as in "${NAME}"'
    if mark and lines and "\t" in lines[number - 1][: mark.column + 1]:
        fix = _SYNTAX_FIXES[0][1]
    return Fault(
        problem="this is not YAML",
        where=f"{name}, line {number}",
        found=f'"{line[:60]}"' if line else "",
        fix=fix,
    )
