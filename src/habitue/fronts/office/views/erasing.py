"""Erasing one customer or several, the proof of it, and the dossier of what is held."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from habitue.customers.models import Customer
from habitue.fronts.office.acting import do, run
from habitue.fronts.office.desk import OfficeRequest, desk, found
from habitue.fronts.office.pages import done, page
from habitue.fronts.office.views.bulk import Chosen, TooMany, chosen
from habitue.fronts.office.views.customer import customer_page
from habitue.fronts.office.wanted import Wanted
from habitue.fronts.office.words import table_words
from habitue.housekeeping import actions as housekeeping
from habitue.housekeeping import dossier as dossiers
from habitue.housekeeping.actions import Settle
from habitue.housekeeping.erasing import erase
from habitue.housekeeping.models import Erasure, Why
from habitue.kit.refusals import NotFound, Refusal
from habitue.kit.text import normalise
from habitue.operations.actions import Answer
from habitue.operations.models import Operation
from habitue.staff.actions import member_ids
from habitue.staff.models import StaffMember

SHOWN = 50


class NotTyped(Refusal):
    code = "malformed"
    status = 422
    says = gettext_lazy("Type {word} to say that you mean it: there is no way back.")


@desk("customers.erase")
@require_GET
def ask(request: OfficeRequest, key: UUID) -> HttpResponse:
    """What goes, what stays, why, and the name typed."""
    customer = found(Customer, request, key)
    if customer.erased_at:
        return proof(request, key=key)
    left = housekeeping.remains(request.house, customer)
    return customer_page(request, customer, "erase", left=left, reasons=Why.choices)


@desk("customers.erase", again=ask)
@require_POST
def take(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Forget them; the proof is what the next page shows."""
    customer = found(Customer, request, key)
    if not customer.erased_at:
        _must_be_typed(request, customer.display_name)
    do(
        request,
        erase,
        customer=customer,
        reason=request.POST.get("why", Why.ASKED),
        settle=_settle(request),
    )
    return done(request, "office:erased", _("Erased. The books are as they were."), key=key)


def _must_be_typed(request: OfficeRequest, word: str) -> None:
    if normalise(request.POST.get("typed", "")) != normalise(word):
        raise NotTyped(field="typed", word=word)


def _settle(request: OfficeRequest) -> Settle | None:
    way, why = request.POST.get("settle", ""), request.POST.get("why", "")
    return Settle(way, request.POST.get("tender", ""), why[:20]) if way else None


@desk("customers.see")
@require_GET
def proof(request: OfficeRequest, key: UUID) -> HttpResponse:
    """That they were erased: when, by whom, how many rows of which table."""
    row = Erasure.objects.of(request.house).filter(customer_id=key).first()
    if row is None:
        raise NotFound("customer")
    who = _names(request, [row])[row.actor]
    facts = {
        "proof": row,
        "who": who,
        "removed": table_words(row.removed),
        "kept": table_words(row.kept),
    }
    return page(request, "office/customers/erased.html", "customers", **facts)


@desk("customers.see")
@require_GET
def index(request: OfficeRequest) -> HttpResponse:
    """Everyone who was erased, as numbers: the proofs."""
    rows = list(Erasure.objects.of(request.house).order_by("-at", "-id")[:SHOWN])
    names = _names(request, rows)
    told = [(row, names[row.actor], sum(row.removed.values())) for row in rows]
    return page(request, "office/customers/erasures.html", "customers", told=told)


def _names(request: OfficeRequest, rows: Sequence[Erasure]) -> dict[str, str]:
    """Who did it, by their label; whoever does not work here is the console."""
    labels = {row.actor for row in rows}
    members = StaffMember.objects.of(request.house).filter(pk__in=member_ids(*labels))
    known = {f"staff:{one.id}": one.name for one in members}
    return {label: known.get(label, _("the console")) for label in labels}


@desk("customers.erase")
@require_http_methods(["GET", "POST"])
def ask_many(request: OfficeRequest) -> HttpResponse:
    """Those ticked, named once more, and their number to be typed."""
    nobody = Chosen([], False, Wanted.of(request.GET).link())
    theirs = nobody if isinstance(request.refusal, TooMany) else _chosen(request)
    facts: dict[str, Any] = {"chosen": theirs, "reasons": Why.choices, "sent": request.POST}
    return page(request, "office/customers/erase_many.html", "customers", **facts)


@desk("customers.erase", again=ask_many)
@require_POST
def take_many(request: OfficeRequest) -> HttpResponse:
    """Each in an operation of its own; who still has or owes something stays, and is named."""
    theirs = _chosen(request)
    _must_be_typed(request, str(len(theirs.customers)))
    gone, kept = 0, []
    for customer in theirs.customers:
        try:
            run(request, _erasing(customer, request.POST.get("why", Why.ASKED)), part=customer.id)
            gone += 1
        except Refusal as refusal:
            kept.append((customer, refusal.sentence))
    if kept:
        facts = {"gone": gone, "kept": kept}
        return page(request, "office/customers/not_erased.html", "customers", 409, **facts)
    says = ngettext("{number} customer erased", "{number} customers erased", gone)
    return done(request, "office:erasures", says.format(number=gone))


def _chosen(request: OfficeRequest) -> Chosen:
    """Whoever was ticked, or all that match, but for those erased already."""
    theirs = chosen(request)
    return replace(theirs, customers=[one for one in theirs.customers if not one.erased_at])


def _erasing(customer: Customer, why: str) -> Callable[[Operation], Answer]:
    def work(op: Operation) -> Answer:
        return Answer(erase(op, customer=customer, reason=why).id)

    return work


@desk("customers.dossier")
@require_GET
def dossier(request: OfficeRequest, key: UUID) -> HttpResponse:
    """Everything held about them, as a file."""
    customer = found(Customer, request, key)
    told = dossiers.taken(request.house, request.by, customer)
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"{request.house.slug}-{customer.id}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
