"""Jinja templates: sandboxed, strict, and every call knows the line it stands on."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError

from sparbar.compose.misuse import FORBIDDEN, SEE, Unknown, said_of_failure, said_of_syntax, said_of_unknown
from sparbar.compose.syntax import line_in, line_of, make_environment, readable
from sparbar.errors import Fault, TemplateError, nearest, not_in_utf8
from sparbar.model.signs import UNSEEN, show_signs

LINE = "template_line"
_PRINTED_ON_A_LINE = re.compile(r"\{\{[^\n]*?\}\}")
_REFUSED: dict[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter over several lines",
}


# What a template can bring about by what it writes: errors of Jinja, and of Python in its expressions.
_FAILURES = (
    SecurityError,
    JinjaError,
    TypeError,
    AttributeError,
    ValueError,
    ArithmeticError,
    LookupError,
    RecursionError,
    SyntaxError,
)


class UsageError(ValueError):
    """A template calls one of our functions with a value that it does not take."""


class Source:
    """One template text and how to run it.

    Args:
        text: the template.
        name: what messages call it ("templates/insikt.qmd.j2").
        mark_text: called with each literal piece of text and its line; returns what to put there instead.
        tell: called with faults that do not stop the run.
        failed: places that failed before ("templates/insikt.qmd.j2, line 3"), whose expressions are left out.
    """

    def __init__(
        self,
        text: str,
        name: str,
        mark_text: Callable[[str, int], str],
        tell: Callable[[Fault], None],
        failed: Collection[str] = (),
    ) -> None:
        self.text, self.name, self._mark_text, self._tell, self._failed = text, name, mark_text, tell, failed

    def run(self, functions: Mapping[str, Callable[..., Any]], values: Mapping[str, Any]) -> str:
        """The text that the template writes.

        Raises:
            TemplateError: what cannot be read or worked out; with template and line.
        """
        environment = make_environment()
        environment.undefined = self._unknown([*functions, *values])
        text = readable(self.text, self.name, self._failed)
        try:
            tree = environment.parse(text, self.name, self.name)
            self._prepare(tree, set(functions))
            code = environment.compile(tree, self.name, self.name)
            template = environment.template_class.from_code(environment, code, {**functions, **values})
            self._lines = template.get_corresponding_lineno
            return template.render()
        except TemplateSyntaxError as error:
            known = [*environment.filters, *environment.tests]
            line = line_of(error, text)
            raise self._error(*said_of_syntax(error.message or "", known), line) from error
        except SecurityError as error:
            raise self._error(*FORBIDDEN, _line(error, self.name)) from error
        except UsageError as error:
            raise self._error(str(error), SEE, _line(error, self.name)) from error
        except _FAILURES as error:
            at = _line(error, self.name) or getattr(error, "lineno", None)
            raise self._error(*said_of_failure(error), at) from error

    def _unknown(self, names: list[str]) -> type[Unknown]:
        def tell(unknown: Unknown) -> None:
            line = self._line_now()
            if (unknown.name, line) not in told:
                told.add((unknown.name, line))
                problem, fix = said_of_unknown(unknown, names)
                self._tell(Fault(problem, line_in(self.name, line), fix=fix))

        told: set[tuple[str, int]] = set()
        return type("UnknownHere", (Unknown,), {"__slots__": (), "tell": staticmethod(tell)})

    def _line_now(self) -> int:
        """The line of the template that is being run."""
        frame: FrameType | None = sys._getframe()
        while frame and frame.f_code.co_filename != self.name:
            frame = frame.f_back
        return self._lines(frame.f_lineno) if frame else 0

    def _prepare(self, tree: nodes.Template, functions: set[str]) -> None:
        """Tell every call of ours its line, and pass every printed expression and text through ours."""
        self._leave_out(tree, functions)
        for call in tree.find_all(nodes.Call):
            _check_keywords(call, self.name)
            if _is_ours(call, functions):
                call.kwargs.append(nodes.Keyword(LINE, nodes.Const(call.lineno), lineno=call.lineno))
        for output in tree.find_all(nodes.Output):
            output.nodes = [self._prepared(node) for node in output.nodes]

    def _leave_out(self, tree: nodes.Template, functions: set[str]) -> None:
        """Take out what templates may not have, which is told, and what failed before."""
        for parent in [tree, *tree.find_all(nodes.Node)]:
            for field, value in parent.iter_fields():
                if isinstance(value, list):
                    setattr(parent, field, [node for node in value if not self._is_refused(node)])
        for node in tree.find_all((nodes.Output, nodes.If, nodes.For, nodes.Assign)):
            if isinstance(node, nodes.Output):
                node.nodes = [one for one in node.nodes if not self._has_failed(one, functions)]
            elif isinstance(node, nodes.If) and self._has_failed(node.test, functions):
                node.test = nodes.Const(False, lineno=node.lineno)
            elif isinstance(node, nodes.For) and self._has_failed(node.iter, functions):
                node.iter = nodes.Const((), lineno=node.lineno)
            elif isinstance(node, nodes.Assign) and self._has_failed(node.node, functions):
                node.node = nodes.Const("", lineno=node.lineno)

    def _is_refused(self, node: Any) -> bool:
        what = next((said for kind, said in _REFUSED.items() if isinstance(node, kind)), "")
        if what:
            fix = "write the text here; what stands in many places belongs in a table, a figure or a constant"
            self._tell(Fault(f"a template has no {what}", line_in(self.name, node.lineno), fix=fix))
        return bool(what)

    def _has_failed(self, node: nodes.Node, functions: set[str]) -> bool:
        """Whether an expression may be what failed on its line; a plain call of ours tells its own faults."""
        if (
            isinstance(node, nodes.TemplateData | nodes.Const)
            or line_in(self.name, node.lineno) not in self._failed
        ):
            return False
        if not (isinstance(node, nodes.Call) and _is_ours(node, functions)):
            return True
        given = [*node.args, *(keyword.value for keyword in node.kwargs)]
        return not all(isinstance(value, nodes.Const) for value in given)

    def _prepared(self, node: nodes.Expr) -> nodes.Expr:
        if isinstance(node, nodes.TemplateData):
            return nodes.TemplateData(self._mark_text(node.data, node.lineno), lineno=node.lineno)
        arguments = [node, nodes.Const(node.lineno, lineno=node.lineno)]
        name = nodes.Name("print_expression", "load", lineno=node.lineno)
        return nodes.Call(name, arguments, [], None, None, lineno=node.lineno)

    def _error(self, problem: str, fix: str, line: int | None) -> TemplateError:
        return TemplateError(Fault(problem, line_in(self.name, line or 0), fix=fix))


def _is_ours(call: nodes.Call, functions: set[str]) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name in functions


def _check_keywords(call: nodes.Call, name: str) -> None:
    """No keyword twice, and not the one that is ours: Python would stop at them without a line."""
    keys = [keyword.key for keyword in call.kwargs]
    for key in keys:
        if key == LINE or keys.count(key) > 1:
            said = f"{key} is given twice" if key != LINE else f"{key} is no argument; the line is known"
            raise TemplateSyntaxError(said, call.lineno, name)


def _line(error: BaseException, name: str) -> int | None:
    """The template's line from a traceback that Jinja has rewritten."""
    trace, line = error.__traceback__, None
    while trace:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def literal_pieces(text: str, name: str) -> list[tuple[str, int]]:
    """The literal pieces of a template's text, each with the line it starts on.

    Missing: none, where the template cannot be read even without what it prints.
    """
    for part in (text, _PRINTED_ON_A_LINE.sub("", text)):
        try:
            tree = make_environment().parse(part, name, name)
        except TemplateSyntaxError:
            continue
        return [(node.data, node.lineno) for node in tree.find_all(nodes.TemplateData)]
    return []


def read_template(root: Path, relative: str) -> tuple[str, list[Fault]]:
    """The text of a template without the signs that nobody sees, and a fault for each line that has any.

    Raises:
        TemplateError: there is no such file, or it is not in UTF-8.
    """
    path = root / relative
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError(not_in_utf8(relative, error)) from None
    except OSError as error:
        known = sorted(p.relative_to(root).as_posix() for p in path.parent.glob("*.j2"))
        hint = nearest(relative, known) or "check the report's template"
        raise TemplateError(
            Fault(
                problem="the template cannot be read",
                where=relative,
                found=str(error.__class__.__name__),
                fix=hint,
            )
        ) from error
    faults = [
        Fault(
            problem=f"the template has a sign that nobody sees, {show_signs(unseen[0])}",
            where=line_in(relative, number),
            fix="write the words around it anew, without what was copied with them",
        )
        for number, line in enumerate(text.split("\n"), 1)
        if (unseen := UNSEEN.search(line))
    ]
    return UNSEEN.sub("", text), faults
