"""Tables and figures as Markdown with traced numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sparbar.compose.markdown import escape, list_table
from sparbar.config.base import in_language
from sparbar.model.ledger import Constant, Fact
from sparbar.model.values import STATUSES, Status
from sparbar.selection import Grid, Heading, Series, grid_of_table, series_of_figure
from sparbar.shown import NOTES, Manner, show_constant, show_fact, show_number

if TYPE_CHECKING:
    from sparbar.compose.functions import Session

# \ue004 kind:name:where \ue005 stands for a reference until tables and figures have their numbers.
REFERENCE = ("\ue004", "\ue005")


def reference(kind: str, name: str, where: str) -> str:
    """A mark for a reference to a table or figure, resolved by `structure`."""
    return f"{REFERENCE[0]}{kind}:{name}:{where}{REFERENCE[1]}"


def whole_number(session: Session, number: int, manner: Manner = Manner()) -> str:
    """A count."""
    return show_number(Fraction(number), "", 0, session.language, manner)


def table_block(session: Session, name: str) -> str:
    """A declared table with caption and notes."""
    definition = session.scope.report.tables[name]
    grid = grid_of_table(session.ledger, name, definition)
    caption = _caption(session, "table", name, definition.caption)
    body = _grid_markdown(session, grid, f"t-{name}", caption)
    return f"\n{body}\n{_notes(session, grid.cells, in_language(definition.note, session.language), f'tables.{name}')}"


def figure_block(session: Session, name: str) -> str:
    """A declared figure with caption, alt text written from the facts, and its numbers as a table."""
    definition = session.scope.report.figures[name]
    series = series_of_figure(session.ledger, name, definition)
    alt = _alt_text(session, name, series)
    caption = _caption(session, "figure", name, definition.caption)
    figure = f"\n::: {{#f-{name} .figure}}\n\n![{alt}](figures/{name}.svg)\n\n::: {{.caption}}\n{caption}\n:::\n\n:::\n"
    grid = Grid(
        Heading(session.ledger.dimensions.get(definition.dim, definition.dim)),
        series.categories,
        tuple(
            group
            if group.label
            else Heading(session.metrics[definition.metric].label, f"metric:{definition.metric}")
            for group in series.groups
        ),
        series.facts,
    )
    data = _grid_markdown(session, grid, f"d-{name}", "", " .figure-data")
    return f"{figure}\n{data}\n{_notes(session, grid.cells, in_language(definition.note, session.language), f'figures.{name}')}"


def _caption(session: Session, kind: str, name: str, text: dict[str, str] | None) -> str:
    """The caption, run as a template of its own; the number is put before it later."""
    where = f"config/reports/{session.scope.report.report}.yaml, {kind}s.{name}.caption"
    body = session.run(in_language(text, session.language), where)
    return f"{REFERENCE[0]}number:{kind}:{name}{REFERENCE[1]} {body}"


def _grid_markdown(session: Session, grid: Grid, identifier: str, caption: str, classes: str = "") -> str:
    head = [_heading(session, grid.corner), *(_heading(session, column) for column in grid.columns)]
    rows = [head]
    for heading, cells in zip(grid.rows, grid.cells, strict=True):
        rows.append([_heading(session, heading), *(_cell(session, cell) for cell in cells)])
    return list_table(rows, caption, identifier, "l" + "r" * len(grid.columns), classes)


def _heading(session: Session, heading: Heading) -> str:
    return session.label(heading.label, heading.ref or "label") if heading.label else "\\ "


def _cell(session: Session, cell: Fact | Constant) -> str:
    manner = Manner(session.scope.project.defaults.rounding)
    if isinstance(cell, Constant):
        return session.traced("constant", cell.id, show_constant(cell, session.language, manner), 0, cell.id)
    text = show_fact(cell, session.metrics[cell.metric], session.ledger, manner)
    return session.traced("fact", cell.id, text, 0, cell.metric)


def _notes(session: Session, cells: tuple[tuple[Fact | Constant, ...], ...], note: str, where: str) -> str:
    """The declared note and one for each kind of missing value that the table shows."""
    statuses: set[Status] = {cell.status for row in cells for cell in row if isinstance(cell, Fact)}
    texts = [
        NOTES[session.language][status] for status in STATUSES if status in statuses and status != "value"
    ]
    parts = [escape(text) for text in dict.fromkeys(texts)]
    if note:
        parts.insert(0, session.run(note, f"config/reports/{session.scope.report.report}.yaml, {where}.note"))
    return "\n::: {.note}\n" + "\\\n".join(parts) + "\n:::\n" if parts else ""


def _alt_text(session: Session, name: str, series: Series) -> str:
    """What the figure shows, in one sentence per category, for those who do not see it."""
    definition = session.scope.report.figures[name]
    metric, inside = session.metrics[definition.metric], ("alt", f"f-{name}")
    parts = [
        f"{session.words[definition.kind]}: {session.plain_label(metric.label, f'metric:{metric.id}', inside)}."
    ]
    for category, facts in zip(series.categories, series.facts, strict=True):
        label = session.plain_label(category.label, category.ref, inside)
        shown = [
            _alt_number(session, fact, group, inside)
            for fact, group in zip(facts, series.groups, strict=True)
        ]
        parts.append(f"{label}: {', '.join(shown)}.")
    return escape_alt(" ".join(parts))


def _alt_number(session: Session, fact: Fact, group: Heading, inside: tuple[str, str]) -> str:
    metric = session.metrics[fact.metric]
    text = show_fact(fact, metric, session.ledger, Manner(session.scope.project.defaults.rounding))
    if fact.status != "value":
        text = NOTES[session.language][fact.status].partition(" ")[2]
    marked = session.marks.unspanned("fact", fact.id, text, inside)
    return f"{session.plain_label(group.label, group.ref, inside)} {marked}" if group.label else marked


def escape_alt(text: str) -> str:
    """Alt text as Markdown; marks stay."""
    kept = [escape(piece) if not piece.startswith("\ue002") else piece for piece in _split_marks(text)]
    return "".join(kept)


def _split_marks(text: str) -> list[str]:
    pieces: list[str] = []
    rest = text
    while "\ue002" in rest:
        before, _, after = rest.partition("\ue002")
        number, _, rest = after.partition("\ue003")
        pieces += [before, f"\ue002{number}\ue003"]
    return [*pieces, rest]
