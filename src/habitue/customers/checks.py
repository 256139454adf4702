"""What must always be true of the book: everyone is found, and consents say how."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F

from habitue.customers import consents, objections
from habitue.customers.consents import OFFER
from habitue.customers.models import Consent, CustomerPhone, Objection
from habitue.customers.putting_back import WORDS as UNDONE
from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant
from habitue.outbox.models import Letter

AT_ONCE = 500


def everyone_is_found(house: House) -> Examined:
    """Each customer has one row that search reads, with the same type, state and archive; who
    was erased has none."""
    return sql.examined(
        house.id,
        counted="customers_customer",
        wrong="SELECT c.id, 'is not in the search as in the book' FROM customers_customer c"
        " LEFT JOIN customers_search s ON s.house_id = c.house_id AND s.customer_id = c.id"
        " WHERE c.house_id = %s AND ((s.id IS NULL) <> (c.erased_at IS NOT NULL)"
        " OR s.active <> c.active"
        " OR s.is_company <> (c.type = 'company') OR s.archived <> (c.archived_at IS NOT NULL))",
    )


def consents_say_how(house: House) -> Examined:
    """Each consent names when, the channel and the wording; the last one is what stands."""
    return sql.examined(
        house.id,
        counted="customers_consent",
        wrong="SELECT customer_id, 'consented without channel, wording or witness'"  # noqa: S608
        " FROM customers_consent WHERE house_id = %s"
        f" AND (channel = '' OR actor = '' OR allowed <> {sql.no()} AND wording = '')"
        " UNION ALL SELECT c.id, 'has another consent than the last one given'"
        " FROM customers_customer c LEFT JOIN (SELECT customer_id, max(at) AS at"
        " FROM customers_consent WHERE house_id = %s GROUP BY customer_id) m"
        " ON m.customer_id = c.id WHERE c.house_id = %s AND CASE WHEN m.at IS NULL"
        f" THEN c.marketing_allowed <> {sql.no()} ELSE NOT EXISTS (SELECT 1"
        " FROM customers_consent s WHERE s.house_id = c.house_id AND s.customer_id = c.id"
        " AND s.at = m.at AND s.allowed = c.marketing_allowed) END",
    )


def offers_had_a_consent(house: House) -> Examined:
    """Whoever was written an offer had agreed to it when it was posted, and it says to whom."""
    return sql.examined(
        house.id,
        counted="outbox_letter",
        wrong="SELECT l.id, 'is an offer nobody agreed to' FROM outbox_letter l"  # noqa: S608
        f" WHERE l.house_id = %s AND l.purpose = '{OFFER}' AND NOT EXISTS (SELECT 1"
        " FROM customers_consent c WHERE c.house_id = l.house_id AND c.customer_id = l.about"
        f" AND c.allowed <> {sql.no()} AND c.at <= l.posted_at AND NOT EXISTS (SELECT 1"
        " FROM customers_consent d WHERE d.house_id = c.house_id AND d.customer_id = l.about"
        f" AND d.allowed = {sql.no()} AND d.at > c.at AND d.at <= l.posted_at))",
    )


def no_offer_met_an_objection(house: House) -> Examined:
    """None was posted to an address whose owner had objected."""
    since = _objections(house)
    offers = Letter.objects.of(house).filter(purpose=OFFER).values_list("id", "to", "posted_at")
    wrong = [
        f"{id_} is an offer to an address that had objected"
        for id_, to, at in (offers.iterator(chunk_size=AT_ONCE) if since else ())
        if _met(since, objections.digests(house.id, [to]), at)
    ]
    return Examined(len(since), wrong)


def no_file_met_an_objection(house: House) -> Examined:
    """No consent that stands came out of a file after an objection to the address it had. Of rows
    that were changed since, nobody knows which address that was."""
    since = _objections(house)
    if not since:
        return Examined(0)
    brought = Consent.objects.of(house).filter(
        channel=consents.FILE,
        allowed=True,
        at__gt=min(since.values()),
        customer__marketing_allowed=True,
        customer__updated_at=F("at"),
    )
    rows = brought.exclude(wording=UNDONE)
    numbers: dict[UUID, list[CustomerPhone]] = defaultdict(list)
    for one in CustomerPhone.objects.of(house).filter(customer__consents__in=rows):
        numbers[one.customer_id].append(one)
    wrong = [
        f"{id_} agreed by a file, against an objection to their address"
        for id_, email, at in rows.values_list("customer_id", "customer__email", "at")
        if _met(since, objections.digests(house.id, [email], numbers[id_]), at)
    ]
    return Examined(len(since), wrong)


def _objections(house: House) -> dict[str, datetime]:
    return dict(Objection.objects.of(house).values_list("digest", "at"))


def _met(since: dict[str, datetime], asked: Iterable[str], at: datetime) -> bool:
    return any(one in since and since[one] < at for one in asked)


INVARIANTS = [
    Invariant("I33", "Search knows everyone as the book does", everyone_is_found),
    Invariant("I37", "Consents say when, how and in which words", consents_say_how),
    Invariant("I37", "Nobody is written an offer without consent", offers_had_a_consent),
    Invariant("I37", "No offer went against an objection", no_offer_met_an_objection),
    Invariant("I37", "No file agreed against an objection", no_file_met_an_objection),
]
