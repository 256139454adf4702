"""What must always be true of tags: each is nobody's, and one open bill's at most."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def tags_are_one_bills(house: House) -> Examined:
    """A tag belongs to nobody; only a tag stands for a bill, and for one open bill at most."""
    return sql.examined(
        house.id,
        counted="bills_bill",
        wrong="SELECT k.id, 'is a tag and belongs to someone' FROM cards_card k"
        " WHERE k.house_id = %s AND k.kind = 'tag' AND k.customer_id IS NOT NULL"
        " UNION ALL SELECT b.id, 'has a tag that is none' FROM bills_bill b"
        " LEFT JOIN cards_card k ON k.house_id = b.house_id AND k.id = b.tag_id"
        " AND k.kind = 'tag' WHERE b.house_id = %s AND b.tag_id IS NOT NULL AND k.id IS NULL"
        " UNION ALL SELECT b.tag_id, 'stands for several open bills' FROM bills_bill b"
        " WHERE b.house_id = %s AND b.state = 'open' AND b.tag_id IS NOT NULL"
        " GROUP BY b.tag_id HAVING count(*) > 1",
    )


INVARIANTS = [Invariant("I56", "A tag is nobody's, and one open bill's", tags_are_one_bills)]
