"""Opening a bill, adding to it, moving it, voiding it."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from habitue.bills import actions as bills
from habitue.bills import tags as bill_tags
from habitue.bills.models import Bill
from habitue.cards import reports as card_reports
from habitue.fronts.till import codes, going, room, shapes, sheets
from habitue.fronts.till.acting import act, made
from habitue.fronts.till.doors import TillRequest, at_till
from habitue.fronts.till.forms import lines as line_forms
from habitue.fronts.till.forms.amounts import ident, whole
from habitue.fronts.till.views import sale, tags
from habitue.fronts.ui import toasts
from habitue.kit.refusals import NotFound, Refusal
from habitue.menu.models import PriceLevel, Table
from habitue.operations.models import Operation
from habitue.staff.models import StaffMember


@require_POST
@at_till()
def create(request: TillRequest) -> HttpResponse:
    """A new bill with its first item, its guest or its tag: one act. A bill's own code opens that
    one, and so does its tag; a new card asks whose it is."""
    card = codes.plain(request.POST.get("code", ""))
    tag, known = codes.tag_of(request.house, card) or (None, codes.bill_of(request.house, card))
    if known is not None:
        return going.to_bill(request, known.id)
    if card and card_reports.waits(request.house, card):
        return going.to(request, f"{reverse('till:customers')}?card={quote(card)}")
    table = _table(request)
    first = line_forms.first(request.house, request.POST)

    def work(op: Operation) -> Bill:
        label = tags.label_of(tag) if tag and not table else ""
        bill = bills.open_bill(op, table=table, label=label, lines=first)
        if tag is not None:
            return bill_tags.bind(op, bill=bill, tag=tag.number)
        if codes.is_phone(card):
            return bills.link(op, bill=bill, guest=card)
        return bills.link(op, bill=bill, card=card) if card else bill

    bill = made(act(request, work))
    if request.POST.get("then") == "customer":
        return going.to(request, reverse("till:bill-customer", args=[bill]))
    if first and shapes.is_phone(request):
        return going.to(request, reverse("till:bill", args=[bill]) + "?add=1")
    return going.to_bill(request, bill)


@require_POST
@at_till()
def add(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """One more of an item, or an open amount."""
    bill = sheets.find(request.house, bill_id)
    new = line_forms.first(request.house, request.POST)
    act(request, lambda op: _added(op, bill, request, new))
    return _shown(request, bill.id)


def _added(op: Operation, bill: Bill, request: TillRequest, new: list[bills.NewLine]) -> Bill:
    """An item already on the bill at its price becomes one more of that line."""
    if not new:
        raise NotFound("item", field="item")
    same = line_forms.same(request.house, bill, new[0], op.at)
    if same is not None:
        return bills.set_quantity(op, bill=bill, line=same.id, quantity=same.quantity + 1_000)
    return bills.add_lines(op, bill=bill, lines=new)[0]


@require_POST
@at_till()
def quantity(request: TillRequest, bill_id: UUID, line_id: UUID) -> HttpResponse:
    """So many of a line; none takes it off."""
    bill = sheets.find(request.house, bill_id)
    wanted = whole(request.POST, "quantity")
    act(request, lambda op: bills.set_quantity(op, bill=bill, line=line_id, quantity=wanted))
    return _shown(request, bill.id, line_id)


@require_POST
@at_till()
def terms(request: TillRequest, bill_id: UUID, line_id: UUID) -> HttpResponse:
    """So many of a line, as typed, and what to mind of it: both at once."""
    bill = sheets.find(request.house, bill_id)
    wanted = line_forms.thousandths(request.POST.get("count", ""))
    note = request.POST.get("note", "")

    def work(op: Operation) -> Bill:
        if wanted:
            bills.set_note(op, bill=bill, line=line_id, note=note)
        return bills.set_quantity(op, bill=bill, line=line_id, quantity=wanted)

    act(request, work)
    return _shown(request, bill.id)


@require_POST
@at_till()
def level(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """Another price list, by hand; none goes back to what the rules say."""
    bill = sheets.find(request.house, bill_id)
    wanted = ident(request.POST, "level")
    row = PriceLevel.objects.of(request.house).filter(pk=wanted).first() if wanted else None
    if wanted and row is None:
        raise NotFound("price level", field="level")
    act(request, lambda op: bills.set_level(op, bill=bill, level=row))
    return going.to_bill(request, bill.id)


def _move_page(
    request: TillRequest, bill_id: UUID, refusal: Refusal | None = None
) -> HttpResponse:
    bill = sheets.find(request.house, bill_id)
    open_ = Bill.objects.of(request.house).open().filter(venue_id=bill.venue_id)
    people = StaffMember.objects.of(request.house).filter(active=True).exclude(pin_hash="")
    others = list(people.select_related("role").order_by("name"))
    facts = {
        "sheet": sheets.sheet(request.house, bill),
        "tables": room.tables_of(request.house, bill.venue_id),
        "taken": {one.table_id for one in open_},
        "colleagues": [one for one in others if f"staff:{one.id}" != bill.server],
        "refusal": refusal,
    }
    return render(request, "till/bills/move.html", facts)


@require_http_methods(["GET", "POST"])
@at_till(again=_move_page)
def move(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """To another table, to the counter under a name, or to a colleague."""
    if request.method == "GET":
        return _move_page(request, bill_id)
    colleague = ident(request.POST, "staff")
    table = _table(request) if colleague is None else None
    label = None if table or colleague else request.POST.get("label", "")
    act(
        request,
        lambda op: bills.transfer(op, bill=bill_id, table=table, label=label, staff_id=colleague),
    )
    return going.to_bill(request, bill_id)


def _void_again(
    request: TillRequest, bill_id: UUID, refusal: Refusal | None = None
) -> HttpResponse:
    sheet = sheets.sheet(request.house, sheets.find(request.house, bill_id))
    facts = {"sheet": sheet, "refusal": refusal, "reason": request.POST.get("reason", "")}
    return render(request, "till/bills/void.html", facts)


class ReasonNeeded(Refusal):
    code = "malformed"
    status = 422

    @property
    def sentence(self) -> str:
        return _("A reason is needed: a word or two.")


@require_http_methods(["GET", "POST"])
@at_till(again=_void_again)
def void(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """It was a mistake: with the right and a reason."""
    bill = sheets.find(request.house, bill_id)
    if request.method == "GET":
        return _void_again(request, bill_id)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise ReasonNeeded(field="reason")
    act(request, lambda op: bills.void(op, bill=bill, reason=reason))
    toasts.say(request, _("Bill {number} is void.").format(number=bill.number))
    return going.to(request, reverse("till:room"))


@require_POST
@at_till()
def reopen(request: TillRequest, bill_id: UUID) -> HttpResponse:
    """A bill saved on account, in hand again."""
    bill = sheets.find(request.house, bill_id)
    act(request, lambda op: bills.reopen(op, bill=bill))
    return going.to_bill(request, bill.id)


def _table(request: TillRequest) -> Table | None:
    wanted = ident(request.POST, "table")
    if wanted is None:
        return None
    row: Table | None = (
        Table.objects.of(request.house)
        .filter(pk=wanted)
        .select_related("area__venue", "price_level")
        .first()
    )
    if row is None:
        raise NotFound("table", field="table")
    return row


def _shown(request: TillRequest, bill: UUID, line: UUID | None = None) -> HttpResponse:
    if request.htmx:
        return sale.changed(request, bill, line)
    return going.to_bill(request, bill)
