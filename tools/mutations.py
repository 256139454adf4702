"""Changes of a function that might be a slip: what tools/mutants.py tries.

One small change at a time: a comparison, an operator, a number, a condition, a statement left out.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[1] / "src" / "habitue"
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt},
    **{ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is},
    **{ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And},
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult},
    **{ast.Mod: ast.FloorDiv},
}


@dataclass
class Mutant:
    """One change in one function."""

    module: str
    function: str
    line: int
    says: str
    tree: ast.Module = field(repr=False)

    @property
    def about(self) -> str:
        return f"{self.module}:{self.line} {self.function}: {self.says}"


def of(module: str) -> Iterator[Mutant]:
    locks = _is_of_lock(ast.parse((SOURCE / module).read_text()))
    for one in mutants(module):
        if not (one.says == "True: False" and any(line == one.line for line, _ in locks)):
            yield one


def mutants(module: str) -> Iterator[Mutant]:
    """Every mutant of every function of a module."""
    tree = ast.parse((SOURCE / module).read_text())
    for name, function in _functions(tree, ""):
        for node in ast.walk(function):
            for says, change in _changes(node):
                if _is_ours(function, node):
                    copied = _made(tree, node, change)
                    short = says if len(says) <= 120 else says[:60] + " … " + says[-57:]
                    line = getattr(node, "lineno", 0)
                    yield Mutant(module, name, line, short.replace("\n", " "), copied)


def _functions(node: ast.AST, above: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield f"{above}{child.name}", child
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{above}{child.name}.")


def _is_ours(function: ast.FunctionDef, node: ast.AST) -> bool:
    """In the body: defaults, annotations and decorators ran when the module was imported."""
    return any(node is one for statement in function.body for one in ast.walk(statement))


Change = tuple[str, Any]  # a field of the node and its new value; or "pass"


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    before = ast.unparse(node) if isinstance(node, ast.expr | ast.stmt) else ""
    for kinds, changed in KINDS:
        if isinstance(node, kinds):
            for says, change in changed(node):
                yield f"{before}: {says}", change


def _compared(node: Any) -> Iterator[tuple[str, Change]]:
    for at, op in enumerate(node.ops):
        other = SWAPS.get(type(op))
        if other:
            ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
            yield other.__name__, ("ops", ops)


def _operated(node: Any) -> Iterator[tuple[str, Change]]:
    other = SWAPS.get(type(node.op))
    if other and not _of_texts(node):
        yield other.__name__, ("op", other())


def _signed(node: Any) -> Iterator[tuple[str, Change]]:
    if isinstance(node.op, ast.USub):
        yield "without minus", ("op", ast.UAdd())
    elif isinstance(node.op, ast.Not):
        yield "without not", ("not", None)


def _counted(node: Any) -> Iterator[tuple[str, Change]]:
    if type(node.value) is bool:
        yield str(not node.value), ("value", not node.value)
    elif type(node.value) is int:
        yield str(node.value + 1), ("value", node.value + 1)


def _chosen(node: Any) -> Iterator[tuple[str, Change]]:
    if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield f"if not {ast.unparse(node.test)}", ("test", ast.UnaryOp(ast.Not(), node.test))


def _left_out(node: Any) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.Raise) or isinstance(node.value, ast.Call):
        yield "left out", ("pass", None)


KINDS: list[tuple[Any, Any]] = [
    (ast.Compare, _compared),
    (ast.BoolOp | ast.BinOp | ast.AugAssign, _operated),
    (ast.UnaryOp, _signed),
    (ast.Constant, _counted),
    (ast.If | ast.IfExp | ast.While, _chosen),
    (ast.Raise | ast.Expr, _left_out),
]


def _of_texts(node: ast.AST) -> bool:
    return any(
        isinstance(one, ast.JoinedStr)
        or (isinstance(one, ast.Constant) and type(one.value) is str)
        for one in ast.walk(node)
    )


def _made(tree: ast.Module, node: ast.AST, change: Change) -> ast.Module:
    """The whole module, copied, with that node changed."""
    memo: dict[int, Any] = {}
    copied = copy.deepcopy(tree, memo)
    mine = memo[id(node)]
    what, value = change
    if what == "pass":
        _replace(copied, mine, ast.copy_location(ast.Pass(), mine))
    elif what == "not":
        _replace(copied, mine, mine.operand)
    else:
        setattr(mine, what, value)
    ast.fix_missing_locations(copied)
    return copied


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(one is old for one in value):
                setattr(parent, name, [new if one is old else one for one in value])


def _is_of_lock(tree: ast.Module) -> set[tuple[int, int]]:
    """Where `lock=True` and the like stand: not mutated."""
    return {
        (one.value.lineno, one.value.col_offset)
        for one in ast.walk(tree)
        if isinstance(one, ast.keyword) and one.arg in ("lock", "no_key")
    }
