"""What stands on the shelf after a run, and what of it the run has made."""

from __future__ import annotations

from pathlib import Path

from sparbar.errors import code_of_all
from sparbar.rebuild.receipts import Receipts, receipts
from sparbar.rebuild.result import Rebuilt, State
from sparbar.shelf.failed import faults_of
from sparbar.shelf.gather import Copy, Shelf, Title


def rebuilt(shelf: Shelf, before: Receipts) -> tuple[Rebuilt, ...]:
    """Each report for each audience, and what became of it."""
    after = receipts(shelf.layout)
    fresh = {path for path, state in after.items() if before.get(path) != state}
    return tuple(_rebuilt(shelf, title, copy, fresh) for title in shelf.titles for copy in title.copies)


def _rebuilt(shelf: Shelf, title: Title, copy: Copy, fresh: set[Path]) -> Rebuilt:
    ages = copy.documents.ages if copy.documents else ()
    return Rebuilt(
        report=title.report,
        title=title.title,
        audience=copy.audience,
        state=_state(copy, shelf.layout.work(title.report, copy.audience) / "swapped.txt" in fresh),
        extracts=tuple((age.id, age.delivery) for age in ages),
        told=faults_of(copy.failures),
        code=code_of_all(failure.code for failure in copy.failures),
    )


def _state(copy: Copy, is_fresh: bool) -> State:
    if copy.failures:
        return "failed"
    if is_fresh:
        return "built"
    return "unchanged" if copy.documents else "missing"
