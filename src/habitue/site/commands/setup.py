"""`habitue setup`: a house ready for bills, without a browser."""

import argparse
import re
import sys
from pathlib import Path

HELP = """\
The house gets one venue, the country's VAT rates, roles, tenders and its owner; everything else
has a default that the owner can change. Run again with the same name it changes nothing; with
another one it adds a house.

  habitue setup --house "Chez Marthe" --currency EUR --country FR --timezone Europe/Paris \\
      --owner marthe@example.com --password-file marthe.txt --language fr"""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def arguments(parser: argparse.ArgumentParser) -> None:
    # --house is there for every command; here it is the name, not the slug
    parser.add_argument("--currency", required=True, metavar="EUR", help="three letters")
    parser.add_argument("--country", required=True, metavar="FR", help="two letters")
    parser.add_argument("--timezone", required=True, metavar="Europe/Paris")
    parser.add_argument("--owner", required=True, metavar="EMAIL", help="who owns the house")
    parser.add_argument("--owner-name", default="", metavar="NAME")
    parser.add_argument(
        "--password-file",
        metavar="F",
        help="the owner's password, on the first line; asked for at a terminal",
    )
    parser.add_argument("--language", default="en", metavar="fr", help="of the house (default en)")


def run(options: argparse.Namespace) -> int:
    from habitue.site.command import Stop

    if not options.house:
        raise Stop("Name the house: --house NAME.")
    if not LANGUAGE.fullmatch(options.language):
        raise Stop(f"The language is two letters such as fr, not {options.language!r}.")
    password = _password(options.password_file)
    import django

    django.setup()
    from habitue.housekeeping.opening import Plan, open_house
    from habitue.site.migrating import migrate_if_needed

    migrate_if_needed()
    house, new = open_house(
        Plan(
            name=options.house,
            country=options.country,
            currency=options.currency,
            timezone=options.timezone,
            owner_email=options.owner,
            owner_name=options.owner_name,
            language=options.language,
            password=password,
        )
    )
    if new:
        print(f"{house.name} is open (--house {house.slug}). Next: habitue serve")
    else:
        print(f"{house.name} is there already (--house {house.slug}); nothing was changed.")
    return 0


def _password(file: str | None) -> str:
    """From the file, or typed twice at a terminal; none where neither is to be had."""
    from habitue.site.command import Stop

    if file:
        try:
            text = Path(file).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise Stop(f"{file} is not a text file.") from None
        password = text.splitlines()[0].strip() if text.strip() else ""
        if not password:
            raise Stop(f"{file} is empty; the owner's password stands on its first line.")
        return password
    if not sys.stdin.isatty():
        return ""
    from getpass import getpass

    password = getpass("The owner's password (empty for none yet): ")
    if password and getpass("Once more: ") != password:
        raise Stop("The two passwords differ.")
    return password
