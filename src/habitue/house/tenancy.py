"""Which tables belong to a house, and the one tested list of those that do not (decision 4)."""

from django.apps import apps
from django.db import models

from habitue.house.models import HouseRow

EXEMPT_TABLES = frozenset(
    {
        "house",  # the tenant itself
        "staff_login",  # logins belong to the installation
        "guests_guest",  # guests too, and the codes they sign in with
        "guests_sign_in_code",
        "django_migrations",
        "django_session",
        "django_content_type",
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "axes_accessattempt",
        "axes_accesslog",
        "axes_accessfailurelog",
        "axes_accessattemptexpiration",
    }
)


def house_models() -> list[type[HouseRow]]:
    """Every model whose rows belong to a house."""
    return [model for model in apps.get_models() if issubclass(model, HouseRow)]


def house_references(model: type[models.Model]) -> list[tuple[str, str]]:
    """(column, table) of each foreign key of `model` to another house row."""
    found = []
    for field in model._meta.local_fields:
        target = field.related_model
        if (field.many_to_one and isinstance(target, type) and issubclass(target, HouseRow)) or (
            field.one_to_one and isinstance(target, type) and issubclass(target, HouseRow)
        ):
            found.append((field.column, target._meta.db_table))
    return found


def fixed_columns(model: type[HouseRow]) -> str:
    """The columns of an append-only table that not even erasing may touch, for a statement."""
    names = [field.column for field in model._meta.local_fields]
    return ", ".join(f'"{name}"' for name in names if name not in model.may_forget)
