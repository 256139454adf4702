"""Send: what waits, the editions that went, which till shows which."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.drafts import Teller
from habitue.fronts.office.pages import done, page
from habitue.publishing import actions as publishing
from habitue.publishing import reports
from habitue.publishing.models import Draft, Edition

LATEST = 20
AT_ONCE = 500  # drafts on one page; Send takes them all


@desk("publishing.send")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """What waits for Send, and what went."""
    rows = reports.standing(request.house, AT_ONCE)
    editions = reports.editions(request.house, LATEST)
    left = Draft.objects.of(request.house).filter(sent_in__in=editions).exclude(dropped=None)
    return page(
        request,
        "office/sending/index.html",
        "send",
        told=Teller(request.house, rows).tell(),
        waits=reports.count(request.house),
        editions=editions,
        dropped=Teller(request.house, list(left[:AT_ONCE])).tell(),
        tills=reports.tills(request.house),
    )


@desk("publishing.send", again=index)
@require_POST
def send(request: OfficeRequest) -> HttpResponse:
    """Everything that waits goes live, as one edition."""
    answer = do(request, publishing.send)
    edition = Edition.objects.of(request.house).get(pk=answer.id)
    says = ngettext(
        "Edition {number} is live: {count} change.",
        "Edition {number} is live: {count} changes.",
        edition.count,
    )
    return done(request, "office:send", says.format(number=edition.number, count=edition.count))


@desk("publishing.send", again=index)
@require_POST
def take_back(request: OfficeRequest, key: UUID) -> HttpResponse:
    do(request, publishing.take_back, draft=found(Draft, request, key))
    return done(request, "office:send", _("Taken back. What is live stays."))
