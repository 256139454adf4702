"""`habitue demo`: a café to walk around in."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING

from habitue.site.commands.serve import _port

if TYPE_CHECKING:
    from habitue.house.models import House

HELP = """\
Fills an empty data folder (HABITUE_DATA_DIR) with Chez Marthe: 2,000 regulars, three companies,
90 days of bills, staff of each role, a menu and tables; then serves it. Nobody in it is real.
Run again, it keeps what is there."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000, help="default 8000")
    parser.add_argument("--no-serve", action="store_true", help="fill it, and stop")


def run(options: argparse.Namespace) -> int:
    import django

    from habitue.site.command import Stop

    if not os.environ.get("HABITUE_MAIL_URL_FILE"):
        os.environ.setdefault("HABITUE_MAIL_URL", "folder:letters")
    django.setup()
    from habitue.house.models import House
    from habitue.site import server
    from habitue.site.demo.filling import NAME
    from habitue.site.migrating import migrate_if_needed

    if not options.no_serve:
        try:
            server.must_be_free(options.host, options.port)
        except server.PortTaken as taken:
            raise Stop(f"{taken}. Choose another: --port.") from None
    migrate_if_needed()
    house = House.objects.filter(name=NAME).first()
    if house is not None:
        print(f"{NAME} is there already; it is kept as it is.\n")
    elif House.objects.exists():
        raise Stop("Another house lives here. Name an empty folder: HABITUE_DATA_DIR=…")
    else:
        house = _filled()
    _tell(house, options.host, options.port)
    if options.no_serve:
        return 0
    sys.stdout.flush()
    where = ["--host", options.host, "--port", str(options.port)]
    again = [sys.executable, "-m", "habitue.site", "serve", *where]
    os.execv(sys.executable, again)  # noqa: S606 a fresh process: no thread of the filling in it


def _filled() -> House:
    from habitue.site.demo.filling import fill

    began = time.monotonic()
    print("Chez Marthe opens, once; this takes about a minute.")
    house = fill(lambda what: print(f"  {what}…", flush=True))
    print(f"Done in {time.monotonic() - began:.0f} s.\n")
    return house


def _tell(house: House, host: str, port: int) -> None:
    from habitue.house.scope import house_scope
    from habitue.site.demo.book import KNOWN
    from habitue.site.demo.guests import invitation_path
    from habitue.site.demo.staff import HANDS, PASSWORD

    base = f"http://{'[' + host + ']' if ':' in host else host}:{port}"
    print(
        f"Back office   {base}/office/\nTill          {base}/till/\nAPI           {base}/api/v1/\n"
    )
    print(f"Sign in with the password {PASSWORD} as")
    for hand in HANDS:
        print(f"  {hand.email:<22} {hand.role:<11} till PIN {hand.pin}   {hand.name}")
    print("\nAt the till: enrol it as Marthe, tap a name, type the PIN. Cards to read, and PINs:")
    with house_scope(house):
        for known, code in zip(KNOWN, _codes(house), strict=True):
            name = f"{known.first} {known.last}"
            print(f"  {known.card:<15} PIN {known.pin}   code {code}   {name}")
        invitation = invitation_path(house)
    print(f"\nA guest's phone  {base}/me/")
    if invitation:
        print(f"  Élodie's card opens once at {base}{invitation}")
    print()


def _codes(house: House) -> list[str]:
    """The personal codes of the known, in their order."""
    from habitue.cards import actions as cards
    from habitue.cards import reports
    from habitue.kit.refusals import Refusal
    from habitue.site.demo.book import KNOWN

    found = []
    for known in KNOWN:
        try:
            customer = cards.whose(house, known.card)
        except Refusal:
            found.append("-")
            continue
        found.append(reports.codes_of(house, [customer.id]).get(customer.id, "-"))
    return found
