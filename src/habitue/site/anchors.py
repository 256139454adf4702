"""How far both chains went when the books were last verified, kept where no one looks for it.

A chain shows what was changed in it, not that its end was cut off. So each verifying writes down
the last seal of either chain: in the audit, and in a file of the data folder, outside the
database. Closing a day anchors the ledger too, on paper.
"""

import json
import logging
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings

from habitue.audit.models import CHECKED, AuditLine, AuditText
from habitue.house import sql
from habitue.house.models import House

FILE = "anchors.jsonl"
CHAINS = {"ledger": "ledger_seal", "audit": "audit_seal"}
log = logging.getLogger(__name__)


class Anchor(NamedTuple):
    """The last seal of a chain at some time: its number and its hash."""

    chain: str
    number: int
    hash: str
    where: str


def heads(house: House) -> dict[str, list[Any]]:
    """The last seal of each chain as it stands: number and hash."""
    found = {}
    for chain, table in CHAINS.items():
        rows = sql.rows(
            f"SELECT number, hash FROM {table} WHERE house_id = %s"  # noqa: S608
            " ORDER BY number DESC LIMIT 1",
            [house.id],
        )
        if rows:
            found[chain] = [rows[0][0], bytes(rows[0][1]).hex()]
    return found


def kept(house: House) -> dict[str, list[Any]]:
    """Those of the last verifying: what a chain that is broken now goes on being held against."""
    return {one.chain: [one.number, one.hash] for one in _in_the_audit(house)}


def drop(house: House, found: dict[str, list[Any]], at: datetime) -> None:
    """Add a line to the file. A full disk is no reason not to verify."""
    line = json.dumps({"house": str(house.id), "at": at.isoformat()} | found)
    try:
        with (settings.DATA_DIR / FILE).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except OSError as problem:
        log.warning("The anchor of the chains was not written down: %s", problem.strerror)


def dropped(house: House) -> list[Anchor]:
    """The newest of each place: the audit, the file."""
    return [*_in_the_audit(house), *_in_the_file(house)]


def _in_the_audit(house: House) -> list[Anchor]:
    lines = AuditLine.objects.of(house).filter(verb=CHECKED).order_by("-at", "-id")
    text = AuditText.objects.of(house).filter(line__in=lines[:1]).first()
    said = text.changes.get("heads", ["", []])[1] if text else []
    return [Anchor(chain, head[0], head[1], "the audit") for chain, head in said]


def _in_the_file(house: House) -> list[Anchor]:
    newest: dict[str, Any] = {}
    try:
        with (settings.DATA_DIR / FILE).open(encoding="utf-8") as file:
            for line in file:
                if str(house.id) in line:
                    newest = json.loads(line)
    except FileNotFoundError:
        return []
    where = f"{FILE} of {newest.get('at', '')[:16]}"
    return [
        Anchor(chain, newest[chain][0], newest[chain][1], where)
        for chain in CHAINS
        if chain in newest
    ]
