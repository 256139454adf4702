"""`habitue doctor`: is this machine safe for money."""

import argparse

HELP = "A line for each thing looked at. Exit code 1 where one is NOT safe; a warning is none."


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(options: argparse.Namespace) -> int:
    del options
    import django

    django.setup()
    from habitue.site.health import symptoms

    ill = False
    for symptom in symptoms():
        word = "NOT SAFE" if symptom.bad else "warning" if symptom.warns else "ok"
        print(f"{word:<9} {symptom.what}: {symptom.found}", flush=True)
        ill = ill or symptom.bad
    return 1 if ill else 0
