"""Finding a guest: those here lately before anything is typed, then what the letters find."""

from typing import Any

from django.db.models.functions import Length

from habitue.cards import actions as cards
from habitue.cards.models import PersonalCode
from habitue.customers import reports
from habitue.customers.models import Customer
from habitue.customers.search import Asked
from habitue.fronts.till.doors import TillRequest
from habitue.fronts.till.guests import Guest, guests
from habitue.house.models import House
from habitue.kit import text
from habitue.kit.refusals import Refusal

SHOWN = 20
LATELY = 6
DIGITS = 6


def facts(request: TillRequest) -> dict[str, Any]:
    """`asked`, and the `guests` that answer; for a page and for its fragment."""
    asked = request.GET.get("q", "").strip()[:100]
    found = _found(request, asked) if asked else _lately(request)
    people: list[Guest] = guests(request.house, found[:SHOWN], with_phones=True)
    all_lately = not asked and all(one.last_visit_at for one in found)
    return {
        "asked": asked,
        "guests": people,
        "more": len(found) > SHOWN,
        "lately": all_lately,
    }


def _lately(request: TillRequest) -> list[Customer]:
    """Who was here last; in a house that has seen few, then the newest in its book."""
    lately = reports.recent(request.house, LATELY)
    if len(lately) == LATELY:
        return lately
    known = {one.id for one in lately}
    newest = Customer.objects.of(request.house).at_the_till().order_by("-id")[:SHOWN]
    return lately + [one for one in newest if one.id not in known]


def _found(request: TillRequest, asked: str) -> list[Customer]:
    rows, _more = reports.found(
        request.house, Asked(asked, active=True, archived=False), limit=SHOWN + 1
    )
    return _first(_with_code(request, asked), rows)


def _with_code(request: TillRequest, asked: str) -> Customer | None:
    """Whose whole card number or personal code this is: they stand first."""
    if len(text.digits(asked)) < 4:
        return None
    try:
        found = cards.whose(request.house, asked)
    except Refusal:
        return None
    return found if found.active and not found.archived_at else None


def _first(exact: Customer | None, rows: list[Customer]) -> list[Customer]:
    if exact is None:
        return rows
    return [exact, *(row for row in rows if row.id != exact.id)]


def code_length(house: House) -> int:
    """How many digits every personal code has here; 0 where a grown house has longer ones too."""
    codes = PersonalCode.objects.of(house).annotate(digits=Length("code"))
    return 0 if codes.filter(digits__gt=DIGITS).exists() else DIGITS
