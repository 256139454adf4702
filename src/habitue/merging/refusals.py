"""What stands in the way of merging two records, and of undoing it."""

from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Refusal


class WithThemselves(Refusal):
    code = "malformed"
    status = 422
    says = _("This is one record. Choose two to merge.")


class AlreadyMerged(Refusal):
    code = "customer_archived"
    says = _("{name} was merged already: go on with whoever was kept.")


class InvoicesOpen(Refusal):
    code = "bill_invoiced"
    says = _("{name} has an invoice that is not paid: keep this record, or settle it first.")


class AlreadyUndone(Refusal):
    code = "already_reversed"
    says = _("This merge was undone already.")


class Ambiguous(Refusal):
    """Undoing would have to guess whose something is."""

    code = "merge_ambiguous"
    says = _("This can no longer be undone: whose it would be cannot be told.")


class MovedSince(Ambiguous):
    says = _(
        "This can no longer be undone: “{what}” came after it ({on}),"
        " and whose that was cannot be told."
    )


class BillEnded(Ambiguous):
    says = _("This can no longer be undone: bill {number} was closed since, for both together.")


class InvoicedSince(Ambiguous):
    says = _("This can no longer be undone: what was owed is on an invoice by now.")


class ExpiredSince(Ambiguous):
    says = _("This can no longer be undone: value that went over has expired since.")


class MergedOn(Ambiguous):
    says = _("{name} was merged or archived since. Undo that first.")


class Erased(Ambiguous):
    says = _("This can no longer be undone: what was known of the guest was erased.")
