"""What must always be true of receipt numbers, and of staff who are customers too."""

from habitue.bookkeeping.signs.cards import OWN
from habitue.customers.own import RIGHT
from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined

# each act that carries a number, and what the receipt was printed for
OF_BILL = (
    " JOIN bills_bill b ON b.house_id = a.house_id AND b.id = a.bill_id",
    "coalesce(b.split_of_id, b.id)",
)
NUMBERED = (
    ("bills_bill", "", "coalesce(a.split_of_id, a.id)", " AND a.state <> 'void'"),
    ("bills_payment", *OF_BILL, " AND a.undone_at IS NULL"),
    ("bills_refund", *OF_BILL, ""),
    ("prepaid_top_up", "", "a.id", ""),
    ("prepaid_top_up_refund", "", "a.top_up_id", ""),
    ("house_accounts_settlement", "", "a.id", " AND a.reversed_at IS NULL"),
)
# who of the staff moved whose value: acts of their own, then what the audit tells
HANDS = (
    ("prepaid_top_up", ""),
    ("prepaid_pay_out", ""),
    ("bills_payment", " AND a.tender IN ('wallet', 'points', 'house_account')"),
)
BY_HAND = (
    "SELECT l.object_id, l.actor, l.operation_id FROM audit_line l WHERE l.house_id = %s"
    " AND l.verb IN ('prepaid.adjust', 'points.adjust', 'prepaid.open', 'points.open')"
)
# what gives a person another address
RENAMED = "('customers.create', 'customers.edit', 'staff.hire', 'staff.change', 'staff.let_in')"


def numbers_answer_for_one_thing(house: House) -> Examined:
    """Whatever carries a receipt number has it to itself: none serves two bills or top-ups."""
    acts = " UNION ALL ".join(
        f"SELECT a.id, a.fiscal_ref AS number, {owner} AS owner FROM {table} a{joined}"  # noqa: S608
        f" WHERE a.house_id = %s AND a.fiscal_ref <> ''{standing}"
        for table, joined, owner, standing in NUMBERED
    )
    return sql.examined(
        house.id,
        counted="shifts_receipt",
        wrong=f"SELECT t.id, 'carries a receipt number that is not its own' FROM ({acts}) t"  # noqa: S608
        " LEFT JOIN shifts_receipt r ON r.house_id = %s AND r.number = t.number"
        " AND r.owner = t.owner WHERE r.id IS NULL",
    )


def nobody_served_themselves(house: House) -> Examined:
    """Whoever credited or used a card of their own had the right to, or somebody beside them.

    Not where the address of the customer or of who serves was changed since, nor before the
    house had this rule.
    """
    rights = "q.rights::text" if sql.is_postgresql() else "q.rights"
    label = f"'staff:' || {sql.spelled('o.member')}"
    hands = " UNION ALL ".join(
        "SELECT a.customer_id, a.actor, e.operation_id"  # noqa: S608
        f" FROM {table} a JOIN ledger_entry e ON e.house_id = a.house_id AND e.id = a.entry_id"
        f" WHERE a.house_id = %s{some}"
        for table, some in HANDS
    )
    return sql.examined(
        house.id,
        counted="operations_operation",
        wrong=f"SELECT q.id, 'served themselves with nobody beside:', q.actor FROM ({OWN}) o"  # noqa: S608
        f" JOIN ({hands} UNION ALL {BY_HAND}) t ON t.customer_id = o.customer"
        f" AND t.actor = {label}"
        " JOIN operations_operation q ON q.house_id = %s AND q.id = t.operation_id"
        " JOIN house h ON h.id = q.house_id"
        f" WHERE q.approver = '' AND {rights} NOT LIKE '%%\"{RIGHT}\"%%'"
        " AND (h.own_cards_since IS NULL OR q.recorded_at > h.own_cards_since)"
        " AND NOT EXISTS (SELECT 1 FROM audit_line l WHERE l.house_id = q.house_id"
        " AND l.object_id IN (o.customer, o.member) AND l.at > q.at"
        f" AND l.verb IN {RENAMED})",
    )
