"""How a bill says no."""

from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Gone, Refusal


class BillClosed(Refusal):
    code = "bill_closed"
    says = _("This bill is closed.")


class BillVoid(Refusal):
    code = "bill_void"
    says = _("This bill is void.")


class BillPaid(Refusal):
    code = "bill_paid"
    says = _("There is nothing left to pay on this bill.")


class BillRefunded(Refusal):
    code = "bill_closed"
    says = _("Part of this bill was refunded: it stays as it is.")


class BillUnpaid(Refusal):
    code = "bill_unpaid"
    says = _("{due} is still to be paid.")


class Overpaid(Refusal):
    code = "overpaid"
    says = _("Only {due} is due.")


class BeyondShare(Overpaid):
    says = _("The house lets at most {due} more of this bill be paid this way.")


class PaymentsExist(Refusal):
    code = "payments_exist"
    says = _("Something was paid on this bill already. Take that back first.")


class CustomerNeeded(Refusal):
    code = "customer_needed"
    says = _("Whose bill is it? Link a guest first.")


class NothingOnIt(Refusal):
    code = "malformed"
    status = 422
    says = _("An amount must be more than nothing.")


class LineRefused(Refusal):
    code = "malformed"
    status = 422
    says = _("A line needs an item of the menu, or a name and a price; more than none of it.")


class BillGone(Gone):
    says = _("This bill is over. What it earned stands in your movements.")


class BillOfAnother(Gone):
    says = _("This bill belongs to someone already. If it should be yours, ask at the till.")


class PaidInPart(PaymentsExist):
    says = _("Part of this bill was paid already. Ask at the till to make it yours.")
