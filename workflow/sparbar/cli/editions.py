"""The verbs about editions: keygen, publish; and verify for a folder."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from sparbar.cli.project import audience_option, find_root, project_option, say
from sparbar.errors import ConfigError, Fault, VerificationError

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def keygen(file: Path) -> None:
    """Make keys to sign editions with: FILE, to be kept secret, and FILE.pub, to be given to who checks."""
    from sparbar.proof.signature import fingerprint, make_keys, read_public

    public = make_keys(file)
    say(f"{file.name}: keep it secret, and a copy in a safe place")
    say(f"{public.name}: give it to those who check; its fingerprint is")
    say(f"  {fingerprint(read_public(public))}")


@click.command()
@click.argument("report")
@click.option("--approved-by", required=True, help="Who approved it; stands in the documents.")
@click.option("--date", required=True, help="The day of approval, such as 2023-06-30.")
@click.option("--edition", default="", help="The edition's name (default: the date).")
@click.option("--sign", "key", type=READABLE, default=None, help="The private key to sign with.")
@click.option("--supersedes", default="", help="The edition of the same report that this one corrects.")
@click.option("--reason", default="", help="Why it is corrected; stands in the documents.")
@audience_option
@project_option
def publish(report: str, key: Path | None, audience: str, root: Path | None, **said: str) -> None:
    """Freeze a report that was built, read and approved, with everything needed to check it."""
    from sparbar.config.project import load_project
    from sparbar.edition.publish import Approval
    from sparbar.edition.publish import publish as publish_report
    from sparbar.proof.signature import signer

    project = load_project(find_root(root))
    sign = signer(key) if key else None
    target = publish_report(project, report, audience, Approval(**said), sign)
    say(f"published: {target.relative_to(project.layout.root).as_posix()}")


def verify_folder(
    folder: Path, extracts: Path | None, rebuild: bool, key: Path | None, out: Path | None
) -> None:
    """Check everything in the folder of an edition or of a built report, and say so.

    Raises:
        VerificationError: a level fails.
    """
    from sparbar.audit.levels import summary
    from sparbar.edition.means import Means
    from sparbar.edition.opened import is_edition
    from sparbar.edition.verify import verify_documents, verify_edition
    from sparbar.model.files import write_json
    from sparbar.proof.signature import read_public

    means = Means(extracts or _own_extracts(folder), rebuild, read_public(key) if key else None)
    levels = (verify_edition if is_edition(folder) else verify_documents)(folder, means)
    for line in summary(levels, language_in(folder)):
        say(line)
    if out:
        answers = [asdict(level) for level in levels]
        write_json(out, {"schema": "sparbar.verdict/1", "file": folder.name, "levels": answers})
    failed = [level.name for level in levels if level.state == "fails"]
    if failed:
        problem = f"{folder.name} does not hold: {', '.join(failed)}"
        raise VerificationError(Fault(problem, folder.name, fix="see the lines above for what differs"))


def language_in(folder: Path) -> str:
    """The language of the report in a folder, as far as its ledger says so; else ""."""
    try:
        told = json.loads((folder / "facts.json").read_text(encoding="utf-8"))["language"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return told if isinstance(told, str) else ""


def is_folder_of_documents(path: Path) -> bool:
    """Whether there are an edition or finished documents in a folder."""
    from sparbar.edition.opened import DOCUMENTS, is_edition

    return is_edition(path) or any((path / name).is_file() for name in DOCUMENTS)


def _own_extracts(folder: Path) -> Path | None:
    """The raw folder of the project that a folder stands in."""
    from sparbar.config.places import layout_of

    for above in folder.resolve().parents:
        if (above / "config" / "reports").is_dir():
            layout = layout_of(above)
            raw = layout.root / layout.raw
            return raw if raw.is_dir() else None
    return None


def refuse_rebuild(rebuild: bool, target: str) -> None:
    """A lone file does not hold its template and look, so it cannot be built again.

    Raises:
        ConfigError: --rebuild was given with a file.
    """
    if rebuild:
        fix = "give the edition's folder, or leave out --rebuild"
        raise ConfigError(Fault("only an edition can be built again", target, "a folder", "a file", fix))


EDITION_COMMANDS = (keygen, publish)
