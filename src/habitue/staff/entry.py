"""How someone gets in: which person a login, a token or an enrolled till stands for."""

import json
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import TextField
from django.db.models.expressions import RawSQL

from habitue.house import rows, sql
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.kit import emails
from habitue.kit.seals import hexdigest
from habitue.operations.rights import RIGHTS
from habitue.staff.models import Device, Login, Role, StaffMember

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
        addresses=addresses_of(member.email, member.login.email if member.login else ""),
    )


def addresses_of(*typed: str | None) -> frozenset[str]:
    """As the book of customers keeps them to be found by."""
    return frozenset(emails.key(one) for one in typed if one)


def rights_of(role: Role) -> dict[str, int | None]:
    """Each right of `role` with its bound; the owner's role holds all there are."""
    if role.holds_everything:
        return dict.fromkeys(RIGHTS)
    if role.held is not None:
        return role.held
    return {row.right: row.most_minor for row in role.rights.all()}


def memberships(login: Login) -> list[StaffMember]:
    """Where `login` works, active memberships only; by name of the house. One statement: every
    page of the office begins with it."""
    found = StaffMember.objects.filter(login=login, active=True)
    found = found.select_related("house", "role", "login").annotate(held=_held())
    members = list(found.order_by("house__name"))
    for member in members:
        member.role.held = json.loads(member.held or "{}")
    return members


def _held() -> RawSQL:
    """The rights of a member's role, each with its bound, as JSON."""
    together = "json_object_agg" if sql.is_postgresql() else "json_group_object"
    return RawSQL(  # noqa: S611
        f'(SELECT CAST({together}(g."right", g.most_minor) AS text) FROM staff_role_right g'  # noqa: S608
        " WHERE g.house_id = staff_member.house_id AND g.role_id = staff_member.role_id)",
        [],
        output_field=TextField(),
    )


def by_token(secret: str) -> tuple[House, Actor] | None:
    """The house and actor behind a bearer token; None when unknown or revoked.

    One statement, a row for each right of the role: every call of the API begins with it.
    """
    found = sql.rows(
        f"SELECT {rows.columns(House, 'h')}, t.id, t.scopes, t.venue_id, t.till_id, k.venue_id,"  # noqa: S608
        " m.id, m.name, m.email, l.email,"
        ' r.holds_everything, g."right", g.most_minor FROM staff_token t'
        " JOIN house h ON h.id = t.house_id"
        " JOIN staff_member m ON m.house_id = t.house_id AND m.id = t.member_id AND m.active"
        " LEFT JOIN staff_login l ON l.id = m.login_id"
        " JOIN staff_role r ON r.house_id = m.house_id AND r.id = m.role_id"
        " LEFT JOIN staff_role_right g ON g.house_id = r.house_id AND g.role_id = r.id"
        " LEFT JOIN house_till k ON k.house_id = t.house_id AND k.id = t.till_id"
        " WHERE t.digest = %s AND t.revoked_at IS NULL",
        [hexdigest("token", secret)],
    )
    if not found:
        return None
    values = iter(found[0])
    house = rows.built(House, values)
    token, scopes, venue, till, till_venue, member, name, own, login, everything, _, _ = values
    held = dict.fromkeys(RIGHTS) if everything else {row[-2]: row[-1] for row in found}
    return house, Actor(
        label=f"staff:{sql.as_id(member)}",
        rights=_in_scope(held, scopes),
        staff_id=sql.as_id(member),
        token_id=sql.as_id(token),
        venue_id=sql.as_id_or_none(till_venue or venue),
        till_id=sql.as_id_or_none(till),
        name=name,
        addresses=addresses_of(own, login),
    )


def _in_scope(held: dict[str, int | None], scopes: str | None) -> dict[str, int | None]:
    """What of the role's rights a token carries: the scopes named, else all but one."""
    if scopes is None:
        return {right: most for right, most in held.items() if right != PRESENT_CARD}
    named = json.loads(scopes)
    return {right: most for right, most in held.items() if right in named}


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
        .select_related("role", "login")
        .prefetch_related("role__rights")
        .first()
    )
