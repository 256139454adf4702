"""Whose record another one became: someone merged leads on to whoever was kept.

Room merging stands above and knows what was merged; the rooms below ask it here.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from habitue.customers.models import Customer
from habitue.house.models import House


@dataclass(frozen=True, slots=True)
class Knows:
    """What room merging answers: a step onward from each merged id, one back to each that was
    merged into these, and all merged into one."""

    onward: Callable[[House | UUID, Collection[UUID]], dict[UUID, UUID]]
    backward: Callable[[House | UUID, Collection[UUID]], dict[UUID, UUID]]
    merged_into: Callable[[House | UUID, UUID], list[UUID]]


_KNOWS: list[Knows] = []


def tells(knows: Knows) -> None:
    """Room merging names itself when it is loaded."""
    _KNOWS[:] = [knows]


def survivor(house: House | UUID, customer: UUID) -> UUID:
    """Who `customer` is now: themselves, where they were not merged."""
    for knows in _KNOWS:
        while step := knows.onward(house, [customer]):
            customer = step[customer]
    return customer


def survivors_of(house: House | UUID, customers: Collection[UUID]) -> dict[UUID, UUID]:
    """Of those who were merged, who each is now; a question for each step, whoever many."""
    found: dict[UUID, UUID] = {}
    for knows in _KNOWS:
        step = knows.onward(house, customers)
        found |= step
        while step := knows.onward(house, list(step.values())):
            found = {one: step.get(now, now) for one, now in found.items()}
    return found


def family(house: House | UUID, customer: UUID) -> list[UUID]:
    """A customer and everyone merged into them, themselves first: whose history is theirs."""
    return [customer, *(id_ for knows in _KNOWS for id_ in knows.merged_into(house, customer))]


def families(house: House | UUID, customers: Collection[UUID]) -> dict[UUID, UUID]:
    """`customers` and everyone merged into them, each with whose they are; a question for each
    step, whoever many."""
    found = {id_: id_ for id_ in customers}
    for knows in _KNOWS:
        step = knows.backward(house, list(found))
        while step:
            found |= {one: found[kept] for one, kept in step.items()}
            step = knows.backward(house, list(step))
    return found


def history(house: House | UUID, customer: UUID) -> list[UUID]:
    """Whose rows tell what `customer` did, by an id of before too: whoever they are now, and
    everyone merged into them."""
    return family(house, survivor(house, customer))


def current(house: House, customer: Customer) -> Customer:
    """`customer`, or whoever they were merged into; of someone in the book nothing is asked."""
    if customer.archived_at is None:
        return customer
    kept = survivor(house, customer.id)
    if kept == customer.id:
        return customer
    found: Customer = Customer.objects.of(house).select_related("payer").get(pk=kept)
    found.house = house
    return found
