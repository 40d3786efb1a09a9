"""Swap: a verified report takes the place of the last good one, by rename and never half."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sparbar.errors import DisclosureError, EnvironmentFault, Fault, VerificationError
from sparbar.model.paths import PREVIOUS
from sparbar.model.private import rights_for
from sparbar.swap.exchange import exchange

if TYPE_CHECKING:
    from sparbar.personal import Look

LEDGER = "facts.json"
PUBLISHED = (
    "report.html",
    "report.pdf",
    "report.docx",
    "trace.html",
    LEDGER,
    "document.json",
    "verification.json",
    "report.qmd",
    "figures",
)

# Beside what is made from the report alone: it tells of earlier ones, and is no part of an edition.
CHANGES = "changes.html"


def swap_report(work: Path, target: Path, look: Look | None = None) -> list[Path]:
    """Put the documents of `work` in place of those in `target`; returns the files now there.

    The new folder is complete beside the old one before either is renamed, so that a reader always finds
    one of them whole. All that is in it is looked through first for what tells who somebody is.

    Args:
        look: what to look for beside all that has a personal form.

    Raises:
        VerificationError: the documents were not verified, or did not pass.
        DisclosureError: something in them tells who somebody is; the last good report still stands.
        EnvironmentFault: no space, no right to write, or a document held open by another program.
    """
    from sparbar.personal import Look, check_folder  # here, so that putting a swap in order stays light

    verdict = json.loads((work / "verification.json").read_text(encoding="utf-8"))
    if not verdict["passed"]:
        raise VerificationError(
            Fault(
                "the report did not pass verification",
                str(work.name),
                fix="see verification.json for what failed",
            )
        )
    _check_complete(work)
    fresh, old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
    try:
        _repair(target, old)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=rights_for(target.name))
        for name in (*PUBLISHED, CHANGES) if (work / CHANGES).exists() else PUBLISHED:
            _copy(work / name, fresh / name)
        _keep_previous(target, fresh)
        check_folder(fresh, look or Look(), "/".join(target.parts[-2:]))
        _put(fresh, target, old)
    except DisclosureError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    except OSError as error:
        _repair(target, old)
        shutil.rmtree(fresh, ignore_errors=True)
        raise _cannot_write(target, error) from error
    return sorted(path for path in target.iterdir() if path.is_file())


def _keep_previous(target: Path, fresh: Path) -> None:
    """Keep the ledger of the last report on other extracts, which tells what a pull has changed."""
    kept = target / PREVIOUS
    if (target / LEDGER).exists() and _extracts(target) != _extracts(fresh):
        kept = target
    if (kept / LEDGER).exists():
        (fresh / PREVIOUS).mkdir()
        shutil.copy2(kept / LEDGER, fresh / PREVIOUS / LEDGER)


def _extracts(folder: Path) -> list[tuple[str, str]]:
    facts = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
    return [(extract["id"], extract["sha256"]) for extract in facts["extracts"]]


def _check_complete(work: Path) -> None:
    """Half a report is never put in place."""
    missing = [name for name in PUBLISHED if not (work / name).exists()]
    if missing:
        raise EnvironmentFault(
            Fault(
                problem="the report is not complete",
                where="/".join(work.parts[-4:]),
                expected=", ".join(PUBLISHED),
                found=f"no {', '.join(missing)}",
                fix="build with snakemake, which runs every step",
            )
        )


def _put(fresh: Path, target: Path, old: Path) -> None:
    """The new folder in the place of the one that stands there: in one step where the system has one."""
    if exchange(fresh, target):
        shutil.rmtree(fresh, ignore_errors=True)
        return
    if target.exists():
        os.rename(target, old)
    os.rename(fresh, target)
    shutil.rmtree(old, ignore_errors=True)


def mend_swap(target: Path) -> bool:
    """Bring back or tidy what a swap that was killed has left; returns whether there was anything.

    Raises:
        OSError: it cannot be put in order.
    """
    fresh, old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
    left = [path for path in (fresh, old) if path.exists()]
    _repair(target, old)
    shutil.rmtree(fresh, ignore_errors=True)
    return bool(left)


def _repair(target: Path, old: Path) -> None:
    """Bring the last good report back where an earlier run was ended between the two renames."""
    if old.exists():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            os.rename(old, target)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)


def _cannot_write(target: Path, error: OSError) -> EnvironmentFault:
    held = isinstance(error, PermissionError) and os.name == "nt"
    return EnvironmentFault(
        Fault(
            problem="the new report could not be put in place; the last good one still stands",
            where="/".join(target.parts[-4:]),
            found=error.strerror or str(error),
            fix="close the document in Word or the PDF reader and build again"
            if held
            else "make room or give the right to write there, then build again",
        )
    )
