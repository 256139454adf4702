"""A room's rows are written by that room alone; the others call its actions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tests.architecture.house_plan import dotted, functions, module_of, modules, room_of, shown

WRITES = {
    *("create", "bulk_create", "get_or_create", "update_or_create"),
    *("update", "bulk_update", "delete", "save"),
}
BY_COLUMN = {"rows.insert", "rows.insert_many", "insert_many", "rows.update", "rows.add"}
# Who writes what of another room, and why. An entry that is no longer needed fails too.
_FIRST = "a house is opened before anybody is there to act in it"
EXCEPTIONS = {
    "src/habitue/housekeeping/opening.py House": _FIRST,
    "src/habitue/housekeeping/opening.py Venue": _FIRST,
    "src/habitue/housekeeping/opening.py StaffMember": _FIRST,
}
STATEMENT = re.compile(r"\b(?:INSERT\s+(?:OR \w+ )?INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.I)


def test_rooms_write_their_own_rows_only() -> None:
    writes = [
        (f"{shown(path)} {whose}", f"{shown(path)}:{line} writes {whose} {how}")
        for path, tree in modules().items()
        for line, whose, how in [*_orm_writes(path, tree), *_sql_writes(path, tree)]
    ]

    assert [said for known, said in writes if known not in EXCEPTIONS] == []
    assert sorted(set(EXCEPTIONS) - {known for known, _ in writes}) == []


def test_the_guard_sees_a_stray_write() -> None:
    tree = ast.parse(
        "from habitue.customers.models import Customer\n"
        "def rename(customer: Customer, name):\n"
        "    customer.save()\n"
        "    Customer.objects.of(1).filter(pk=2).update(name=name)\n"
        "    found = Customer.objects.get(pk=2)\n"
        "    found.delete()\n"
        "    rows.update(customer, 'name')\n"
        "    rows.insert(Customer(name=name))\n"
    )

    found = [line for line, _, _ in _orm_writes(Path("habitue/bills/actions.py"), tree)]

    assert sorted(found) == [3, 4, 6, 7, 8]


def _orm_writes(path: Path, tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    foreign = _foreign_models(path, tree)
    names_of_module = {name: name for name in foreign}
    for scope in [tree, *functions(tree)]:
        held = names_of_module | _held(scope, foreign)
        for call in _calls(scope):
            chain = dotted(call.func)
            root, _, verb = chain.partition(".")
            if root in held and verb.rpartition(".")[2] in WRITES:
                yield call.lineno, held[root], f"by {chain}()"
            if chain in BY_COLUMN and call.args:
                written = dotted(getattr(call.args[0], "func", call.args[0])).partition(".")[0]
                if written in held:
                    yield call.lineno, held[written], f"by {chain}()"


def _foreign_models(path: Path, tree: ast.Module) -> set[str]:
    """Names imported from another room's models."""
    here = _room(path)
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and ".models" in node.module
        if node.module.startswith("habitue.") and room_of(node.module) != here
        for alias in node.names
    }


def _room(path: Path) -> str:
    return (
        room_of(".".join(path.with_suffix("").parts))
        if not path.is_absolute()
        else room_of(module_of(path))
    )


def _held(scope: ast.AST, foreign: set[str]) -> dict[str, str]:
    """Variables and parameters of this function that hold another room's row."""
    held = {}
    if isinstance(scope, ast.FunctionDef):
        for argument in [*scope.args.args, *scope.args.kwonlyargs]:
            if argument.annotation and dotted(argument.annotation) in foreign:
                held[argument.arg] = dotted(argument.annotation)
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            source = dotted(node.value).partition(".")[0]
            if source in foreign:
                held[node.targets[0].id] = source
    return held


def _calls(scope: ast.AST) -> Iterator[ast.Call]:
    """Calls in this function itself, not in the functions inside it."""
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.Call):
            yield node
        yield from _calls(node)


def _sql_writes(path: Path, tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    owners = {m._meta.db_table: room_of(m.__module__) for m in apps.get_models()}
    here = _room(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for table in STATEMENT.findall(node.value):
                if owners.get(table, here) != here:
                    yield node.lineno, table, "in SQL"
