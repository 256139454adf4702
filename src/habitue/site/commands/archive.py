"""`habitue archive`: a whole house written into one open file, and taken in elsewhere."""

import argparse
import time
from pathlib import Path

HELP = """\
The file holds everything of one house: customers, cards, balances by lot, bills, postings,
consents, staff, settings; docs/archive-file.md describes it. Elsewhere, on SQLite or PostgreSQL,
it reproduces every balance. Without --with-secrets no password, PIN, token or till is in it; with
it, whoever has the file and the pepper can use them.

  habitue archive export marthe.zip --with-secrets
  habitue archive import marthe.zip

Taking a house in needs an installation without it. PINs, tokens and tills go on working where the
pepper is the same (HABITUE_PEPPER, `habitue keys export`); else they are made anew."""


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="export|import", required=True)
    export = what.add_parser("export", help="write the house into FILE")
    export.add_argument("file", metavar="FILE", type=Path)
    export.add_argument("--with-secrets", action="store_true", help="PINs, tokens, tills too")
    take = what.add_parser("import", help="take the house of FILE in")
    take.add_argument("file", metavar="FILE", type=Path)
    take.add_argument(
        "--password-file",
        metavar="F",
        help="the owners' new password, on the first line, where the file has none",
    )


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    return _export(options) if options.what == "export" else _import(options)


def _export(options: argparse.Namespace) -> int:
    from habitue.exchange.archive_file import recording, writing
    from habitue.kit.packing import in_place
    from habitue.site import books
    from habitue.site.command import Stop
    from habitue.site.console import actor_of, house_of

    house = house_of(options)
    by = actor_of(options, house)
    recording.must_be_allowed(by)
    if options.file.exists():
        raise Stop(f"{options.file} is there already. Name another.")
    began = time.monotonic()
    books.seal_pending(house)
    with in_place(options.file) as file:
        told = writing.write(house, file, secrets=options.with_secrets)
    recording.written_down(house, by)
    rows = sum(part["rows"] for part in told["parts"].values())
    size, took = options.file.stat().st_size / 1_000_000, time.monotonic() - began
    print(f"{options.file}: {house.name}, {rows:,} rows, {size:,.1f} MB in {took:.1f} s")
    return 0


def _import(options: argparse.Namespace) -> int:
    from habitue.exchange.archive_file.taking import ArchiveFile, take
    from habitue.house.acting import CONSOLE
    from habitue.housekeeping import erasures, keys
    from habitue.site import books
    from habitue.site.commands.setup import _password
    from habitue.site.migrating import migrate_if_needed
    from habitue.staff import letting_in

    began = time.monotonic()
    given = _password(options.password_file) if options.password_file else ""
    password = letting_in.hash_password(given) if given else ""
    with options.file.open("rb") as source:
        file = ArchiveFile(source, options.file.name)
        migrate_if_needed()
        house = take(file, books.offenders)
    if not file.has_our_pepper:
        keys.objections_anew(house, CONSOLE)
    beside = options.file.parent / erasures.FILE
    for line in erasures.replay([erasures.path(), beside], print):
        print(line)
    erasures.catch_up()
    rows = sum(part["rows"] for part in file.parts.values())
    took = time.monotonic() - began
    print(f"{house.name} is here: {rows:,} rows in {took:.1f} s, every invariant holds")
    if password:
        letting_in.give_owners(house, password)
    if not file.has_usable_secrets:
        print("PINs, tokens and tills are made anew: not in it, or under another pepper.")
    if not file.told["secrets"] and not password:
        print("Nobody new has a password yet: --password-file gives the owners one.")
    return 0
