"""The list of customers: search, views, pages, what is done to several at once."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from habitue.customers import free, lists
from habitue.customers.models import Customer
from habitue.fronts.office import chips, columns, listing, narrowing, saved
from habitue.fronts.office.acting import run
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.views.bulk import chosen
from habitue.fronts.office.wanted import Wanted
from habitue.housekeeping import actions as housekeeping
from habitue.kit.refusals import Refusal
from habitue.operations.actions import Answer
from habitue.operations.models import Operation

MOST_IN_ADDRESS = 100


@desk("customers.see")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """The list; while one types, only what is found."""
    wanted = Wanted.of(request.GET)
    own = lists.of(request.house, request.by.staff_id)
    found = listing.page(request.house, wanted, request.at)
    fields = free.fields_of(request.house)
    shown = columns.chosen(fields, own)
    facts: dict[str, Any] = {
        "wanted": wanted,
        "found": found,
        "heads": columns.heads(wanted, shown),
        "columns": shown[1:],
        "chips": chips.of(wanted),
        "groups": [
            *chips.groups(wanted),
            *chips.of_groups(wanted, request.house),
            *chips.own(wanted, fields),
        ],
        "before_url": wanted.link(before=found.before) if found.before else "",
        "after_url": wanted.link(after=found.after) if found.after else "",
    }
    if request.htmx and request.htmx.target == "found":
        return page(request, "office/customers/_found.html", fragment=True, **facts)
    all_shown = wanted == Wanted() and not found.after  # then nobody need ask how many there are
    later = not all_shown and narrowing.is_large(request.house)
    told = None if later else _counted(request)
    more = {"book_count": told.all, "empty": told.none} if told else {"later": True}
    facts |= more | saved.facts(wanted, told, own)
    return page(request, "office/customers/index.html", "customers", **facts)


def _counted(request: OfficeRequest) -> narrowing.Counts:
    return narrowing.counts(request.house, request.at)


@desk("customers.see")
@require_GET
def views(request: OfficeRequest) -> HttpResponse:
    """The tabs with their figures, for a book too large to be counted before it is shown."""
    told, own = _counted(request), lists.of(request.house, request.by.staff_id)
    wanted = Wanted.of(request.GET)
    facts: dict[str, Any] = {"wanted": wanted, "book_count": told.all} | saved.facts(
        wanted, told, own
    )
    return page(request, "office/customers/_views.html", fragment=True, **facts)


@desk("customers.archive")
@require_POST
def archive_many(request: OfficeRequest) -> HttpResponse:
    """Archive those ticked; who still has or owes something stays, and is named."""
    theirs = chosen(request)
    gone, kept = [], []
    for customer in theirs.customers:
        try:
            run(request, _archiving(customer), part=customer.id)
            gone.append(customer)
        except Refusal as refusal:
            kept.append((customer, refusal.sentence))
    if kept:
        return page(request, "office/customers/kept.html", "customers", 409, gone=gone, kept=kept)
    says = ngettext("{number} customer archived", "{number} customers archived", len(gone))
    undo = reverse("office:restore_many") + "?" + "&".join(f"ids={one.id}" for one in gone)
    way_back = undo if len(gone) <= MOST_IN_ADDRESS else ""  # an address has an end
    return done(request, "office:customers", says.format(number=len(gone)), undo=way_back)


def _archiving(customer: Customer) -> Callable[[Operation], Answer]:
    def work(op: Operation) -> Answer:
        return Answer(housekeeping.archive(op, customer=customer).id)

    return work


@desk("customers.archive")
@require_POST
def restore_many(request: OfficeRequest) -> HttpResponse:
    """Undo: those archived together come back together."""
    people = chosen(request).customers
    for customer in people:
        run(request, _restoring(customer), part=customer.id)
    says = ngettext("{number} customer is back", "{number} customers are back", len(people))
    return done(request, "office:customers", says.format(number=len(people)))


def _restoring(customer: Customer) -> Callable[[Operation], Answer]:
    def work(op: Operation) -> Answer:
        return Answer(housekeeping.restore(op, customer=customer).id)

    return work


@desk("customers.see")
@require_GET
def pick(request: OfficeRequest) -> HttpResponse:
    """Who may be meant in a field that names a customer."""
    asked = request.GET.get("parent_name") or request.GET.get("payer_name") or ""
    found = listing.page(request.house, Wanted(q=asked[:200]), request.at) if asked else None
    rows = found.rows[:7] if found else []
    return page(request, "office/customers/_picks.html", rows=rows, asked=asked)
