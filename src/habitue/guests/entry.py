"""Getting in: a code by e-mail, a guest's houses, an invitation or a phone's token looked up.

Nothing here knows a house before it starts, so on PostgreSQL all of it runs outside
`house_scope`, as the owning role, like the look-up of a bearer token.
"""

from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db.models import Q, QuerySet

from habitue.customers.models import Customer
from habitue.guests.linking import oneself
from habitue.guests.models import Guest, GuestLink, Invitation
from habitue.guests.refusals import InvitationGone, InvitationUnknown, LinkUnknown, TokenOld
from habitue.guests.signing_in import ask_code, enter
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.kit.refusals import CannotWrite, NotFound
from habitue.kit.seals import digest, hexdigest
from habitue.operations.writer import in_write_transaction

__all__ = ["ask_code", "enter"]

SEEN_EVERY = timedelta(hours=1)
TOKEN_LASTS = timedelta(minutes=5)
SALT = "habitue.guests.phone"


def nameless(at: datetime, language: str = "") -> Guest:
    """A guest known by this phone only: who takes an invitation without giving an e-mail."""
    made: Guest = in_write_transaction(
        lambda: Guest.objects.create(language=language, created_at=at, last_seen_at=at)
    )
    return made


def guest(guest_id: UUID | str | None, at: datetime) -> Guest | None:
    """Who the session of a phone names; notes at most hourly when they were last seen."""
    known = Guest.objects.filter(pk=_as_id(guest_id)).first()
    if known is not None and at - known.last_seen_at >= SEEN_EVERY:
        known.last_seen_at = at
        with suppress(CannotWrite):  # a full disk must not hide a card
            in_write_transaction(lambda: known.save(update_fields=["last_seen_at"]))
    return known


def links_of(guest: Guest) -> list[GuestLink]:
    """Every house open to `guest`, with `house` and `customer` loaded; by name of the house.

    Only standing links to active, kept customers; one made by e-mail, only while the customer
    still has that address.
    """
    return list(_usable(guest).order_by("house__name", "linked_at"))


def link_of(guest: Guest, link_id: UUID | str) -> GuestLink:
    """One of `links_of`; raises LinkUnknown (404) for another guest's."""
    found = _usable(guest).filter(pk=_as_id(link_id)).first()
    if found is None:
        raise LinkUnknown("guest", field="link")
    return found


def _usable(guest: Guest) -> "QuerySet[GuestLink]":
    proved = ~Q(how=GuestLink.BY_EMAIL) | Q(customer__email_key=guest.email or "-")
    return _standing().filter(proved, guest=guest)


def _standing() -> "QuerySet[GuestLink]":
    rows: QuerySet[GuestLink] = GuestLink.objects.filter(
        ended_at=None, customer__archived_at=None, customer__active=True
    ).select_related("house", "customer", "guest")
    return rows


def actor_for(link: GuestLink) -> Actor:
    """The guest acting in this house, with the rights a guest needs for themselves only."""
    return oneself(link.guest, **{"bills.take_payment": None, "house_accounts.charge": None})


def may_spend(link: GuestLink) -> bool:
    """Whether this link may make one-time codes; else the PIN must be typed once."""
    return link.proved_at is not None


# -- invitations -------------------------------------------------------------------------------


def invitation(secret: str, at: datetime) -> Invitation:
    """The invitation behind a link, with house and customer; raises InvitationUnknown (404),
    InvitationGone (410)."""
    found = sought(secret)
    if found.used_at or found.ended_at or found.expires_at <= at:
        raise InvitationGone()
    if found.customer.archived_at or not found.customer.active:
        raise InvitationGone()
    return found


def sought(secret: str) -> Invitation:
    """The invitation behind a link, whatever became of it; raises InvitationUnknown."""
    found: Invitation | None = (
        Invitation.objects.filter(digest=hexdigest("invitation link", secret))
        .select_related("house", "customer")
        .first()
    )
    if found is None:
        raise InvitationUnknown("invitation")
    return found


def invitation_path(invitation: Invitation) -> str:
    """Where the guest's front takes this invitation: `/me/join/<secret>`."""
    return f"/me/join/{secret_of(invitation.id)}"


def secret_of(invitation_id: UUID) -> str:
    """The secret of an invitation: made from its id under the pepper, never stored."""
    return urlsafe_b64encode(digest("invitation", str(invitation_id)))[:32].decode()


# -- the phone shown to a waiter ---------------------------------------------------------------


def token_for(link: GuestLink) -> str:
    """A signed text for five minutes that names this link: what the QR on the phone holds."""
    return signing.dumps([str(link.id), new_id().hex[-8:]], salt=SALT)


def customer_by_token(house: House, token: str) -> Customer:
    """Whose phone it is. Raises NotFound (field guest_token), TokenOld (410)."""
    try:
        link_id, _nonce = signing.loads(token, salt=SALT, max_age=TOKEN_LASTS)
    except signing.SignatureExpired:
        raise TokenOld(field="guest_token") from None
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound("guest", field="guest_token") from None
    link = _standing().filter(house=house, pk=_as_id(link_id)).first()
    if link is None or _lost_its_address(link):
        raise NotFound("guest", field="guest_token")
    whose: Customer = link.customer
    return whose


def _lost_its_address(link: GuestLink) -> bool:
    return link.how == GuestLink.BY_EMAIL and link.customer.email_key != link.guest.email


def _as_id(value: UUID | str | None) -> UUID:
    """Something that may be an id; what cannot be one is an id nobody has."""
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return UUID(int=0)
