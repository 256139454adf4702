"""Tills: which there are, which browser is which, enrolling and retiring."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from habitue.fronts.office.acting import do
from habitue.fronts.office.asking import Ask, Form, FormRefused, faults_of
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.house.models import Till, Venue
from habitue.staff import actions as staff
from habitue.staff import house_rules
from habitue.staff.models import Device


@desk("tills.enrol")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Each till with the browser that is it."""
    rows = Till.objects.of(request.house).select_related("venue")
    devices = Device.objects.of(request.house).filter(revoked_at=None)
    facts: dict[str, Any] = {
        "rows": list(rows.order_by("retired_at", "name")),
        "devices": {device.till_id: device for device in devices},
        "venues": list(Venue.objects.of(request.house).filter(closed=False).order_by("name")),
        "faults": faults_of(request.refusal),
        "sent": request.POST,
        "https": settings.TLS,
    }
    return page(request, "office/settings/tills.html", "tills", **facts)


@desk("tills.enrol", again=index)
@require_POST
def add(request: OfficeRequest) -> HttpResponse:
    asks = [Ask("name", pgettext("thing", "Name"), needed=True, most=60)]
    name = Form(asks, request.house, sent=request.POST).read()["name"]
    venue = found(Venue, request, _venue(request))
    do(request, staff.add_till, venue=venue, name=name)
    return done(
        request, "office:tills", _("{name} is there. Enrol its browser now.").format(name=name)
    )


def _venue(request: OfficeRequest) -> UUID:
    try:
        return UUID(request.POST.get("venue", ""))
    except ValueError:
        raise FormRefused({"venue": _("Choose a site.")}) from None


@desk("tills.enrol", again=index)
@require_POST
def retire(request: OfficeRequest, key: UUID) -> HttpResponse:
    till = found(Till, request, key)
    do(request, house_rules.retire_till, till=till)
    return done(request, "office:tills", _("{name} takes no more money.").format(name=till.name))
