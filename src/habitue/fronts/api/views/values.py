"""What customers have and owe: balances and movements."""

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.fronts.api.entry import ApiRequest, reads
from habitue.fronts.api.pages import Paging, cursor, place
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import customers as shown_customers
from habitue.fronts.api.shown import values
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.values import BalancesOut, TransactionOut
from habitue.ledger import actions as ledger

router = Router(tags=["balances"])


class MovesAsked(Paging):
    unit: Literal["paid", "gift", "earned", "points", "owes", "in_hand"] | None = None


@router.get("/customers/{uuid:customer_id}/balances", response=BalancesOut)
@reads("customers.see_balances")
def balances(request: ApiRequest, customer_id: UUID) -> HttpResponse:
    customer = shown_customers.find(request, customer_id)
    return respond(values.balances(request, customer).plain())


@router.get("/customers/{uuid:customer_id}/transactions", response=Page[TransactionOut])
@reads("customers.see_balances")
def transactions(request: ApiRequest, customer_id: UUID, asked: Query[MovesAsked]) -> HttpResponse:
    """Newest first. One move may change two balances: the cursor names both move and balance."""
    codes = values.codes(request, shown_customers.find(request, customer_id))
    wanted = [code for code in codes if asked.unit in (None, values.unit_of(code))]
    after = place(request, asked)
    before = UUID(int=UUID(after[0]).int + 1) if after else None
    moves = ledger.movements(request.house, wanted, limit=asked.limit + 3, before=before)
    if after:
        last = [str(move.id) == after[0] and move.code == after[1] for move in moves]
        moves = moves[last.index(True) + 1 :] if True in last else moves
    found = moves[: asked.limit]
    further = None
    if len(moves) > asked.limit:
        further = cursor(request, found[-1].id, found[-1].code)
    data = [values.transaction(request, move) for move in found]
    return respond({"data": data, "next_cursor": further})
