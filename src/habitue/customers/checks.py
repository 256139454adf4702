"""What must always be true of the book: everyone is found, and consents say how."""

from habitue.customers.consents import OFFER
from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


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


INVARIANTS = [
    Invariant("I33", "Search knows everyone as the book does", everyone_is_found),
    Invariant("I37", "Consents say when, how and in which words", consents_say_how),
    Invariant("I37", "Nobody is written an offer without consent", offers_had_a_consent),
]
