"""What lines have off, and earn, where their category says so (ADR 0045).

By name, as a line keeps it: so it holds for what another system sends as well, in whatever case
it writes. A group's word on a category goes before the category's own; a Walk-In has neither.
"""

from collections.abc import Iterable

from habitue.bills.models import Bill, Line
from habitue.customers.models import Customer
from habitue.house import rows
from habitue.house.models import House
from habitue.menu.models import Category, GroupTerm

Rates = tuple[int | None, int | None]  # off it, earned by it; None: as the customer has
AS_THE_BILL: Rates = (None, None)


def give(bill: Bill, lines: Iterable[Line]) -> list[Line]:
    """Give `lines` the rates they have on `bill`, unwritten; those that had others.

    Two statements, one where its guest is in no group, none where no line has a category. A
    share that keeps its table's discount has what categories say for everybody, too.
    """
    some = list(lines)
    given = bill.customer is not None or bill.discount_bp
    named = given and any(line.category for line in some)
    terms = _terms_of(bill.house, bill.customer) if named else {}
    folded = {name.casefold(): name for name in reversed(terms)}
    altered = []
    for line in some:
        name = line.category if line.category in terms else folded.get(line.category.casefold())
        rates = terms[name] if name is not None else AS_THE_BILL
        if (line.discount_bp, line.earn_bp) != rates:
            line.discount_bp, line.earn_bp = rates
            altered.append(line)
    return altered


def _terms_of(house: House, customer: Customer | None) -> dict[str, Rates]:
    """What categories say for `customer`, by their names, the oldest first."""
    every = rows.find(Category, house, order="id")
    found: dict[str, Rates] = {one.name: (one.discount_bp, one.earn_bp) for one in every}
    group = customer.in_group if customer is not None else None
    if group is not None:
        for term in GroupTerm.objects.of(house).filter(group=group):
            off, earns = found[term.category.name]
            found[term.category.name] = (
                off if term.discount_bp is None else term.discount_bp,
                earns if term.earn_bp is None else term.earn_bp,
            )
    return found
