"""A way into the office for someone who works here: an e-mail address and a password."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house.models import House
from habitue.kit import emails
from habitue.kit.refusals import Refusal
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.staff import reports
from habitue.staff.actions import EmailTaken
from habitue.staff.models import Login, StaffMember


class PasswordRefused(Refusal):
    code = "malformed"
    status = 422
    says = _("{reason}")


class NoAddress(Refusal):
    code = "malformed"
    status = 422
    says = _("This is not an e-mail address.")


class SignsInAlready(Refusal):
    code = "malformed"
    status = 422
    says = _("{name} signs in already. A password is only theirs to change.")


def hash_password(password: str) -> str:
    """The hash to hand to `let_in`, made before the operation. Raises PasswordRefused."""
    try:
        validate_password(password)
    except ValidationError as problem:
        reason = " ".join(problem.messages)
        raise PasswordRefused(field="password", reason=reason) from None
    return make_password(password)


@right("staff.manage")
def let_in(op: Operation, *, member: StaffMember, email: str, password_hash: str) -> StaffMember:
    """Give `member` a login of their own.

    Whoever signs in elsewhere with this address keeps their password and works here too: one
    house never changes how someone gets into another. Raises NoAddress, EmailTaken,
    SignsInAlready.
    """
    if member.login_id is not None:
        raise SignsInAlready(name=member.name)
    address = (emails.read(email).address or "").casefold()
    if not address:
        raise NoAddress(field="email")
    others = StaffMember.objects.of(op.house).exclude(pk=member.pk)
    if others.filter(email=address).exists() or others.filter(login__email=address).exists():
        raise EmailTaken(field="email")
    login = Login.objects.filter(email=address).first()
    if login is None:
        login = Login.objects.create(email=address, password=password_hash)
    member.login, member.email = login, address
    member.save(update_fields=["login", "email"])
    audit.record(op, "staff.let_in", on=member)
    return member


def give_owners(house: House, password_hash: str) -> int:
    """Owners who came with an archive file have no password; one that is known here stays."""
    ids = [
        owner.login_id
        for owner in reports.owners(house)
        if owner.login and not owner.login.has_usable_password()
    ]
    return Login.objects.filter(pk__in=ids).update(password=password_hash)
