"""Stairs go down only: import-linter holds the imports, this holds the foreign keys."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from tests.architecture.house_plan import SOURCE, floors, room_of


def test_every_room_stands_on_a_floor() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")} - {"fronts"}
    fronts = {f"fronts.{path.parent.name}" for path in SOURCE.glob("fronts/*/__init__.py")}

    assert rooms | fronts <= set(floors())


def test_foreign_keys_go_down() -> None:
    climbing = [
        f"{model._meta.label}.{field.name} points at {target._meta.label}"
        for model in _ours()
        for field in model._meta.local_fields
        if isinstance(target := field.related_model, type) and not _is_below(model, target)
    ]

    assert climbing == []


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("habitue.")]


def _is_below(model: type[models.Model], target: type[models.Model]) -> bool:
    if not target.__module__.startswith("habitue."):
        return True
    here, there = room_of(model.__module__), room_of(target.__module__)
    return here == there or floors()[there] < floors()[here]


def test_every_room_introduces_itself() -> None:
    silent = [
        path.parent.name
        for path in [*SOURCE.glob("*/__init__.py"), *SOURCE.glob("fronts/*/__init__.py")]
        if not path.read_text().startswith('"""')
    ]

    assert silent == []


def test_no_room_keeps_a_drawer_for_everything() -> None:
    nameless = {"utils", "helpers", "services", "managers", "common", "misc", "base"}

    found = [path.name for path in SOURCE.rglob("*.py") if path.stem in nameless]

    assert found == []
