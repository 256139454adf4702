"""What must always be true of invoices: every charge once, no gap, nothing changed since."""

from itertools import pairwise

from habitue.house import sql
from habitue.house.models import House
from habitue.invoicing import content
from habitue.invoicing.models import Invoice
from habitue.kit.checks import Examined, Invariant


def invoices_are_their_charges(house: House) -> Examined:
    """The total of an invoice is what its charges are."""
    return sql.examined(
        house.id,
        counted="invoicing_invoice",
        wrong="SELECT i.year, i.serial, i.total_minor, 'but its charges', coalesce(c.total, 0)"
        " FROM invoicing_invoice i LEFT JOIN (SELECT x.invoice_id, sum(h.amount_minor) AS total,"
        " count(*) AS rows FROM invoicing_charge x"
        " JOIN house_accounts_charge h ON h.house_id = x.house_id AND h.id = x.charge_id"
        " WHERE x.house_id = %s GROUP BY x.invoice_id) c ON c.invoice_id = i.id"
        " WHERE i.house_id = %s"
        " AND (i.total_minor <> coalesce(c.total, 0) OR i.bills <> coalesce(c.rows, 0))",
    )


def charges_know_their_invoice(house: House) -> Examined:
    """A charge names the invoice it is on and no other, and was not taken back."""
    return sql.examined(
        house.id,
        counted="invoicing_charge",
        wrong="SELECT h.id, 'names', h.invoice_id, 'but is on', x.invoice_id"
        " FROM house_accounts_charge h"
        " LEFT JOIN invoicing_charge x ON x.house_id = h.house_id AND x.charge_id = h.id"
        " WHERE h.house_id = %s AND (h.invoice_id IS NOT NULL OR x.invoice_id IS NOT NULL)"
        " AND (h.invoice_id IS NULL OR x.invoice_id IS NULL OR h.invoice_id <> x.invoice_id"
        " OR h.reversed_at IS NOT NULL)",
    )


def numbers_have_no_gap(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="invoicing_invoice",
        wrong="SELECT year, 'goes to', max(serial), 'with', count(*), 'invoices'"
        " FROM invoicing_invoice WHERE house_id = %s GROUP BY year"
        " HAVING max(serial) <> count(*) OR min(serial) <> 1",
    )


def content_is_what_was_issued(house: House) -> Examined:
    """The digest fits, and the columns say what the paper says."""
    count, wrong = 0, []
    for one in Invoice.objects.of(house).iterator(chunk_size=50):
        count += 1
        said = one.content
        sums = [said["previous"], said["total"], said["paid"], said["balance"]]
        if content.digest(said) != one.digest:
            wrong.append(f"{one.number} is not what was issued")
        elif said["number"] != one.number or sums != [
            one.previous_minor,
            one.total_minor,
            one.paid_minor,
            one.balance_minor,
        ]:
            wrong.append(f"{one.number} says otherwise than its row")
    return Examined(count, wrong)


def invoices_follow_on(house: House) -> Examined:
    """Each invoice of a payer begins with what the one before ended with."""
    rows = Invoice.objects.of(house).order_by("payer_id", "issued_at", "id")
    told = list(rows.only("payer_id", "year", "serial", "previous_minor", "balance_minor"))
    firsts = {one.payer_id: one for one in reversed(told)}
    wrong = [f"{one.number} begins with a debt" for one in firsts.values() if one.previous_minor]
    for before, after in pairwise(told):
        if before.payer_id == after.payer_id and before.balance_minor != after.previous_minor:
            wrong.append(f"{after.number} does not go on from {before.number}")
    return Examined(len(told), wrong)


def what_is_open_was_said(house: House) -> Examined:
    """What invoiced charges have open is the last balance less what was paid since."""
    return sql.examined(
        house.id,
        counted="invoicing_invoice",
        wrong="SELECT a.customer_id, 'has open', sum(h.open_minor), 'on invoices, which say',"
        " (SELECT i.balance_minor FROM invoicing_invoice i WHERE i.house_id = a.house_id"
        "  AND i.payer_id = a.customer_id ORDER BY i.issued_at DESC, i.id DESC LIMIT 1)"
        " - coalesce((SELECT sum(s.amount_minor) FROM house_accounts_settled s"
        "  JOIN house_accounts_charge c ON c.id = s.charge_id"
        "  LEFT JOIN invoicing_payment p ON p.house_id = s.house_id AND p.settled_id = s.id"
        "  WHERE s.house_id = a.house_id AND c.account_id = a.id"
        "  AND c.invoice_id IS NOT NULL AND p.id IS NULL), 0) AS said"
        " FROM house_accounts_account a JOIN house_accounts_charge h ON h.account_id = a.id"
        " AND h.house_id = a.house_id AND h.invoice_id IS NOT NULL"
        " WHERE a.house_id = %s GROUP BY a.house_id, a.id, a.customer_id"
        " HAVING sum(h.open_minor) <> "
        " (SELECT i.balance_minor FROM invoicing_invoice i WHERE i.house_id = a.house_id"
        "  AND i.payer_id = a.customer_id ORDER BY i.issued_at DESC, i.id DESC LIMIT 1)"
        " - coalesce((SELECT sum(s.amount_minor) FROM house_accounts_settled s"
        "  JOIN house_accounts_charge c ON c.id = s.charge_id"
        "  LEFT JOIN invoicing_payment p ON p.house_id = s.house_id AND p.settled_id = s.id"
        "  WHERE s.house_id = a.house_id AND c.account_id = a.id"
        "  AND c.invoice_id IS NOT NULL AND p.id IS NULL), 0)",
    )


INVARIANTS = [
    Invariant("I41", "An invoice is the sum of its charges", invoices_are_their_charges),
    Invariant("I41", "A charge is on one invoice at most", charges_know_their_invoice),
    Invariant("I42", "Invoices are numbered without a gap", numbers_have_no_gap),
    Invariant("I42", "No invoice changed since it was issued", content_is_what_was_issued),
    Invariant("I43", "Each invoice goes on where the last one ended", invoices_follow_on),
    Invariant("I43", "Invoiced charges have open what invoices say", what_is_open_was_said),
]
