"""Jinja templates: sandboxed, strict, and every call knows the line it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sparbar.errors import Fault, TemplateError, nearest
from sparbar.model.signs import UNSEEN, show_signs

# `{#id}` belongs to Pandoc, so comments are written <!--# … #-->.
COMMENT_START, COMMENT_END = "<!--#", "#-->"
LINE = "template_line"


def make_environment() -> ImmutableSandboxedEnvironment:
    """The environment for all templates: no file access, no attributes that matter, nothing undefined."""
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        comment_start_string=COMMENT_START,
        comment_end_string=COMMENT_END,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


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
    """

    def __init__(self, text: str, name: str, mark_text: Callable[[str, int], str]) -> None:
        self.text, self.name, self._mark_text = text, name, mark_text

    def run(self, functions: Mapping[str, Callable[..., Any]], values: Mapping[str, Any]) -> str:
        """The text that the template writes.

        Raises:
            TemplateError: syntax, an unknown name, or something the sandbox forbids; with template and line.
        """
        environment = make_environment()
        try:
            tree = environment.parse(self.text, self.name, self.name)
            self._prepare(tree, set(functions))
            code = environment.compile(tree, self.name, self.name)
            template = environment.template_class.from_code(environment, code, {**functions, **values})
            return template.render()
        except TemplateSyntaxError as error:
            raise self._error(f"the template cannot be read: {error.message}", error.lineno) from error
        except UndefinedError as error:
            raise self._undefined(error, [*functions, *values]) from error
        except _FAILURES as error:
            said = str(error) or type(error).__name__
            line = _line(error, self.name) or getattr(error, "lineno", None)
            raise self._error(
                f"the template asks for something it may not or cannot have: {said}", line
            ) from error

    def _prepare(self, tree: nodes.Template, functions: set[str]) -> None:
        """Tell every call of ours its line, and pass every printed expression and text through ours."""
        for call in tree.find_all(nodes.Call):
            _check_keywords(call, self.name)
            if isinstance(call.node, nodes.Name) and call.node.name in functions:
                call.kwargs.append(nodes.Keyword(LINE, nodes.Const(call.lineno), lineno=call.lineno))
        for output in tree.find_all(nodes.Output):
            output.nodes = [self._prepared(node) for node in output.nodes]

    def _prepared(self, node: nodes.Expr) -> nodes.Expr:
        if isinstance(node, nodes.TemplateData):
            return nodes.TemplateData(self._mark_text(node.data, node.lineno), lineno=node.lineno)
        arguments = [node, nodes.Const(node.lineno, lineno=node.lineno)]
        name = nodes.Name("print_expression", "load", lineno=node.lineno)
        return nodes.Call(name, arguments, [], None, None, lineno=node.lineno)

    def _undefined(self, error: UndefinedError, known: list[str]) -> TemplateError:
        name = str(error).split("'")[1] if "'" in str(error) else ""
        hint = nearest(name, known)
        return self._error(
            f"the template uses a name that does not exist: {error}", _line(error, self.name), hint
        )

    def _error(self, problem: str, line: int | None, fix: str = "") -> TemplateError:
        where = f"{self.name}, line {line}" if line else self.name
        return TemplateError(
            Fault(problem=problem, where=where, fix=fix or "see docs/templates.md for what templates may use")
        )


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


def literal_pieces(text: str, name: str) -> Iterator[tuple[str, int]]:
    """The literal pieces of a template's text, each with the line it starts on."""
    tree = make_environment().parse(text, name, name)
    for node in tree.find_all(nodes.TemplateData):
        yield node.data, node.lineno


def read_template(root: Path, relative: str) -> str:
    """The text of a template.

    Raises:
        TemplateError: there is no such file.
    """
    path = root / relative
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
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
    if unseen := UNSEEN.search(text):
        raise TemplateError(
            Fault(
                problem=f"the template has a sign that nobody sees, {show_signs(unseen[0])}",
                where=f"{relative}, line {text.count(chr(10), 0, unseen.start()) + 1}",
                fix="write the words around it anew, without what was copied with them",
            )
        )
    return text
