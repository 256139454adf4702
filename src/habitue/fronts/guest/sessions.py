"""Who holds this phone: a session of the guest's own, apart from the staff's in the same browser.

It lies in the same table under a cookie of its own, so that signing out ends it here and on the
server, and leaves whoever works in this browser signed in.
"""

import re
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import HttpRequest, HttpResponse

from habitue.guests import entry
from habitue.guests.models import Guest

COOKIE, ASKING = "guest", "guest_asking"
WHO = "guest"
PATHS = {COOKIE: "/", ASKING: "/me/"}  # a bill stands outside /me/
SECONDS = 180 * 24 * 3600
ASKING_SECONDS = 15 * 60  # a code is good for ten minutes
SALT = "guest.asking"
FORGET = '"storage"'  # the worker and what it keeps; the staff's cookies stay


def guest(request: HttpRequest, at: datetime) -> Guest | None:
    """The guest of this phone; None where nobody signed in."""
    key = _key(request)
    if not key:
        return None
    who = SessionStore(session_key=key).get(WHO)
    return entry.guest(who, at) if who else None


def begin(request: HttpRequest, response: HttpResponse, who: Guest) -> HttpResponse:
    """This phone is `who`'s from now on; what was there before ends."""
    if _key(request):
        _end(request)
        response.headers["Clear-Site-Data"] = FORGET  # the card it kept may be another's
    store = SessionStore()
    store[WHO] = str(who.id)
    store.set_expiry(SECONDS)
    store.create()
    _set(request, response, COOKIE, store.session_key or "", SECONDS)
    response.delete_cookie(ASKING, path=PATHS[ASKING], samesite="Lax")
    return response


def end(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Nobody's phone; the browser is told to forget the card it kept."""
    _end(request)
    response.delete_cookie(COOKIE, path=PATHS[COOKIE], samesite="Lax")
    response.headers["Clear-Site-Data"] = FORGET
    return response


def _end(request: HttpRequest) -> None:
    key = _key(request)
    if key:
        SessionStore(session_key=key).delete()


def _key(request: HttpRequest) -> str:
    """The key in the cookie; empty where it can be none of ours."""
    key = request.COOKIES.get(COOKIE, "")
    return key if re.fullmatch(r"[a-z0-9]{8,40}", key) else ""


# -- the address a code went to: kept beside, never in a URL ------------------------------------


def ask(request: HttpRequest, response: HttpResponse, email: str) -> HttpResponse:
    """Remember on this phone which address was asked for a code."""
    said = signing.dumps(email, salt=SALT)
    _set(request, response, ASKING, said, ASKING_SECONDS)
    return response


def asked(request: HttpRequest) -> str:
    """The address a code was asked for a moment ago; empty where none."""
    said = request.COOKIES.get(ASKING, "")
    try:
        email: str = signing.loads(said, salt=SALT, max_age=ASKING_SECONDS) if said else ""
    except signing.BadSignature:
        return ""
    return email


def _set(
    request: HttpRequest, response: HttpResponse, name: str, value: str, seconds: int
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
        path=PATHS[name],
    )
