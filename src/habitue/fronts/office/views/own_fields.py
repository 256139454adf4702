"""Fields the house defines itself: what it wants to know of its customers besides."""

import re
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.customers import free
from habitue.customers.models import FreeField, FreeKind
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done
from habitue.fronts.office.views.house import settings_page


@desk("house.edit")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Those in use, and those put away."""
    rows = FreeField.objects.of(request.house).order_by("position", "id")
    return settings_page(
        request,
        "own_fields",
        rows=[one for one in rows if one.retired_at is None],
        away=[one for one in rows if one.retired_at],
        kinds=FreeKind.choices,
        sent=request.POST,
    )


@desk("house.edit", again=index)
@require_POST
def add(request: OfficeRequest) -> HttpResponse:
    name, kind = request.POST.get("name", ""), request.POST.get("kind", "")
    do(request, free.define, name=name, kind=kind, choices=_listed(request))
    return done(request, "office:own_fields", _("Kept."))


@desk("house.edit", again=index)
@require_POST
def change(request: OfficeRequest, key: UUID) -> HttpResponse:
    field, name = found(FreeField, request, key), request.POST.get("name", "")
    do(request, free.redefine, field=field, name=name, choices=_listed(request))
    return done(request, "office:own_fields", _("Kept."))


@desk("house.edit", again=index)
@require_POST
def retire(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Shown nowhere any more; what was written in it stays."""
    do(request, free.retire, field=found(FreeField, request, key))
    return done(request, "office:own_fields", _("Put away. What was written stays in the book."))


@desk("house.edit", again=index)
@require_POST
def take_up(request: OfficeRequest, key: UUID) -> HttpResponse:
    do(request, free.take_up, field=found(FreeField, request, key))
    return done(request, "office:own_fields", _("In use again."))


def _listed(request: OfficeRequest) -> list[str]:
    return re.split(r"[,;\n]", request.POST.get("choices", ""))
