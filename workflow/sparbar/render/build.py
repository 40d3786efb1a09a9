"""The stage: convert with an engine, finish each format, move the documents in when all are whole."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from sparbar.errors import EnvironmentFault, Fault
from sparbar.model.files import write_json
from sparbar.proof import Maker, Prove, Sign, finished
from sparbar.render import pandoc, quarto
from sparbar.render.body import read_body
from sparbar.render.docx import finish_docx
from sparbar.render.inputs import Composed, read_composed, shown_path
from sparbar.render.page import make_page
from sparbar.render.pdf import Archive, compile_pdf, make_pdf, typst_version
from sparbar.render.proof import attach, look_digests, maker_of, proof_of, proven_page
from sparbar.render.workspace import check_styles, lay_out

FORMATS = ("html", "pdf", "docx")
RENDER_SCHEMA = "sparbar.render/1"
# How the names of working folders begin.
PRIVATE = ".render-"
# The PDF takes longest: it starts first, and shares the machine with one other format at a time. Of those the
# page comes first, since what is made of it takes its time too.
ORDER = ("pdf", "html", "docx")
SIDE_BY_SIDE = 2
# What an engine writes for each format.
RAW = {"html": "html", "pdf": "typst", "docx": "docx"}
# From the finished page to further files, by their names, that are moved in with the documents.
Beside = Callable[[bytes], Mapping[str, str]]


@dataclass(frozen=True)
class RenderInfo:
    """How a report was rendered; `render.json` holds the same.

    Attributes:
        engine: "quarto" or "pandoc" (the embedded one).
        versions: program to version.
        formats: the documents made, in the order of `FORMATS`.
        epoch: the time of creation that they carry, in seconds.
        standards: what the PDF claims to meet.
        note: why Quarto was passed over though it is there, or "".
    """

    engine: str
    versions: dict[str, str]
    formats: tuple[str, ...]
    epoch: int
    standards: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Publishing:
    """What a published document has that others have not.

    Attributes:
        sign: gives the signature of a document's manifest.
        maker: by what the documents were made, where an edition is built again as it was recorded.
    """

    sign: Sign | None = None
    maker: Maker | None = None


@dataclass(frozen=True)
class _Origin:
    """By what documents are made here, and digests of the files of their look."""

    maker: Maker
    look: dict[str, str]


@dataclass(frozen=True)
class _Job:
    """Everything that finishing a format needs."""

    composed: Composed
    folder: Path
    styles: Path
    epoch: int
    archive: Archive
    origin: Future[_Origin]
    publishing: Publishing
    beside: Beside


def _none(page: bytes) -> dict[str, str]:
    """Nothing else is made."""
    return {}


def render_report(  # noqa: PLR0913  (the face of the stage: every setting by name)
    work: Path,
    *,
    formats: tuple[str, ...] = FORMATS,
    engine: str,
    styles: Path,
    reference_docx: Path,
    epoch: int,
    archive: Archive = "a-3a",
    publishing: Publishing = Publishing(),
    beside: Beside = _none,
) -> RenderInfo:
    """Render a composed report to `report.html`, `report.pdf`, `report.docx`, and say how in `render.json`.

    Args:
        work: folder with `report.qmd`, `tree.json`, `document.json`, `facts.json` and `figures/`.
        formats: some of `FORMATS`; documents of formats not asked for are taken away, so that none is stale.
        engine: "quarto" or "pandoc"; "auto" takes Quarto where it is on the PATH and new enough.
        styles: folder of the look: `report.css`, `report.typ`, `fonts/`.
        reference_docx: Word document with the styles.
        epoch: time of creation for the documents, in seconds; that of the newest extract, never the clock's.
        archive: "a-2a" for an archive that takes no attachments; the PDF then carries no proof.
        publishing: signature and recorded maker, of an edition.
        beside: what else is made once the page is there, while the PDF is still laid out.

    Raises:
        EnvironmentFault: something is missing, an engine failed, or the folder cannot be written.
        ValueError: an unknown format.
    """
    wanted = tuple(name for name in FORMATS if name in formats)
    if set(formats) - set(FORMATS):
        raise ValueError(
            f"formats are {', '.join(FORMATS)}; found {', '.join(sorted(set(formats) - set(FORMATS)))}"
        )
    with _system_faults(work):
        composed = read_composed(work)
        check_styles(styles, reference_docx)
        chosen = quarto.choose_engine(engine)
        with _private_folder(work) as folder:
            lay_out(folder, composed, styles, reference_docx)
            with ThreadPoolExecutor(1) as meanwhile:  # needed when the first conversion has been made
                origin = meanwhile.submit(_origin_of, chosen, styles, reference_docx)
                job = _Job(composed, folder, styles, epoch, archive, origin, publishing, beside)
                made, versions = _make_all(job, wanted, chosen)
            info = RenderInfo(
                chosen.name,
                versions,
                wanted,
                epoch,
                ("ua-1", archive) if "pdf" in wanted else (),
                chosen.note,
            )
            write_json(folder / "render.json", {"schema": RENDER_SCHEMA, **asdict(info)})
            _move_in(folder, work, wanted, [*made, "render.json"])
    return info


def _make_all(job: _Job, wanted: Sequence[str], chosen: quarto.Choice) -> tuple[list[str], dict[str, str]]:
    """Make all documents in the working folder, side by side.

    Returns:
        The names of all that was made, and the versions of what made the documents.
    """
    raw = [RAW[name] for name in wanted]
    if chosen.program is None:
        convert: Callable[[str], None] = partial(_convert, job)
    else:
        quarto.convert_all(chosen, job.folder, raw, job.epoch)
        convert = _nothing
    with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE) as pool:
        order = [name for name in ORDER if name in wanted]
        started = {name: pool.submit(_make_one, job, name, convert) for name in order}
        tasks = [started[name] for name in wanted]
        faults = [
            fault
            for task in tasks
            if isinstance(error := task.exception(), EnvironmentFault)
            for fault in error.faults
        ]
        if faults:
            raise EnvironmentFault(faults)
        made = [name for task in tasks for name in task.result()]
    versions = {"pandoc": (job.folder / f"pandoc-{raw[0]}.txt").read_text(encoding="utf-8")} if raw else {}
    versions |= {"typst": typst_version()} if "pdf" in wanted else {}
    return made, versions | ({"quarto": chosen.version} if chosen.program else {})


def _origin_of(chosen: quarto.Choice, styles: Path, reference: Path) -> _Origin:
    version = chosen.version if chosen.program else ""
    return _Origin(maker_of(chosen.name, version), look_digests(styles, reference))


def _convert(job: _Job, to: str) -> None:
    source = "report.json" if job.composed.blocks else "report.md"
    pandoc.convert(job.folder, source, to, f"raw.{to}", job.epoch)


def _nothing(_: str) -> None:
    """Quarto has converted all formats in one call."""


def _make_one(job: _Job, name: str, convert: Callable[[str], None]) -> list[str]:
    """Make one document, and what is made of it; returns the names of the files."""
    convert(RAW[name])
    raw = job.folder / f"raw.{RAW[name]}"
    pandoc_version = (job.folder / f"pandoc-{RAW[name]}.txt").read_text(encoding="utf-8")
    origin = job.origin.result()
    here = replace(origin.maker, versions={**origin.maker.versions, "pandoc": pandoc_version})
    proof = proof_of(job.composed, origin.look, job.publishing.maker or here)
    prove = partial(finished, proof, sign=job.publishing.sign)
    if name == "html":
        made = proven_page(make_page(job.composed, read_body(raw), job.styles), prove)
    elif name == "pdf":
        made = _proven_pdf(job, read_body(raw), prove)
    else:
        made = finish_docx(raw.read_bytes(), job.composed, prove, job.styles / "fonts", job.epoch)
    (job.folder / f"report.{name}").write_bytes(made)
    others = job.beside(made) if name == "html" else {}
    for other, text in others.items():
        (job.folder / other).write_text(text, encoding="utf-8", newline="\n")
    return [f"report.{name}", *others]


def _proven_pdf(job: _Job, body: str, prove: Prove) -> bytes:
    """Compile twice: the attached manifest digests the pages, which attachments do not change."""
    asked = (job.folder, body, job.styles / "fonts", job.epoch, job.archive)
    if job.archive != "a-2a":
        attach(job.folder, prove, compile_pdf(*asked))
    return make_pdf(*asked)


@contextmanager
def _private_folder(work: Path) -> Iterator[Path]:
    """A folder of our own on the same file system, so that a document is moved in by one rename.

    What a killed run left behind goes first.
    """
    for left_over in work.glob(f"{PRIVATE}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=PRIVATE, dir=work))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _move_in(folder: Path, work: Path, wanted: Sequence[str], names: Sequence[str]) -> None:
    """Move all that was made in; where one file cannot be moved, none of this run stays."""
    moved: list[Path] = []
    try:
        for name in FORMATS:
            if name not in wanted:
                (work / f"report.{name}").unlink(missing_ok=True)
        for name in names:
            os.replace(folder / name, work / name)
            moved.append(work / name)
    except OSError:
        for path in moved:
            path.unlink(missing_ok=True)
        raise


@contextmanager
def _system_faults(work: Path) -> Iterator[None]:
    """Say in words what the system refused."""
    try:
        yield
    except OSError as error:
        place = Path(os.fsdecode(error.filename2 or error.filename)) if error.filename else work
        raise EnvironmentFault(_system_fault(error, place)) from error


def _system_fault(error: OSError, place: Path) -> Fault:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC)
    denied = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
    if full:
        problem, fix = "there is no space left for the documents", "free some space and build again"
    elif denied:
        problem = "the documents cannot be written"
        fix = "close the document if a program has it open, or give yourself the right to write there"
    else:
        problem, fix = (
            "the system refused to read or write a file",
            "see what the system says and build again",
        )
    return Fault(
        problem=problem,
        where=shown_path(place),
        expected="a file that can be read and written",
        found=str(error.strerror),
        fix=fix,
    )
