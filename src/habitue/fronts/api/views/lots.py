"""What a wallet is made of, and letting a part of it last longer."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.fronts.api.entry import ApiRequest, reads, writes
from habitue.fronts.api.forms.values import ExtensionIn
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging, page, place
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import customers as shown_customers
from habitue.fronts.api.shown import lots as shown
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.lots import ExtensionOut, LotOut
from habitue.operations.models import Operation
from habitue.prepaid import lasting
from habitue.prepaid import reports as prepaid
from habitue.prepaid.models import Extension, Lot

router = Router(tags=["balances"])
EXTENSION: Resource[Extension] = Resource(shown.find_extension, shown.show_extension)


@router.get("/customers/{uuid:customer_id}/lots", response=Page[LotOut])
@reads("customers.see_balances")
def index(request: ApiRequest, customer_id: UUID, asked: Query[Paging]) -> HttpResponse:
    """What is left, with its last day; the latest first."""
    customer = shown_customers.find(request, customer_id)
    wallet = prepaid.wallets_of(request.house, [customer.id]).get(customer.id)
    found = Lot.objects.of(request.house).filter(wallet=wallet, remaining_minor__gt=0)
    found = found.order_by("-id") if wallet else found.none()
    after = place(request, asked)
    if after:
        found = found.filter(pk__lt=UUID(after[0]))
    return respond(
        page(
            request,
            list(found[: asked.limit + 1]),
            asked.limit,
            lambda lot: [lot.id],
            lambda some: [shown.show(request, lot).plain() for lot in some],
        )
    )


@router.post("/lots/{uuid:lot_id}/extend", response={201: ExtensionOut})
@writes("prepaid.extend")
def extend(request: ApiRequest, lot_id: UUID, form: ExtensionIn) -> HttpResponse:
    """Let it last until a later day, or with null for ever; recorded with the reason."""

    def work(op: Operation) -> Done[Extension]:
        row = lasting.extend(op, lot=lot_id, until=form.until, reason=form.reason)
        return Done(row, row.id)

    return once(request, EXTENSION, form, work, status=201)
