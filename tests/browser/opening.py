"""A browser of the machine, and pages in it that may complain of nothing and ask for nothing elsewhere.

The fixtures stand in tests/conftest.py: one process can start the browser only once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

Open = Callable[..., AbstractContextManager[Page]]


@contextmanager
def started(program: str) -> Iterator[Browser]:
    """A Chromium of the machine, without a window."""
    with sync_playwright() as playwright:
        try:
            found = playwright.chromium.launch(
                executable_path=program,
                args=["--no-sandbox"],
            )
        except Error as error:
            pytest.fail(f"the browser does not start: {error}")
        yield found
        found.close()


def opening(browser: Browser) -> Open:
    """`with opened(file, "#address") as page`: a failing script, or a request elsewhere, fails the test."""

    @contextmanager
    def open_file(file: Path, address: str = "", **options: Any) -> Iterator[Page]:
        context = browser.new_context(**{"permissions": [], **options})
        page = context.new_page()
        wrong: list[str] = []

        def note(message: ConsoleMessage) -> None:
            if message.type == "error":
                wrong.append(message.text)

        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", note)
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else wrong.append(r.url))
        page.goto(file.as_uri() + address)
        try:
            yield page
        finally:
            context.close()
        assert wrong == [], wrong

    return open_file
