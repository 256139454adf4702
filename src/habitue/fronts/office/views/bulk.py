"""What is done to several customers at once: a tag, a price level; the export."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.exchange import exporting, writing
from habitue.fronts.office import listing
from habitue.fronts.office.acting import run
from habitue.fronts.office.desk import OfficeRequest, desk
from habitue.fronts.office.listing import Wanted
from habitue.fronts.office.pages import done, page
from habitue.kit.refusals import Malformed
from habitue.menu.models import PriceLevel
from habitue.operations.actions import Answer
from habitue.operations.models import Operation

MOST_AT_ONCE = 500
MOST_EXPORTED = 200_000
UNTOUCHED = "-"  # the level stays as it is


def ticked(request: OfficeRequest) -> list[Customer]:
    """Those of this house among the ids that were sent; whatever is no id is nobody."""
    ids = []
    for sent in [*request.POST.getlist("ids"), *request.GET.getlist("ids")][:MOST_AT_ONCE]:
        try:
            ids.append(UUID(sent))
        except ValueError:
            continue
    return list(Customer.objects.of(request.house).filter(pk__in=ids))


@desk("customers.edit")
@require_http_methods(["GET", "POST"])
def tag_many(request: OfficeRequest) -> HttpResponse:
    """A tag to add, a price level to give, to everyone ticked."""
    levels = PriceLevel.objects.of(request.house).order_by("name")
    choices = [
        (UNTOUCHED, _("as it is")),
        ("", _("Normal prices")),
        *((str(level.id), level.name) for level in levels),
    ]
    facts: dict[str, Any] = {"chosen": ticked(request), "levels": choices, "sent": request.POST}
    return page(request, "office/customers/tag.html", "customers", **facts)


@desk("customers.edit", again=tag_many)
@require_POST
def change_many(request: OfficeRequest) -> HttpResponse:
    """Each of them is an edit of its own, with its line in the history."""
    tag = " ".join(request.POST.get("tag", "").split())[:60]
    level = request.POST.get("price_level", UNTOUCHED)
    chosen = ticked(request)
    if not chosen or (not tag and level == UNTOUCHED):
        raise Malformed(field=_("Tag"))
    for customer in chosen:
        fields: dict[str, Any] = {"tags": [*customer.tags, tag]} if tag else {}
        if level != UNTOUCHED:
            fields["price_level"] = level or None
        run(request, _editing(customer, fields), part=customer.id)
    says = ngettext("{number} customer changed", "{number} customers changed", len(chosen))
    return done(request, "office:customers", says.format(number=len(chosen)))


def _editing(customer: Customer, fields: dict[str, Any]) -> Callable[[Operation], Answer]:
    def work(op: Operation) -> Answer:
        return Answer(customers.edit(op, customer=customer, fields=fields, front="bulk").id)

    return work


@desk("customers.export")
@require_http_methods(["GET", "POST"])
def export(request: OfficeRequest) -> HttpResponse:
    """The list as a file that comes back unchanged: those ticked, else all that match."""
    chosen = ticked(request)
    ids = [one.id for one in chosen] or listing.everyone(
        request.house, Wanted.of(request.GET), request.at, MOST_EXPORTED
    )
    exporting.record(request.house, request.by)
    people = exporting.chosen(request.house, ids)
    chunks = b"".join(writing.csv_chunks(exporting.rows(request.house, people), mark=True))
    answer = HttpResponse(chunks, content_type="text/csv; charset=utf-8")
    name = f"{request.house.slug}-customers.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
