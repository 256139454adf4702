"""Which Chromium the browser journeys drive, and how."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import ifaddr

REMEDY = (
    "The browser journeys found no Chromium. Do: sudo apt-get install chromium, "
    "or set HABITUE_CHROMIUM to one."
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Chromium looks for its maker at every start; a test house has no business with anyone outside.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


class NoChromium(Exception):
    """No browser to test with."""


def path() -> str:
    given = os.environ.get("HABITUE_CHROMIUM")
    if given and Path(given).exists():
        return given
    found = next((place for name in NAMES if (place := shutil.which(name))), None)
    if found is None:
        raise NoChromium(REMEDY)
    return found


def arguments() -> list[str]:
    """Root has no user namespace to sandbox in; nobody has the internet, only this machine."""
    mine = [str(each.ip) for adapter in ifaddr.get_adapters() for each in adapter.ips]
    reached = [f"EXCLUDE {each}" for each in ("localhost", "127.0.0.1", *mine) if "(" not in each]
    unplugged = f"--host-resolver-rules={', '.join(['MAP * ~NOTFOUND', *reached])}"
    return [*QUIET, unplugged, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
