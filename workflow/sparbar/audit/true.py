"""Level "true": the extracts at hand, are the facts of a proof what their rows say?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparbar.audit.levels import Level
from sparbar.audit.recounted import differences
from sparbar.audit.stated import Differences, built_again, dates_and_names, differences_of
from sparbar.errors import SparbarError
from sparbar.model.deliveries import day_of
from sparbar.model.files import borrow
from sparbar.model.ledger import Extract, Ledger
from sparbar.model.ledger_json import ledger_from_json
from sparbar.model.shape import shaped
from sparbar.provenance.digests import sha256_file
from sparbar.provenance.register import find_event, read_register

if TYPE_CHECKING:
    from sparbar.config.project import Scope
    from sparbar.provenance.resolve import Delivery

_ABSENT = "is not in the folder"
_AS_THEY_ARE = "counted from the files as they are now:"
_GONE = "and cannot be counted again"
_MOST_WORDED = 20
_BY_ANOTHER = (
    "the file was made by another version of sparbar, which puts definitions in other words than this one:"
)


def check_true(proof: dict[str, Any] | None, extracts: Path | None) -> Level:
    """Level 3: recompute every fact from the raw rows, by the definitions that the proof carries.

    Args:
        extracts: a folder with the extract files, in it or below; None where there is none at hand.
    """
    if proof is None:
        return Level("true", "not checked", ("the file carries no definitions to count by",))
    if extracts is None:
        return Level("true", "not checked", ("no extracts at hand: give their folder with --extracts",))
    try:
        ledger = shaped(ledger_from_json(proof["ledger"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return Level("true", "not checked", ("the ledger in the proof cannot be read",))
    custom = sorted(metric.id for metric in ledger.metrics if metric.custom)
    if custom:
        return Level(
            "true",
            "not checked",
            (f"metrics written as programs are not run from a file: {', '.join(custom)}",),
        )
    found, lines = find_extracts(ledger, extracts)
    if any(extract.id not in found for extract in ledger.extracts):
        is_wrong = any(not line.endswith((_ABSENT, _GONE)) for line in lines)
        return Level("true", "fails" if is_wrong else "not checked", tuple(lines))
    if not lines:
        return _recomputed(proof, ledger, found)
    if any(sha256_file(found[extract.id]) != extract.sha256 for extract in ledger.extracts):
        lines += [_AS_THEY_ARE, *_recomputed(proof, ledger, found).lines]
    return Level("true", "fails", tuple(lines))


def find_extracts(ledger: Ledger, folder: Path) -> tuple[dict[str, Path], list[str]]:
    """The file of each extract, wherever below the folder, and what is wrong with files and register.

    Missing: there is no file for an extract where none has its name or content, or where several have its
    name and none of them its content.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    digest = cache(sha256_file)
    found: dict[str, Path] = {}
    lines: list[str] = []
    for extract in ledger.extracts:
        name = extract.file.rpartition("/")[2]
        named = [path for path in files if path.name == name]
        match = next((path for path in named or files if digest(path) == extract.sha256), None)
        if match:
            found[extract.id] = match
            lines += _misplaced(extract, name, match)
            register = next((path for path in _above(match, folder) if path in files), None)
            lines += _misregistered(extract, name, register) if register else ()
        elif named:
            found |= {extract.id: named[0]} if len(named) == 1 else {}
            lines.append(f"{name} has other content than when it was pulled {extract.date}")
        else:
            lines.append(
                _forgotten(extract, files) or f"{name} (extract {extract.source} {extract.date}) {_ABSENT}"
            )
    return found, list(dict.fromkeys(lines))


def _forgotten(extract: Extract, files: list[Path]) -> str:
    """What a register in the folder says of an extract that was forgotten, or ""."""
    for path in (path for path in files if path.name == "register.csv"):
        try:
            line = find_event(read_register(path), "forgotten", extract.source, extract.delivery)
        except SparbarError:
            continue
        if line is not None and line.sha256 == extract.sha256:
            name = f"{extract.source} {extract.delivery}"
            return f"{name} was forgotten {line.received} ({line.note}), {_GONE}"
    return ""


def _above(file: Path, folder: Path) -> Iterator[Path]:
    """Where the register that speaks of a file may lie: beside it or above, the nearest first."""
    for parent in file.parents:
        yield parent / "register.csv"
        if parent == folder:
            return


def _misplaced(extract: Extract, name: str, path: Path) -> Iterator[str]:
    """What the name of a file, or of its folder where that is a delivery's, says against the extract."""
    if path.name != name:
        yield f"{name} is there under another name, {path.name}: what names say of dates must not change"
    if day_of(path.parent.name) and path.parent.name != extract.delivery:
        yield f"{name} lies in the folder {path.parent.name}, but was delivered as {extract.delivery}"


def _misregistered(extract: Extract, name: str, path: Path) -> Iterator[str]:
    """What the register that lies with an extract says against the ledger."""
    try:
        register = read_register(path)
    except SparbarError as error:
        yield from ("the register of extracts cannot be read", *str(error).splitlines()[:3])
        return
    own = [line for line in register if (line.source, line.delivery) == (extract.source, extract.delivery)]
    delivered = [line for line in own if line.event == "delivered"]
    fitting = [line for line in delivered if line.file == name and line.sha256 == extract.sha256]
    if not fitting:
        what = "another file or checksum" if delivered else "no such delivery"
        yield f"register.csv has {what} for {extract.source} {extract.delivery} ({name})"
    elif all(line.received != extract.received for line in fitting):
        yield (
            f"register.csv says that {extract.source} {extract.delivery} was received {fitting[0].received}, "
            f"the report says {extract.received}"
        )
    for line in own:
        if line.event != "delivered":
            what = f"{extract.source} {extract.delivery} was {line.event}"
            yield f"register.csv says that {what}: {line.note}"


def _recomputed(proof: dict[str, Any], ledger: Ledger, found: dict[str, Path]) -> Level:
    from sparbar.recompute import recompute_report

    is_genuine = all(sha256_file(found[extract.id]) == extract.sha256 for extract in ledger.extracts)
    with tempfile.TemporaryDirectory(prefix="sparbar-") as name:
        root = Path(name)
        try:
            scope, deliveries = _lay_out(root, proof, ledger, found)
            recomputed = recompute_report(scope, deliveries, scope.project.layout)
            built = built_again(scope, deliveries, ledger) if is_genuine else None
        except (SparbarError, OSError, KeyError, TypeError, ValueError) as error:
            return Level(
                "true", "fails", ("the facts could not be counted again", *str(error).splitlines()[:8])
            )
    wrong = differences(ledger, recomputed["facts"], scope)
    # Of a file with other content the numbers say enough.
    stated = differences_of(ledger, built, scope) if built else Differences()
    wrong += [*stated.told(), *dates_and_names(scope, deliveries, proof["document"])]
    if wrong:
        return Level("true", "fails", tuple(wrong))
    lines = _what_holds(ledger, built or ledger)
    if not stated.worded:
        return Level("true", "holds", tuple(lines))
    if _is_by_this_code(proof):
        return Level("true", "fails", tuple(stated.worded[:_MOST_WORDED]))
    return Level("true", "not checked", (_BY_ANOTHER, *stated.worded[:_MOST_WORDED], *lines))


def _is_by_this_code(proof: dict[str, Any]) -> bool:
    """Whether the manifest names the very code that checks it."""
    from sparbar.render.proof import own_code

    code = proof.get("manifest", {}).get("code")
    return isinstance(code, dict) and code.get("digest") == own_code()


def _what_holds(ledger: Ledger, built: Ledger) -> Iterator[str]:
    # A public ledger does not tell how many rows there are.
    rows = sum(extract.rows_in for extract in built.extracts)
    source = f" from {rows} rows" if rows else ""
    hidden = sum(fact.status == "suppressed" for fact in ledger.facts)
    if hidden:
        counted = len(ledger.facts) - hidden
        yield f"{counted} facts were counted again{source} and agree; {hidden} are suppressed"
    else:
        yield f"all {len(ledger.facts)} facts were counted again{source} and agree"
    if ledger.claims:
        count = len(ledger.claims)
        yield (
            "its claim still holds by its rule"
            if count == 1
            else f"all {count} claims still hold by their rules"
        )
    for observation in ledger.observations:
        yield f'not measured: "{observation.words}" ({observation.basis})'
    if ledger.observations:
        yield "what these rest on stands in the template, which is not in the file: not checked"
    if ledger.former:
        yield f"the numbers of the edition {ledger.former[0].edition} are not in the file: not checked"


def _lay_out(
    root: Path, proof: dict[str, Any], ledger: Ledger, found: dict[str, Path]
) -> tuple[Scope, dict[str, Delivery]]:
    """A project of the proof's own definitions, with the extracts copied in."""
    from sparbar.config.project import load_project, scope_of
    from sparbar.provenance.resolve import Delivery

    for name, text in proof["inputs"].items():
        _inside(root, name).write_bytes(text.encode("utf-8"))
    template = _template_of(root, f"config/reports/{ledger.report}.yaml")
    _inside(root, template).touch()
    project = load_project(root)
    scope = scope_of(project, ledger.report)
    deliveries = {}
    for extract in ledger.extracts:
        target = project.layout.extract(extract.source, extract.delivery)
        if not target.resolve().is_relative_to(root.resolve()):
            raise ValueError(f"the extract {extract.id} would lie outside of the project")
        target.mkdir(parents=True, exist_ok=True)
        if not (target / found[extract.id].name).exists():
            borrow(found[extract.id], target / found[extract.id].name)
        source, asked = scope.asked().get(extract.id, (extract.source, extract.asked))
        deliveries[extract.id] = Delivery(extract.id, source, extract.delivery, asked)
    return scope, deliveries


def _inside(root: Path, name: str) -> Path:
    """The place of a file below a folder.

    Raises:
        ValueError: the name leads out of the folder.
    """
    target = (root / name).resolve()
    if not target.is_relative_to(root.resolve()):
        raise ValueError(f"the proof names a file outside the project: {name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _template_of(root: Path, name: str) -> str:
    """The template that a report names; read as the project's own YAML is, within its bounds.

    Raises:
        ConfigError: the file cannot be read, or is more than a file that people write.
        ValueError: it names no template.
    """
    from sparbar.config.yaml_file import read_yaml

    data = read_yaml(_inside(root, name), name).data
    if not isinstance(data, dict) or not isinstance(data.get("template"), str):
        raise ValueError(f"{name} names no template")
    return str(data["template"])
