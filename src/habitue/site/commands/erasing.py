"""`habitue erase`: forget a customer for good, and keep the books."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from habitue.customers.models import Customer
    from habitue.house.models import House

HELP = """\
By id, e-mail address, card or personal code. Says what it would do; --yes does it. Refused while
value or debt remains, unless --settle ends it in the same step.

  habitue erase alice@example.org
  habitue erase alice@example.org --settle write_off --yes

Afterwards every table is free of them; on SQLite the file is swept too. Copies of the book made
before age out; `habitue restore` erases again whoever is on the list beside the copies."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("who", metavar="CUSTOMER", help="id, e-mail address, card, personal code")
    parser.add_argument("--settle", choices=["pay_out", "collect", "write_off"])
    parser.add_argument("--tender", default="cash", help="by which it is settled; default cash")
    parser.add_argument(
        "--reason", choices=["asked", "kept_long", "mistake", "other"], default="asked"
    )
    parser.add_argument("--yes", action="store_true", help="do it; there is no way back")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from habitue.house.scope import house_scope
    from habitue.housekeeping import actions as housekeeping
    from habitue.housekeeping import sweeping
    from habitue.housekeeping.erasing import erase
    from habitue.operations.actions import Answer
    from habitue.operations.models import Operation
    from habitue.site.console import act, actor_of, house_of

    house = house_of(options)
    by = actor_of(options, house)
    with house_scope(house):
        customer = _found(house, options.who)
        left = housekeeping.remains(house, customer)
    if not options.yes:
        print(f"{customer.display_name} ({customer.id}) would be erased: say --yes to do it.")
        for word, minor in (("has", left.has), ("owes", left.owes), ("in hand", left.in_hand)):
            if minor:
                print(f"    {word} {house.money(minor).text}: choose --settle")
        return 1
    settle = housekeeping.Settle(options.settle, options.tender, options.reason)
    told: dict[str, int] = {}

    def work(op: Operation) -> Answer:
        way = settle if options.settle else None
        proof = erase(op, customer=customer, reason=options.reason, settle=way)
        told.update(proof.removed)
        return Answer(proof.id)

    act(house, by, f"erase {customer.id}", work)
    sweeping.sweep()
    print(f"{customer.id} is erased:")
    for table, rows in sorted(told.items()):
        print(f"{rows:>9,}  {table}")
    return 0


def _found(house: House, who: str) -> Customer:
    from uuid import UUID

    from habitue.cards import actions as cards
    from habitue.customers import reports
    from habitue.customers.models import Customer
    from habitue.kit.refusals import NotFound
    from habitue.site.command import Stop

    try:
        known = Customer.objects.of(house).filter(pk=UUID(who)).first()
        found: list[Customer] = [known] if known else []
    except ValueError:
        found = list(reports.by_email(house, who)) if "@" in who else []
    if not found:
        try:
            found = [cards.whose(house, who)]
        except NotFound:
            raise Stop(f"Nobody at {house.name} is known by {who}.") from None
    if len(found) > 1:
        ids = ", ".join(str(one.id) for one in found)
        raise Stop(f"Several are known by {who}: say which by id: {ids}.")
    return found[0]
