"""Who works here."""

from habitue.house.models import House
from habitue.staff.models import StaffMember


def owners(house: House) -> list[StaffMember]:
    """Whom a letter about the house itself goes to: they may do everything, and have e-mail."""
    rows = StaffMember.objects.of(house).filter(active=True, role__holds_everything=True)
    found = rows.select_related("login").order_by("id")
    return [one for one in found if address_of(one)]


def address_of(member: StaffMember) -> str:
    return member.email or (member.login.email if member.login else "")
