"""The rights there are, and the roles a new house starts with."""

from django.utils.translation import gettext_lazy as _

from habitue.operations.rights import RIGHTS, declare

declare("customers.see", _("See customers"))
declare("customers.see_balances", _("See what customers have and owe"))
declare("customers.create", _("Add customers"))
declare("customers.edit", _("Edit customers"))
declare("customers.serve_self", _("Serve themselves as a customer"))
declare("customers.archive", _("Archive and restore customers"))
declare("customers.erase", _("Erase customers for good"))
declare("customers.dossier", _("Write out everything held about a guest"))
declare("customers.merge", _("Merge customers"))
declare("customers.import", _("Import customers"))
declare("customers.export", _("Export customers"))
declare("guests.invite", _("Invite guests to their phone"))
declare("cards.assign", _("Give, block and replace cards"))
declare("cards.print", _("Make card numbers and print card sheets"))
declare("cards.set_pin", _("Set a customer's PIN"))
declare("cards.unlock", _("Unlock a customer after wrong PINs"))
declare("present_card", _("Read cards as proof"))
declare("proofs.vouch", _("Vouch for a guest without PIN or card"))
declare("bills.see", _("See bills"))
declare("bills.open", _("Open bills and add to them"))
declare("bills.link", _("Link a client to a bill"))
declare("bills.discount", _("Give a discount by hand"))
declare("bills.price_level", _("Choose a bill's price level by hand"))
declare("bills.take_payment", _("Take payments and close bills"))
declare("bills.undo_payment", _("Take back a payment before closing"))
declare("bills.void", _("Void bills"))
declare("bills.refund", _("Refund bills"))
declare("prepaid.top_up", _("Top up wallets"))
declare("prepaid.pay_out", _("Pay out what is left in a wallet"))
declare("prepaid.refund_top_up", _("Give a top-up back"))
declare("prepaid.extend", _("Let value last longer"))
declare("balances.adjust", _("Adjust balances by hand"))
declare("balances.open", _("Enter opening balances"))
declare("house_accounts.charge", _("Save bills on account"))
declare("house_accounts.override_limit", _("Go past a limit"))
declare("house_accounts.edit_terms", _("Set limits and who may eat on account"))
declare("house_accounts.settle", _("Settle house accounts"))
declare("house_accounts.unsettle", _("Take a settling back"))
declare("house_accounts.write_off", _("Write off what is owed"))
declare("invoicing.issue", _("Issue and send invoices"))
declare("menu.edit", _("Edit menu, tables and price levels"))
declare("house.edit", _("Change the rules of the house"))
declare("printing.set_up", _("Set up printers and the logo"))
declare("publishing.send", _("Send changes to the tills"))
declare("shifts.open", _("Open shifts, count and close them"))
declare("shifts.cash", _("Put cash into a drawer and take it out"))
declare("shifts.close_day", _("Close a business day"))
declare("tills.enrol", _("Enrol tills"))
declare("staff.manage", _("Manage staff, roles and tokens"))
declare("reports.see", _("See reports and the audit"))

WAITER = [
    "customers.see",
    "customers.see_balances",
    "customers.create",
    "guests.invite",
    "bills.see",
    "bills.open",
    "bills.link",
    "bills.take_payment",
    "house_accounts.charge",
    "present_card",
]
CASHIER = [
    *WAITER,
    "customers.edit",
    "cards.assign",
    "cards.set_pin",
    "prepaid.top_up",
    "house_accounts.settle",
    "bills.undo_payment",
    "shifts.open",
    "shifts.cash",
]
# to be served by a colleague is nobody's wrong; alone with one's own card is the owner's, and so
# is what cannot be undone
OWNERS = {"staff.manage", "customers.serve_self", "customers.erase"}
MANAGER = [right for right in RIGHTS if right not in OWNERS]
BOOKKEEPER = [
    "customers.see",
    "customers.see_balances",
    "customers.export",
    "bills.see",
    "house_accounts.settle",
    "house_accounts.edit_terms",
    "invoicing.issue",
    "reports.see",
]
STARTING: dict[str, list[str]] = {
    "owner": [],
    "manager": MANAGER,
    "cashier": CASHIER,
    "waiter": WAITER,
    "bookkeeper": BOOKKEEPER,
}
