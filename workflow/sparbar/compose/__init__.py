"""Compose: a template and released facts become one text in which every numeral is accounted for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from sparbar.compose.appendix import appendix
from sparbar.compose.basis import write_basis
from sparbar.compose.blocks import check_data_tables
from sparbar.compose.corrections import corrections
from sparbar.compose.front import front_matter, title_block
from sparbar.compose.functions import template_functions
from sparbar.compose.judging import check_reading
from sparbar.compose.likeness import unlike_in_alts
from sparbar.compose.lint import Reading, read_document_tree
from sparbar.compose.marks import without_marks
from sparbar.compose.paragraphs import paragraphs_of
from sparbar.compose.session import Session
from sparbar.compose.structure import number_captions, number_headings, table_of_contents
from sparbar.compose.syntax import readable
from sparbar.compose.template import literal_pieces, read_template
from sparbar.config.base import in_language
from sparbar.config.project import Scope
from sparbar.errors import EnvironmentFault, Fault, TemplateError
from sparbar.model.document import Document, Occurrence, write_document
from sparbar.model.edition import Edition, Publication
from sparbar.model.files import write_whole
from sparbar.model.ledger import Ledger
from sparbar.model.ledger_json import read_ledger, write_ledger
from sparbar.pandoc import READER, pandoc_command

# A template in which more places than this cannot be run is told without the rest.
MOST_FAILED = 20


def compose_report(
    scope: Scope, audience: str, work: Path, publication: Publication | None = None
) -> Document:
    """Write `report.qmd`, `tree.json`, `document.json`, `facts.json` and `basis.json` for one audience.

    Args:
        scope: the report's definitions.
        audience: "internal" or "public".
        work: folder with `released.json`.
        publication: the edition that the document is of, or None.

    Raises:
        TemplateError: untraced numerals, unknown names, claims that no longer hold: all at once.
    """
    ledger = read_ledger(work / "released.json")
    report = scope.report.dated({extract.id: extract.date for extract in ledger.extracts})
    template = scope.report.template
    source, unseen = read_template(scope.project.root, template)
    session, body = _run(replace(scope, report=report), ledger, source, unseen)
    if publication and publication.earlier:
        body = f"{corrections(session, publication.edition, *publication.earlier)}\n{body}"
    _check_single_use(session, body)
    check_data_tables(session)
    session.faults += unlike_in_alts(session, body)
    edition = publication.edition if publication else None
    text, occurrences, running = _assemble(session, body, edition)
    with ThreadPoolExecutor(1) as meanwhile:  # pandoc reads in a process of its own
        read = meanwhile.submit(_pandoc_tree, text)
        pieces = literal_pieces(readable(source, template, session.failed), template)
        units = session.units_of(occurrences)
        tree = read.result()
    reading = read_document_tree(tree, session.language, session.marks.typed_ids(), units)
    check_reading(session, reading, occurrences, pieces, template)
    document = Document(
        report=scope.report.report,
        audience=audience,
        language=session.language,
        title=in_language(scope.report.title, session.language),
        occurrences=tuple(_placed(occurrence, reading) for occurrence in occurrences),
        figures=session.figures(),
        running=running,
        warnings=tuple(session.warnings),
        paragraphs=paragraphs_of(session, reading, source, template),
    )
    write_whole(work / "report.qmd", text)
    write_whole(work / "tree.json", tree)
    write_ledger(
        work / "facts.json",
        replace(
            ledger,
            claims=tuple(session.claims),
            observations=tuple(session.observations),
            former=tuple(session.former),
        ),
    )
    write_document(work / "document.json", document)
    write_basis(work / "basis.json", session, text, edition)
    return document


def _run(scope: Scope, ledger: Ledger, source: str, known: Sequence[Fault]) -> tuple[Session, str]:
    """What the template writes; places that cannot be run are told and left out, so that all is told.

    Args:
        known: what was seen to be wrong with the template before.
    """
    failed: dict[str, Fault] = {}
    while True:
        session = Session(
            scope, ledger, faults=[*known], failed=frozenset(failed), make_functions=template_functions
        )
        try:
            body = session.run(source, scope.report.template)
        except TemplateError as error:
            fault = error.faults[0]
            if fault.where in failed or len(failed) == MOST_FAILED:
                told = [*failed.values(), *session.faults]
                raise TemplateError(told if fault.where in failed else [*told, fault]) from error
            failed[fault.where] = fault
        else:
            session.faults[:0] = failed.values()
            return session, body


def _check_single_use(session: Session, body: str) -> None:
    """Every traced text stands once: a second place has its own line in the trace, so its own call."""
    session.faults += [
        Fault(
            f'the traced text "{occurrence.text}" is printed more than once',
            occurrence.template,
            "one call of the function for each place",
            fix="call the function again where the text stands again, instead of keeping it in a variable",
        )
        for occurrence in session.marks.doubled(body)
    ]


def _assemble(
    session: Session, body: str, edition: Edition | None
) -> tuple[str, list[Occurrence], tuple[str, ...]]:
    """The whole text in reading order with settled ids: title block, contents, body, appendix."""
    matter, running = front_matter(session)
    first = title_block(session, edition)
    used = list(session.marks.recorded.values())
    body = number_captions(session, f"{body}\n\n{appendix(session, used)}")
    body, sections = number_headings(session, body)
    contents = table_of_contents(session, sections)
    text = "\n".join([matter, first, contents, body])
    if session.faults and session.marks.doubled(text):
        raise TemplateError(session.faults)
    whole, occurrences = session.marks.settle(text)
    shown = tuple(without_marks(text) for text in running)
    return whole, occurrences, shown


def _pandoc_tree(text: str) -> str:
    """Pandoc's reading of the text as JSON."""
    command = pandoc_command("--from", READER, "--to", "json")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PANDOC")}
    result = subprocess.run(
        command, input=text.encode("utf-8"), capture_output=True, env=environment, check=False
    )
    if result.returncode:
        raise EnvironmentFault(
            Fault(
                "pandoc could not read the composed text",
                "report.qmd",
                found=result.stderr.decode("utf-8", "replace").strip()[:500],
                fix="run `sparbar compose` again; if it stays, report the template",
            )
        )
    return result.stdout.decode("utf-8")


def _placed(occurrence: Occurrence, reading: Reading) -> Occurrence:
    container, place = reading.places.get(
        occurrence.id, (occurrence.container or "paragraph", occurrence.place)
    )
    return replace(occurrence, container=container, place=place)
