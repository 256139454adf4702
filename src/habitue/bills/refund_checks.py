"""What must always be true of refunds: never more than was paid, and each part was booked."""

import json

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def refunds_are_within_the_bill(house: House) -> Examined:
    """What a bill says was refunded is the sum of its refunds, and not more than its total."""
    return sql.examined(
        house.id,
        counted="bills_refund",
        wrong="SELECT b.number, 'says refunded', b.refunded_minor, 'but refunds are',"
        " coalesce(r.total, 0) FROM bills_bill b LEFT JOIN (SELECT bill_id,"
        " sum(amount_minor) AS total FROM bills_refund WHERE house_id = %s GROUP BY bill_id) r"
        " ON r.bill_id = b.id WHERE b.house_id = %s"
        " AND (b.refunded_minor <> coalesce(r.total, 0)"
        " OR coalesce(r.total, 0) > coalesce(b.total_minor, 0))",
    )


def parts_are_the_refund(house: House) -> Examined:
    """The parts of a refund add up to it, and its entry took so much of the sale back."""
    return sql.examined(
        house.id,
        counted="bills_refund",
        wrong="SELECT r.id, r.amount_minor, r.tip_minor, 'but its parts', coalesce(p.amount, 0),"
        " coalesce(p.tip, 0), 'and its entry', coalesce(m.amount, 0) FROM bills_refund r"
        " LEFT JOIN (SELECT refund_id, sum(amount_minor) AS amount, sum(tip_minor) AS tip"
        " FROM bills_refund_part WHERE house_id = %s GROUP BY refund_id) p ON p.refund_id = r.id"
        " LEFT JOIN ledger_move m ON m.house_id = r.house_id AND m.entry_id = r.entry_id"
        " WHERE r.house_id = %s AND (r.amount_minor <> coalesce(p.amount, 0)"
        " OR r.tip_minor <> coalesce(p.tip, 0) OR r.amount_minor <> coalesce(m.amount, 0))",
    )


def parts_were_booked(house: House) -> Examined:
    """The entry of each part moved so much out of open bills and tips."""
    return sql.examined(
        house.id,
        counted="bills_refund_part",
        wrong="SELECT p.id, p.amount_minor, p.tip_minor, 'but its entry', coalesce(m.open, 0),"
        " coalesce(m.tip, 0) FROM bills_refund_part p LEFT JOIN (SELECT m.entry_id,"
        " sum(CASE WHEN a.code = 'open_bills' THEN m.amount ELSE 0 END) AS open,"
        " sum(CASE WHEN a.code = 'tips' THEN m.amount ELSE 0 END) AS tip FROM ledger_move m"
        " JOIN ledger_account a ON a.id = m.debit_id WHERE m.house_id = %s GROUP BY m.entry_id) m"
        " ON m.entry_id = p.entry_id WHERE p.house_id = %s"
        " AND (p.amount_minor <> coalesce(m.open, 0) OR p.tip_minor <> coalesce(m.tip, 0))",
    )


def no_payment_gave_back_more(house: House) -> Examined:
    """Of no payment, tip or points more came back than they were."""
    return sql.examined(
        house.id,
        counted="bills_refund_part",
        wrong="SELECT p.id, p.amount_minor, p.tip_minor, p.points, 'but refunded', r.amount,"
        " r.tip, r.points FROM bills_payment p JOIN (SELECT payment_id,"
        " sum(amount_minor) AS amount, sum(tip_minor) AS tip, sum(points) AS points"
        " FROM bills_refund_part WHERE house_id = %s AND payment_id IS NOT NULL"
        " GROUP BY payment_id) r ON r.payment_id = p.id WHERE p.house_id = %s"
        " AND (r.amount > p.amount_minor OR r.tip > p.tip_minor OR r.points > p.points"
        " OR p.undone_at IS NOT NULL)",
    )


def vat_is_the_refund(house: House) -> Examined:
    """A refund's rates add up to it, and of no rate more comes back than the bill had of it."""
    rows = sql.rows(
        "SELECT b.id, b.number, b.vat, r.amount_minor, r.vat FROM bills_refund r"
        " JOIN bills_bill b ON b.house_id = r.house_id AND b.id = r.bill_id"
        " WHERE r.house_id = %s ORDER BY r.id",
        [house.id],
    )
    wrong, left = [], dict[str, dict[int, list[int]]]()
    for bill, number, of_bill, amount, of_refund in rows:
        rates = left.setdefault(str(bill), {rate: [g, t] for rate, g, t in _read(of_bill)})
        parts = _read(of_refund)
        for rate, gross, tax in parts:
            had = rates.setdefault(rate, [0, 0])
            had[0], had[1] = had[0] - gross, had[1] - tax
        if sum(gross for _, gross, _ in parts) != amount or any(
            min(had) < 0 for had in rates.values()
        ):
            wrong.append(f"{number}: a refund of {amount}, at its rates {parts}")
    return Examined(len(rows), wrong)


def _read(vat: object) -> list[list[int]]:
    found: list[list[int]] = json.loads(vat) if isinstance(vat, str) else vat  # type: ignore[assignment]
    return found


def lots_got_back_what_they_gave(house: House) -> Examined:
    """Refunds give no lot more than the payment took of it."""
    return sql.examined(
        house.id,
        counted="bills_refund_part",
        wrong="SELECT t.lot_id, 'gave', t.taken, 'but got back', t.back FROM ("
        " SELECT p.id, u.lot_id, u.taken, sum(-b.amount_minor) AS back FROM bills_payment p"
        " JOIN (SELECT entry_id, lot_id, sum(amount_minor) AS taken FROM prepaid_lot_use"
        " WHERE house_id = %s GROUP BY entry_id, lot_id) u ON u.entry_id = p.entry_id"
        " JOIN bills_refund_part r ON r.house_id = p.house_id"
        " AND r.payment_id = p.id JOIN prepaid_lot_use b ON b.house_id = p.house_id"
        " AND b.entry_id = r.entry_id AND b.lot_id = u.lot_id"
        " WHERE p.house_id = %s GROUP BY p.id, u.lot_id, u.taken) t"
        " WHERE t.back > t.taken",
    )


INVARIANTS = [
    Invariant("I13", "No more is refunded than was paid", refunds_are_within_the_bill),
    Invariant("I13", "No payment gives back more than it was", no_payment_gave_back_more),
    Invariant("I13", "No lot gets back more than it gave", lots_got_back_what_they_gave),
    Invariant("I13", "The parts of a refund are the refund", parts_are_the_refund),
    Invariant("I13", "Each part of a refund was booked", parts_were_booked),
    Invariant("I21", "A refund takes VAT back at the bill's rates", vat_is_the_refund),
]
