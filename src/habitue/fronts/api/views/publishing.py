"""Send: what waits, and the editions that went to the tills."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.fronts.api.entry import ApiRequest, reads, writes
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging
from habitue.fronts.api.shown import publishing as shown
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.publishing import DraftOut, EditionOut
from habitue.fronts.api.views.listing import listed, resource
from habitue.operations.models import Operation
from habitue.publishing import actions as publishing
from habitue.publishing.models import Draft, Edition

router = Router(tags=["publishing"])
DRAFT: Resource[Draft] = Resource(shown.draft, lambda request, row: {})
EDITION: Resource[Edition] = resource(Edition, shown.editions, "edition")


@router.get("/drafts", response=Page[DraftOut])
@reads("publishing.send")
def drafts(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    """What waits, where the house publishes on Send; elsewhere nothing ever does."""
    return listed(request, asked, Draft, shown.drafts, sent_in=None)


@router.delete("/drafts/{uuid:draft_id}", response={204: None})
@writes("publishing.send")
def take_back(request: ApiRequest, draft_id: UUID, form: Write) -> HttpResponse:
    """What is live stays."""

    def work(op: Operation) -> Done[Draft]:
        draft = shown.draft(request, draft_id)
        publishing.take_back(op, draft=draft)
        return Done(draft, draft_id)

    return once(request, DRAFT, form, work, status=204)


@router.get("/editions", response=Page[EditionOut])
@reads("publishing.send")
def editions(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, Edition, shown.editions)


@router.post("/editions", response={201: EditionOut})
@writes("publishing.send")
def send(request: ApiRequest, form: Write) -> HttpResponse:
    """Apply everything that waits, as one edition."""

    def work(op: Operation) -> Done[Edition]:
        edition = publishing.send(op)
        return Done(edition, edition.id)

    return once(request, EDITION, form, work, status=201)
