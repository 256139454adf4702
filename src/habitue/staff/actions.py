"""What can be done about people who work here."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house import places
from habitue.house.models import Till, Venue
from habitue.kit import pins
from habitue.kit.refusals import Malformed, NotFound, Refusal
from habitue.kit.seals import hexdigest, new_secret
from habitue.operations.models import Operation
from habitue.operations.rights import RIGHTS, right
from habitue.staff.models import Device, Login, Role, RoleRight, StaffMember, Token
from habitue.staff.pins import owner_text
from habitue.staff.roles import STARTING


class EmailTaken(Refusal):
    code = "email_taken"
    status = 422
    says = _("Someone here already has this e-mail address.")


class LastOwner(Refusal):
    code = "last_owner"
    status = 422
    says = _("A house needs an owner who can sign in.")


def open_roles(op: Operation) -> dict[str, Role]:
    """The roles a new house starts with."""
    roles = {}
    for key, rights in STARTING.items():
        role = Role.objects.create(house=op.house, key=key, holds_everything=key == "owner")
        RoleRight.objects.bulk_create(
            RoleRight(house=op.house, role=role, right=name) for name in rights
        )
        roles[key] = role
    return roles


@right("staff.manage")
def hire(
    op: Operation,
    *,
    name: str,
    role: str,
    email: str = "",
    pin: str = "",
    login: Login | None = None,
) -> StaffMember:
    """Add someone who works here. Raises EmailTaken, NotFound (role), PinTooCommon."""
    email = email.strip().casefold()
    if email and StaffMember.objects.of(op.house).filter(email=email).exists():
        raise EmailTaken(field="email")
    member = StaffMember(
        house=op.house,
        name=name.strip(),
        email=email,
        role=_role(op, role),
        login=login,
        created_at=op.at,
    )
    if pin:
        pins.accept(pin)
        member.pin_hash = pins.hashed(owner_text(member), pin)
    member.save(force_insert=True)
    audit.record(op, "staff.hire", on=member, changes={"role": (None, role)})
    return member


@right("staff.manage")
def change(op: Operation, *, member: StaffMember, **terms: Any) -> StaffMember:
    """Change name, role (its key) or active. Raises LastOwner, NotFound (role)."""
    before = {"name": member.name, "role": member.role.key, "active": member.active}
    if "role" in terms:
        member.role = _role(op, terms.pop("role"))
    for key in ("name", "active"):
        if key in terms:
            setattr(member, key, terms[key])
    member.save(update_fields=["name", "role", "active"])
    if (
        not StaffMember.objects.of(op.house)
        .filter(role__holds_everything=True, active=True)
        .exists()
    ):
        raise LastOwner()
    after = {"name": member.name, "role": member.role.key, "active": member.active}
    changed = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    audit.record(op, "staff.change", on=member, changes=changed)
    return member


@right("staff.manage")
def set_pin(op: Operation, *, member: StaffMember, pin_hash: str) -> None:
    """Give a till PIN (hashed before the operation by `hash_pin`) and clear wrong tries."""
    member.pin_hash, member.pin_wrong, member.pin_locked_at = pin_hash, 0, None
    member.save(update_fields=["pin_hash", "pin_wrong", "pin_locked_at"])
    audit.record(op, "staff.set_pin", on=member)


def hash_pin(member: StaffMember, pin: str) -> str:
    """The hash to hand to `set_pin`; raises PinMalformed, PinTooCommon."""
    pins.accept(pin)
    return pins.hashed(owner_text(member), pin)


@right("staff.manage")
def set_rights(op: Operation, *, role: Role, rights: Mapping[str, int | None]) -> None:
    """Give `role` exactly `rights`, each with its bound in minor units or None."""
    unknown = rights.keys() - RIGHTS.keys()
    if unknown:
        raise Malformed(field="rights")
    before = {row.right: row.most_minor for row in role.rights.all()}
    RoleRight.objects.of(op.house).filter(role=role).delete()
    RoleRight.objects.bulk_create(
        RoleRight(house=op.house, role=role, right=name, most_minor=most)
        for name, most in rights.items()
    )
    audit.record(
        op, "staff.set_rights", on=role, changes={"rights": (sorted(before), sorted(rights))}
    )


@right("staff.manage")
def issue_token(
    op: Operation,
    *,
    member: StaffMember,
    name: str = "",
    scopes: Sequence[str] | None = None,
    venue: Venue | None = None,
    till: Till | None = None,
) -> tuple[Token, str]:
    """A new token and its secret, which is shown once and never again."""
    unknown = set(scopes or ()) - RIGHTS.keys()
    if unknown:
        raise Malformed(field="scopes")
    secret = "hab_" + new_secret(30)
    token = Token.objects.create(
        house=op.house,
        member=member,
        name=name,
        digest=hexdigest("token", secret),
        scopes=sorted(set(scopes)) if scopes is not None else None,
        venue=venue,
        till=till,
        created_at=op.at,
    )
    audit.record(op, "staff.issue_token", on=token)
    return token, secret


@right("staff.manage")
def revoke_token(op: Operation, *, token: Token) -> None:
    """The token stops working at once; a second time changes nothing."""
    Token.objects.of(op.house).filter(pk=token.pk, revoked_at__isnull=True).update(
        revoked_at=op.at
    )
    audit.record(op, "staff.revoke_token", on=token)


@right("tills.enrol")
def add_till(op: Operation, *, venue: Venue, name: str) -> Till:
    """A till by its name in `venue`, to be enrolled or to bind a token to."""
    till = places.add_till(op, venue=venue, name=name)
    audit.record(op, "staff.add_till", on=till)
    return till


@right("tills.enrol")
def enrol(op: Operation, *, till: Till) -> tuple[Device, str]:
    """Make this browser the device of `till`; the secret goes into its cookie."""
    secret = new_secret(30)
    Device.objects.of(op.house).filter(till=till, revoked_at__isnull=True).update(revoked_at=op.at)
    device = Device.objects.create(
        house=op.house,
        till=till,
        digest=hexdigest("device", secret),
        enrolled_by_id=op.by.staff_id,
        enrolled_at=op.at,
    )
    audit.record(op, "staff.enrol_till", on=till)
    return device, secret


@right("staff.manage")
def forget_secrets(op: Operation) -> None:
    """No PIN, token or enrolled till stays: the pepper they were kept under is gone."""
    audit.record(op, "staff.forget_secrets", on=op.house)
    StaffMember.objects.of(op.house).update(pin_hash="", pin_wrong=0, pin_locked_at=None)
    for kind in (Token, Device):
        kind.objects.of(op.house).filter(revoked_at__isnull=True).update(revoked_at=op.at)


def _role(op: Operation, key: str) -> Role:
    role: Role | None = Role.objects.of(op.house).filter(key=key).first()
    if role is None:
        raise NotFound("role", field="role")
    return role


def find_member(op_house: Any, email: str) -> StaffMember | None:
    """The active member of a house with this e-mail address."""
    return (
        StaffMember.objects.of(op_house)
        .filter(email=email.strip().casefold(), active=True)
        .select_related("role")
        .first()
    )


def member_ids(*labels: str) -> list[UUID]:
    """Staff ids among actor labels, to show names beside movements."""
    return [UUID(label[6:]) for label in labels if label.startswith("staff:")]
