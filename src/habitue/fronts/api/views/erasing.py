"""Forgetting a guest, and telling everything held about one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from habitue.customers import actions as customers
from habitue.fronts.api.entry import ApiRequest, reads, writes
from habitue.fronts.api.forms.erasing import EraseIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import customers as people
from habitue.fronts.api.shown import erasing as shown
from habitue.fronts.api.shown.erasing import ErasedOut, ErasureOut
from habitue.housekeeping import dossier as dossiers
from habitue.housekeeping.actions import Settle
from habitue.housekeeping.erasing import erase as forget
from habitue.housekeeping.models import Erasure
from habitue.operations.models import Operation

router = Router(tags=["customers"])
ERASED: Resource[Erasure] = Resource(shown.find, shown.show_erased)


@router.post("/customers/{uuid:customer_id}/erase", response=ErasedOut)
@writes("customers.erase")
def erase(request: ApiRequest, customer_id: UUID, form: EraseIn) -> HttpResponse:
    """Forget the person, keep the books: what remains of them, and the proof.

    Archives first where that was not done; refused while value or debt remains unless `settle`
    ends it in the same step. There is no way back.
    """
    way = Settle(form.settle, form.tender, form.reason) if form.settle else None

    def work(op: Operation) -> Done[Erasure]:
        customer = customers.find(op, customer_id)  # bills are locked before people
        proof = forget(op, customer=customer, reason=form.reason, settle=way)
        return Done(proof, customer_id)

    return once(request, ERASED, form, work)


@router.get("/customers/{uuid:customer_id}/erasure", response=ErasureOut)
@reads("customers.see")
def erasure(request: ApiRequest, customer_id: UUID) -> HttpResponse:
    """The proof that they were erased: tables and numbers of rows."""
    return respond(shown.show(request, shown.find(request, customer_id)))


@router.get("/customers/{uuid:customer_id}/dossier", response=dict[str, Any])
@reads("customers.dossier")
def dossier(request: ApiRequest, customer_id: UUID) -> HttpResponse:
    """Everything held about one guest, as one JSON document; that it was asked is recorded."""
    customer = people.find(request, customer_id)
    return respond(dossiers.taken(request.house, request.by, customer))
