"""The list of customers as one person keeps it: columns, saved questions; what it offers."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habitue.customers import free, lists, owning
from habitue.fronts.office import columns, listing, narrowing
from habitue.fronts.office.acting import do
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.wanted import Wanted
from habitue.fronts.ui import figures
from habitue.kit.refusals import NotFound


@desk("customers.see")
@require_GET
def tags(request: OfficeRequest) -> HttpResponse:
    """The tags in use: asked for when the chip is opened."""
    wanted = Wanted.of(request.GET)
    found = [
        (tag, figures.count(number), wanted.link(tag=tag))
        for tag, number in narrowing.tags(request.house)
    ]
    return page(request, "office/customers/_tags.html", tags=found)


@desk("customers.see")
@require_GET
def own_values(request: OfficeRequest, field: str) -> HttpResponse:
    """What is written in a field of the house's own: asked for when its chip is opened."""
    one = next((one for one in free.fields_of(request.house) if one.key == field), None)
    if one is None:
        raise NotFound("field")
    wanted = Wanted.of(request.GET)
    found = [
        (value, figures.count(number), wanted.with_own(field, value))
        for value, number in owning.values(request.house, field, narrowing.MOST_TAGS)
    ]
    return page(request, "office/customers/_own_values.html", values=found)


@desk("customers.see")
@require_GET
def count(request: OfficeRequest) -> HttpResponse:
    """How many match, for the bar over what is ticked: asked for with the first tick."""
    wanted = Wanted.of(request.GET)
    total = listing.total(request.house, wanted, request.at)
    return page(request, "office/customers/_all.html", total=total)


@desk("customers.see")
@require_GET
def choose_columns(request: OfficeRequest) -> HttpResponse:
    """Which columns the list shows to whoever asks."""
    own = lists.of(request.house, request.by.staff_id)
    return page(
        request,
        "office/customers/columns.html",
        "customers",
        rows=columns.rows(request.house, own),
        back=Wanted.of(request.GET).link(),
    )


@desk("customers.see", again=choose_columns)
@require_POST
def keep_columns(request: OfficeRequest) -> HttpResponse:
    """Keep them, in the order they stand; `usual` goes back to how the house shows them."""
    wanted = None if request.POST.get("usual") else request.POST.getlist("column")
    do(request, lists.keep_columns, columns=wanted)
    return done(request, _list(request), _("Kept."))


@desk("customers.see")
@require_POST
def save_view(request: OfficeRequest) -> HttpResponse:
    """Keep this question as a tab of one's own."""
    asked = Wanted.of(request.GET).link().removeprefix("?")
    do(request, lists.save_view, name=request.POST.get("name", ""), asked=asked)
    return done(request, _list(request), _("Kept."))


@desk("customers.see")
@require_POST
def forget_view(request: OfficeRequest) -> HttpResponse:
    """Take the tab away."""
    do(request, lists.forget_view, name=request.POST.get("name", ""))
    return done(request, "office:customers", _("The list is gone; everyone is still here."))


def _list(request: OfficeRequest) -> str:
    return f"{reverse('office:customers')}{Wanted.of(request.GET).link()}"
