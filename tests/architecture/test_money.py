"""A float in a money path is a bug: whole minor units from the form to the ledger."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from tests.architecture.house_plan import SOURCE, module_of, modules, room_of, shown

MONEY_ROOMS = {"ledger", "prepaid", "house_accounts", "points", "bills", "shifts"}


def test_no_column_is_a_float() -> None:
    floats = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("habitue.")
        for field in model._meta.local_fields
        if isinstance(field, models.FloatField | models.DecimalField)
    ]

    assert floats == []


def test_money_rooms_know_no_floats() -> None:
    money = [SOURCE / "kit" / "money.py", SOURCE / "kit" / "shares.py"]
    floats = [
        f"{shown(path)}:{line}"
        for path, tree in modules().items()
        if room_of(module_of(path)) in MONEY_ROOMS or path in money
        for line in _floats(tree)
    ]

    assert floats == []


def _floats(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="float")) | ast.Constant(value=float()):
                yield node.lineno
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield node.lineno
