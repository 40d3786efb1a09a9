"""Key figures from Kolada (API version 3, and 2): every page as it came, in one archive."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from sparbar.config.pull import KoladaPull
from sparbar.pull.fetching import Fetched, Task, unreachable
from sparbar.pull.web import Question, ask, open_client

MOST_PAGES = 10_000
# So many keys of each kind in one address; servers cut addresses off at a few thousand signs.
_TOGETHER = 50
# What version 3 and version 2 call the address of the next page.
_NEXT = ("next_url", "next_page")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def fetch_kolada(settings: KoladaPull, task: Task) -> Iterator[Fetched]:
    """All pages of the answer; they make a delivery only together.

    Raises:
        EnvironmentFault: a page did not come, or is none.
    """
    base = task.secrets.fill(settings.url).rstrip("/")
    pages: list[bytes] = []
    with open_client(has_secrets=False) as client:
        for url in _addresses(base, settings):
            following: str | None = url
            seen: set[str] = set()
            while following:
                if following in seen or len(pages) >= MOST_PAGES:
                    raise unreachable(task, "the pages have no end", f"{len(pages)} pages")
                seen.add(following)
                part = task.into / "page"
                ask(client, Question(following), part, task)
                pages.append(part.read_bytes())
                following = _next_of(pages[-1], following, task)
            part.unlink()
    target = task.into / "pages.zip"
    _keep(target, pages, settings)
    yield Fetched(target, "pages.zip")


def _addresses(base: str, settings: KoladaPull) -> Iterator[str]:
    years = _joined(settings.years)
    for kpis, places in product(_batches(settings.kpis), _batches(settings.municipalities)):
        yield f"{base}/data/kpi/{_joined(kpis)}/municipality/{_joined(places)}/year/{years}"


def _batches(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (codes[start : start + _TOGETHER] for start in range(0, len(codes), _TOGETHER))


def _joined(codes: Sequence[str]) -> str:
    return ",".join(quote(code, safe="") for code in codes)


def _next_of(page: bytes, address: str, task: Task) -> str | None:
    """The address of the next page, None after the last.

    Raises:
        EnvironmentFault: this is no page, or it points to another server.
    """
    try:
        data = json.loads(page)
    except ValueError:
        data = None
    if not isinstance(data, dict) or not isinstance(data.get("values"), list):
        raise unreachable(
            task, "the server answered with no page of values", page[:80].decode("utf-8", "replace")
        )
    found = next((data[key] for key in _NEXT if data.get(key)), None)
    if found is None:
        return None
    following = urljoin(address, str(found))
    if urlsplit(following).hostname != urlsplit(address).hostname:
        raise unreachable(task, "a page points to another server", str(urlsplit(following).hostname))
    return following


def _keep(target: Path, pages: Sequence[bytes], settings: KoladaPull) -> None:
    """The pages in an archive whose bytes depend on them and on the question alone."""
    asked = json.dumps(settings.model_dump(include={"kpis", "municipalities", "years"}), sort_keys=True)
    parts = [("question.json", asked.encode("utf-8"))]
    parts += [(f"page-{number:05}.json", page) for number, page in enumerate(pages, start=1)]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), content)
