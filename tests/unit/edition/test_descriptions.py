"""Others' programs read an edition: its tables as a data package, the whole as a research object."""

from __future__ import annotations

import io
import json
import subprocess
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import requests
from frictionless import validate
from requests.adapters import BaseAdapter
from requests_cache import CachedSession
from urllib3 import HTTPResponse

from tests.conftest import SCRIPTS
from tests.unit.edition.conftest import REPORT

CONTEXT = "https://w3id.org/ro/crate/1.1/context"


class Shelf(BaseAdapter):
    """Answers every question with the context of RO-Crate that the package `rocrate` ships (version 1.3)."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = 200, str(request.url), request
        body = (resources.files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()
        answer.headers["Content-Type"] = "application/ld+json"
        answer.raw = HTTPResponse(
            body=io.BytesIO(body),
            headers={"Content-Type": "application/ld+json"},
            status=200,
            preload_content=False,
        )
        return answer

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The validator's cache of web pages with the one that it needs."""
    path = tmp_path_factory.mktemp("cache") / "web"
    with CachedSession(cache_name=str(path), backend="sqlite", expire_after=-1) as session:
        session.mount("https://", Shelf())
        assert "@context" in session.get(CONTEXT).json()
    return path


def judged(folder: Path, profile: str, cache: Path, out: Path) -> list[tuple[str, str]]:
    """What roc-validator finds, without a network: severity and check."""
    command = [SCRIPTS / "rocrate-validator", "-y", "validate", "--no-paging", "--offline", "--cache-path"]
    command += [cache, "-l", "recommended", "-v", "-f", "json", "-o", out, "-p", profile, folder]
    subprocess.run(list(map(str, command)), capture_output=True, check=False, timeout=300)
    found = json.loads(out.read_text(encoding="utf-8"))
    return [(issue["severity"], issue["check"]["identifier"]) for issue in found["issues"]]


# What it recommends and we leave: program and owner have no address on the web that we could give.
LEFT = {
    ("RECOMMENDED", "process-run-crate-0.5_3.2"),
    ("RECOMMENDED", "process-run-crate-0.5_5.1"),
    ("RECOMMENDED", "ro-crate-1.1_31.2"),
}


@pytest.mark.parametrize("profile", ["ro-crate-1.1", "process-run-crate-0.5"])
def test_the_crate_passes_roc_validator_offline(
    profile: str, published: Path, cache: Path, tmp_path: Path
) -> None:
    folder = published / "editions" / REPORT / "signerad"
    assert set(judged(folder, profile, cache, tmp_path / "out.json")) <= LEFT


def test_a_crate_with_a_fault_does_not_pass(copy_of: Any, cache: Path, tmp_path: Path) -> None:
    folder = copy_of("signerad")
    path = folder / "ro-crate-metadata.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"datePublished"', '"published"'))
    found = judged(folder, "ro-crate-1.1", cache, tmp_path / "out.json")
    assert any(severity == "REQUIRED" for severity, _ in found)


def test_the_tables_pass_frictionless(published: Path) -> None:
    report = validate(str(published / "editions" / REPORT / "signerad" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])
    assert {task.name for task in report.tasks} == {"facts", "f-kon", "t-kon"}


def test_a_table_that_was_changed_does_not_pass(copy_of: Any) -> None:
    folder = copy_of("signerad")
    path = folder / "tables" / "facts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",value,", ",gissat,", 1), encoding="utf-8")
    report = validate(str(folder / "datapackage.json"))
    assert not report.valid
