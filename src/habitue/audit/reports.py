"""What was done to something."""

from collections.abc import Sequence
from uuid import UUID

from habitue.audit.models import AuditLine
from habitue.house.models import House


def was_recorded(house: House, object_id: UUID, verbs: Sequence[str]) -> bool:
    """Whether any of `verbs` was ever done to this object."""
    lines = AuditLine.objects.of(house).filter(object_id=object_id, verb__in=verbs)
    return bool(lines.exists())
