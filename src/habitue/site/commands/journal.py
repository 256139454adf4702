"""`habitue journal`: the ledger as plain text, for another program to recompute."""

import argparse
from datetime import date

HELP = """\
A plain-text journal to stdout, as hledger and its relatives read it: a transaction for each
entry, points as a commodity of their own, ids opaque. It ends with what the book says stands on
each account of a customer, as assertions: another program adds up for itself and complains.

  habitue journal > chez-marthe.journal
  hledger -f chez-marthe.journal check
  hledger -f chez-marthe.journal bal wallet receivable --depth 1"""


def arguments(parser: argparse.ArgumentParser) -> None:
    for name, says in (("from", "the first"), ("to", "the last")):
        parser.add_argument(
            f"--{name}",
            dest=f"{name}_day",
            metavar="DATE",
            type=date.fromisoformat,
            help=f"{says} business day, 2026-03-14",
        )


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from habitue.house.scope import house_scope
    from habitue.ledger import journal
    from habitue.site import books, verifying
    from habitue.site.console import actor_of, house_of

    house = house_of(options)
    verifying.taken_along(house, actor_of(options, house))
    with books.snapshot(), house_scope(house):
        for line in journal.lines(house, options.from_day, options.to_day):
            print(line)
    return 0
