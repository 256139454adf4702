"""Money without a receipt number: the list a bookkeeper works off."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from habitue.bookkeeping.unmatched import Unmatched, unmatched
from habitue.fronts.api.entry import ApiRequest, reads
from habitue.fronts.api.pages import Paging, cursor, place
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown.kinds import MoneyOut, Out, Page, minor
from habitue.house.days import business_day
from habitue.kit.refusals import Malformed

router = Router(tags=["reports"])


class UnmatchedAsked(Paging):
    """Which days; all until today, where none is said."""

    first: str = Field("", alias="from", examples=["2026-03-01"])
    last: str = Field("", alias="to", examples=["2026-03-31"])


class UnmatchedOut(Out):
    """`what`: payment, refund, top_up, top_up_refund, settlement, pay_out. `fiscal_ref`: the
    number another act carries too; null where there is none."""

    what: str
    id: UUID
    business_day: date
    tender: str
    amount: MoneyOut
    actor: str
    fiscal_ref: str | None


@router.get("/unmatched", response=Page[UnmatchedOut])
@reads("reports.see")
def index(request: ApiRequest, asked: Query[UnmatchedAsked]) -> HttpResponse:
    """Money in and out without a `fiscal_ref`, or with another act's; newest first."""
    today = business_day(request.house, request.at)
    first = _day(asked.first, "from") if asked.first else date(2000, 1, 1)
    last = _day(asked.last, "to") if asked.last else max(today, first)
    after = place(request, asked)
    start = int(after[0]) if after else 0
    rows = unmatched(request.house, first, last, limit=asked.limit + 1, offset=start)
    more = len(rows) > asked.limit
    return respond(
        {
            "data": [_shown(request, one) for one in rows[: asked.limit]],
            "next_cursor": cursor(request, start + asked.limit) if more else None,
        }
    )


def _shown(request: ApiRequest, one: Unmatched) -> dict[str, Any]:
    return UnmatchedOut(
        what=one.what,
        id=one.id,
        business_day=one.day,
        tender=one.tender,
        amount=minor(request.house, one.amount),
        actor=one.actor,
        fiscal_ref=one.fiscal_ref or None,
    ).plain()


def _day(typed: str, field: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Malformed(field=field) from None
