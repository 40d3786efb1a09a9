"""Who is told of a rebuild, and how (config/rebuild.yaml).

A file of its own: every file that reports rest on goes into their proof, and an address has no place there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from sparbar.config.base import MisfitError, Model
from sparbar.config.pull import REFERENCE, is_this_machine

FILE = "config/rebuild.yaml"

When = Literal["failure", "change", "always"]
# No line breaks: what stands in a header of a mail must not begin another.
Address = Annotated[str, StringConstraints(pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$", max_length=254)]
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00\r\n]+$", max_length=1000)]
Seconds = Annotated[int, Field(ge=1, le=600)]


class Mail(Model):
    """A mail with the summary. The password is a value of the environment, named here as ${NAME}."""

    when: When = "failure"
    server: Line
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Line | None = None
    password: Line | None = None
    sender: Address
    to: Annotated[tuple[Address, ...], Field(min_length=1)]
    timeout: Seconds = 30

    @model_validator(mode="after")
    def _summary_is_kept(self) -> Self:
        if self.security == "none" and self.password is None and not is_this_machine(self.server):
            fix = "security: starttls, or security: tls; or hand the mail to a server of this machine"
            wanted = "a mail server with TLS, or one of this machine"
            raise MisfitError("the summary would be sent for all to read", wanted, fix, self.server)
        return self

    @model_validator(mode="after")
    def _password_is_kept(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise MisfitError("user and password belong together", "both, or neither", "add or leave out one")
        if self.password is None:
            return self
        if not REFERENCE.fullmatch(self.password):
            fix = "put it in the environment, and write ${NAME} here"
            raise MisfitError("a password stands in the settings", "${NAME}", fix, "a text")
        if self.security == "none":
            fix = "security: starttls, or security: tls"
            raise MisfitError("a password would be sent for all to read", "a mail server with TLS", fix)
        return self


class Command(Model):
    """A program that gets the summary on its standard input. No shell comes between."""

    when: When = "failure"
    run: Annotated[tuple[Line, ...], Field(min_length=1)]
    timeout: Seconds = 60


class Notify(Model):
    """Whom to tell of a run."""

    mail: Mail | None = None
    command: Command | None = None


class Rebuilding(Model):
    """Settings of `sparbar rebuild`."""

    notify: Notify | None = None


def load_rebuilding(root: Path) -> Rebuilding:
    """The settings; those without any where there is no such file.

    Raises:
        ConfigError: the file cannot be read, or does not fit.
    """
    from sparbar.config.wording import validate
    from sparbar.config.yaml_file import read_yaml

    path = root / FILE
    return validate(Rebuilding, read_yaml(path, FILE)) if path.exists() else Rebuilding()
