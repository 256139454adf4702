"""The list of customers: search, views, pages, what is done to several at once."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from habitue.customers.models import Customer
from habitue.fronts.office import listing
from habitue.fronts.office.acting import run
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.listing import Wanted
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.views.bulk import ticked
from habitue.fronts.ui import figures
from habitue.housekeeping import actions as housekeeping
from habitue.kit.refusals import Refusal
from habitue.operations.actions import Answer
from habitue.operations.models import Operation


@desk("customers.see")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """The list; while one types, only what is found."""
    wanted = Wanted.of(request.GET)
    found = listing.page(request.house, wanted, request.at)
    facts: dict[str, Any] = {
        "wanted": wanted,
        "found": found,
        "heads": heads(wanted),
        "chips": _chips(wanted),
        "before_url": wanted.link(before=found.before) if found.before else "",
        "after_url": wanted.link(after=found.after) if found.after else "",
    }
    if request.htmx and request.htmx.target == "found":
        return page(request, "office/customers/_found.html", fragment=True, **facts)
    told = listing.counts(request.house, request.at)
    return page(
        request,
        "office/customers/index.html",
        "customers",
        counts=told,
        book_count=told.all,
        views=_views(wanted, told),
        **facts,
    )


def _views(wanted: Wanted, told: listing.Counts) -> list[tuple[str, str, str, str]]:
    """The saved views of the house, each with its count."""
    named = [
        ("all", _("All")),
        ("owing", _("Owe us")),
        ("credit", _("Have credit")),
        ("birthday", _("Birthday this month")),
        ("unseen", _("Not seen for 60 days")),
        ("archived", _("Archived")),
    ]
    shown = [pair for pair in named if pair[0] != "archived" or told.archived]
    return [
        (key, words, wanted.link(view=key), figures.count(getattr(told, key)))
        for key, words in shown
    ]


def _chips(wanted: Wanted) -> list[tuple[str, str, str, str, bool]]:
    """What the list may be narrowed to: (key, value, words, address, on)."""
    named = [
        ("type", "person", _("Person")),
        ("type", "company", _("Company")),
        ("active", "yes", _("Active")),
        ("active", "no", _("Not active")),
    ]
    chips = [
        (key, value, words, wanted.toggled(key, value), getattr(wanted, key) == value)
        for key, value, words in named
    ]
    for view, words in (("owing", _("Owes")), ("credit", _("Has")), ("archived", _("Archived"))):
        on = wanted.view == view
        chips.append(("view", view, words, wanted.link(view="all" if on else view), on))
    return chips


def heads(wanted: Wanted) -> list[tuple[str, str, str, str, str]]:
    """The heads of the columns: (key, words, css, address where it sorts, how it is sorted)."""
    columns = [
        ("name", _("Name"), "", "name"),
        ("type", _("Type"), "", ""),
        ("phone", _("Phone"), "", ""),
        ("card", _("Card"), "", ""),
        ("visit", _("Last visit"), "", "-visit"),
        ("visits", _("Visits"), "num", "-visits"),
        ("owes", _("Owes"), "num", ""),
        ("has", _("Has"), "num", ""),
        ("points", _("Points"), "num", ""),
    ]
    return [(key, words, css, *_sorting(wanted, key, first)) for key, words, css, first in columns]


def _sorting(wanted: Wanted, key: str, first: str) -> tuple[str, str]:
    """Where a press on the head leads, and how the column is sorted; search has its own order."""
    if not first or wanted.q:
        return "", ""
    if wanted.sort.lstrip("-") != key:
        return wanted.link(sort=first), ""
    if wanted.sort.startswith("-"):
        return wanted.link(sort=key), "descending"
    return wanted.link(sort=f"-{key}"), "ascending"


@desk("customers.archive")
@require_POST
def archive_many(request: OfficeRequest) -> HttpResponse:
    """Archive those ticked; who still has or owes something stays, and is named."""
    chosen = ticked(request)
    gone, kept = [], []
    for customer in chosen:
        try:
            run(request, _archiving(customer), part=customer.id)
            gone.append(customer)
        except Refusal as refusal:
            kept.append((customer, refusal.sentence))
    if kept:
        return page(request, "office/customers/kept.html", "customers", 409, gone=gone, kept=kept)
    says = ngettext("{number} customer archived", "{number} customers archived", len(gone))
    undo = reverse("office:restore_many") + "?" + "&".join(f"ids={one.id}" for one in gone)
    return done(request, "office:customers", says.format(number=len(gone)), undo=undo)


def _archiving(customer: Customer) -> Callable[[Operation], Answer]:
    def work(op: Operation) -> Answer:
        return Answer(housekeeping.archive(op, customer=customer).id)

    return work


@desk("customers.archive")
@require_POST
def restore_many(request: OfficeRequest) -> HttpResponse:
    """Undo: those archived together come back together."""
    chosen = ticked(request)
    for customer in chosen:
        run(request, _restoring(customer), part=customer.id)
    says = ngettext("{number} customer is back", "{number} customers are back", len(chosen))
    return done(request, "office:customers", says.format(number=len(chosen)))


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
