"""Publish: build a report once more as an edition, verify it, and freeze it in a folder of its own."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparbar.audit.levels import summary
from sparbar.config.project import Project, Scope
from sparbar.edition.build import Order
from sparbar.edition.contents import INPUTS, Making, fill_edition
from sparbar.edition.inputs import lay_out_earlier, lay_out_earlier_releases, lay_out_inputs
from sparbar.edition.opened import OpenEdition, is_edition, open_edition
from sparbar.edition.verify import verify_edition
from sparbar.errors import ConfigError, EnvironmentFault, Fault, VerificationError, nearest
from sparbar.model.edition import Edition, Superseded
from sparbar.model.ledger_json import read_ledger
from sparbar.model.paths import Layout
from sparbar.model.private import rights_for
from sparbar.personal import check_folder, look_for
from sparbar.plan import deliveries_of, raw_files
from sparbar.proof import Sign, html
from sparbar.provenance.resolve import Delivery

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}")
# What a report in results/ must have been built from and by, to be the one that was approved.
_SAME = {"inputs": "the inputs", "extracts": "the extracts", "code": "the code"}


@dataclass(frozen=True)
class Approval:
    """What a person says who publishes a report.

    Attributes:
        date: the day of approval, ISO 8601.
        edition: its name; "" for the date.
        supersedes, reason: the edition that it corrects, and why; both or neither, "" for none.
    """

    approved_by: str
    date: str
    edition: str = ""
    supersedes: str = ""
    reason: str = ""


def publish(
    project: Project, report: str, audience: str, approval: Approval, sign: Sign | None = None
) -> Path:
    """Publish a report that was built and verified; returns the edition's folder.

    Everything is built anew from the recorded inputs alone, so that the edition can be built again from them.
    The folder appears by one rename when it is whole.

    Raises:
        ConfigError: name, date, approver or reason are not such, or the edition is there already.
        VerificationError: it does not verify, or is not what stands in results/.
        DisclosureError: something in it, its inputs included, tells who somebody is.
        SparbarError: what any step of a build raises.
    """
    scope, deliveries = deliveries_of(project, report)
    layout = project.layout
    earlier = _check_approval(scope, audience, approval, deliveries)
    name = approval.edition or approval.date
    said = Edition(name, approval.approved_by.strip(), approval.date, _superseded(earlier, approval))
    target = layout.edition(report, name)
    with _staging(target) as folder:
        fresh = folder / "edition"
        lay_out_inputs(scope, deliveries.values(), fresh / INPUTS)
        if audience == "public":
            lay_out_earlier_releases(scope, fresh / INPUTS)
        if earlier:
            lay_out_earlier(earlier, _in_inputs(layout, fresh).edition(report, earlier.edition.name))
        making = Making(Order(report, audience, said, sign), _extracts(layout, deliveries.values()))
        fill_edition(fresh, making)
        _check_approved(layout.report(report, audience), fresh)
        _check_verifies(fresh)
        look = look_for(layout, read_ledger(fresh / "facts.json"), (said.approved_by,))
        check_folder(fresh, look, f"{layout.editions}/{report}/{name}")
        _freeze(fresh, target, rights_for(audience))
    return target


def _in_inputs(layout: Layout, fresh: Path) -> Layout:
    return Layout(fresh / INPUTS, layout.raw, layout.results, layout.editions)


def _superseded(earlier: OpenEdition | None, approval: Approval) -> Superseded | None:
    if earlier is None:
        return None
    reason = " ".join(approval.reason.split())
    return Superseded(earlier.edition.name, earlier.edition.date, reason, earlier.sha256)


def _extracts(layout: Layout, deliveries: Iterable[Delivery]) -> dict[tuple[str, str], Path]:
    """The file of each extract; a folder without one is named when the extract is checked."""
    found = {
        (item.source, item.delivery): raw_files(layout, item.source, item.delivery) for item in deliveries
    }
    return {key: files[0] for key, files in found.items() if files}


def _check_approval(
    scope: Scope, audience: str, approval: Approval, deliveries: Mapping[str, Delivery]
) -> OpenEdition | None:
    """Look at what the person said, all of it at once; returns the edition that is to be replaced."""
    layout, report = scope.project.layout, scope.report.report
    name = approval.edition or approval.date
    faults = [*_plain_faults(scope, audience, approval), *_too_early(scope, approval, deliveries)]
    if not faults and layout.edition(report, name).exists():
        fix = "give another name with --edition; to correct it, add --supersedes and --reason"
        where = f"{layout.editions}/{report}/{name}"
        faults.append(Fault("this edition is published; no edition is ever overwritten", where, fix=fix))
    earlier = layout.edition(report, approval.supersedes) if approval.supersedes else None
    if earlier and not (NAME.fullmatch(approval.supersedes) and is_edition(earlier)):
        there = _names(earlier.parent)
        fix = nearest(approval.supersedes, there) or "name an edition of this report, or leave it out"
        faults.append(
            Fault(
                f"there is no edition {approval.supersedes} of {report}",
                f"{layout.editions}/{report}",
                ", ".join(there) or "an edition of this report",
                approval.supersedes,
                fix,
            )
        )
    if faults:
        raise ConfigError(faults)
    if earlier is None:
        return None
    _check_whole(earlier)
    return open_edition(earlier)


def _plain_faults(scope: Scope, audience: str, approval: Approval) -> Iterator[Fault]:
    """What can be seen without looking at any edition."""
    if audience not in scope.report.audiences:
        expected = ", ".join(scope.report.audiences)
        fix = "publish for an audience that the report names"
        yield Fault(
            "the report has no such audience", scope.report_place("audiences"), expected, audience, fix
        )
    if not approval.approved_by.strip():
        yield Fault("an edition is approved by somebody", "--approved-by", "a name", "nothing", "say who")
    if not _is_day(approval.date):
        yield Fault("this is no date", "--date", "a day such as 2023-06-30", approval.date, "give a day")
    elif not NAME.fullmatch(approval.edition or approval.date):
        expected = "small letters, digits, dots, hyphens and underscores"
        yield Fault("this is no name for an edition", "--edition", expected, approval.edition, "rename it")
    if bool(approval.supersedes) != bool(approval.reason.strip()):
        fix = "give --supersedes EDITION and --reason TEXT together"
        yield Fault("a correction names what it replaces, and why", "--supersedes, --reason", fix=fix)


def _too_early(scope: Scope, approval: Approval, deliveries: Mapping[str, Delivery]) -> Iterator[Fault]:
    """Nobody can have approved a report before there was one, or before its data were pulled."""
    if not _is_day(approval.date):
        return
    days = {name: delivery.date for name, delivery in deliveries.items()}
    dated = scope.report.dated(days).date.isoformat()
    newest = max([*days.values(), dated])
    if approval.date < newest:
        what = "the report is approved before its own date"
        if any(approval.date < day for day in days.values()):
            what = "the report is approved before its data were pulled"
        fix = "give the day on which it was approved; if the report's date is wrong, mend it and build again"
        yield Fault(what, "--date", f"{newest} or later", approval.date, fix)


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("[!.]*") if is_edition(path))


def _check_whole(folder: Path) -> None:
    """An edition that is no longer what was published cannot be corrected by its numbers."""
    levels = [level for level in verify_edition(folder) if level.name == "whole" and level.state == "fails"]
    if levels:
        found = "; ".join(levels[0].lines[:3])
        fix = "put the edition back as it was published"
        raise VerificationError(
            Fault("the edition to be replaced does not hold", folder.name, found=found, fix=fix)
        )


def _check_approved(built: Path, fresh: Path) -> None:
    """What is published must be what stands in results/, since that is what was read and approved.

    Raises:
        VerificationError: it was built from something else, or was never built.
    """
    place = "/".join(built.parts[-4:])
    fix = "build with snakemake, read the report once more, and publish then"
    try:
        then = html.extract((built / "report.html").read_bytes())
    except (OSError, ValueError):
        then = None
    now = html.extract((fresh / "report.html").read_bytes())
    if then is None or now is None:
        raise VerificationError(Fault("there is no built report to publish", place, fix=fix))
    faults = [
        Fault(f"{said} are not those of the report that was built", place, found=which, fix=fix)
        for key, said in _SAME.items()
        if (which := _differing(then["manifest"].get(key), now["manifest"][key]))
    ]
    if faults:
        raise VerificationError(faults)


def _differing(then: Any, now: Any) -> str:
    """Which parts of two manifests differ, in words, or ""."""
    if then == now:
        return ""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        names = sorted(name for name in {*then, *now} if then.get(name) != now.get(name))
        return f"other since: {', '.join(names[:5])}"
    return "other since"


def _check_verifies(fresh: Path) -> None:
    levels = verify_edition(fresh)
    if any(level.state == "fails" for level in levels):
        lines = [line.strip() for line in summary([level for level in levels if level.state == "fails"])]
        fix = "nothing was published; build again, and if it stays so, report this message"
        raise VerificationError(
            Fault("the edition does not verify", fresh.name, found="; ".join(lines[:6]), fix=fix)
        )


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """A folder beside the edition's, gone in the end; what a killed run left behind goes first."""
    prefix = f".{target.name}.publishing-"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for left_over in target.parent.glob(f"{prefix}*"):
            shutil.rmtree(left_over, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    except OSError as error:
        raise _refused(target, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _freeze(fresh: Path, target: Path, rights: int) -> None:
    """Make the files read-only and let the edition appear, whole, by one rename.

    Args:
        rights: of its folder, at most: what the system gives a new folder is never widened.
    """
    try:
        fresh.chmod(fresh.stat().st_mode & rights)
        for path in fresh.rglob("*"):
            if path.is_file():
                path.chmod(0o444)
        if target.exists():
            raise FileExistsError(17, "there is an edition by now", str(target))
        os.rename(fresh, target)
    except OSError as error:
        raise _refused(target, error) from error


def _refused(target: Path, error: OSError) -> EnvironmentFault:
    fix = "make room or give the right to write there, then publish again"
    where = "/".join(target.parts[-3:])
    return EnvironmentFault(
        Fault("the edition could not be put in place", where, found=str(error.strerror), fix=fix)
    )
