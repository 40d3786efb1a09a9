"""What a reader does on the trace page, and sees there."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page


def numbers(page: Page) -> list[str]:
    return page.locator("#the-numbers b").all_text_contents()


def choose(page: Page, key: str) -> None:
    page.evaluate("key => { location.hash = key; }", key)


def link(page: Page, key: str) -> Any:
    return page.locator(f'#the-numbers a[href="#{key}"]')


def show(page: Page, what: str) -> None:
    page.get_by_label("Visa", exact=True).select_option(what)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.hash"))
