"""Where extracts come from (`pull:`), how old they may grow (`freshness:`), what changed (`versions:`)."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from sparbar.config.base import (
    Code,
    Day,
    Identifier,
    InsidePath,
    MisfitError,
    Model,
    Text,
)

# ${NAME}: a value of the environment, put in at the moment of the pull and nowhere else.
REFERENCE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")
_USERINFO = re.compile(r"://[^/?#]*@")
_SECRET_HEADERS = ("authorization", "cookie", "key", "token", "secret", "password")


def _without_password(value: str) -> str:
    """A text that names what is secret and does not hold it."""
    login = _USERINFO.search(REFERENCE.sub("", value))
    if login and login[0] not in ("://@", "://:@"):
        fix = "put it in the environment, and write ${NAME} here"
        raise MisfitError("a user or password stands in the contract", "${NAME}", fix, "a login before the @")
    if "$" in REFERENCE.sub("", value):
        raise MisfitError('"$" begins the name of a value of the environment', "${NAME}, in capital letters")
    return value


def is_this_machine(host: str) -> bool:
    """Whether a host is the machine itself, so that what is sent to it does not leave it."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


Reference = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_without_password)]
Name = Annotated[str, Field(pattern=r"^[^/\\]+$", max_length=200)]
Codes = Annotated[tuple[Code, ...], Field(min_length=1)]


class Expected(Model):
    """What every pull must bring: not far fewer rows than the extract before."""

    max_drop_pct: Annotated[int, Field(ge=0, le=100)] | None = None


class FolderPull(Expected):
    """Files that people or systems drop in a folder, on a share or in any store that fsspec opens."""

    kind: Literal["folder"]
    folder: Reference
    files: Name
    settle: Annotated[int, Field(ge=0, le=3600)] = 5

    @model_validator(mode="after")
    def _date_once(self) -> Self:
        if self.files.count("{date}") > 1:
            raise MisfitError('"{date}" stands twice', "one {date}", "leave one out", self.files)
        return self


class _WithHeaders(Expected):
    """What is asked for with headers, of which none may hold a secret itself."""

    headers: dict[str, Reference] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _no_secret_header(self) -> Self:
        for name, value in self.headers.items():
            if any(word in name.lower() for word in _SECRET_HEADERS) and not REFERENCE.search(value):
                fix = "put it in the environment, and write ${NAME} here"
                raise MisfitError(f"the header {name} holds a secret", "${NAME}", fix, "a text")
        return self


class HttpPull(_WithHeaders):
    """One file at one address."""

    kind: Literal["http"]
    url: Reference
    most_mb: Annotated[int, Field(ge=1, le=100_000)] = 200


class KoladaPull(Expected):
    """Key figures from Kolada, all pages as they come."""

    kind: Literal["kolada"]
    url: Reference = "https://api.kolada.se/v3"
    kpis: Codes
    municipalities: Codes
    years: Codes


class PxWebPull(_WithHeaders):
    """One table of a PxWeb API (version 2), as json-stat2."""

    kind: Literal["pxweb"]
    url: Reference
    table: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$")]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "sv"
    selection: Annotated[dict[str, Codes], Field(min_length=1)]


class SqlPull(Expected):
    """The answer of a database to one query, kept as Parquet with the query in it."""

    kind: Literal["sql"]
    url: Annotated[str, Field(pattern=r"^\$\{[A-Z][A-Z0-9_]*\}$")]
    query: InsidePath
    most_mb: Annotated[int, Field(ge=1, le=100_000)] = 200
    timeout: Annotated[int, Field(ge=1, le=86_400)] = 600


Pull = Annotated[FolderPull | HttpPull | KoladaPull | PxWebPull | SqlPull, Field(discriminator="kind")]
Overlay = dict[str, Any]
Days = Annotated[int, Field(ge=0, le=36_500)]


class Freshness(Model):
    """After how many days from its extract date the newest extract is too old."""

    warn_after: Days | None = None
    error_after: Days | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.warn_after is None and self.error_after is None:
            raise MisfitError("freshness without a bound", "warn_after, error_after or both")
        first, last = self.warn_after, self.error_after
        if first is not None and last is not None and last < first:
            found = f"warn_after {self.warn_after}, error_after {self.error_after}"
            raise MisfitError("the error comes before the warning", fix="change their order", found=found)
        return self

    def judge(self, days: int) -> Literal["fresh", "warning", "error"]:
        """How an extract of this age is to be taken."""
        if self.error_after is not None and days > self.error_after:
            return "error"
        return "warning" if self.warn_after is not None and days > self.warn_after else "fresh"


class Version(Model):
    """What is another since an extract date; the keys are those of the contract, and only what changes.

    Attributes:
        redefined: columns that mean something else since then; numbers before and after do not compare.
    """

    since: Day
    why: Text
    redefined: tuple[Identifier, ...] = ()
    file: str | None = None
    min_rows: Annotated[int, Field(ge=0)] | None = None
    reader: Overlay = Field(default_factory=dict)
    columns: dict[str, Overlay | None] = Field(default_factory=dict)
    derived: dict[str, Overlay | None] = Field(default_factory=dict)
    checks: tuple[Overlay, ...] | None = None
