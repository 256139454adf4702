"""Duplicates: who may be the same guest, merging two records, undoing it."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from habitue.fronts.api.entry import ApiRequest, reads, writes
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.pages import Paging, cursor, place
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.rendering import respond
from habitue.fronts.api.shown import merges as shown
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.merges import ApartOut, DuplicateOut, LookOut, MergeOut
from habitue.kit.refusals import NotFound
from habitue.merging import actions as merging
from habitue.merging import looking, reports
from habitue.merging.actions import Wanted
from habitue.merging.models import Distinct, Look, Merge
from habitue.operations.models import Operation

router = Router(tags=["customers"])
MERGE: Resource[Merge] = Resource(shown.find, shown.show)
APART: Resource[Distinct] = Resource(shown.find_apart, shown.show_apart)
LOOK: Resource[Look] = Resource(shown.find_look, shown.show_look)


class MergeIn(Write):
    """`into` is kept; `fields` chooses by catalogue key, or `free.<key>` for a field
    of the house's own; the kept record's stand else."""

    into: Annotated[str, Field(max_length=64)]
    fields: dict[str, Literal["kept", "other", "both"]] = {}
    version: Annotated[int, Field(ge=1)] | None = None
    into_version: Annotated[int, Field(ge=1)] | None = None


class ApartIn(Write):
    one: Annotated[str, Field(max_length=64)]
    other: Annotated[str, Field(max_length=64)]


class Duplicates(Paging):
    """`weak=true`: those that share no more than people of one name do, instead of the others."""

    weak: bool = False


@router.get("/duplicates", response=Page[DuplicateOut])
@reads("customers.merge")
def index(request: ApiRequest, asked: Query[Duplicates]) -> HttpResponse:
    """Who may be the same, the surest first, as the last look found them."""
    after = place(request, asked)
    found, further = reports.suggestions(
        request.house,
        limit=asked.limit,
        after=(after[0], UUID(after[1])) if after else None,
        weak=asked.weak,
    )
    on = cursor(request, *further) if further else None
    return respond({"data": shown.duplicates(found), "next_cursor": on})


@router.post("/duplicates/look", response={202: LookOut})
@writes("customers.merge")
def look(request: ApiRequest, form: Write) -> HttpResponse:
    """Have the whole book compared, in the background; the one under way where one is."""

    def work(op: Operation) -> Done[Look]:
        row = looking.ask(op)
        return Done(row, row.id)

    answer = once(request, LOOK, form, work, status=202)
    looking.came.set()
    return answer


@router.get("/duplicates/look", response=LookOut)
@reads("customers.merge")
def last_look(request: ApiRequest) -> HttpResponse:
    """The last look that was asked for: how far it has come, or what it found."""
    shown_, newest = reports.looks(request.house)
    row = newest or shown_
    if row is None:
        raise NotFound("look")
    return respond(shown.show_look(request, row))


@router.post("/duplicates/not-the-same", response={201: ApartOut})
@writes("customers.merge")
def apart(request: ApiRequest, form: ApartIn) -> HttpResponse:
    """These two stay two, and are not suggested again."""
    one, other = as_id(form.one, "one", "customer"), as_id(form.other, "other", "customer")

    def work(op: Operation) -> Done[Distinct]:
        row = merging.not_the_same(op, one=one, other=other)
        return Done(row, row.id)

    return once(request, APART, form, work, status=201)


@router.post("/customers/{uuid:customer_id}/merge", response={201: MergeOut})
@writes("customers.merge")
def merge(request: ApiRequest, customer_id: UUID, form: MergeIn) -> HttpResponse:
    """Everything of this customer becomes `into`'s; their id, cards and codes lead there."""
    into = as_id(form.into, "into", "customer")
    wanted = Wanted(dict(form.fields), form.into_version, form.version)

    def work(op: Operation) -> Done[Merge]:
        row = merging.merge(op, kept=into, merged=customer_id, wanted=wanted)
        return Done(row, row.id)

    return once(request, MERGE, form, work, status=201)


@router.get("/merges/{uuid:merge_id}", response=MergeOut)
@reads("customers.merge")
def detail(request: ApiRequest, merge_id: UUID) -> HttpResponse:
    return respond(shown.show(request, shown.find(request, merge_id)))


@router.post("/merges/{uuid:merge_id}/undo", response=MergeOut)
@writes("customers.merge")
def undo(request: ApiRequest, merge_id: UUID, form: Write) -> HttpResponse:
    """Two customers again, while it is certain what was whose."""

    def work(op: Operation) -> Done[Merge]:
        row = merging.undo(op, merge=merge_id)
        return Done(row, row.id)

    return once(request, MERGE, form, work)
