"""Which connector fetches what; each imports its library only when it is used."""

from __future__ import annotations

from collections.abc import Iterator

from sparbar.config.pull import FolderPull, HttpPull, KoladaPull, Pull, PxWebPull, SqlPull
from sparbar.pull.fetching import Fetched, Task


def fetch(settings: Pull, task: Task) -> Iterator[Fetched]:
    """What a source has, as it was delivered.

    Raises:
        ConfigError: the environment lacks a value that the contract names.
        EnvironmentFault: the source gave no data.
    """
    match settings:
        case FolderPull():
            from sparbar.pull.folder import fetch_folder

            return fetch_folder(settings, task)
        case HttpPull():
            from sparbar.pull.http import fetch_http

            return fetch_http(settings, task)
        case KoladaPull():
            from sparbar.pull.kolada import fetch_kolada

            return fetch_kolada(settings, task)
        case PxWebPull():
            from sparbar.pull.pxweb import fetch_pxweb

            return fetch_pxweb(settings, task)
        case SqlPull():
            from sparbar.pull.sql import fetch_sql

            return fetch_sql(settings, task)
