"""`habitue migrate`."""

import argparse

HELP = "Nothing is changed where there is nothing to do. Make a backup first."


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from habitue.site.migrating import migrate_if_needed

    print("Migrated." if migrate_if_needed() else "Nothing to do.")
    return 0
