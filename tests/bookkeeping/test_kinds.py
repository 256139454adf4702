"""Every kind of entry the program posts has its line in the bookkeeper's table."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from habitue.bookkeeping import checks
from habitue.bookkeeping.kinds import ACT_WORDS, KINDS, MOVEMENT_WORDS, Act, Movement
from habitue.house.models import House
from habitue.shifts.models import TenderKind
from tests.architecture.house_plan import dotted, floors, module_of, modules, room_of
from tests.cast import Cast
from tests.site.damage import damage

ROOMS = {room for room in floors() if not room.startswith(("fronts", "site"))}


def posted() -> set[str]:
    """Whatever names a room and a verb as the `kind` of something, in the rooms."""
    return {
        kind
        for path, tree in modules().items()
        if room_of(module_of(path)) in ROOMS
        for kind in _kinds(tree)
    }


def _kinds(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        given = [keyword.value for keyword in node.keywords if keyword.arg == "kind"]
        if dotted(node.func).rpartition(".")[2] in ("post", "_post", "reverse"):
            given += node.args
        for value in given:
            yield from _spelled(value)


def _spelled(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(kind)) if kind.partition(".")[0] in ROOMS:
            yield kind
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), ast.FormattedValue()]):
            yield from (f"{start}{tender}" for tender in TenderKind.values)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _spelled(body)
            yield from _spelled(orelse)


def test_every_kind_posted_is_classed() -> None:
    kinds = posted()

    assert len(kinds) > 35
    assert sorted(kinds - set(KINDS)) == []


def test_every_class_has_words() -> None:
    assert set(MOVEMENT_WORDS) == set(Movement)
    assert set(ACT_WORDS) == set(Act)


@pytest.mark.unbalanced
def test_a_kind_that_no_table_knows_is_found_in_the_books(cast: Cast, noon: object) -> None:
    cast.alice  # noqa: B018
    house: House = cast.house
    assert checks.liability_is_what_moved(house).offenders == []

    damage("UPDATE ledger_entry SET kind = 'prepaid.conjure' WHERE kind = 'prepaid.top_up'")

    assert checks.liability_is_what_moved(house).offenders
