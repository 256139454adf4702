"""Payments on bills."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from habitue.bills import actions as bills
from habitue.bills.actions import Terms
from habitue.bills.models import Bill, Payment
from habitue.cards import proofs
from habitue.cards.proofs import PinTry, Proof
from habitue.fronts.api.entry import ApiRequest, happened, money_or_none, writes
from habitue.fronts.api.forms.bills import BillPaymentIn, SaveIn
from habitue.fronts.api.forms.kinds import Write
from habitue.fronts.api.once import Done, key_known, once
from habitue.fronts.api.problems import as_id
from habitue.fronts.api.shown import bills as shown
from habitue.fronts.api.shown.bills import BillOut
from habitue.fronts.api.views.bills import BILL, as_read
from habitue.house.scope import house_scope
from habitue.kit.refusals import Malformed, NotFound
from habitue.operations.models import Operation

router = Router(tags=["bills"])


@router.post("/bills/{uuid:bill_id}/payments", response={201: BillOut})
@writes("bills.take_payment")
def pay(request: ApiRequest, bill_id: UUID, form: BillPaymentIn) -> HttpResponse:
    """Take a payment; without an amount, all that is due."""
    terms = _terms(request, form, _proof(request, bill_id, form))

    def work(op: Operation) -> Done[Bill]:
        bill, payment = bills.pay(op, bill=bill_id, terms=terms)
        return Done(bill, bill_id, payment.id)

    return once(request, BILL, form, work, status=201)


@router.post("/bills/{uuid:bill_id}/save-on-account", response=BillOut)
@writes("house_accounts.charge")
def save_on_account(request: ApiRequest, bill_id: UUID, form: SaveIn) -> HttpResponse:
    """Let it be paid later."""
    proof = _proof(request, bill_id, form)

    def work(op: Operation) -> Done[Bill]:
        saved = bills.save_on_account(op, bill=bill_id, proof=proof, purse=form.purse)
        return Done(saved, bill_id)

    return once(request, BILL, form, work)


def _proof(request: ApiRequest, bill_id: UUID, form: BillPaymentIn | SaveIn) -> Proof:
    """At most one proof; a PIN compared beforehand."""
    if len([one for one in (form.pin, form.card_read, form.one_time_code) if one is not None]) > 1:
        raise Malformed(field="pin")
    read = form.card_read
    return Proof(
        pin=_tried(request, bill_id, form.pin),
        card_read=None if read is None else as_id(read, "card_read", "card read"),
        one_time_code=form.one_time_code,
    )


def _terms(request: ApiRequest, form: BillPaymentIn, proof: Proof) -> Terms:
    tip = money_or_none(request, form.tip, "tip")
    given = money_or_none(request, form.given, "given")
    return Terms(
        tender=form.tender,
        amount=money_or_none(request, form.amount, "amount"),
        tip=tip.amount if tip else 0,
        given=given.amount if given else None,
        proof=proof,
        purse=form.purse,
        fiscal_ref=form.fiscal_ref,
        external_id=form.external_id,
        occurred_at=happened(request, form.occurred_at),
    )


def _tried(request: ApiRequest, bill_id: UUID, pin: str | None) -> PinTry | None:
    """The PIN compared beforehand: hashing takes long. A repeat needs no proof again."""
    if pin is None:
        return None
    with house_scope(request.house):
        bill = shown.find(request, bill_id)
        if bill.customer_id is None or key_known(request.house, request.key):
            return None
        return proofs.try_pin(request.house, bill.customer_id, pin)


@router.delete("/bills/{uuid:bill_id}/payments/{uuid:payment_id}", response=BillOut)
@writes("bills.undo_payment")
def take_back(request: ApiRequest, bill_id: UUID, payment_id: UUID, form: Write) -> HttpResponse:
    """Undo a payment before closing; a second time changes nothing."""

    def work(op: Operation) -> Done[Bill]:
        bill = as_read(request, bill_id)
        payment = Payment.objects.of(request.house).filter(bill=bill, pk=payment_id).first()
        if payment is None:
            raise NotFound("payment")
        if payment.undone_at is None:
            bill = bills.take_back(op, bill=bill, payment=payment_id)
        return Done(bill, bill_id)

    return once(request, BILL, form, work)
