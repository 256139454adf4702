"""Taking back what was brought from another system: what undoing an import does."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.kit.refusals import Refusal
from habitue.ledger import actions as ledger
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.prepaid import lots
from habitue.prepaid.models import Lot
from habitue.prepaid.wallets import wallet_found


class OpeningUsed(Refusal):
    code = "opening_used"
    says = _("Of the opening balance something was used since.")


@right("balances.open")
def unopen(op: Operation, *, customer: Customer, entry: UUID) -> UUID:
    """Take an opening balance back whole, by an entry; raises OpeningUsed, AlreadyReversed."""
    wallet = wallet_found(op, customer)
    found = rows.find(Lot, op.house, lock=True, entry_id=entry, order="id")
    if wallet is None or not found or any(_is_touched(lot) for lot in found):
        raise OpeningUsed()
    back = ledger.reverse(op, entry, kind="prepaid.unopen", reference=f"customer:{customer.id}")
    lots.draw(op, back, [lots.Take(lot, lot.remaining_minor) for lot in found])
    audit.record(op, "prepaid.unopen", on=customer)
    return back


def _is_touched(lot: Lot) -> bool:
    return lot.remaining_minor != lot.amount_minor
