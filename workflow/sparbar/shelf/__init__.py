"""The shelf: every report and edition on one page, what holds and what failed. It knows the clock."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sparbar.model.paths import Layout

if TYPE_CHECKING:
    from sparbar.shelf.gather import Shelf


def write_shelf(root: Path, now: datetime, notes: Path) -> Path:
    """Write `index.html` into the folder of results, from what stands there.

    Where the configuration cannot be read, the page still shows what was built, and why nothing newer can be.

    Args:
        now: the moment from which ages are counted, with its time zone.
        notes: folder in which failed verbs left word.

    Raises:
        OSError: the page cannot be written.
    """
    from sparbar.shelf.gather import gather

    return write_page(gather(root, now, notes))


def write_page(shelf: Shelf) -> Path:
    """Write the page of what was gathered.

    Raises:
        OSError: it cannot be written.
    """
    from sparbar.model.files import OWNER_ALONE, write_whole
    from sparbar.shelf.page import shelf_page

    target = place_of(shelf.layout)
    page = shelf_page(shelf, shelf.layout.root / shelf.styles, target.parent)
    write_whole(target, page, OWNER_ALONE)  # it names rows of what failed in internal reports
    return target


def place_of(layout: Layout) -> Path:
    """Where the shelf stands."""
    return layout.root / layout.results / "index.html"
