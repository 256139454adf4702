"""How invoicing says no."""

from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Refusal


class PeriodBackwards(Refusal):
    code = "malformed"
    status = 422
    says = _("The period ends before it begins.")


class NothingToInvoice(Refusal):
    """Nothing lies in the period: no month of it is an invoice, however much is still owed."""

    code = "nothing_to_invoice"
    status = 422
    says = _("Nothing was put on account in this period that is not on an invoice yet.")


class AlreadyInvoiced(Refusal):
    code = "already_invoiced"
    says = _("This period is on an invoice already.")


class AddressMissing(Refusal):
    code = "malformed"
    status = 422
    says = _("{name} has no address yet, and an invoice needs one.")


class EmailMissing(Refusal):
    code = "malformed"
    status = 422
    says = _("{name} has no e-mail address.")
