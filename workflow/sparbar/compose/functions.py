"""What templates may call: each function returns traced text and records what it shows."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sparbar.compose import blocks
from sparbar.compose.arguments import checked
from sparbar.compose.changed import changes_block
from sparbar.compose.functions_claims import ClaimFunctions
from sparbar.compose.functions_numbers import NumberFunctions
from sparbar.compose.functions_texts import TextFunctions
from sparbar.compose.markdown import escape
from sparbar.compose.marks import has_marks
from sparbar.compose.misuse import Unknown
from sparbar.compose.refusals import CHANGED
from sparbar.compose.session import UNTOLD, Session, Traced
from sparbar.config.base import in_language
from sparbar.errors import SparbarError, TemplateError, nearest
from sparbar.language import find_numerals


def template_functions(session: Session) -> dict[str, Callable[..., Any]]:
    """The functions by the names that templates use."""
    page = Functions(session)
    names = (
        "fact change value shown const claim observed date extract_date period about label codes "
        "table figure changes_table see_table see_figure not_data notice base missing"
    ).split()
    functions = {name: checked(session, name, getattr(page, name)) for name in names}
    return functions | {"print_expression": page.print_expression}


class Functions(NumberFunctions, ClaimFunctions, TextFunctions):
    """The functions of templates; `docs/templates.md` is for authors. `template_line` is filled in by us."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def table(self, name: str, *, template_line: int = 0) -> Traced:
        """A table that the report's config declares."""
        session = self._session
        if name not in session.scope.report.tables:
            return session.fail(
                f"there is no table {name}",
                template_line,
                nearest(name, list(session.scope.report.tables))
                or "declare it under tables in the report's config",
            )
        return self._placed("table", name, lambda: blocks.table_block(session, name), template_line)

    def figure(self, name: str, *, template_line: int = 0) -> Traced:
        """A figure that the report's config declares, with its numbers as a table."""
        session = self._session
        if name not in session.scope.report.figures:
            return session.fail(
                f"there is no figure {name}",
                template_line,
                nearest(name, list(session.scope.report.figures))
                or "declare it under figures in the report's config",
            )
        return self._placed("figure", name, lambda: blocks.figure_block(session, name), template_line)

    def changes_table(self, since: str, *, template_line: int = 0) -> Traced:
        """A table of the numbers shown above it that read otherwise at the extracts of an alias."""
        session = self._session
        known = list(session.scope.report.compare)
        if since not in known:
            fix = nearest(since, known) or "name earlier extracts under compare in the report"
            return session.fail(f"the report compares with no {since}", template_line, fix)
        return self._placed("changes", since, lambda: changes_block(session, since), template_line)

    def _placed(self, kind: str, name: str, write: Callable[[], str], line: int) -> Traced:
        session = self._session
        if (kind, name) in session.placed:
            return session.fail(
                f"the {kind} {name} is placed twice",
                line,
                "place it once; see_table and see_figure refer to it",
            )
        session.placed.append((kind, name))
        session.block_line = line
        try:
            return Traced(write())
        except TemplateError:
            raise
        except SparbarError as error:
            session.faults.extend(error.faults)
            return Traced(UNTOLD)
        finally:
            session.block_line = 0

    def see_table(self, name: str, *, template_line: int = 0) -> Traced:
        """A reference to a table by its number."""
        return self._reference("table", name, template_line)

    def see_figure(self, name: str, *, template_line: int = 0) -> Traced:
        """A reference to a figure by its number."""
        return self._reference("figure", name, template_line)

    def _reference(self, kind: str, name: str, line: int) -> Traced:
        session = self._session
        if name not in getattr(session.scope.report, f"{kind}s"):
            return session.fail(
                f"there is no {kind} {name} to refer to",
                line,
                nearest(name, list(getattr(session.scope.report, f"{kind}s"))),
            )
        return Traced(blocks.reference(kind, name, self._session.where(line)))

    def print_expression(self, value: Any, line: int) -> str:
        """What `{{ … }}` prints: traced text as it stands, other text escaped; a number is an error."""
        if isinstance(value, Unknown):
            return str(value) or UNTOLD
        if callable(value):
            name = getattr(value, "__name__", "this")
            fix = f'write {name}("…")'
            return self._session.fail(f"{name} is a function and prints nothing by itself", line, fix)
        if isinstance(value, Traced):
            return str(value)
        if isinstance(value, str) and has_marks(value):
            return self._print_joined(value, line)
        text = in_language(value, self._session.language) if isinstance(value, dict) else str(value)
        if find_numerals(text, self._session.language) or not isinstance(value, str | dict):
            return self._session.fail(
                "an expression prints something that cannot be traced",
                line,
                "use fact(…), const(…), date(…) or about(…)",
                found=_found(value, text),
            )
        return escape(text)

    def _print_joined(self, text: str, line: int) -> str:
        """A text that was made of traced ones: it may stand if all of them still are as they were printed."""
        session = self._session
        changed = session.marks.changed(text)
        if changed is None:
            return text
        return session.fail(CHANGED[0], line, CHANGED[1], f'"{changed}"' if changed else "")


def _found(value: Any, text: str) -> str:
    """What an expression prints that may not, without the words of the program."""
    if value is None or isinstance(value, bool):
        return text.lower()
    if isinstance(value, str | int | float | Fraction | datetime.date):
        return f'"{text[:60]}"'
    return (
        "several things at once" if isinstance(value, list | tuple | dict | set) else "no text and no number"
    )
