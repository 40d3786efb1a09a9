"""One table of a PxWeb API, version 2: the json-stat2 answer as it came."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from sparbar.config.pull import PxWebPull
from sparbar.pull.fetching import Fetched, Task
from sparbar.pull.web import Question, ask, open_client


def fetch_pxweb(settings: PxWebPull, task: Task) -> Iterator[Fetched]:
    """The selected part of the table.

    Raises:
        EnvironmentFault: the answer did not come, or the selection is refused.
    """
    base = task.secrets.fill(settings.url).rstrip("/")
    url = f"{base}/tables/{quote(settings.table)}/data?lang={settings.language}&outputFormat=json-stat2"
    selection = [
        {"variableCode": name, "valueCodes": list(codes)} for name, codes in settings.selection.items()
    ]
    headers = {name: task.secrets.fill(value) for name, value in settings.headers.items()}
    target = task.into / "table.json"
    with open_client(has_secrets=bool(headers)) as client:
        ask(client, Question(url, headers, body={"selection": selection}), target, task)
    yield Fetched(target, "table.json")
