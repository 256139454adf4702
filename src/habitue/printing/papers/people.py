"""Who did something, as a paper says it."""

from habitue.house.models import House
from habitue.staff.actions import member_ids
from habitue.staff.models import StaffMember


def name_of(house: House, actor: str) -> str:
    """The name of whoever the label stands for; nothing for a program."""
    ids = member_ids(actor)
    member = StaffMember.objects.of(house).filter(pk__in=ids).first() if ids else None
    return member.name if member else ""
