"""What proves that a guest agrees to spend: a PIN compared beforehand, or their phone's code."""

from habitue.bills.models import Bill
from habitue.cards import proofs
from habitue.cards.proofs import Proof
from habitue.fronts.till.forms.amounts import Typed
from habitue.house.models import House


def typed(house: House, bill: Bill, posted: Typed) -> Proof:
    """The code from the guest's phone, or their PIN, compared; nothing where none was typed."""
    code = str(posted.get("one_time_code", "")).strip()
    if code:
        return Proof(one_time_code=code[:20])
    pin = str(posted.get("pin", ""))
    if not pin or bill.customer_id is None:
        return Proof()
    return Proof(pin=proofs.try_pin(house, bill.customer_id, pin[:20]))
