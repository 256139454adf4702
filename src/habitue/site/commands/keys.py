"""`habitue keys export`."""

import argparse

HELP = """\
Keep what this prints apart from every backup: with it and a backup one could guess PINs; without
it a restored backup knows no PIN, token or session. To use it again, set HABITUE_PEPPER and
HABITUE_SECRET_KEY to these values (or to files that hold them)."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["export"], metavar="export")


def run(options: argparse.Namespace) -> int:
    del options
    from django.conf import settings

    print(f"HABITUE_PEPPER={settings.PEPPER.decode()}")
    print(f"HABITUE_SECRET_KEY={settings.SECRET_KEY}")
    return 0
