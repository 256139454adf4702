"""`habitue serve`."""

import argparse
import os

HELP = """\
Stop it with Ctrl-C or SIGTERM: what was answered is in the book. Behind a proxy that ends TLS,
set HABITUE_BASE_URL to the address guests see."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1; 0.0.0.0 for all")
    parser.add_argument("--port", type=_port, default=8000, help="default 8000")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65_535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port; a number from 1 to 65535 is meant")


def run(options: argparse.Namespace) -> int:
    from habitue.site.command import Stop

    os.environ.setdefault("HABITUE_DATABASE_POOLED", "1")
    import django

    django.setup()
    from habitue.site import server
    from habitue.site.migrating import migrate_if_needed
    from habitue.site.readiness import faults

    try:
        server.must_be_free(options.host, options.port)
    except server.PortTaken as taken:
        raise Stop(f"{taken}. Choose another: --port.") from None
    migrate_if_needed()
    found = faults()
    if found:
        raise Stop("Not safe to serve. " + " ".join(found))
    host = f"[{options.host}]" if ":" in options.host else options.host
    print(f"Habitué at http://{host}:{options.port}/ (stop with Ctrl-C)", flush=True)
    server.serve(options.host, options.port)
    return 0
