"""Which delivery a report means: from "latest", with or without a last day, or a date to a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sparbar.errors import ContractError, Fault, nearest
from sparbar.model.deliveries import day_of, is_dated, meant_by
from sparbar.model.paths import Layout
from sparbar.provenance.register import RegisterLine

# Between the word "latest" and a day.
BEFORE = " on or before "


@dataclass(frozen=True)
class Delivery:
    """One extract as a report refers to it.

    Attributes:
        id: "<source>", or "<source>@<alias>" for one that is compared with.
        delivery: folder name, what `asked` resolved to.
    """

    id: str
    source: str
    delivery: str
    asked: str

    @property
    def date(self) -> str:
        """The extract date, ISO 8601."""
        return self.delivery[:10]


def misnamed(where: str, name: str) -> Fault:
    """The fault of an extract's folder whose name is no day there is, with the name that was meant."""
    hint = f'; did you mean "{meant}"?' if (meant := meant_by(name)) else ""
    return Fault(
        problem="the folder's name is no extract date",
        where=f"{where}/{name}",
        expected="an extract date such as 2023-06-14, or 2023-06-14.2 for a second delivery of that day",
        found=f'"{name}"',
        fix=f"name the folder after the day on which the data were pulled, or move it elsewhere{hint}",
    )


def known_deliveries(layout: Layout, source: str, lines: Iterable[RegisterLine]) -> list[str]:
    """Deliveries of a source, oldest first: folders and registered ones, without the withdrawn."""
    names = _folders(layout, source)
    withdrawn = set()
    for line in lines:
        if line.source == source:
            names.add(line.delivery)
            if line.event == "withdrawn":
                withdrawn.add(line.delivery)
    return sorted(name for name in names - withdrawn if day_of(name))


def _folders(layout: Layout, source: str) -> set[str]:
    folder = layout.root / layout.raw / source
    return {path.name for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else set()


def _check_names(layout: Layout, source: str, is_asked: Callable[[str], bool]) -> None:
    """Stop where a folder's name is meant as a date and is none, and the folder may be what is asked for.

    Raises:
        ContractError: there are such folders; all at once.
    """
    names = sorted(name for name in _folders(layout, source) if is_dated(name) and not day_of(name))
    if wrong := [misnamed(f"{layout.raw}/{source}", name) for name in names if is_asked(meant_by(name))]:
        raise ContractError(wrong)


def is_open(asked: str, day: date) -> bool:
    """Whether an extract of this day is one that `asked` may come to mean."""
    if not asked.startswith("latest"):
        return False
    last_day = asked.removeprefix("latest").removeprefix(BEFORE)
    return not last_day or day.isoformat() <= last_day


def resolve_delivery(layout: Layout, source: str, asked: str, lines: Iterable[RegisterLine]) -> str:
    """The delivery that `asked` means.

    Raises:
        ContractError: there is no such extract, none at all, it was withdrawn, or a folder that may be the
            one has a name that is no day.
    """
    lines = list(lines)
    known = known_deliveries(layout, source, lines)
    where = f"{layout.raw}/{source}"
    if asked.startswith("latest"):
        last_day = asked.removeprefix("latest").removeprefix(BEFORE)
        return _latest(layout, source, known, last_day)
    withdrawn = [
        li for li in lines if li.event == "withdrawn" and (li.source, li.delivery) == (source, asked)
    ]
    if withdrawn:
        raise ContractError(
            Fault(
                problem=f"the extract {source} {asked} was withdrawn: {withdrawn[-1].note}",
                where=f"{layout.raw}/register.csv",
                expected="an extract that stands",
                found=f"withdrawn {withdrawn[-1].received}",
                fix="name another extract date in the report, or leave the report as it was published",
            )
        )
    if asked not in known:
        _check_names(layout, source, lambda meant: meant == asked[:10])
        hint = nearest(asked, known)
        raise ContractError(
            Fault(
                problem=f"{source} has no extract {asked}",
                where=where,
                expected=", ".join(known) or "a folder named by the extract date",
                found="no such folder and no line in the register",
                fix="put the file in that folder, or name another extract date in the report"
                + (f"; {hint}" if hint else ""),
            )
        )
    return asked


def _latest(layout: Layout, source: str, known: Sequence[str], last_day: str) -> str:
    """The newest of the known deliveries, up to a day where one is given."""
    where = f"{layout.raw}/{source}"
    found = [name for name in known if not last_day or name[:10] <= last_day]
    newest = found[-1][:10] if found else ""
    # To pass over a folder in silence would leave the reader with an older extract.
    _check_names(layout, source, lambda meant: not meant or newest <= meant <= (last_day or meant))
    if found:
        return found[-1]
    if known:
        raise ContractError(
            Fault(
                problem=f"{source} has no extract on or before {last_day}",
                where=where,
                expected=f"an extract date no later than {last_day}",
                found=f"the first is {known[0]}",
                fix="name a later date in the report, or put an older extract in place",
            )
        )
    raise ContractError(
        Fault(
            problem=f"{source} has no extract yet",
            where=where,
            expected=f"a folder named by the extract date, such as {where}/2023-06-14",
            found="none",
            fix="put the file in such a folder and build again",
        )
    )
