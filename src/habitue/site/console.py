"""What every command at the console needs: Django ready, the house meant, who acts."""

import argparse
from collections.abc import Callable

from django.db import connection

from habitue.audit import sealing as audit
from habitue.house.acting import CONSOLE, Actor
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.ledger import sealing
from habitue.operations import actions as operations
from habitue.operations.actions import Answer
from habitue.operations.models import Operation
from habitue.site.command import Stop

NOBODY = "There is no house here yet. Do: habitue setup --help, or habitue demo."


def house_of(options: argparse.Namespace) -> House:
    """The house named by `--house`, or the only one there is."""
    if not is_laid():
        raise Stop(NOBODY)
    houses = list(House.objects.order_by("slug"))
    if not houses:
        raise Stop(NOBODY)
    if options.house:
        for house in houses:
            if house.slug == options.house:
                return house
        known = ", ".join(house.slug for house in houses)
        raise Stop(f"There is no house {options.house!r}; there is: {known}.")
    if len(houses) > 1:
        known = ", ".join(house.slug for house in houses)
        raise Stop(f"There are several houses, say which with --house: {known}.")
    return houses[0]


def houses_of(options: argparse.Namespace) -> list[House]:
    """The house named by `--house`, else all of them: what only reads may look at every one."""
    if options.house or not is_laid() or not House.objects.exists():
        return [house_of(options)]
    return list(House.objects.order_by("slug"))


def is_laid() -> bool:
    """Whether the database has any table of ours."""
    return House._meta.db_table in connection.introspection.table_names()


def actor_of(options: argparse.Namespace, house: House) -> Actor:
    """The console, or the person named by `--as` with their rights as they stand."""
    if not options.as_email:
        return CONSOLE
    from habitue.staff import actions as staff
    from habitue.staff.entry import actor_for

    member = staff.find_member(house, options.as_email)
    if member is None:
        raise Stop(f"Nobody with the e-mail address {options.as_email} works at {house.name}.")
    return actor_for(member)


def act(house: House, by: Actor, what: str, work: Callable[[Operation], Answer]) -> Answer:
    """Run `work` as one operation of its own."""
    key = f"{what}:{new_id()}"
    answer = operations.run(operations.Request(house=house, by=by, key=key, what=what), work)
    if connection.vendor == "postgresql":
        sealing.seal_all(sealing.A_WHILE)
        audit.seal_all(sealing.A_WHILE)
    return answer
