"""What one person does far more often than the others (T3, T5, T7)."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habitue.bookkeeping.signs.sign import FEW, TIMES, Seen, Share, Sign, outliers
from habitue.staff.models import StaffMember

LATE_MINUTES = 30
MANY_LATE = 10
SELDOM = 200  # balances are put right by hand far more seldom than bills are voided
RIGHTS = {
    "bills.take_back": "bills.undo_payment",
    "house_accounts.unsettle": "house_accounts.settle",
}


def generous(seen: Seen) -> list[Sign]:
    """More given on top of what was paid than the others give (T5)."""
    rows = seen.rows(
        "SELECT t.actor, count(*), sum(t.pays_minor), sum(t.receives_minor - t.pays_minor),"
        " sum(CASE WHEN t.receives_minor > 2 * t.pays_minor THEN 1 ELSE 0 END)"
        " FROM prepaid_top_up t WHERE t.house_id = %s AND t.at >= %s AND t.at < %s"
        " AND t.actor LIKE 'staff:%%' GROUP BY t.actor",
        *(seen.house.id, *seen.between),
    )
    paid, given = sum(int(row[2]) for row in rows), sum(int(row[3]) for row in rows)
    names = seen.names({row[0] for row in rows})
    found = []
    for actor, many, pays, gift, wild in rows:
        others_paid, others_given = paid - int(pays), given - int(gift)
        stands_out = (
            many >= FEW
            and others_paid > 0
            and int(gift) * others_paid > TIMES * max(others_given, 1) * int(pays)
            and int(gift) * 20 > int(pays)  # a twentieth is no generosity
        )
        if wild or stands_out:
            says = ngettext(
                "{who} gave {gift} on top of {pays} paid, in {many} top-up;"
                " {wild} gave more than was paid.",
                "{who} gave {gift} on top of {pays} paid, in {many} top-ups;"
                " {wild} gave more than was paid.",
                many,
            ).format(
                who=names.get(actor, ""),
                gift=seen.money(gift),
                pays=seen.money(pays),
                many=many,
                wild=wild,
            )
            found.append(Sign("generous", int(wild) * FEW + many, says, actor=actor))
    return found


def often_by_hand(seen: Seen) -> list[Sign]:
    """Value and points put up by hand, far oftener than by the others."""
    rows = seen.rows(
        "SELECT l.actor, count(*) FROM audit_line l WHERE l.house_id = %s AND l.at >= %s"
        " AND l.at < %s AND l.actor LIKE 'staff:%%'"
        " AND l.verb IN ('points.adjust', 'prepaid.adjust') GROUP BY l.actor",
        *(seen.house.id, *seen.between),
    )
    shares = _shares(seen, dict(rows), "balances.adjust", _bills_of(seen))
    found = outliers(shares, often=SELDOM)
    says = _("{who} put balances right by hand {many} times, far oftener than anybody else.")
    return _told(seen, "by_hand", says, found)


def often_undone(seen: Seen) -> list[Sign]:
    """Voids, payments taken back and refunds, far oftener than by the others (T3)."""
    rows = seen.rows(
        "SELECT l.actor, l.verb, count(*) FROM audit_line l WHERE l.house_id = %s AND l.at >= %s"
        " AND l.at < %s AND l.actor LIKE 'staff:%%'"
        " AND l.verb IN ('bills.void', 'bills.take_back', 'bills.refund',"
        "  'prepaid.refund_top_up', 'house_accounts.unsettle') GROUP BY l.actor, l.verb",
        *(seen.house.id, *seen.between),
    )
    taken = _bills_of(seen)
    words = {
        "bills.void": _("{who} voided {many} bills, {of} for each hundred; others far fewer."),
        "bills.take_back": _(
            "{who} took {many} payments back, {of} for each hundred bills; others far fewer."
        ),
        "bills.refund": _("{who} refunded {many} bills, {of} for each hundred; others far fewer."),
        "prepaid.refund_top_up": _("{who} gave {many} top-ups back; others far fewer."),
        "house_accounts.unsettle": _("{who} took {many} settlings back; others far fewer."),
    }
    found = []
    for verb, says in words.items():
        did = {actor: many for actor, its, many in rows if its == verb}
        if did:
            shares = _shares(seen, did, RIGHTS.get(verb, verb), taken)
            found += _told(seen, "undone", says, outliers(shares))
    return found


def refunded_otherwise(seen: Seen) -> list[Sign]:
    """Paid by card, given back in cash: refunds that left another way than they came (T7)."""
    rows = seen.rows(
        "SELECT r.actor, count(*), sum(f.amount_minor) FROM bills_refund_part f"
        " JOIN bills_refund r ON r.house_id = f.house_id AND r.id = f.refund_id"
        " JOIN bills_payment p ON p.house_id = f.house_id AND p.id = f.payment_id"
        " WHERE f.house_id = %s AND r.business_day BETWEEN %s AND %s AND f.tender <> p.tender"
        " AND r.approver = '' AND r.actor LIKE 'staff:%%' GROUP BY r.actor HAVING count(*) > 1",
        *(seen.house.id, seen.first, seen.last),
    )
    names = seen.names({row[0] for row in rows})
    says = _("{who} gave {sum} back in {many} refunds another way than it was paid.")
    return [
        Sign(
            "otherwise",
            many * 2,
            says.format(who=names.get(actor, ""), many=many, sum=seen.money(minor)),
            actor=actor,
        )
        for actor, many, minor in rows
    ]


def late_links(seen: Seen) -> list[Sign]:
    """Customers linked long after the bill was opened, far oftener than by the others (T1)."""
    late = seen.late(LATE_MINUTES)
    rows = seen.rows(
        f"SELECT l.actor, count(*), sum(CASE WHEN {late} THEN 1 ELSE 0 END) FROM bills_link l"  # noqa: S608
        " JOIN bills_bill b ON b.house_id = l.house_id AND b.id = l.bill_id"
        " WHERE b.house_id = %s AND b.business_day BETWEEN %s AND %s AND l.ended_at IS NULL"
        " AND l.actor LIKE 'staff:%%' GROUP BY l.actor",
        *(seen.house.id, seen.first, seen.last),
    )
    shares = [Share(actor, int(cases), many) for actor, many, cases in rows]
    says = _(
        "{who} linked {many} bills more than half an hour after they were opened,"
        " {of} of each hundred; others far fewer."
    )
    return _told(seen, "late_link", says, outliers(shares, few=MANY_LATE))


def _shares(seen: Seen, did: Mapping[str, int], right: str, bills: Counter[str]) -> list[Share]:
    """Each who did it or may, among the bills they opened, or among as many as one opens:
    whoever may void does so for those who may not."""
    usual = sum(bills.values()) // max(len(bills), 1)
    who = did.keys() | set(_holders(seen, right))
    return [Share(one, did.get(one, 0), max(bills[one], usual)) for one in sorted(who)]


def _holders(seen: Seen, right: str) -> list[str]:
    """Labels of the staff whose role holds `right`."""
    members = StaffMember.objects.of(seen.house).filter(
        Q(role__holds_everything=True) | Q(role__rights__right=right), active=True
    )
    return [f"staff:{id_}" for id_ in members.values_list("id", flat=True).distinct()]


def _bills_of(seen: Seen) -> Counter[str]:
    """How many bills each member of staff opened: what there was to take back."""
    rows = seen.rows(
        "SELECT b.opened_by, count(*) FROM bills_bill b WHERE b.house_id = %s"
        " AND b.business_day BETWEEN %s AND %s AND b.opened_by LIKE 'staff:%%'"
        " GROUP BY b.opened_by",
        *(seen.house.id, seen.first, seen.last),
    )
    return Counter(dict(rows))


def _told(seen: Seen, rule: str, says: str, found: Iterable[Share]) -> list[Sign]:
    shares = list(found)
    names = seen.names({share.who for share in shares})
    return [
        Sign(
            rule,
            share.cases,
            says.format(
                who=names.get(share.who, ""),
                many=share.cases,
                of=100 * share.cases // max(share.occasions, share.cases),
            ),
            actor=share.who,
        )
        for share in shares
    ]
