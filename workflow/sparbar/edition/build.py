"""Build an edition's documents from its recorded inputs, every step from the raw rows on, in one folder."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sparbar.edition.opened import open_edition
from sparbar.model.edition import Edition, Publication
from sparbar.model.ledger import document_time
from sparbar.model.ledger_json import read_ledger
from sparbar.proof import Maker, Sign

if TYPE_CHECKING:
    from sparbar.config.project import Scope
    from sparbar.provenance.resolve import Delivery


@dataclass(frozen=True)
class Order:
    """What is to be built.

    Attributes:
        sign: gives the signature of a manifest, or None for an unsigned edition.
        maker: by what it was made, where an edition is built again as recorded; else this very installation.
    """

    report: str
    audience: str
    edition: Edition
    sign: Sign | None = None
    maker: Maker | None = None


def build_edition(root: Path, order: Order) -> Path:
    """Build the documents of an edition in a project that has its inputs and extracts; returns the folder.

    Raises:
        SparbarError: what any step of a build raises.
    """
    from sparbar.audit.trace_page import write_trace_page
    from sparbar.audit.verify import verify_report
    from sparbar.compose import compose_report
    from sparbar.config.project import load_project
    from sparbar.draw import draw_report
    from sparbar.plan import deliveries_of
    from sparbar.release import release_facts

    scope, deliveries = deliveries_of(load_project(root), order.report)
    project = scope.project
    work = project.layout.work(order.report)
    folder = project.layout.work(order.report, order.audience)
    _count(scope, deliveries)
    release_facts(scope, order.audience, work)
    draw_report(scope, folder)
    compose_report(scope, order.audience, folder, _publication(scope, order))
    _render(scope, order, folder)
    write_trace_page(root, order.report, order.audience)
    verify_report(work, order.audience)
    return folder


def _count(scope: Scope, deliveries: dict[str, Delivery]) -> None:
    """Clean the extracts, and find every fact twice."""
    from sparbar.clean import clean_extract
    from sparbar.measure import measure_report
    from sparbar.recompute import recompute_report
    from sparbar.register import check_delivery

    project = scope.project
    for source, delivery in sorted({(item.source, item.delivery) for item in deliveries.values()}):
        contract = project.sources[source]
        # Every extract has its line in the register, so that the day has no say.
        line = check_delivery(project.layout, contract, source, delivery, datetime.date.max)
        clean_extract(project.layout, contract, delivery, line, project.defaults.language)
    measure_report(scope, deliveries, project.layout)
    recompute_report(scope, deliveries, project.layout)


def _publication(scope: Scope, order: Order) -> Publication:
    """The edition with what it needs of the one that it replaces."""
    earlier = order.edition.supersedes
    if earlier is None:
        return Publication(order.edition)
    opened = open_edition(scope.project.layout.edition(order.report, earlier.name))
    return Publication(order.edition, (opened.ledger, opened.document))


def _render(scope: Scope, order: Order, folder: Path) -> None:
    from sparbar.render import Publishing, render_report

    defaults, root = scope.project.defaults, scope.project.layout.root
    render_report(
        folder,
        engine=order.maker.engine if order.maker else defaults.engine,
        styles=root / defaults.styles,
        reference_docx=root / (scope.report.reference_docx or defaults.reference_docx),
        epoch=document_time(read_ledger(folder / "facts.json")),
        publishing=Publishing(order.sign, order.maker),
    )
