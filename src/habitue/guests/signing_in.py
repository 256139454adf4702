"""Signing in by a code that goes out by e-mail.

The answer and its time are the same for every address: whether it is in a book is not asked
before the code is proved. A code is kept as a digest under the pepper.
"""

from datetime import datetime, timedelta
from secrets import randbelow

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from habitue.guests import linking
from habitue.guests.models import Guest, SignInCode
from habitue.guests.refusals import (
    EmailMalformed,
    SignInCodeDead,
    SignInCodeExpired,
    SignInCodeUsed,
    SignInCodeWrong,
    TooManyCodes,
)
from habitue.house import sql
from habitue.kit import emails, text
from habitue.kit.refusals import Refusal
from habitue.kit.seals import hexdigest
from habitue.operations.writer import in_write_transaction
from habitue.outbox import actions as outbox

LASTS = timedelta(minutes=10)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
AN_HOUR_MOST = 5
A_DAY_MOST = 12
TRIES = 5


def ask_code(email: str, at: datetime) -> bool:
    """Send a sign-in code; the same for every address, known or not. False: no mail is set up.

    The mail is in the language of the moment. Raises EmailMalformed (422), TooManyCodes (429).
    """
    address = _address(email)
    code = f"{randbelow(10**6):06}"
    refusal = in_write_transaction(lambda: _made(emails.key(address), code, at))
    if refusal is not None:
        raise refusal
    return outbox.send_at_once(to=address, subject=_("Your sign-in code"), text=_letter(code))


def enter(
    email: str, code: str, at: datetime, *, here: Guest | None = None, language: str = ""
) -> Guest:
    """The guest whose address this code proves, made on the first visit; every house in which
    exactly one active customer has this e-mail is linked.

    `here`: who is signed in on this phone without an e-mail; their links come along.
    Raises SignInCodeWrong, SignInCodeDead, SignInCodeUsed (409), SignInCodeExpired (410).
    """
    key = emails.key(_address(email))
    if here is not None and here.email is not None:
        here = None
    came: Guest | Refusal = in_write_transaction(
        lambda: _proved(key, text.digits(code), at) or _arrived(key, at, here, language)
    )
    if isinstance(came, Refusal):
        raise came
    if here is not None and here.pk != came.pk:
        linking.carry(here, came)
    linking.link_houses(came)
    return came


def _address(typed: str) -> str:
    address = emails.read(typed).address
    if address is None:
        raise EmailMalformed(field="email")
    return address


def _letter(code: str) -> str:
    return _(
        "Your code is {code}\n\nIt is good for ten minutes, once. If you did not ask for it,"
        " leave it: nobody gets in without it."
    ).format(code=f"{code[:3]} {code[3:]}")


def _made(key: str, code: str, at: datetime) -> Refusal | None:
    """Keep a new code, or say that there were too many."""
    _take_turns(key)
    SignInCode.objects.filter(made_at__lt=at - A_DAY).delete()
    rows = SignInCode.objects.filter(email=key).order_by("-made_at")
    times = list(rows.values_list("made_at", flat=True)[:A_DAY_MOST])
    for span, most in ((AN_HOUR, AN_HOUR_MOST), (A_DAY, A_DAY_MOST)):
        if len(times) >= most and times[most - 1] > at - span:
            left = times[most - 1] + span - at
            return TooManyCodes(retry_after=max(int(left.total_seconds()), 1))
    SignInCode.objects.create(
        email=key, digest=_digest(key, code), made_at=at, expires_at=at + LASTS
    )
    return None


def _proved(key: str, code: str, at: datetime) -> Refusal | None:
    """Use the code up, or say why not; a wrong one counts on every code that stands."""
    _take_turns(key)
    rows = SignInCode.objects.filter(email=key)
    standing = rows.filter(used_at=None, expires_at__gt=at)
    sent = rows.filter(digest=_digest(key, code)).order_by("-made_at").first()
    if sent is None:
        standing.update(tries=F("tries") + 1)
        dead = standing.exists() and not standing.filter(tries__lt=TRIES).exists()
        return SignInCodeDead() if dead else SignInCodeWrong()
    if sent.used_at is not None:
        return SignInCodeUsed()
    if sent.expires_at <= at:
        return SignInCodeExpired()
    if not standing.filter(pk=sent.pk, tries__lt=TRIES).update(used_at=at):
        return SignInCodeDead()
    standing.update(used_at=at)  # the others that were sent end with it
    return None


def _arrived(key: str, at: datetime, here: Guest | None, language: str) -> Guest:
    known = Guest.objects.filter(email=key).first()
    if known is None and here is not None:
        here.email = key
        known = here
    if known is None:
        return Guest.objects.create(email=key, language=language, created_at=at, last_seen_at=at)
    known.last_seen_at, known.language = at, language or known.language
    known.save(update_fields=["email", "last_seen_at", "language"])
    return known


def _digest(key: str, code: str) -> str:
    return hexdigest("sign-in", key, code)


def _take_turns(key: str) -> None:
    """One at a time for an address, so that neither codes nor tries are outrun."""
    if connection.vendor == "postgresql":
        sql.rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sign-in {key}"])
