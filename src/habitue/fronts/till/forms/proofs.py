"""What proves that a guest agrees to spend: a PIN they typed, compared before anything moves."""

from habitue.bills.models import Bill
from habitue.cards import proofs
from habitue.cards.proofs import Proof
from habitue.fronts.till.forms.amounts import Typed
from habitue.house.models import House


def typed(house: House, bill: Bill, posted: Typed) -> Proof:
    """The PIN of the bill's guest, compared; nothing where none was typed."""
    pin = str(posted.get("pin", ""))
    if not pin or bill.customer_id is None:
        return Proof()
    return Proof(pin=proofs.try_pin(house, bill.customer_id, pin[:20]))
