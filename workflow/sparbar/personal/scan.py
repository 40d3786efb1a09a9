"""Finished files are looked through before they take anybody's place; what must not leave stops them."""

from __future__ import annotations

import multiprocessing
import re
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sparbar.errors import DisclosureError, Fault
from sparbar.personal.known import Known
from sparbar.personal.patterns import Hit, find_personal
from sparbar.personal.places import Place, places_of
from sparbar.personal.spelling import APART, BARRIER, bare, decoded, smooth

# So many places are named; who mends them builds again and sees the rest.
_MOST_NAMED: Final = 20
# Digits by which telephone numbers are the same, with or without that of the country.
_OF_TELEPHONE: Final = 8
# Where a process cannot be copied, or not safely (Windows, macOS), everything is read in turn.
_CAN_FORK: Final = sys.platform == "linux"
# These may be told where the report declares them. A number that a state gives a person never may: nobody is
# reached by it, and the key under which it stands does not make it less theirs.
_MAY_BE_DECLARED: Final = frozenset({"e-mail address", "telephone number", "identifier"})
# A text without these holds nothing that has a personal form.
_SUSPECT: Final = re.compile(r"@|(?:\d(?:[^\w\x02]|_){0,12}){8}")


@dataclass
class Look:
    """What is looked for, and what may stand.

    Attributes:
        known: identifiers of the extracts in use.
        declared: texts that the report declares to be told, such as its contact; numbers of persons in them
            are not told all the same.
    """

    known: Known = field(default_factory=Known)
    declared: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._declared = bare(" ".join(self.declared))
        self._seen: set[str] = set()

    def hits(self, text: str, *, is_row: bool = False) -> Iterator[tuple[Hit, int]]:
        """What must not leave, and in which part of the text it stands; a text seen before has none.

        Args:
            is_row: its parts stand beside each other, as cells do, and are read together.
        """
        parts = [*enumerate(text.split(APART))]
        fresh = [item for item in parts if item[1] not in self._seen]
        self._seen.update(part for _, part in fresh)
        if is_row and fresh:  # with what stands beside them, though that was seen elsewhere
            fresh = parts
        between = APART if is_row else BARRIER
        written = smooth(between.join(decoded(part) for _, part in fresh))
        if not (self.known or _SUSPECT.search(written)):
            return
        for hit in (*find_personal(written), *self.known.find(written)):
            found = written[hit.start : hit.end]
            if not (self._is_declared(hit.kind, bare(found)) or self._is_fraction(found)):
                yield hit, fresh[written.count(between, 0, hit.start)][0]

    def _is_fraction(self, found: str) -> bool:
        """Whether it is an exact number that the report tells: 850709/9805."""
        return "/" in found and all(number in self.known.numbers for number in found.split("/"))

    def _is_declared(self, kind: str, form: str) -> bool:
        """Whether the report declares it and may; a telephone number with or without its country."""
        if kind not in _MAY_BE_DECLARED:
            return False
        own = form[-_OF_TELEPHONE:] if kind == "telephone number" else form
        return own in self._declared


def check_folder(folder: Path, look: Look, shown: str) -> None:
    """Look through all files in a folder, names included.

    Args:
        shown: what messages call the folder.

    Raises:
        DisclosureError: something in them tells who somebody is; places are named, never what stands there.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    found = [*names_in(names, look)]
    apart = [name for name in names if name.endswith(".pdf")] if _CAN_FORK else []
    with _another_process() if apart else nullcontext() as other:
        of_pdf = other.submit(_found_in_files, folder, apart, look) if other else None
        found += _found_in_files(folder, [name for name in names if name not in apart], look)
        found += of_pdf.result() if of_pdf else []
    if found:
        raise DisclosureError(_faults(found, shown))


def _another_process() -> ProcessPoolExecutor:
    """A copy of this process: reading a PDF takes as long as reading all else, and needs nothing else."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork"))


def _found_in_files(folder: Path, names: Iterable[str], look: Look) -> list[tuple[str, str]]:
    """What tells who somebody is in some files: where, and what kind."""
    return [
        item
        for name in names
        for place in places_of(name, (folder / name).read_bytes())
        for item in _found_in(place, look)
    ]


def names_in(names: Iterable[str], look: Look) -> Iterator[tuple[str, str]]:
    """Names of files that tell who somebody is: where, and what kind."""
    for number, name in enumerate(names, start=1):
        for hit, _ in look.hits(name):
            yield f"the name of file {number}", hit.kind


def _found_in(place: Place, look: Look) -> Iterator[tuple[str, str]]:
    for hit, part in look.hits(place.text, is_row=place.is_row):
        yield place.part(part), hit.kind


def _faults(found: list[tuple[str, str]], shown: str) -> list[Fault]:
    counted: dict[tuple[str, str], int] = {}
    for item in found:
        counted[item] = counted.get(item, 0) + 1
    named = list(counted.items())[:_MOST_NAMED]
    rest = len(counted) - len(named)
    faults = [
        Fault(
            problem=f"the files of {shown} hold {_kind(kind, count)}",
            where=where,
            expected="nothing that tells who somebody is",
            found=f"{count} ×, not shown here",
            fix="take it out of the template, the contract's labels or the data that the report shows; "
            "an address of the report's own belongs in its contact",
        )
        for (where, kind), count in named
    ]
    if rest:
        last = faults[-1]
        faults[-1] = replace(last, where=f"{last.where}, and {rest} more places")
    return faults


def _kind(kind: str, count: int) -> str:
    if kind == "identifier":
        return "an identifier of an extract" if count == 1 else "identifiers of an extract"
    if count == 1:
        return f"{'an' if kind[0] == 'e' else 'a'} {kind}"
    return kind if kind.endswith("nummer") else f"{kind}es" if kind.endswith("ss") else f"{kind}s"
