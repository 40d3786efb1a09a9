"""Asking a web server with patience: again after failures that pass, never more than can be kept."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparbar.config.pull import is_this_machine
from sparbar.pull.fetching import Task, unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from tenacity import RetryCallState

TRIES = 5
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
# Seconds that one answer may take as a whole, however slowly it comes, and between two pieces of it.
PATIENCE = 900.0
SILENCE = 60.0
MOST_BYTES = 500_000_000
_PACKINGS = ("gzip", "deflate")
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
# Any other answer that is no failure has no whole file in it, such as one of a part of it.
_WHOLE = frozenset({200, 203})
# The most that is read of what a server says when it refuses, and what in it says nothing to people.
_MOST_WORDS = 10_000
_NOT_FOR_PEOPLE = frozenset({"type", "traceId", "instance"})
_CHECK = "check the address, the rights and what is asked for in the contract's pull"
_ASKED_FOR_NEWER = frozenset({"if-none-match", "if-modified-since"})


class _PassingError(Exception):
    """A failure after which asking again may help."""

    def __init__(self, said: str, wait: float = 0.0) -> None:
        super().__init__(said)
        self.wait = wait


@dataclass(frozen=True)
class Question:
    """One request.

    Attributes:
        url: the address, secrets filled in.
        body: data to post as JSON; None for a plain GET.
        most: bytes that the answer may have.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    most: int = MOST_BYTES


@contextmanager
def open_client(has_secrets: bool) -> Iterator[httpx.Client]:
    """A client whose log says no addresses; secrets are never carried on to where a server points."""
    import httpx

    logging.getLogger("httpx").setLevel(logging.WARNING)
    timeout = httpx.Timeout(SILENCE)
    packings = {"Accept-Encoding": ", ".join(_PACKINGS)}
    with httpx.Client(timeout=timeout, follow_redirects=not has_secrets, headers=packings) as client:
        yield client


def ask(client: httpx.Client, question: Question, target: Path, task: Task) -> httpx.Headers | None:
    """Keep an answer's body as it came, and return its headers; None where nothing has changed.

    Raises:
        EnvironmentFault: no whole answer came, or one that is too large.
    """
    from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

    tries = Retrying(
        stop=stop_after_attempt(TRIES), wait=_wait, retry=retry_if_exception_type(_PassingError), reraise=True
    )
    try:
        for attempt in tries:
            with attempt:
                return _ask_once(client, question, target, task)
    except _PassingError as error:
        raise unreachable(task, f"no whole answer came, asked {TRIES} times", str(error)) from None
    raise AssertionError("one attempt returns or raises")


def _wait(state: RetryCallState) -> float:
    """As long as the server asks for, else twice as long each time."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, _PassingError) else 0.0
    return float(min(LONGEST_WAIT, max(asked, FIRST_WAIT * 2 ** (state.attempt_number - 1))))


def _ask_once(client: httpx.Client, question: Question, target: Path, task: Task) -> httpx.Headers | None:
    import httpx

    method = "GET" if question.body is None else "POST"
    ends = time.monotonic() + PATIENCE
    try:
        _check_open(httpx.URL(question.url), task)
        with client.stream(
            method, question.url, headers=dict(question.headers), json=question.body
        ) as answer:
            # Who was told of no file cannot know that it is still the same.
            if answer.status_code == 304 and _ASKED_FOR_NEWER & {name.lower() for name in question.headers}:
                return None
            _check_status(answer, task, ends)
            if packing := _packing(answer):
                fix = "ask who runs the server to send the file as it is"
                problem = "the answer is packed in a way that is not unpacked here"
                raise unreachable(task, problem, packing, fix)
            size = 0
            with target.open("wb") as stream:
                for piece in answer.iter_bytes():
                    size += len(piece)
                    if size > question.most:
                        found = f"more than {question.most} bytes"
                        fix = "is the address right? Else raise the bound in the contract"
                        raise unreachable(task, "the answer is too large", found, fix)
                    if time.monotonic() > ends:
                        raise _PassingError(f"the answer was not whole after {PATIENCE:.0f} seconds")
                    stream.write(piece)
            return answer.headers
    except (httpx.LocalProtocolError, UnicodeEncodeError):
        found = "a header with signs that no header may have, such as å or the end of a line"
        fix = "check what the environment has for the contract's headers"
        raise unreachable(task, "the address cannot be asked", found, fix) from None
    except httpx.TooManyRedirects as error:
        raise unreachable(task, "the server refused", str(error), _CHECK) from None
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        fix = "check the address in the contract's pull: http:// or https://, a server, a path"
        # What is said of an address that is none repeats a part of it, which may be one of a password.
        said = "the address is none" if task.secrets.are_in_use else str(error)
        raise unreachable(task, "the address cannot be asked", said, fix) from None
    except (httpx.TransportError, httpx.DecodingError) as error:
        # No chained cause: it carries the request, and that the address with what is secret.
        raise _PassingError(f"{type(error).__name__}: {task.secrets.hide(str(error))}") from None


def _check_open(url: httpx.URL, task: Task) -> None:
    """What is secret goes to other machines encrypted only."""
    if task.secrets.are_in_use and url.scheme == "http" and not is_this_machine(url.host):
        fix = "ask who runs the server for an address that begins with https://"
        problem = "what is secret would be sent for all to read"
        raise unreachable(task, problem, "an address that begins with http://", fix)


def _packing(answer: httpx.Response) -> str:
    """How an answer is packed, where a piece of it may unpack to any size; by gzip once is a thousandfold."""
    packing = str(answer.headers.get("content-encoding", "")).strip().lower()
    return "" if packing in ("identity", *_PACKINGS) else packing


def _check_status(answer: httpx.Response, task: Task, ends: float) -> None:
    if answer.status_code in _WHOLE:
        return
    said = f"{answer.status_code} {answer.reason_phrase}"
    if answer.status_code in _PASSING:
        after = answer.headers.get("retry-after", "")
        raise _PassingError(said, _seconds(after))
    # What is secret is hidden first: afterwards its white space may be another.
    words = " ".join(task.secrets.hide(_words_of(answer, ends)).split())
    raise unreachable(task, "the server refused", f"{said}: {words}" if words else said, _CHECK)


def _seconds(after: str) -> float:
    """What a server asks to wait: seconds, or a time (RFC 9110). What is neither is 0."""
    if after.isdecimal():
        return float(after)
    try:
        return (parsedate_to_datetime(after) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return 0.0


def _words_of(answer: httpx.Response, ends: float) -> str:
    """What a server says of its refusal; "" where that is a page for a browser, or nothing."""
    import httpx

    kind = answer.headers.get("content-type", "")
    if _packing(answer) or not ("json" in kind or kind.startswith("text/plain")):
        return ""
    body = b""
    with suppress(httpx.HTTPError):
        for piece in answer.iter_bytes():
            body += piece[: _MOST_WORDS - len(body)]
            if len(body) >= _MOST_WORDS or time.monotonic() > ends:
                break
    text = body.decode("utf-8", errors="replace")
    if "json" in kind:
        with suppress(ValueError, RecursionError):
            text = ". ".join(_texts_in(json.loads(text)))
    return text


def _texts_in(data: Any) -> Iterator[str]:
    """The texts of an answer in JSON, such as title and detail, but for addresses of kinds of errors."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, item in data.items():
            if key not in _NOT_FOR_PEOPLE:
                yield from _texts_in(item)
    elif isinstance(data, list):
        for item in data:
            yield from _texts_in(item)
