"""Keyed digests of identifiers: the same person in two extracts, and nobody's number in either table."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from sparbar.config.sources import Contract
from sparbar.errors import EnvironmentFault, Fault
from sparbar.model.paths import Layout
from sparbar.model.table import read_table_info

# As many signs as a key of 256 bits has at the least, whatever way it is written.
LEAST_KEY: Final = 32
_WITH_CENTURY: Final = re.compile(r"(?:18|19|20)[0-9]{10}")


def linker_of(contract: Contract) -> Callable[[str | int], str] | None:
    """What makes the digest of an identifier, or None where the contract links nothing.

    Shape: 64 hexadecimal digits, by HMAC-SHA256 over the domain and the identifier in its one spelling.

    Raises:
        EnvironmentFault: the environment holds no key, or one that is too short; it is never shown.
    """
    if contract.linking is None:
        return None
    key, domain = _key(contract), contract.linking.domain

    def link(value: str | int) -> str:
        message = f"sparbar.link/1\0{domain}\0{one_spelling(str(value))}"
        return hmac.new(key, message.encode("utf-8"), hashlib.sha256).hexdigest()

    return link


def key_mark(contract: Contract) -> str:
    """What tells tables that are linked by one key in one domain; "" where nothing is linked.

    Raises:
        EnvironmentFault: as for `linker_of`.
    """
    if contract.linking is None:
        return ""
    domain = contract.linking.domain
    mark = hmac.new(_key(contract), f"sparbar.mark/1\0{domain}".encode(), hashlib.sha256).hexdigest()
    return f"{domain}:{mark[:16]}"


def check_key(layout: Layout, contract: Contract, delivery: str) -> None:
    """Hold the key against that of the tables that stand already: with another, nobody would be found again.

    Raises:
        EnvironmentFault: there is no key, or it is another one.
    """
    mark = key_mark(contract)
    if not mark:
        return
    domain, _, own = mark.partition(":")
    for path in sorted((layout.root / layout.results / "tables").glob("*/*/table.json")):
        info = read_table_info(path)
        known, _, other = info.linked_by.partition(":")
        if known == domain and other != own and (info.source, info.delivery) != (contract.source, delivery):
            assert contract.linking is not None
            raise EnvironmentFault(
                Fault(
                    problem=f"the key is not the one by which {info.source} {info.delivery} was linked",
                    where=f"config/sources/{contract.source}.yaml, linking.key",
                    expected=f"the same {contract.linking.key} for all extracts of the domain {domain}",
                    fix=f"set the earlier key; for a new one, delete {layout.results}/tables and build again",
                )
            )


@contextmanager
def passing_keys(contracts: Iterable[Contract]) -> Iterator[None]:
    """Keys that are gone again in the end, for tables that nobody keeps.

    What is counted is the same by any key: who only counts again has no need of the project's.
    """
    names = {contract.linking.key for contract in contracts if contract.linking}
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, secrets.token_hex(LEAST_KEY)))
    try:
        yield
    finally:
        for name, key in before.items():
            if key is None:
                del os.environ[name]
            else:
                os.environ[name] = key


def one_spelling(text: str) -> str:
    """The letters and digits of an identifier, small; a Swedish number of twelve digits as its last ten.

    Source: `docs/architecture.md`, "How a raw cell is read".
    """
    form = "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
    return form[2:] if _WITH_CENTURY.fullmatch(form) else form or text


def _key(contract: Contract) -> bytes:
    assert contract.linking is not None
    name = contract.linking.key
    key = os.environ.get(name, "")
    if len(key) >= LEAST_KEY:
        return key.encode("utf-8")
    raise EnvironmentFault(
        Fault(
            problem=f"{contract.source} is linked by a key, and the environment holds "
            + ("one that is too short" if key else "none"),
            where=f"config/sources/{contract.source}.yaml, linking.key",
            expected=f"{name} with at least {LEAST_KEY} signs",
            found=f"{len(key)} signs" if key else f"no {name}",
            fix=f"set {name} to the project's key; a first one is made with "
            "python -c 'import secrets; print(secrets.token_hex(32))'. Keep it apart from the data",
        )
    )
