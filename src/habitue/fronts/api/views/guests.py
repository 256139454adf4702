"""Inviting customers to their phones."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from habitue.fronts.api.entry import ApiRequest, writes
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.once import Done, Resource, once
from habitue.fronts.api.shown import customers as shown
from habitue.fronts.api.shown.kinds import Out
from habitue.guests import actions as guests
from habitue.guests import entry
from habitue.guests.models import Invitation
from habitue.kit.refusals import NotFound
from habitue.operations.models import Operation

router = Router(tags=["guests"])


class InvitationOut(Out):
    id: UUID
    customer: UUID
    url: str
    expires_at: datetime


@router.post("/customers/{uuid:customer_id}/invitations", response={201: InvitationOut})
@writes("guests.invite")
def create(request: ApiRequest, customer_id: UUID, form: Write) -> HttpResponse:
    """A link for this customer to become a guest: fourteen days, once. The one before ends."""

    def work(op: Operation) -> Done[Invitation]:
        made = guests.invite(op, customer=shown.find(request, customer_id))
        return Done(made, made.id)

    return once(request, INVITATION, form, work, status=201)


def _find(request: ApiRequest, invitation_id: UUID) -> Invitation:
    found: Invitation | None = (
        Invitation.objects.of(request.house).filter(pk=invitation_id).first()
    )
    if found is None:
        raise NotFound("invitation")
    return found


def _show(request: ApiRequest, made: Invitation) -> dict[str, Any]:
    return InvitationOut(
        id=made.id,
        customer=made.customer_id,
        url=request.base_url + entry.invitation_path(made),
        expires_at=made.expires_at,
    ).plain()


INVITATION: Resource[Invitation] = Resource(_find, _show)
