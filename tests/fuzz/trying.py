"""One try: a changed file is read in bounded time, or refused with a fault in four parts."""

from __future__ import annotations

import hashlib
import re
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from sparbar.errors import SparbarError
from sparbar.model.signs import UNSEEN
from tests.fuzz.mutate import mutant
from tests.fuzz.targets import Target

MOST_SECONDS = 30
CORPUS = Path(__file__).parent / "corpus"


class TooSlowError(BaseException):
    """Reading took longer than a person would wait; nothing that is read may catch this."""


@dataclass(frozen=True)
class Finding:
    """A file that ended otherwise: what was raised, and where."""

    target: str
    problem: str
    content: bytes

    def keep(self) -> Path:
        """Put the file among those that every run tries."""
        path = CORPUS / self.target / hashlib.sha256(self.content).hexdigest()[:16]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.content)
        return path


@cache
def seeds_of(target: Target, folder: Path) -> list[bytes]:
    """The valid files of a target."""
    return target.seeds(folder)


def try_seed(target: Target, seed: int, folder: Path) -> Finding | None:
    """Change a valid file in the way that a number stands for, and read it."""
    random = Random(f"{target.name}/{seed}")
    seeds = seeds_of(target, folder)
    return try_content(target, mutant(random.choice(seeds), random.choice(seeds), random), folder)


def try_content(target: Target, content: bytes, folder: Path) -> Finding | None:
    """Read one content; None where that ended well."""
    path = folder / f"tried{target.suffix}"
    path.write_bytes(content)
    start = time.monotonic()
    try:
        with _at_most(MOST_SECONDS):
            target.run(path)
    except SparbarError as error:
        faults = error.faults
        if not faults or not all(fault.problem and fault.where for fault in faults):
            return Finding(target.name, f"a fault without problem or place: {error!r}", content)
        if UNSEEN.search(str(error)):
            return Finding(target.name, f"a message with signs that nobody sees: {error!r}", content)
    except TooSlowError:
        return Finding(target.name, f"slow: more than {time.monotonic() - start:.0f} s", content)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        last = traceback.extract_tb(error.__traceback__)[-1]
        message = re.sub(r"\d+", "N", str(error))[:120]
        own = [
            f
            for f in traceback.extract_tb(error.__traceback__)
            if "sparbar" in f.filename and "fuzz" not in f.filename
        ]
        place = own[-1] if own else last
        return Finding(
            target.name, f"{type(error).__name__}: {message} at {place.name}:{place.lineno}", content
        )
    return None


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlowError

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
