"""`habitue serve`."""

import argparse
import gc
import os
import sys

HELP = """\
Stop it with Ctrl-C or SIGTERM: what was answered is in the book. Behind a proxy that ends TLS,
set HABITUE_BASE_URL to the address guests see.

With --tls the port speaks HTTPS with a certificate that this house's own authority gives this
machine, and a plain page on another port shows each phone how to trust it:

  habitue serve --tls --host 0.0.0.0"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1; 0.0.0.0 for all")
    parser.add_argument("--port", type=_port, default=8000, help="default 8000")
    parser.add_argument(
        "--tls", action="store_true", help="speak HTTPS, with a certificate made for this machine"
    )
    parser.add_argument(
        "--plain-port",
        type=_port,
        metavar="PORT",
        help="where phones read how to trust it; default the port after, 80 beside 443",
    )


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65_535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port; a number from 1 to 65535 is meant")


def run(options: argparse.Namespace) -> int:
    from habitue.site.command import Stop

    os.environ.setdefault("HABITUE_DATABASE_POOLED", "1")
    if options.tls:
        os.environ["HABITUE_TLS"] = "1"
    import django

    gc.disable()  # what is loaded stays, and looking through it takes a quarter of the start
    django.setup()
    gc.enable()
    from django.conf import settings

    from habitue.site import server
    from habitue.site.migrating import migrate_if_needed
    from habitue.site.readiness import faults, warnings

    try:
        server.must_be_free(options.host, options.port)
    except server.PortTaken as taken:
        raise Stop(f"{taken}. Choose another: --port.") from None
    migrate_if_needed()
    _keep_the_list()
    found = faults()
    if found:
        raise Stop("Not safe to serve. " + " ".join(found))
    for sentence in warnings():
        print(sentence, file=sys.stderr)
    if settings.TLS:
        return _serve_https(options)
    host = f"[{options.host}]" if ":" in options.host else options.host
    print(f"Habitué at http://{host}:{options.port}/ (stop with Ctrl-C)", flush=True)
    server.serve(options.host, options.port)
    return 0


def _keep_the_list() -> None:
    """Who was erased stands outside the book too, whatever happened between the two."""
    from habitue.housekeeping import erasures

    erasures.catch_up()
    for line in erasures.replay([erasures.path()], print):
        print(line, file=sys.stderr)


def _serve_https(options: argparse.Namespace) -> int:
    from habitue.site import server
    from habitue.site.command import Stop
    from habitue.site.tls import opening

    try:
        room = opening.opened(options.host, options.port, options.plain_port)
    except opening.NotOpened as problem:
        raise Stop(str(problem)) from None
    for line in room.complains:
        print(line, file=sys.stderr)
    print(*room.says, sep="\n", flush=True)
    server.serve(options.host, options.port, room.shown)
    return 0
