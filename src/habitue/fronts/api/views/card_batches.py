"""Cards made in batches: their numbers, the sheet they are printed on."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from habitue.cards import batches, sheet
from habitue.cards.models import CardBatch
from habitue.fronts.api.entry import ApiRequest, reads, writes
from habitue.fronts.api.forms.customers import BlockIn
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import card_batches as shown
from habitue.fronts.api.shown.card_batches import CardBatchOut
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.views.files import CSV
from habitue.fronts.api.views.invoices import PDF
from habitue.fronts.api.views.listing import listed
from habitue.house.scope import house_scope
from habitue.operations.models import Operation
from habitue.operations.rights import RightMissing

router = Router(tags=["cards"])
BATCH: Resource[CardBatch] = Resource(shown.find, shown.show)


class BatchIn(Write):
    count: Annotated[int, Field(ge=1, le=batches.MOST, examples=[100])]
    kind: Literal["barcode", "qr"] = "barcode"
    note: Annotated[str, Field(max_length=120)] = ""


@router.get("/card-batches", response=Page[CardBatchOut])
@reads("cards.print")
def index(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    """Every batch, and how many of its cards have an owner."""
    return listed(request, asked, CardBatch, shown.show_all)


@router.post("/card-batches", response={201: CardBatchOut})
@writes("cards.print")
def make(request: ApiRequest, form: BatchIn) -> HttpResponse:
    """New numbers that wait for their owners: giving one to a customer binds it."""

    def work(op: Operation) -> Done[CardBatch]:
        row = batches.make_batch(op, count=form.count, kind=form.kind, note=form.note)
        return Done(row, row.id)

    return once(request, BATCH, form, work, status=201)


@router.get("/card-batches/{uuid:batch_id}", response=CardBatchOut)
@reads("cards.print")
def detail(request: ApiRequest, batch_id: UUID) -> HttpResponse:
    return respond(shown.show(request, shown.find(request, batch_id)))


@router.get("/card-batches/{uuid:batch_id}.pdf", openapi_extra=PDF)
@writes("cards.print")
def as_pdf(request: ApiRequest, batch_id: UUID) -> HttpResponse:
    """The sheet: ten cards on a page of A4, each with QR code, barcode and number."""
    if not request.by.may("cards.print"):
        raise RightMissing(right="cards.print")
    with house_scope(request.house):  # drawing takes long: it holds no transaction
        batch = shown.find(request, batch_id)
        numbers = batches.numbers(request.house, batch)
    return _file(
        sheet.pdf(request.house, numbers, batch.made_at), f"{batch_id}.pdf", "application/pdf"
    )


@router.get("/card-batches/{uuid:batch_id}.csv", openapi_extra=CSV)
@reads("cards.print")
def as_csv(request: ApiRequest, batch_id: UUID) -> HttpResponse:
    """The numbers that still wait for an owner, for whoever prints them elsewhere."""
    numbers = batches.unassigned(request.house, shown.find(request, batch_id))
    lines = "".join(f"{number}\r\n" for number in ("number", *numbers))
    return _file(lines.encode(), f"{batch_id}.csv", "text/csv; charset=utf-8")


@router.post("/card-batches/{uuid:batch_id}/block", response=CardBatchOut)
@writes("cards.print")
def block(request: ApiRequest, batch_id: UUID, form: BlockIn) -> HttpResponse:
    """A sheet was lost: whatever of it has no owner finds nobody from now on."""

    def work(op: Operation) -> Done[CardBatch]:
        batch = shown.find(request, batch_id)
        batches.block_rest(op, batch=batch, reason=form.reason)
        return Done(batch, batch.id)

    return once(request, BATCH, form, work)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="cards-{name}"'},
    )
