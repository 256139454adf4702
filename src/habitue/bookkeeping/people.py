"""Who stands behind the labels that entries and audit lines carry."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from habitue.house.models import House
from habitue.staff.models import StaffMember


def actors(house: House, labels: Iterable[str]) -> dict[str, str]:
    """The name behind each label: a member of staff, a guest, the night, the console."""
    wanted = {label for label in labels if label}
    ids = [id_ for label in wanted if (id_ := member_id(label))]
    names = dict(StaffMember.objects.of(house).filter(pk__in=ids).values_list("id", "name"))
    return {label: _name(label, names) for label in wanted}


def member_id(label: str) -> UUID | None:
    """The member of staff a label names; None where it names something else."""
    kind, _colon, rest = label.partition(":")
    try:
        return UUID(rest) if kind == "staff" else None
    except ValueError:
        return None


def _name(label: str, names: dict[UUID, str]) -> str:
    id_ = member_id(label)
    if id_:
        return names.get(id_, "")
    if label.startswith("guest:"):
        return _("the guest")
    if label.startswith("job:"):
        return _("the night")
    return _("the console") if label == "console" else label
