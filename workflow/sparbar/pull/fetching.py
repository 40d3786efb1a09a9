"""What a connector is given and what it gives back; what it must not say."""

from __future__ import annotations

import base64
import json
import os
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote

from sparbar.config.pull import REFERENCE
from sparbar.errors import ConfigError, EnvironmentFault, Fault

# User and password in an address.
_USER = re.compile(r"//(\S+)@")


@dataclass(frozen=True)
class Validators:
    """What a server said of the file that it gave, so that it need not give the same one again."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """One delivery as it came.

    Attributes:
        path: the file, below the folder that the connector was given; None where nothing new is there.
        name: what people call it: the file's name, or the connector's kind.
        day: the extract date where the connector knows it from the delivery itself; else None.
        fault: what is wrong with it before anybody looked inside.
        is_alone: whether the source has no other delivery of that day beside it.
    """

    path: Path | None
    name: str
    day: date | None = None
    validators: Validators = Validators()
    fault: Fault | None = None
    is_alone: bool = True


@dataclass
class Secrets:
    """Values of the environment that a contract refers to, and texts without them.

    Attributes:
        source: whose contract refers to them.
    """

    source: str
    _values: set[str] = field(default_factory=set)
    _users: set[str] = field(default_factory=set)

    def fill(self, text: str) -> str:
        """The text with each ${NAME} replaced by the environment's value.

        Raises:
            ConfigError: a value is not set.
        """
        missing = [name for name in REFERENCE.findall(text) if not os.environ.get(name)]
        if missing:
            where = f"config/sources/{self.source}.yaml, pull"
            names = ", ".join(missing)
            fix = f"set {names} in the environment of whoever starts the pull"
            raise ConfigError(Fault(f"the environment has no {names}", where, fix=fix))
        for name in REFERENCE.findall(text):
            self._values.add(os.environ[name])
        filled = REFERENCE.sub(lambda found: os.environ[found[1]], text)
        if self.are_in_use:
            self._users.update(_USER.findall(filled))
        return filled

    @property
    def are_in_use(self) -> bool:
        """Whether a text has been filled with any."""
        return bool(self._values)

    def hide(self, text: str) -> str:
        """The text with "…" for every secret in it, however it is written."""
        forms = {
            form
            for value in self._values
            for part in (value, *re.split(r"[:/@?#\[\]]", value))
            if len(part) > 3 or part == value
            for form in (
                part,
                quote(part, safe=""),
                quote(part),
                quote_plus(part),
                unquote(part),
                repr(part)[1:-1],
                json.dumps(part)[1:-1],
            )
        }
        # As a header of a request has them, which some servers repeat.
        for user in self._users:
            forms |= {base64.b64encode(form.encode()).decode() for form in (user, unquote(user))}
        for form in sorted(forms, key=len, reverse=True):
            text = text.replace(form, "…")
        return text


@dataclass(frozen=True)
class Task:
    """One source to fetch.

    Attributes:
        into: an empty folder for what comes.
        validators: of the newest extract, where the source is asked as it was then.
        newest: the file of the newest extract, or None.
    """

    source: str
    root: Path
    into: Path
    secrets: Secrets
    validators: Validators = Validators()
    newest: Path | None = None


def unreachable(task: Task, problem: str, found: str, fix: str = "try again later") -> EnvironmentFault:
    """A source that did not give its data, said without what is secret."""
    where = f"config/sources/{task.source}.yaml, pull"
    return EnvironmentFault(Fault(problem, where, found=task.secrets.hide(found)[:300], fix=fix))
