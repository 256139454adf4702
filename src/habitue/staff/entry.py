"""How someone gets in: which person a login, a token or an enrolled till stands for."""

from dataclasses import dataclass, replace
from uuid import UUID

from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.kit.seals import hexdigest
from habitue.staff.models import Device, Login, Role, StaffMember, Token

PRESENT_CARD = "present_card"


@dataclass(frozen=True, slots=True)
class TillDevice:
    """An enrolled browser: its house, venue and till."""

    device: Device
    house: House


def actor_for(member: StaffMember) -> Actor:
    """`member` acting now, with the rights of their role as they stand."""
    return Actor(
        label=f"staff:{member.id}",
        rights=rights_of(member.role),
        staff_id=member.id,
        everything=False,
        name=member.name,
    )


def rights_of(role: Role) -> dict[str, int | None]:
    """Each right of `role` with its bound; the owner's role holds all there are."""
    from habitue.operations.rights import RIGHTS

    if role.holds_everything:
        return dict.fromkeys(RIGHTS)
    return {row.right: row.most_minor for row in role.rights.all()}


def memberships(login: Login) -> list[StaffMember]:
    """Where `login` works, active memberships only; by name of the house."""
    return list(
        StaffMember.objects.filter(login=login, active=True)
        .select_related("house", "role")
        .prefetch_related("role__rights")
        .order_by("house__name")
    )


def by_token(secret: str) -> tuple[House, Actor] | None:
    """The house and actor behind a bearer token; None when unknown or revoked."""
    token = (
        Token.objects.filter(
            digest=hexdigest("token", secret), revoked_at__isnull=True, member__active=True
        )
        .select_related("house", "member__role", "till")
        .prefetch_related("member__role__rights")
        .first()
    )
    if token is None:
        return None
    actor = actor_for(token.member)
    if token.scopes is None:
        rights = {right: most for right, most in actor.rights.items() if right != PRESENT_CARD}
    else:
        rights = {right: most for right, most in actor.rights.items() if right in token.scopes}
    venue = token.till.venue_id if token.till else token.venue_id
    return token.house, replace(
        actor, rights=rights, token_id=token.id, venue_id=venue, till_id=token.till_id
    )


def by_device(secret: str) -> TillDevice | None:
    """The enrolled till behind the cookie of a browser."""
    device = (
        Device.objects.filter(
            digest=hexdigest("device", secret),
            revoked_at__isnull=True,
            till__retired_at__isnull=True,
        )
        .select_related("house", "till__venue")
        .first()
    )
    return TillDevice(device, device.house) if device else None


def at_till(member: StaffMember, device: Device) -> Actor:
    """`member` acting at an enrolled till."""
    return replace(actor_for(member), venue_id=device.till.venue_id, till_id=device.till_id)


def member_of(house: House, member_id: UUID | str) -> StaffMember | None:
    """An active staff member of `house`, with role and rights loaded."""
    return (
        StaffMember.objects.of(house)
        .filter(pk=member_id, active=True)
        .select_related("role")
        .prefetch_related("role__rights")
        .first()
    )
