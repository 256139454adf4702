"""The shares of a table: the bill they were split from, and all that came of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from habitue.bills.models import Bill
from habitue.bills.reading import Standing, stand_all
from habitue.house.models import House


def families(house: House, standings: Sequence[Standing]) -> Mapping[UUID, list[Standing]]:
    """The shares beside each of these bills, itself among them, in order; alone, itself.

    Two statements more where any of them was split, none where not.
    """
    known = {one.bill.id: one for one in standings}
    wanted = {one.bill.family_id for one in standings if one.bill.share}
    rows = _rows(house, wanted) if wanted else []
    missing = [bill for bill in rows if bill.id not in known]
    known |= {one.bill.id: one for one in stand_all(house, missing)} if missing else {}
    of_family: dict[UUID, list[Standing]] = defaultdict(list)
    for bill in rows:
        of_family[bill.family_id].append(known[bill.id])
    return {one.bill.id: of_family.get(one.bill.family_id) or [one] for one in standings}


def family(house: House, standing: Standing) -> list[Standing]:
    """The shares beside one bill, itself among them."""
    return families(house, [standing])[standing.bill.id]


def _rows(house: House, wanted: Iterable[UUID]) -> list[Bill]:
    found = Bill.objects.of(house).filter(Q(pk__in=wanted) | Q(split_of__in=wanted))
    return list(found.select_related("customer").order_by("share", "id"))
