"""What must always be true of guests' links and the invitations they came by."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def links_stay_home(house: House) -> Examined:
    """A link opens a customer of its own house, to a guest there is; one by e-mail is proved."""
    return sql.examined(
        house.id,
        counted="guests_link",
        wrong="SELECT l.id, 'opens nobody of this house, or to nobody' FROM guests_link l"
        " LEFT JOIN customers_customer c ON c.house_id = l.house_id AND c.id = l.customer_id"
        " LEFT JOIN guests_guest g ON g.id = l.guest_id WHERE l.house_id = %s"
        " AND (c.id IS NULL OR g.id IS NULL OR (l.how = 'email' AND l.proved_at IS NULL)"
        " OR l.how NOT IN ('email', 'invitation'))",
    )


def links_stand_once(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="guests_link",
        wrong="SELECT guest_id, customer_id, 'are linked', count(*) FROM guests_link"
        " WHERE house_id = %s AND ended_at IS NULL GROUP BY guest_id, customer_id"
        " HAVING count(*) > 1",
    )


def invitations_are_taken_once(house: House) -> Examined:
    """A used invitation made one link, to its customer, while it was good."""
    return sql.examined(
        house.id,
        counted="guests_invitation",
        wrong="SELECT i.id, 'was not taken as it must be' FROM guests_invitation i"
        " LEFT JOIN guests_link l ON l.house_id = i.house_id AND l.id = i.link_id"
        " WHERE i.house_id = %s AND ((i.used_at IS NULL) <> (l.id IS NULL)"
        " OR l.customer_id <> i.customer_id OR i.used_at > i.expires_at"
        " OR (i.used_at IS NOT NULL AND i.ended_at IS NOT NULL))",
    )


INVARIANTS = [
    Invariant("I51", "A link opens a customer of its own house", links_stay_home),
    Invariant("I51", "A guest is linked to a customer once", links_stand_once),
    Invariant("I52", "An invitation is taken once, while good", invitations_are_taken_once),
]
