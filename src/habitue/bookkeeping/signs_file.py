"""The signs of abuse as tables: the signs, and the top-ups without a receipt number."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from habitue.bookkeeping.signs import Sign
from habitue.bookkeeping.signs.proofs import Unmatched
from habitue.paper.tables import Column, Table

SIGNS = (
    Column("rule", _("Sign")),
    Column("weight", _("Weight"), "count"),
    Column("says", _("In words")),
    Column("staff", _("By whom")),
    Column("customer", _("Customer")),
)
WITHOUT_RECEIPT = (
    Column("top_up", _("Top-up")),
    Column("at", _("When"), "moment"),
    Column("day", _("Business day"), "day"),
    Column("customer", _("Customer")),
    Column("pays", _("Paid"), "money"),
    Column("receives", _("Received"), "money"),
    Column("tender", _("Tender")),
    Column("staff", _("By whom")),
)


def tables(told: Sequence[Sign], unmatched: Sequence[Unmatched]) -> list[Table]:
    """Ids of staff and customers, so that a program finds them; the sentence has the names."""
    signs = [
        [one.rule, one.weight, one.says, one.actor.removeprefix("staff:"), str(one.customer or "")]
        for one in told
    ]
    without = [
        [
            *(str(one.id), one.at, one.day, one.customer.display_name),
            *(one.pays, one.receives, one.tender, one.who),
        ]
        for one in unmatched
    ]
    return [Table("abuse", SIGNS, signs), Table("without_receipt", WITHOUT_RECEIPT, without)]
