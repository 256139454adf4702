"""`habitue unit`: what systemd needs, so that the box serves by itself after every start."""

import argparse
import getpass
import os
import sys
from importlib.resources import files
from pathlib import Path

HELP = """\
Prints a unit for systemd, made for this installation: its program, its data folder, its user. The
settings go into a file beside it, /etc/habitue/settings by default, one NAME=value a line.

  habitue unit --user habitue | sudo tee /etc/systemd/system/habitue.service
  sudo systemctl daemon-reload && sudo systemctl enable --now habitue"""
UNIT = "habitue.service"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", default="", help="who it runs as; default: you")
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1; 0.0.0.0 for all")
    parser.add_argument("--port", type=int, default=8000, help="default 8000")
    parser.add_argument("--tls", action="store_true", help="serve HTTPS, as habitue serve --tls")
    parser.add_argument(
        "--settings", metavar="FILE", default="/etc/habitue/settings", help="where they stand"
    )


def run(options: argparse.Namespace) -> int:
    from habitue.site.command import Stop

    data = Path(os.environ.get("HABITUE_DATA_DIR", "")).absolute()
    if not os.environ.get("HABITUE_DATA_DIR"):
        raise Stop("Say where the book is: HABITUE_DATA_DIR=/var/lib/habitue habitue unit")
    program = Path(sys.argv[0]).absolute()
    if program.name != "habitue":
        program = Path(sys.executable).parent / "habitue"
    to = os.environ.get("HABITUE_BACKUP_TO", "")
    words = {
        "copies": f"ReadWritePaths=-{to}" if to else "# ReadWritePaths=-/mnt/copies",
        "program": program,
        "data": data,
        "user": options.user or getpass.getuser(),
        "host": options.host,
        "port": options.port,
        "tls": " --tls" * options.tls,
        # what a port below 1024 needs, and what shows the machine's own addresses
        "may": "CAP_NET_BIND_SERVICE" * (options.port < 1024),
        "families": "AF_INET AF_INET6 AF_UNIX" + " AF_NETLINK" * options.tls,
        "settings": options.settings,
    }
    if any(" " in str(word) or "%" in str(word) for word in (data, program, to, options.user)):
        raise Stop("systemd wants paths without spaces and percent signs.")
    text = files("habitue.site").joinpath(UNIT).read_text(encoding="utf-8")
    print(text.format_map(words), end="")
    return 0
