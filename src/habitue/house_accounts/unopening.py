"""Taking back what someone owed elsewhere: what undoing an import does."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from habitue.audit import actions as audit
from habitue.house import rows
from habitue.house_accounts.models import Charge
from habitue.kit.refusals import NotFound, Refusal
from habitue.ledger import actions as ledger
from habitue.operations.models import Operation
from habitue.operations.rights import right


class OpeningSettled(Refusal):
    code = "opening_used"
    says = _("Of what was owed before something was settled or invoiced since.")


@right("balances.open")
def unopen(op: Operation, *, charge: UUID) -> UUID:
    """Take an opening charge back whole, by an entry; raises OpeningSettled, NotFound."""
    row = rows.first(Charge, op.house, lock=True, id=charge, related=("person",))
    if row is None or row.bill_id is not None:
        raise NotFound("charge")
    if row.invoice_id or row.reversed_at or row.open_minor != row.amount_minor:
        raise OpeningSettled()
    back = ledger.reverse(
        op, row.entry_id, kind="house_accounts.unopen", reference=f"charge:{row.id}"
    )
    row.open_minor, row.reversed_at = 0, op.at
    rows.update(row, "open_minor", "reversed_at")
    audit.record(op, "house_accounts.unopen", on=row.person)
    return back
