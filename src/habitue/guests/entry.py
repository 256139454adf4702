"""Getting in: a code by e-mail, a guest's houses, an invitation or a phone's token looked up.

Nothing here knows a house before it starts, so on PostgreSQL all of it runs outside
`house_scope`, as the owning role, like the look-up of a bearer token.
"""

from datetime import datetime
from uuid import UUID

from habitue.customers.models import Customer
from habitue.guests.models import Guest, GuestLink, Invitation
from habitue.house.acting import Actor
from habitue.house.models import House


def ask_code(email: str, at: datetime) -> bool:
    """Send a sign-in code; the same for every address, known or not. False: no mail is set up.

    The mail is in the language of the moment. Raises EmailMalformed (422), TooManyCodes (429).
    """
    raise NotImplementedError


def enter(
    email: str, code: str, at: datetime, *, here: Guest | None = None, language: str = ""
) -> Guest:
    """The guest whose address this code proves, made on the first visit; every house in which
    exactly one active customer has this e-mail is linked.

    `here`: who is signed in on this phone without an e-mail; their links come along.
    Raises SignInCodeWrong, SignInCodeDead, SignInCodeUsed (409), SignInCodeExpired (410).
    """
    raise NotImplementedError


def nameless(at: datetime, language: str = "") -> Guest:
    """A guest known by this phone only: who takes an invitation without giving an e-mail."""
    raise NotImplementedError


def guest(guest_id: UUID | str | None, at: datetime) -> Guest | None:
    """Who the session of a phone names; notes when they were last seen (each hour, not oftener)."""
    raise NotImplementedError


def links_of(guest: Guest) -> list[GuestLink]:
    """Every house open to `guest`, with `house` and `customer` loaded; by name of the house.

    Only standing links to active, kept customers; one made by e-mail, only while the customer
    still has that address.
    """
    raise NotImplementedError


def link_of(guest: Guest, link_id: UUID | str) -> GuestLink:
    """One of `links_of`; raises LinkUnknown (404) for another guest's."""
    raise NotImplementedError


def actor_for(link: GuestLink) -> Actor:
    """The guest acting in this house, with the rights a guest needs for themselves only."""
    raise NotImplementedError


def may_spend(link: GuestLink) -> bool:
    """Whether this link may make one-time codes; else the PIN must be typed once."""
    return link.proved_at is not None


# -- invitations -------------------------------------------------------------------------------


def invitation(secret: str, at: datetime) -> Invitation:
    """The invitation behind a link, with house and customer; raises InvitationUnknown (404),
    InvitationGone (410)."""
    raise NotImplementedError


def invitation_path(invitation: Invitation) -> str:
    """Where the guest's front takes this invitation: `/me/join/<secret>`."""
    raise NotImplementedError


# -- the phone shown to a waiter ---------------------------------------------------------------


def token_for(link: GuestLink) -> str:
    """A signed text for five minutes that names this link: what the QR on the phone holds."""
    raise NotImplementedError


def customer_by_token(house: House, token: str) -> Customer:
    """Whose phone it is. Raises NotFound (field guest_token), TokenOld (410)."""
    raise NotImplementedError
