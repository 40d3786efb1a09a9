"""Every text that the code can put into the parts of a fault, found by walking over the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[3] / "workflow" / "sparbar"
GAP = "\0"
# What makes faults, with the positions of their parts.
_MAKERS = {
    "Fault": {"problem": 0, "expected": 2, "found": 3, "fix": 4},
    "MisfitError": {"problem": 0, "expected": 1, "fix": 2, "found": 3},
    "unreachable": {"problem": 1, "found": 2, "fix": 3},
    "fail": {"problem": 0, "fix": 2, "expected": 3, "found": 4},
    "refused": {"problem": 1, "expected": 2, "fix": 3},
    "Finding": {"problem": 1, "expected": 3, "found": 4},
}
# What functions that return one of these give, by position; whoever calls them makes the fault.
_PARTS = {"Trouble": ("problem", "expected", "found")}
_DEEPEST = 6


@dataclass(frozen=True)
class Text:
    """A text with a gap where the code fills in something."""

    text: str
    part: str
    where: str


def fault_texts(*rooms: str) -> list[Text]:
    """The texts of all faults made in some packages or modules ("register", "plan.py"; "" for all)."""
    found: list[Text] = []
    for room in rooms:
        path = PACKAGE / room
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            found += _Module(file).texts()
    return found


@dataclass
class _Module:
    file: Path
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    constants: dict[str, list[ast.expr]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tree = ast.parse(self.file.read_text(encoding="utf-8"))
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
        self.constants = _assigned(self.tree)

    def texts(self) -> list[Text]:
        found = list(self._returned())
        for function in [*self.functions.values(), self.tree]:
            own = list(_own_nodes(function))
            for node in own:
                if isinstance(node, ast.Call) and _name(node.func) in _MAKERS:
                    for part, at in _MAKERS[_name(node.func)].items():
                        value = _argument(node, part, at)
                        for text in self._read(value, function, 0) if value else ():
                            where = f"{self.file.relative_to(PACKAGE).as_posix()}, line {node.lineno}"
                            found.append(Text(text, part, where))
        return [text for text in dict.fromkeys(found) if text.text.strip(GAP + " ;")]

    def _returned(self) -> Iterator[Text]:
        """The texts that functions hand to whoever makes a fault of them."""
        for function in self.functions.values():
            kind = ast.unparse(function.returns).partition(" ")[0] if function.returns else ""
            for node in _own_nodes(function):
                if kind in _PARTS and isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                    where = f"{self.file.relative_to(PACKAGE).as_posix()}, line {node.lineno}"
                    for part, value in zip(_PARTS[kind], node.value.elts, strict=True):
                        for text in self._read(value, function, 0):
                            yield Text(text, part, where)

    def _read(self, node: ast.expr, within: ast.AST, depth: int) -> Iterator[str]:
        """All texts that an expression can be."""
        if depth > _DEEPEST:
            yield GAP
        elif isinstance(node, ast.Constant):
            yield str(node.value) if isinstance(node.value, str) else GAP
        elif isinstance(node, ast.JoinedStr):
            yield from self._joined(node.values, within, depth)
        elif isinstance(node, ast.FormattedValue):
            yield from self._read(node.value, within, depth + 1)
        elif isinstance(node, ast.BinOp):
            yield from self._joined([node.left, node.right], within, depth)
        elif isinstance(node, ast.IfExp):
            yield from self._read(node.body, within, depth)
            yield from self._read(node.orelse, within, depth)
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                yield from self._read(value, within, depth)
        elif isinstance(node, ast.Name):
            yield from self._variable(node.id, within, depth + 1)
        elif isinstance(node, ast.Subscript) and _is_position(node.slice):
            yield from self._item(node.value, ast.literal_eval(node.slice), within, depth + 1)
        elif isinstance(node, ast.Call) and _name(node.func) in self.functions:
            function = self.functions[_name(node.func)]
            for inner in _own_nodes(function):
                if isinstance(inner, ast.Return) and inner.value:
                    yield from self._read(inner.value, function, depth + 1)
        elif table := self._table(node):
            values, others = table
            for value in (*values.values, *others):
                yield from self._read(value, within, depth + 1)
        else:
            yield GAP

    def _table(self, node: ast.expr) -> tuple[ast.Dict, list[ast.expr]] | None:
        """The table of this module that an expression looks something up in, and what else it may give."""
        others: list[ast.expr] = []
        table: ast.expr = node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            table, others = node.func, node.args[1:]
        if not (isinstance(table, ast.Subscript | ast.Attribute) and isinstance(table.value, ast.Name)):
            return None
        found = self.constants.get(table.value.id, [])
        return (found[0], others) if found and isinstance(found[0], ast.Dict) else None

    def _item(self, node: ast.expr, position: int, within: ast.AST, depth: int) -> Iterator[str]:
        """What stands at a place of the tuples that an expression can be, or that a table of them has."""
        if isinstance(node, ast.Tuple):
            if all(isinstance(row, ast.Tuple) for row in node.elts):
                for row in node.elts:
                    yield from self._item(row, position, within, depth)
            elif any(isinstance(part, ast.Starred) for part in node.elts[: position + 1]):
                yield GAP
            elif position < len(node.elts):
                yield from self._read(node.elts[position], within, depth)
        elif isinstance(node, ast.Name):
            for value in _assigned(within).get(node.id) or self.constants.get(node.id, []):
                yield from self._item(value, position, within, depth)
        elif isinstance(node, ast.Call) and _name(node.func) in self.functions:
            function = self.functions[_name(node.func)]
            for inner in _own_nodes(function):
                if isinstance(inner, ast.Return) and inner.value:
                    yield from self._item(inner.value, position, function, depth)

    def _joined(self, parts: list[ast.expr], within: ast.AST, depth: int) -> Iterator[str]:
        texts = [""]
        for part in parts:
            is_choice = isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.IfExp)
            is_text = not isinstance(part, ast.FormattedValue)
            options = list(self._read(part, within, depth + 1)) or [GAP]
            if not (is_choice or is_text or all(GAP not in option for option in options)):
                options = [GAP]  # what the data fill in
            texts = [text + option for text in texts for option in dict.fromkeys(options)]
        yield from texts

    def _variable(self, name: str, within: ast.AST, depth: int) -> Iterator[str]:
        values = _assigned(within).get(name) or self.constants.get(name)
        if values:
            for value in values:
                yield from self._read(value, within, depth)
            return
        if isinstance(within, ast.FunctionDef):
            names = [argument.arg for argument in within.args.args]
            if name in names:
                yield from self._passed(within, name, names, depth)
                return
        yield GAP

    def _passed(self, function: ast.FunctionDef, name: str, names: list[str], depth: int) -> Iterator[str]:
        position, is_called = names.index(name) - (names[0] in ("self", "cls")), False
        for caller in [*self.functions.values(), self.tree]:
            for node in _own_nodes(caller):
                if isinstance(node, ast.Call) and _name(node.func) == function.name:
                    value = _argument(node, name, position)
                    if value is not None:
                        is_called = True
                        yield from self._read(value, caller, depth)
        if not is_called:  # from other modules alone, or with what it has by itself
            yield GAP


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from _own_nodes(child)


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in _own_nodes(scope):
        if isinstance(node, ast.For) and isinstance(node.target, ast.Tuple):
            for position, one in enumerate(node.target.elts):
                if isinstance(one, ast.Name):
                    found.setdefault(one.id, []).append(_at(node.iter, position))
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple):
                    pairs = [(one, _at(node.value, position)) for position, one in enumerate(target.elts)]
                for one, value in pairs:
                    if isinstance(one, ast.Name):
                        found.setdefault(one.id, []).append(value)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found.setdefault(node.target.id, [])
    return found


def _is_position(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _at(value: ast.expr, position: int) -> ast.expr:
    if isinstance(value, ast.Tuple) and not all(isinstance(row, ast.Tuple) for row in value.elts):
        return value.elts[position]
    return ast.Subscript(value, ast.Constant(position))


def _argument(call: ast.Call, name: str, position: int) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[position] if 0 <= position < len(call.args) else None


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
