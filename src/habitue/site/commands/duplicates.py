"""`habitue duplicates`: look through the book for records that may be one guest."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from habitue.house.models import House
    from habitue.merging.models import Look

HELP = """\
Everybody in the book is compared by phone, e-mail, name, birthday and address; nothing is merged.
What it finds stands under Customers, Duplicates. The office's button and the night do the same;
where a look is under way already, this one waits for no other and says so."""


def arguments(parser: argparse.ArgumentParser) -> None:
    # what `habitue serve` starts: whatever was asked for, slowly
    parser.add_argument("--waiting", metavar="PARENT", type=int, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from habitue.site import looks, server

    if options.waiting is not None:
        if options.waiting:
            server.end_with(options.waiting)
            os.nice(19)
        looks.one_round()
        return 0
    from habitue.site.console import house_of

    return _look(house_of(options), options)


def _look(house: House, options: argparse.Namespace) -> int:
    from habitue.exchange.pace import Pace
    from habitue.merging import looking
    from habitue.operations.actions import Answer
    from habitue.operations.models import Operation
    from habitue.site import looks
    from habitue.site.console import act, actor_of

    found: list[Look] = []

    def work(op: Operation) -> Answer:
        found[:] = [looking.ask(op)]
        return Answer(found[0].id)

    act(house, actor_of(options, house), "duplicates", work)
    [look] = found
    look.house = house
    if not looking.work_off(look, looks.now, Pace(house, looks.now)):
        print("The book is being looked through already.", file=sys.stderr)
        return 1
    look.refresh_from_db()
    print(f"{look.records:,} records looked through, {look.suggested:,} pairs may be one guest.")
    return 0
