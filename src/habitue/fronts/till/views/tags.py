"""Tags that are the bill: read on a bill in hand, taken in, put away."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habitue.bills import tags as bill_tags
from habitue.bills.models import Bill
from habitue.cards import tags
from habitue.cards.models import Card
from habitue.fronts.till import codes, going, sheets
from habitue.fronts.till.acting import act
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms.amounts import ident
from habitue.fronts.ui import toasts
from habitue.kit.refusals import NotFound, Refusal
from habitue.operations.models import Operation


def _bill_page(
    request: TillRequest, bill_id: UUID, refusal: Refusal | None = None
) -> HttpResponse:
    bill = sheets.find(request.house, bill_id)
    facts = {
        "sheet": sheets.sheet(request.house, bill, still=True),
        "tag": _chosen(request, request.GET.get("tag", "")),
        "refusal": refusal,
        "unknown": request.POST.get("code", "")[:64] if refusal and refusal.status == 404 else "",
    }
    return render(request, "till/tags/bill.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_bill_page)
def of_bill(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """A tag for this bill: a free one that was read, a new one, or none any more."""
    if request.method == "GET":
        return _bill_page(request, bill_id)
    bill = sheets.find(request.house, bill_id)
    read = codes.tag_of(request.house, codes.plain(request.POST.get("code", "")))
    if read is not None and read[1] is not None:
        return stands_for(request, bill, *read)
    act(request, lambda op: _bound(op, request, bill))
    return going.to_bill(request, bill.id)


def _bound(op: Operation, request: TillRequest, bill: Bill) -> Bill:
    if "none" in request.POST:
        return bill_tags.unbind(op, bill=bill)
    chosen = _chosen(request, request.POST.get("tag", ""))
    number = chosen.number if chosen else codes.plain(request.POST.get("code", ""))
    if "new" in request.POST:
        number = tags.add(op, number=number).number
    return bill_tags.bind(op, bill=bill, tag=number)


def stands_for(
    request: TillRequest, bill: Bill, tag: Card, other: Bill | None, then: str = ""
) -> HttpResponse:
    """A tag read while `bill` is in hand: it opens its own bill; a free one is offered to it."""
    if other is None:
        return going.to(request, reverse("till:bill-tag", args=[bill.id]) + f"?tag={tag.id}")
    if other.id == bill.id and then == "pay":
        return going.to(request, reverse("till:pay", args=[bill.id]))
    return going.to_bill(request, other.id)


def label_of(tag: Card) -> str:
    """What a bill without a table is called by its tag: the end of its number."""
    return _("#{end}").format(end=tag.number[-4:])


def _page(request: TillRequest, refusal: Refusal | None = None) -> HttpResponse:
    rows = tags.all_of(request.house)
    busy = bill_tags.bills_of(request.house, rows)
    facts = {"rows": [(tag, busy.get(tag.id)) for tag in rows], "refusal": refusal}
    return render(request, "till/tags/index.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_page)
def index(request: TillRequest) -> HttpResponse:
    """The tags of the house: each that is read here is taken in; one may be put away."""
    if request.method == "GET":
        return _page(request)
    if "tag" in request.POST:
        gone = _chosen(request, request.POST["tag"])
        if gone is None:
            raise NotFound("tag", field="tag")
        act(request, lambda op: bill_tags.put_away(op, tag=gone))
    else:
        number = codes.plain(request.POST.get("code", ""))
        act(request, lambda op: tags.add(op, number=number))
        toasts.say(request, _("Tag {number} is taken in.").format(number=number))
    return going.to(request, reverse("till:tags"))


def _chosen(request: TillRequest, asked: str) -> Card | None:
    wanted = ident({"tag": asked}, "tag")
    return tags.by_id(request.house, wanted) if wanted else None
