"""What a guest typed to pay: with what, how much, a tip, the PIN."""

from habitue.bills.models import BillTender
from habitue.bills.paying import Terms
from habitue.cards import proofs
from habitue.cards.proofs import Proof
from habitue.fronts.guest.doors import BillRequest
from habitue.kit.money import Money
from habitue.kit.refusals import Malformed

ON_PHONE = {BillTender.WALLET, BillTender.HOUSE_ACCOUNT}
MOST_TIPS = 3


def terms(request: BillRequest) -> Terms:
    """The payment this form asks for. Raises Malformed."""
    tender = chosen(request)
    amount = _money(request, "amount")
    tip = _money(request, "other_tip") or _money(request, "tip")
    if amount is None:
        raise Malformed(field="amount")
    return Terms(
        tender=tender,
        amount=amount,
        tip=tip.amount if tip and tender == BillTender.WALLET else 0,
        proof=_proof(request),
        purse=False,  # what a guest chose is what is done
    )


def chosen(request: BillRequest) -> str:
    """The tender a page is about; the wallet where nothing else is said."""
    asked = request.POST.get("tender", "") or request.GET.get("with", "")
    return asked if asked in ON_PHONE else BillTender.WALLET


def _proof(request: BillRequest) -> Proof:
    pin, customer = request.POST.get("pin", "")[:20], request.bill.customer_id
    if not pin or customer is None:
        return Proof()
    return Proof(pin=proofs.try_pin(request.house, customer, pin))


def _money(request: BillRequest, name: str) -> Money | None:
    typed = request.POST.get(name, "").strip()[:40]
    if not typed:
        return None
    read = Money.typed(typed, request.house.currency)
    if read is None or read.amount < 0:
        raise Malformed(field=name)
    return read


def tips(asked: Money, left: int) -> list[Money]:
    """Tips one might round up with, as far as the wallet reaches."""
    steps = (100, 500, 1000)
    rounded = {-(-asked.amount // step) * step - asked.amount for step in steps}
    return [Money(minor, asked.currency) for minor in sorted(rounded) if 0 < minor <= left][
        :MOST_TIPS
    ]
