"""What a table is called by people: for the proof of an erasing."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLES: dict[str, str | Promise] = {
    "customers_customer": _("Name, contacts and notes"),
    "customers_phone": _("Phone numbers"),
    "customers_consent": _("Consents"),
    "customers_objection": _("Addresses that want no offers, as digests"),
    "customers_search": _("Words of the search"),
    "cards_card": _("Card numbers"),
    "cards_block": _("Why cards were blocked"),
    "cards_personal_code": _("Personal code"),
    "cards_pin": _("PIN"),
    "cards_token_tries": _("Wrong PINs counted"),
    "cards_one_time_code": _("Codes to spend"),
    "guests_invitation": _("Invitations"),
    "guests_link": _("Cards on phones"),
    "guests_sign_in_code": _("Codes to sign in"),
    "bills_bill": _("Table labels and notes on bills"),
    "bills_line": _("Notes on dishes"),
    "bills_refund": _("Why bills were refunded"),
    "prepaid_top_up_refund": _("Why top-ups were given back"),
    "prepaid_extension": _("Why value lasts longer"),
    "house_accounts_charge": _("Labels on charges"),
    "house_accounts_signature": _("Signatures"),
    "invoicing_sending": _("Addresses invoices were sent to"),
    "invoicing_invoice": _("Invoices that were issued"),
    "outbox_letter": _("Letters sent"),
    "audit_text": _("What was changed, before and after"),
    "exchange_fate": _("Rows of imported files"),
    "printing_job": _("Papers waiting to be printed"),
}


def table_words(rows: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """(words, table, rows), in the order of the list above."""
    order = list(TABLES)
    known = sorted(rows, key=lambda name: order.index(name) if name in order else len(order))
    return [(str(TABLES.get(name, name)), name, rows[name]) for name in known]
