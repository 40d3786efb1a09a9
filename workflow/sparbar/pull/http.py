"""One file at one address."""

from __future__ import annotations

from collections.abc import Iterator

from sparbar.config.pull import HttpPull
from sparbar.pull.fetching import Fetched, Task, Validators
from sparbar.pull.web import Question, ask, open_client


def fetch_http(settings: HttpPull, task: Task) -> Iterator[Fetched]:
    """The file, unless the server says that it is the one we have.

    Raises:
        EnvironmentFault: it did not come whole.
    """
    headers = {name: task.secrets.fill(value) for name, value in settings.headers.items()}
    if task.validators.etag:
        headers["If-None-Match"] = task.validators.etag
    if task.validators.modified:
        headers["If-Modified-Since"] = task.validators.modified
    question = Question(task.secrets.fill(settings.url), headers, most=settings.most_mb * 1_000_000)
    target = task.into / "file"
    with open_client(has_secrets=bool(settings.headers)) as client:
        answer = ask(client, question, target, task)
    if answer is None:
        yield Fetched(None, "file", validators=task.validators)
        return
    # What cannot be sent back would keep every later pull from asking.
    told = (answer.get(name, "") for name in ("etag", "last-modified"))
    found = Validators(*(text if text.isascii() else "" for text in told))
    yield Fetched(target, "file", validators=found)
