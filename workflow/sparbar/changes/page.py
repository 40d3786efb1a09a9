"""`changes.html` and the lines of `sparbar diff`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from sparbar.changes.words import WORDS

# So many changed cells, added and removed rows are listed in a terminal; page and JSON have more.
MOST_LINES = 20


def changes_page(data: Mapping[str, Any], styles: Path, notices: Sequence[str] = ()) -> str:
    """The page as HTML; without a base it says that there is nothing to compare with.

    Args:
        data: see `explain_report`.
        styles: folder of the look, with `report.css` and `fonts/fonts.json`: the page looks like its report.
        notices: what the contracts say of all data in the report.
    """
    import jinja2
    from markupsafe import Markup

    from sparbar.webpage import content_policy, font_faces

    folder = resources.files("sparbar.changes")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.ChainableUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(folder.joinpath("page.html.j2").read_text(encoding="utf-8"))
    looks = (
        font_faces(styles / "fonts"),
        (styles / "report.css").read_text(encoding="utf-8"),
        folder.joinpath("page.css").read_text(encoding="utf-8"),
    )
    style = "\n".join(part.strip() for part in looks).replace("</", "<\\/")
    return template.render(
        **data,
        words=WORDS[data["language"]],
        notices=notices,
        style=Markup(style),
        policy=content_policy(style, ""),
    )


def changes_lines(data: Mapping[str, Any]) -> Iterator[str]:
    """The same for a terminal."""
    words = WORDS[data["language"]]
    if not data["base"]:
        yield words["first"]
        return
    yield f"{words['since']} {data['base']}."
    for extract in data["extracts"]:
        yield from _extract_lines(extract, words)
    if data.get("unknown"):
        yield words["unknown"].format(why=data["unknown"])
    if "report" in data:
        yield words["moved_count"].format(count=len(data["facts"])) if data["facts"] else words["nothing"]
    for fact in data["facts"]:
        name = f"{fact['label']} ({fact['slice']})" if fact["slice"] else fact["label"]
        change = f", {fact['difference']}" if fact["difference"] else ""
        yield f"  {name}: {fact['old']} → {fact['new']}{change}"
        for cause in fact["causes"]:
            yield "      " + f"{cause['by']} {cause['why']}".strip()
    for key in ("sentences", "claims", "redefined", "came", "went"):
        if data.get(key):
            yield f"{words[key]}:"
            yield from (f"  {_line(item)}" for item in data[key])


def _line(item: Any) -> str:
    if isinstance(item, str):
        return item
    if "count" in item:
        return f"{item['label']}: {item['count']}"
    if "template" in item:
        return f"{item['template']}: {item['text']}"
    return f"{item['words']}: {item['old']} → {item['new']}"


def _extract_lines(extract: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    if extract["same"]:
        yield f"{extract['label']}: {extract['new']}, {words['same']}"
        return
    days = f"{extract['old']} → {extract['new']}" if extract["old"] else extract["new"]
    yield f"{extract['label']}: {days}"
    yield from rows_lines(extract, words)


def rows_lines(rows: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    """How the rows of one extract differ."""
    if "rows" not in rows:
        return
    if rows["no_change"]:
        yield f"  {words['no_change']}"
        return
    counts = ", ".join(f"{words[key]} {rows[key]}" for key in ("added", "removed", "changed"))
    yield f"  {words['rows']}: {rows['rows']['old']} → {rows['rows']['new']} ({counts})"
    for key in ("returned", "mended", "spoilt"):
        if rows[key]:
            yield f"  {words[key]}: {rows[key]}"
    yield from (f"  {line}" for line in [*rows["entering"], *rows["returning"], *rows["leaving"]])
    for key in ("columns_new", "columns_gone"):
        if rows[key]:
            yield f"  {words[key]}: {', '.join(rows[key])}"
    for key in ("cells", "filled"):
        if rows[key]:
            yield f"  {words[key]}: " + ", ".join(f"{c['column']} {c['count']}" for c in rows[key])
    for cell in rows["listed"][:MOST_LINES]:
        place = f"{words['row_old']} {cell['row_old']}, {words['row_new'].lower()} {cell['row_new']}"
        yield f"    {cell['key']} ({place}), {cell['column']}: {cell['old'] or '–'} → {cell['new'] or '–'}"
    if rows["cell_count"] > MOST_LINES:
        yield f"    {words['some_cells'].format(shown=MOST_LINES, count=rows['cell_count'])}"
    for key in ("added", "removed"):
        yield from _listed_lines(rows, key, words)


def _listed_lines(rows: Mapping[str, Any], key: str, words: Mapping[str, str]) -> Iterator[str]:
    """The first rows that were added or removed, with what they hold."""
    listed = rows[f"listed_{key}"]
    if listed:
        yield f"  {words[f'listed_{key}']}:"
    for row in listed[:MOST_LINES]:
        place = f"{words['row_new' if key == 'added' else 'row_old'].lower()} {row['row']}"
        place += f", {words['came_back']}" if row["came_back"] else ""
        held = (f"{cell['column']}: {cell['value']}" for cell in row["cells"] if cell["value"])
        yield "    " + ", ".join((f"{row['key']} ({place})".strip(), *held))
    if rows[key] > MOST_LINES:
        yield f"    {words['some_cells'].format(shown=MOST_LINES, count=rows[key])}"
