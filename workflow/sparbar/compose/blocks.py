"""Tables and figures as Markdown with traced numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from sparbar.compose.markdown import escape, list_table
from sparbar.config.base import Text, in_language
from sparbar.errors import ConfigError, Fault
from sparbar.model.ledger import Constant, Fact
from sparbar.model.values import STATUSES, Status
from sparbar.selection import Grid, Heading, Series, grid_of_table, is_withheld, series_of_figure
from sparbar.shown import NOTES, ROUNDED, ROUNDED_TO, show_constant, show_fact, show_number

if TYPE_CHECKING:
    from sparbar.compose.session import Session

# \ue004 kind:name:where \ue005 stands for a reference until tables and figures have their numbers.
REFERENCE = ("\ue004", "\ue005")


def reference(kind: str, name: str, where: str) -> str:
    """A mark for a reference to a table or figure, resolved by `structure`."""
    return f"{REFERENCE[0]}{kind}:{name}:{where}{REFERENCE[1]}"


def whole_number(session: Session, number: int, words: bool | None = False) -> str:
    """A count."""
    return show_number(Fraction(number), "", 0, session.language, session.manner(words))


def table_block(session: Session, name: str) -> str:
    """A declared table with caption and notes."""
    definition = session.scope.report.tables[name]
    grid = grid_of_table(session.ledger, name, definition)
    if is_withheld(grid.cells) and definition.instead:
        typed = definition.instead
        definition = session.scope.report.tables[typed]
        grid = grid_of_table(session.ledger, typed, definition)
    caption = _caption(session, "table", name, definition.caption)
    if is_withheld(grid.cells):
        return _withheld(session, "table", name, caption)
    session.grids[f"t-{name}"] = grid
    body = _grid_markdown(session, grid, f"t-{name}", caption)
    return f"\n{body}\n{_notes(session, grid.cells, definition.note, f'tables.{name}')}"


def figure_block(session: Session, name: str) -> str:
    """A declared figure with caption, alt text written from the facts, and its numbers as a table."""
    definition = session.scope.report.figures[name]
    series = series_of_figure(session.ledger, name, definition)
    if is_withheld(series.facts):
        caption = _caption(session, "figure", name, definition.caption)
        return _withheld(session, "figure", name, caption)
    alt = _alt_text(session, name, series)
    caption = _caption(session, "figure", name, definition.caption)
    lines = [f"::: {{#f-{name} .figure}}", "", f"![{alt}](figures/{name}.svg)", ""]
    lines += ["::: {.caption}", caption, ":::", "", ":::", ""]
    if definition.data_table:
        grid = session.grids[f"f-{name}"] = Grid(
            Heading(session.ledger.dimensions.get(definition.dim, definition.dim), definition.dim),
            series.categories,
            tuple(_named(session, group, definition.metric) for group in series.groups),
            series.facts,
        )
        lines.append(_grid_markdown(session, grid, f"d-{name}", "", " .figure-data"))
    # Signs for what has no value stand in the table alone; that numbers are rounded is said of bars, too.
    is_told = definition.data_table
    shown = [[fact for fact in row if is_told or fact.status == "value"] for row in series.facts]
    return "\n" + "\n".join([*lines, _notes(session, shown, definition.note, f"figures.{name}")])


def _withheld(session: Session, kind: str, name: str, caption: str) -> str:
    """A sentence in place of a table or figure of which more than half is hidden."""
    session.withheld.add((kind, name))
    sentence = escape(session.words[f"withheld_{kind}"])
    # The box of the appendix: all formats know it, and links may lead to it.
    return f"\n::: {{#{kind[0]}-{name} .origin}}\n**{caption}**\n\n{sentence}\n:::\n"


def _named(session: Session, group: Heading, metric: str) -> Heading:
    """A group's heading; of the only group, the metric's."""
    return group if group.label else Heading(session.metrics[metric].label, f"metric:{metric}")


def check_data_tables(session: Session) -> None:
    """Note a fault for every figure that leaves out its table, where no placed table has its numbers."""
    if session.faults:
        return  # What is placed is not all known.
    report, ledger = session.scope.report, session.ledger
    placed = {name for kind, name in session.placed if kind == "table"}
    for kind, name in session.placed:
        if kind != "figure" or report.figures[name].data_table or (kind, name) in session.withheld:
            continue
        series = series_of_figure(ledger, name, report.figures[name])
        drawn = dict.fromkeys(fact.id for row in series.facts for fact in row)
        tabled = {name: _ids_in_table(session, name) for name in report.tables}
        missing = [i for i in drawn if not any(i in tabled[name] for name in placed)]
        if missing:
            other = next((t for t in report.tables if t not in placed and tabled[t].issuperset(missing)), "")
            session.faults.append(_untabled(session, name, missing, other))


def _ids_in_table(session: Session, name: str) -> set[str]:
    try:
        grid = grid_of_table(session.ledger, name, session.scope.report.tables[name])
    except ConfigError:
        return set()  # It cannot be placed.
    return {cell.id for row in grid.cells for cell in row if isinstance(cell, Fact)}


def _untabled(session: Session, name: str, missing: list[str], other: str) -> Fault:
    more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    place = f'place the table that has them, {{{{ table("{other}") }}}}, or ' if other else ""
    return Fault(
        problem=f"numbers of the figure {name} stand in no table",
        where=session.scope.report_place("figures", name, "data_table"),
        expected="each number of the figure in a table that the template places",
        found=f"only drawn: {', '.join(missing[:3])}{more}",
        fix=f'{place}leave out "data_table: false"',
    )


def _caption(session: Session, kind: str, name: str, text: Text) -> str:
    """The caption, run as a template of its own; the number is put before it later."""
    place = session.scope.report_place(f"{kind}s", name, "caption")
    body = session.run(in_language(text, session.language), place, in_yaml=True)
    return f"{REFERENCE[0]}number:{kind}:{name}{REFERENCE[1]} {body}"


def _grid_markdown(session: Session, grid: Grid, identifier: str, caption: str, classes: str = "") -> str:
    rows = [[_heading(session, grid.corner), *(_heading(session, column) for column in grid.columns)]]
    for heading, cells in zip(grid.rows, grid.cells, strict=True):
        rows.append([_heading(session, heading), *(_cell(session, cell) for cell in cells)])
    return list_table(rows, caption, identifier, "l" + "r" * len(grid.columns), classes)


def _heading(session: Session, heading: Heading) -> str:
    if heading.place:
        return session.judged(heading.label, session.scope.report_place(*heading.place))
    return session.label(heading.label, heading.ref or "label") if heading.label else "\\ "


def _cell(session: Session, cell: Fact | Constant) -> str:
    manner = session.manner(words=False)
    if isinstance(cell, Constant):
        return session.traced("constant", cell.id, show_constant(cell, session.language, manner), 0, cell.id)
    text = show_fact(cell, session.metrics[cell.metric], session.ledger, manner)
    if session.ledger.fact(cell.id) is None:  # an empty slice: there is a sign for it, and no fact
        return escape(text)
    return session.traced("fact", cell.id, text, 0, cell.metric)


def _notes(
    session: Session, cells: Sequence[Sequence[Fact | Constant]], note: Text | None, where: str
) -> str:
    """The declared note and one for each kind of missing value that the table shows."""
    statuses: set[Status] = {cell.status for row in cells for cell in row if isinstance(cell, Fact)}
    known = NOTES[session.language]
    texts = [known[status] for status in STATUSES if status in statuses and status != "value"]
    parts = [escape(text) for text in dict.fromkeys(texts)]
    parts += rounded_note(session, [cell for row in cells for cell in row if isinstance(cell, Fact)])
    if note:
        place = session.scope.report_place(*where.split("."), "note")
        parts.insert(0, session.run(in_language(note, session.language), place, in_yaml=True))
    return "\n::: {.note}\n" + "\\\n".join(parts) + "\n:::\n" if parts else ""


def rounded_note(session: Session, facts: Iterable[Fact]) -> list[str]:
    """What is said of rounded numbers, where some of these are."""
    if not any(fact.rounded and fact.status == "value" for fact in facts):
        return []
    before, _, after = ROUNDED[session.language]["note"].partition("{base}")
    base = show_constant(session.constants[ROUNDED_TO], session.language, session.manner(words=False))
    return [f"{escape(before)}{session.traced('constant', ROUNDED_TO, base, 0)}{escape(after)}"]


def _alt_text(session: Session, name: str, series: Series) -> str:
    """What the figure shows, in one sentence per category, for those who do not see it."""
    definition = session.scope.report.figures[name]
    metric, inside = session.metrics[definition.metric], ("alt", f"f-{name}")
    label = session.plain_label(metric.label, f"metric:{metric.id}", inside)
    parts = [f"{session.words[definition.kind]}: {label}."]
    for category, facts in zip(series.categories, series.facts, strict=True):
        label = session.plain_label(category.label, category.ref, inside)
        pairs = zip(facts, series.groups, strict=True)
        shown = [_alt_number(session, fact, group, inside) for fact, group in pairs]
        parts.append(f"{label}: {', '.join(shown)}.")
    return escape_alt(" ".join(parts))


def _alt_number(session: Session, fact: Fact, group: Heading, inside: tuple[str, str]) -> str:
    # The group's mark stands before the number's: both are recorded in reading order.
    name = f"{session.plain_label(group.label, group.ref, inside)} " if group.label else ""
    manner = session.manner(words=False)
    text = show_fact(fact, session.metrics[fact.metric], session.ledger, manner)
    if fact.status != "value":
        text = NOTES[session.language][fact.status].partition(" ")[2]
    if session.ledger.fact(fact.id) is None:
        return name + text
    return name + session.marks.unspanned("fact", fact.id, text, inside)


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
