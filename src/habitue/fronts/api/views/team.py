"""Who works here."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from habitue.fronts.api.entry import ApiRequest, reads, writes
from habitue.fronts.api.forms.reference import StaffIn, StaffPinIn
from habitue.fronts.api.once import Done, Resource, once, prepared
from habitue.fronts.api.pages import Paging
from habitue.fronts.api.shown import reference as shown
from habitue.fronts.api.shown.kinds import Page
from habitue.fronts.api.shown.reference import StaffOut
from habitue.fronts.api.views.listing import listed, resource
from habitue.house.scope import house_scope
from habitue.kit import emails
from habitue.kit.refusals import Malformed
from habitue.operations.models import Operation
from habitue.staff import actions as staff
from habitue.staff.models import StaffMember

router = Router(tags=["staff"])
MEMBER: Resource[StaffMember] = resource(StaffMember, shown.staff, "staff member")


@router.get("/staff", response=Page[StaffOut])
@reads("staff.manage")
def index(request: ApiRequest, asked: Query[Paging]) -> HttpResponse:
    return listed(request, asked, StaffMember, shown.staff, "role")


@router.post("/staff", response={201: StaffOut})
@writes("staff.manage")
def hire(request: ApiRequest, form: StaffIn) -> HttpResponse:
    """Add someone; roles are owner, manager, cashier, waiter, bookkeeper."""
    email = emails.read(form.email).address if form.email else ""
    if email is None:
        raise Malformed(field="email")

    def work(op: Operation) -> Done[StaffMember]:
        member = staff.hire(
            op, name=form.name, role=form.role, email=email or "", pin=form.pin or ""
        )
        return Done(member, member.id)

    return once(request, MEMBER, form, work, status=201)


@router.put("/staff/{uuid:member_id}/pin", response=StaffOut)
@writes("staff.manage")
def set_pin(request: ApiRequest, member_id: UUID, form: StaffPinIn) -> HttpResponse:
    """A till PIN; wrong tries are forgotten."""
    with house_scope(request.house):
        member = MEMBER.find(request, member_id)
    hashed = prepared(lambda: staff.hash_pin(member, form.pin))

    def work(op: Operation) -> Done[StaffMember]:
        staff.set_pin(op, member=member, pin_hash=hashed())
        return Done(member, member_id)

    return once(request, MEMBER, form, work)
