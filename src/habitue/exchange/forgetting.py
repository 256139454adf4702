"""Erasing someone: the files they came in go from the data folder, whoever else is in them."""

from collections.abc import Collection
from uuid import UUID

from habitue.exchange import keeping
from habitue.exchange.models import Import, State

AT_WORK = (State.TAKING, State.UNDOING)  # read at this moment; such a file goes when it ends


def forget(house: UUID, people: Collection[UUID]) -> int:
    """How many files of imports that touched one of `people`."""
    rows = Import.objects.filter(house_id=house, fates__customer_id__in=list(people))
    there = [one for one in rows.exclude(state__in=AT_WORK).distinct() if keeping.path_of(one)]
    for one in there:
        keeping.forget(one)
    return len(there)
