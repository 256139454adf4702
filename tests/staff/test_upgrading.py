"""A house that was open before new rights existed: its roles hold them after the upgrade."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from habitue.staff.models import Role, RoleRight
from tests.cast import Cast

upgrade = import_module("habitue.staff.migrations.0002_rights_of_phones_and_paper")


def held(cast: Cast, role: str) -> set[str]:
    rows = RoleRight.objects.of(cast.house).filter(role__key=role)
    return set(rows.values_list("right", flat=True))


def test_old_roles_get_what_new_ones_begin_with(cast: Cast) -> None:
    begun = {role.key: held(cast, role.key) for role in Role.objects.of(cast.house)}
    RoleRight.objects.of(cast.house).filter(
        right__in={right for rights in upgrade.NEW.values() for right in rights}
    ).delete()

    upgrade.give(apps, None)
    upgrade.give(apps, None)

    assert {role.key: held(cast, role.key) for role in Role.objects.of(cast.house)} == begun
