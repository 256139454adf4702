"""What must always be true of wallets: lots and the ledger say the same."""

from datetime import date

from habitue.house import sql
from habitue.house.days import local_date
from habitue.house.models import House
from habitue.kit import wallet_law
from habitue.kit.checks import Examined, Invariant
from habitue.prepaid.lasting import least_day
from habitue.prepaid.models import Lot, TopUpRefund, ValueKind
from habitue.prepaid.replaying import spends_follow_the_order
from habitue.prepaid.returning import Sums

PAID_BACK = "a.code LIKE 'wallet:%%:paid' AND (b.code LIKE 'drawer:%%' OR b.code LIKE 'tender:%%')"
LOST = "a.code LIKE 'wallet:%%' AND b.code = 'breakage'"
ENTRY_OF_USE = (
    " JOIN ledger_entry e ON e.house_id = u.house_id AND e.id = u.entry_id"
    " AND e.kind NOT IN ('prepaid.expire', 'prepaid.unearn') WHERE"
)
ENDED = "a.code LIKE 'wallet:%%' AND b.code = 'promotions'"


def lots_are_the_balance(house: House) -> Examined:
    """Per wallet and kind, what is left of the lots is the balance of the account."""
    return sql.examined(
        house.id,
        counted="prepaid_lot",
        wrong="SELECT code, 'has', sum(balance), 'but its lots', sum(lots) FROM ("  # noqa: S608
        f" SELECT l.code, 0 AS balance, l.total AS lots FROM ({_lots()}) l"
        " UNION ALL SELECT a.code, a.balance, 0 FROM ledger_account a"
        " WHERE a.house_id = %s AND a.code LIKE 'wallet:%%' AND a.balance IS NOT NULL) t"
        " GROUP BY code HAVING sum(balance) <> sum(lots)",
    )


def lots_are_what_was_used(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="prepaid_lot",
        wrong="SELECT l.id, l.remaining_minor, 'left of', l.amount_minor FROM prepaid_lot l"
        " LEFT JOIN (SELECT lot_id, sum(amount_minor) AS used FROM prepaid_lot_use"
        " WHERE house_id = %s GROUP BY lot_id) u ON u.lot_id = l.id WHERE l.house_id = %s"
        " AND (l.remaining_minor <> l.amount_minor - coalesce(u.used, 0)"
        " OR l.remaining_minor < 0 OR l.remaining_minor > l.amount_minor)",
    )


def lots_come_from_entries(house: House) -> Examined:
    """What an entry puts into wallets stands in lots of that entry, and what it takes in uses."""
    return sql.examined(
        house.id,
        counted="prepaid_lot",
        wrong="SELECT entry_id, 'moved', sum(moved), 'but its lots say', sum(lots) FROM ("
        " SELECT m.entry_id, m.amount AS moved, 0 AS lots FROM ledger_move m"
        " JOIN ledger_account a ON a.id = m.credit_id AND a.code LIKE 'wallet:%%'"
        " WHERE m.house_id = %s"
        " UNION ALL SELECT m.entry_id, -m.amount, 0 FROM ledger_move m"
        " JOIN ledger_account a ON a.id = m.debit_id AND a.code LIKE 'wallet:%%'"
        " WHERE m.house_id = %s"
        " UNION ALL SELECT entry_id, 0, amount_minor FROM prepaid_lot WHERE house_id = %s"
        " UNION ALL SELECT entry_id, 0, -amount_minor FROM prepaid_lot_use WHERE house_id = %s"
        " ) t GROUP BY entry_id HAVING sum(moved) <> sum(lots)",
    )


def top_ups_are_paid_with_money(house: House) -> Examined:
    """No wallet is topped up from a wallet, from points or on account."""
    return sql.examined(
        house.id,
        counted="prepaid_top_up",
        # CROSS JOIN: in this order on SQLite; without the amount it would read another index
        wrong="SELECT t.id, m.amount, a.code FROM prepaid_top_up t CROSS JOIN ledger_move m"
        " CROSS JOIN ledger_account a WHERE t.house_id = %s AND m.house_id = t.house_id"
        " AND m.entry_id = t.entry_id AND a.id = m.debit_id AND a.code <> 'promotions'"
        " AND a.code NOT LIKE 'drawer:%%' AND a.code NOT LIKE 'tender:%%'",
    )


def top_ups_are_booked(house: House) -> Examined:
    """A top-up's entry moved what it says was received, of it what was paid as paid value."""
    return sql.examined(
        house.id,
        counted="prepaid_top_up",
        wrong="SELECT t.id, t.pays_minor, t.receives_minor FROM prepaid_top_up t LEFT JOIN ("
        " SELECT m.entry_id, sum(m.amount) AS received,"
        " sum(CASE WHEN a.code LIKE '%%:paid' THEN m.amount ELSE 0 END) AS paid"
        " FROM ledger_move m JOIN ledger_account a ON a.id = m.credit_id"
        " WHERE m.house_id = %s GROUP BY m.entry_id) e ON e.entry_id = t.entry_id"
        " WHERE t.house_id = %s AND (e.entry_id IS NULL OR e.received <> t.receives_minor"
        " OR e.paid <> t.pays_minor)",
    )


def kinds_are_what_was_used(house: House) -> Examined:
    """Of each kind of value, an entry moved out of a wallet what it drew on that wallet's lots."""
    code = f"'wallet:' || {sql.spelled('l.wallet_id')} || ':' || l.kind"
    return sql.examined(
        house.id,
        counted="prepaid_lot_use",
        wrong="SELECT entry_id, code, 'moved', sum(moved), 'but drew', sum(drawn) FROM ("  # noqa: S608
        " SELECT m.entry_id, a.code, m.amount AS moved, 0 AS drawn FROM ledger_move m"
        " JOIN ledger_account a ON a.id = m.debit_id AND a.code LIKE 'wallet:%%'"
        " WHERE m.house_id = %s"
        f" UNION ALL SELECT u.entry_id, {code}, 0, u.amount_minor FROM prepaid_lot_use u"
        " JOIN prepaid_lot l ON l.house_id = u.house_id AND l.id = u.lot_id"
        " WHERE u.house_id = %s AND u.amount_minor > 0"
        " ) t GROUP BY entry_id, code HAVING sum(moved) <> sum(drawn)",
    )


def top_ups_given_back_are_whole(house: House) -> Examined:
    """All refunds of a top-up: never more than was paid, nor with what ended more than received.

    More than the gift may end: some of what was paid makes it good, and then it comes back.
    """
    return sql.examined(
        house.id,
        counted="prepaid_top_up_refund",
        wrong="SELECT t.id, 'paid', t.pays_minor, 'gave back', sum(r.amount_minor),"
        " 'and withdrew', sum(r.withdrawn_minor) FROM prepaid_top_up_refund r"
        " JOIN prepaid_top_up t ON t.house_id = r.house_id AND t.id = r.top_up_id"
        " WHERE r.house_id = %s GROUP BY t.id, t.pays_minor, t.receives_minor"
        " HAVING sum(r.amount_minor) > t.pays_minor"
        " OR sum(r.amount_minor) + sum(r.withdrawn_minor) > t.receives_minor",
    )


def top_ups_given_back_are_booked(house: House) -> Examined:
    """Each went from paid value to the tender it came by; what ended of a gift, to promotions."""
    return sql.examined(
        house.id,
        counted="prepaid_top_up_refund",
        wrong="SELECT r.id, 'is not what its entries moved'"  # noqa: S608
        " FROM prepaid_top_up_refund r"
        " JOIN prepaid_top_up t ON t.house_id = r.house_id AND t.id = r.top_up_id"
        f" WHERE r.house_id = %s AND (r.tender <> t.tender"
        f" OR r.amount_minor <> ({_moved('r.entry_id', PAID_BACK)})"
        f" OR r.withdrawn_minor <> ({_moved('r.withdrawal_id', ENDED)}))",
    )


def pay_outs_are_booked(house: House) -> Examined:
    """What a slip says was handed back is what its entry moved to money, and ended beside it."""
    return sql.examined(
        house.id,
        counted="prepaid_pay_out",
        wrong="SELECT r.id, 'is not what its entry moved' FROM prepaid_pay_out r"  # noqa: S608
        f" WHERE r.house_id = %s AND (r.amount_minor <> ({_moved('r.entry_id', PAID_BACK)})"
        f" OR r.ended_minor <> ({_moved('r.entry_id', LOST)}))",
    )


def gifts_are_withdrawn_by_the_rule(house: House) -> Examined:
    """The arithmetic of each refund, done again from what stood when it was posted."""
    before: dict[object, tuple[int, int]] = {}
    wrong = []
    refunds = list(TopUpRefund.objects.of(house).select_related("top_up").order_by("id"))
    for row in refunds:
        top_up, (refunded, withdrawn) = row.top_up, before.get(row.top_up_id, (0, 0))
        sums = Sums(
            rule=row.rule,
            paid=top_up.pays_minor,
            gift=top_up.receives_minor - top_up.pays_minor,
            spent=row.spent_minor,
            refunded=refunded,
            withdrawn=withdrawn,
            paid_left=row.paid_left_minor,
            gift_left=row.gift_left_minor,
        )
        if row.amount_minor > sums.most:
            wrong.append(f"{row.id} gave back {row.amount_minor} of at most {sums.most}")
        elif row.withdrawn_minor != sums.withdrawn_with(row.amount_minor):
            wrong.append(f"{row.id} withdrew {row.withdrawn_minor} of the gift")
        before[row.top_up_id] = refunded + row.amount_minor, withdrawn + row.withdrawn_minor
    return Examined(len(refunds), wrong)


def expired_lots_were_not_spent(house: House) -> Examined:
    """The day of a spend, where the house stands, is not after the last day of the lot.

    What a bill gave is taken back whenever the bill is refunded: nobody spends it.
    """
    uses = (
        " FROM prepaid_lot_use u JOIN prepaid_lot l ON l.house_id = u.house_id AND l.id = u.lot_id"
        " AND l.expires_on IS NOT NULL WHERE u.house_id = %s AND u.amount_minor > 0"
    )
    [[count]] = sql.rows(f"SELECT count(*){uses}", [house.id])
    # no house is a day behind UTC: what was spent before that day began may pass
    late = sql.rows(
        f"SELECT u.id, l.expires_on, e.recorded_at{uses.replace(' WHERE', ENTRY_OF_USE)}"
        " AND e.recorded_at >= l.expires_on",
        [house.id],
    )
    wrong = [
        f"{sql.as_id(use)} drew on a lot that ended on {ended}"
        for use, ended, at in late
        if local_date(house, sql.as_time(at)) > sql.as_day(ended)
    ]
    return Examined(int(count), wrong)


def paid_lots_last_as_they_must(house: House) -> Examined:
    """No paid value ends sooner than the country lets it, counted from its load, or the last."""
    law, wrong = wallet_law.preset(house.country), []
    paid = Lot.objects.of(house).filter(kind=ValueKind.PAID)
    lots = (
        paid.filter(wallet_id__in=paid.filter(expires_on__isnull=False).values("wallet_id"))
        .order_by("-created_at", "-id")
        .values_list("id", "wallet_id", "created_at", "expires_on", "remaining_minor")
    )
    loads: dict[object, list[date]] = {}
    for lot, wallet, created, ends, left in lots.iterator():
        loaded = local_date(house, created)
        loads.setdefault(wallet, []).append(loaded)
        if ends is None:
            continue
        renews = law.renews and left > 0
        # newest first: the first that counts is the last
        counted = next((day for day in loads[wallet] if day <= ends), loaded) if renews else loaded
        least = least_day(house, max(loaded, counted))
        if least is not None and ends < least:
            wrong.append(f"{lot} ends on {ends}, the law says {least} at the earliest")
    return Examined(paid.count(), wrong)


def days_moved_are_recorded(house: House) -> Examined:
    """The last day of a lot is the one its latest recorded change left it with."""
    return sql.examined(
        house.id,
        counted="prepaid_extension",
        wrong="SELECT l.id, l.expires_on, 'but was moved to', e.after FROM prepaid_extension e"
        " JOIN prepaid_lot l ON l.house_id = e.house_id AND l.id = e.lot_id"
        " WHERE e.house_id = %s AND NOT EXISTS (SELECT 1 FROM prepaid_extension f"
        " WHERE f.house_id = e.house_id AND f.lot_id = e.lot_id AND f.id > e.id)"
        " AND (l.expires_on <> e.after OR (l.expires_on IS NULL) <> (e.after IS NULL))",
    )


def _moved(entry: str, where: str) -> str:
    """What an entry moved from a wallet (`a`) to somewhere (`b`)."""
    return (
        "SELECT coalesce(sum(m.amount), 0) FROM ledger_move m"  # noqa: S608
        " JOIN ledger_account a ON a.id = m.debit_id JOIN ledger_account b ON b.id = m.credit_id"
        f" WHERE m.house_id = r.house_id AND m.entry_id = {entry} AND {where}"
    )


def _lots() -> str:
    """What is left of the lots, under the code of the account they make up."""
    code = f"'wallet:' || {sql.spelled('wallet_id')} || ':' || kind"
    return (
        f"SELECT house_id, {code} AS code, sum(remaining_minor) AS total"  # noqa: S608
        " FROM prepaid_lot WHERE house_id = %s GROUP BY house_id, wallet_id, kind"
    )


INVARIANTS = [
    Invariant("I17", "No top-up is paid from a balance of ours", top_ups_are_paid_with_money),
    Invariant("I18", "What is left of the lots is the balance", lots_are_the_balance),
    Invariant("I18", "Each lot is what it was less what was used", lots_are_what_was_used),
    Invariant("I18", "Lots and entries tell of the same amounts", lots_come_from_entries),
    Invariant("I19", "No lot was spent after its last day", expired_lots_were_not_spent),
    Invariant("I19", "Paid value lasts as long as the law says", paid_lots_last_as_they_must),
    Invariant("I19", "A last day that moved is recorded", days_moved_are_recorded),
    Invariant("I20", "A spend is what it drew of each kind", kinds_are_what_was_used),
    Invariant("I20", "A spend drew in the order the house had", spends_follow_the_order),
    Invariant("I20", "Each top-up booked what it says", top_ups_are_booked),
    Invariant("I20", "No top-up gave back more than it took", top_ups_given_back_are_whole),
    Invariant("I20", "What was given back was booked", top_ups_given_back_are_booked),
    Invariant("I20", "What was paid out was booked", pay_outs_are_booked),
    Invariant("I20", "Gifts are withdrawn by the rule", gifts_are_withdrawn_by_the_rule),
]
