"""What the program's own code never does: give data to a shell, run data as code, expand entities."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from jinja2.exceptions import SecurityError

from sparbar.compose.template import Source
from sparbar.errors import Fault, TemplateError
from tests.conftest import ROOT

CODE = sorted(
    [*(ROOT / "workflow").rglob("*.py"), ROOT / "bootstrap.py", *(ROOT / "installation").rglob("*.py")]
)
# Calls that run data as code or hand it to a shell, or that make objects of whatever data say.
FORBIDDEN = frozenset(
    "eval exec compile __import__ os.system os.popen os.execv os.execvp os.spawnl commands.getoutput "
    "subprocess.getoutput subprocess.getstatusoutput pickle.load pickle.loads pickle.Unpickler marshal.loads "
    "shelve.open dill.loads joblib.load yaml.full_load yaml.unsafe_load yaml.load_all "
    "pandas.read_pickle pd.read_pickle pd.eval tempfile.mktemp "
    "xml.etree.ElementTree.parse xml.dom.minidom.parse xml.sax.parse".split()
)
PROCESSES = frozenset(
    "subprocess.run subprocess.Popen subprocess.call subprocess.check_call subprocess.check_output".split()
)


def named(node: ast.expr) -> str:
    """The dotted name of what is called, or ""."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = named(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def wrong_calls(source: str) -> Iterator[str]:
    """Calls in a source that must not stand in it, with their lines."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = named(node.func)
        if name in FORBIDDEN:
            yield f"{name} in line {node.lineno}"
        if name == "yaml.load" and "SafeLoader" not in _written(source, node):
            yield f"{name} in line {node.lineno}"
        if name in PROCESSES:
            first = node.args[0] if node.args else None
            if any(k.arg == "shell" for k in node.keywords):
                yield f"{name} with a shell in line {node.lineno}"
            elif isinstance(first, ast.Constant | ast.JoinedStr | ast.BinOp):
                yield f"{name} with a line of text in line {node.lineno}"
        if name.endswith("XMLParser") and "resolve_entities=False" not in _written(source, node):
            yield f"{name} that resolves entities in line {node.lineno}"


def _written(source: str, node: ast.Call) -> str:
    """The call as it is written; a loader may be named in the line above it."""
    lines = source.splitlines()
    return "\n".join(lines[max(0, node.lineno - 3) : node.end_lineno])


def test_no_code_gives_data_to_a_shell_or_runs_them() -> None:
    assert len(CODE) > 200
    found = {path.relative_to(ROOT).as_posix(): list(wrong_calls(path.read_text("utf-8"))) for path in CODE}
    assert {name: calls for name, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "line",
    [
        "eval('1')",
        "os.system('ls')",
        "subprocess.run('ls', shell=True)",
        "subprocess.run(f'ls {x}')",
        "subprocess.Popen('ls ' + x)",
        "pickle.loads(b'')",
        "yaml.load(x)",
        "tempfile.mktemp()",
        "etree.XMLParser(no_network=True)",
        "etree.XMLParser(resolve_entities=True)",
    ],
)
def test_a_breach_would_be_seen(line: str) -> None:
    assert len(list(wrong_calls(line))) == 1


def test_what_is_allowed_is_let_pass() -> None:
    lines = (
        "subprocess.run([program, name])",
        "yaml.safe_load(x)",
        "yaml.load(x, yaml.SafeLoader)",
        "etree.XMLParser(resolve_entities=False)",
        "re.compile('x')",
    )
    allowed = "\n".join(lines)
    assert list(wrong_calls(allowed)) == []


def test_xml_is_never_read_by_a_parser_that_expands_entities() -> None:
    """lxml's own default parser resolves entities of a document's type: bytes from outside need their own."""
    outside = ("audit", "proof", "readers", "draft")
    for path in CODE:
        if path.parent.name in outside or "foreign" in path.parts:
            text = path.read_text("utf-8")
            for call in re.findall(
                r"etree\.(?:fromstring|parse|XML|iterparse)\(([^()]*(?:\([^()]*\))?[^()]*)\)", text
            ):
                assert "arser" in call.lower() or "_PARSER" in call, f"{path.name}: etree.…({call})"


def test_temporary_files_are_their_owners_alone() -> None:
    """The system's own ways make folders that nobody else may enter; another way would be open to all."""
    asked = {
        name
        for path in CODE
        for name in re.findall(r"(?:tempfile\.|from tempfile import )(\w+)", path.read_text("utf-8"))
    }
    assert asked == {"TemporaryDirectory", "mkdtemp"}


def test_rules_give_programs_names_and_no_data() -> None:
    """Snakemake quotes nothing by itself: what stands in a shell line is a name that config has checked."""
    for path in sorted((ROOT / "workflow/rules").glob("*.smk")):
        for value in re.findall(
            r"\{([^{}]*)\}", "".join(re.findall(r'"(sparbar [^"]*)"', path.read_text("utf-8")))
        ):
            assert re.fullmatch(r"wildcards\.\w+|output|log", value), f"{path.name}: {value}"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ fact.__globals__ }}",
        "{{ fact.__func__.__globals__['os'].system('touch hackad') }}",
        "{{ report.__init__.__globals__ }}",
        "{{ self.__init__.__globals__.__builtins__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__['os'] }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ ''|attr('__class__') }}",
        "{{ '{0.__class__}'.format('') }}",
        "{{ 'a'.format_map({'a': 1}).__class__ }}",
        "{{ (fact|attr('__globals__')) }}",
        "{{ range(10**9)|list }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{{ [].append(1).__class__ }}",
        "{% set x = [] %}{{ x.append(1) }}",
    ],
)
def test_a_template_never_leaves_its_sandbox(text: str) -> None:
    def fact(name: str, template_line: int = 0) -> str:
        return "1"

    functions = {"fact": fact, "print_expression": lambda value, line: f"<{value}>"}
    told: list[Fault] = []
    try:
        shown = Source(text, "t", lambda piece, line: piece, told.append).run(functions, {"report": object()})
    except (TemplateError, SecurityError, OverflowError):
        return
    assert told or "<" in shown
    assert not re.search("class|module|function|object at", shown)
