"""`habitue verify`: the books recomputed, a line for each invariant."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from habitue.house.models import House
    from habitue.site.books import Finding

HELP = """\
Everything is computed anew from the moves, nothing is taken from stored balances, all in one
snapshot: tills go on meanwhile. Exit code 1 where anything is wrong; then the first of it are
shown. What was found is written down in the audit; nothing else is changed (on PostgreSQL what
the last second posted is sealed first). `habitue serve` does the same each night."""
PATIENCE = 2.0  # at night: so many times as long as an invariant took, then the next


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for a program to read")
    parser.add_argument("--times", action="store_true", help="say how long each took")
    # what `habitue serve` starts: those not verified today, slowly, with a letter where it fails
    parser.add_argument(
        "--nightly", metavar="PARENT", type=int, nargs="?", const=0, help=argparse.SUPPRESS
    )


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from habitue.site.console import houses_of

    if options.nightly is not None:
        return _nightly(options.nightly)
    clean, told = True, {}
    for house in houses_of(options):
        findings = _examined(house, silent=options.json, timed=options.times)
        _record(house, findings, options)
        told[house.slug] = [_told(finding) for finding in findings]
        clean = clean and all(finding.is_clean for finding in findings)
    if options.json:
        print(json.dumps({"ok": clean, "houses": told}, indent=2, ensure_ascii=False))
    return 0 if clean else 1


def _nightly(parent: int) -> int:
    from datetime import UTC, datetime

    from habitue.site import nightly, server, verifying

    if parent:
        server.end_with(parent)
        os.nice(19)
    clean = True
    for house, key in nightly.unverified(datetime.now(UTC)):
        findings = _examined(house, silent=True, patience=PATIENCE if parent else 0.0)
        verifying.record(house, findings, by=nightly.NIGHT, key=key, tell=True)
        clean = clean and all(finding.is_clean for finding in findings)
    return 0 if clean else 1


def _examined(
    house: House, *, silent: bool, timed: bool = False, patience: float = 0.0
) -> list[Finding]:
    from habitue.site import books

    books.seal_pending(house)
    findings = []
    for finding in books.examine(house):
        findings.append(finding)
        if not silent:
            took = f"{finding.seconds:8.2f} s  " if timed else ""
            print(f"{took}{_line(house, finding)}", flush=True)
        time.sleep(min(5.0, patience * finding.seconds))
    if timed and not silent:
        print(f"{sum(finding.seconds for finding in findings):8.2f} s  together")
    return findings


def _record(house: House, findings: list[Finding], options: argparse.Namespace) -> None:
    from habitue.kit.ids import new_id
    from habitue.kit.refusals import CannotWrite
    from habitue.site import verifying
    from habitue.site.console import actor_of

    key = f"verify {new_id()}"  # a space: no client can send such a key
    try:
        verifying.record(house, findings, by=actor_of(options, house), key=key)
    except CannotWrite as problem:
        print(f"It could not be written down: {problem.sentence}", file=sys.stderr)


def _line(house: House, finding: Finding) -> str:
    from habitue.site.books import SHOWN

    examined, invariant = finding.examined, finding.invariant
    wrong = examined.offenders
    said = f"{invariant.code} {'ok' if not wrong else 'NO'} {len(wrong)} of {examined.count:,}"
    lines = [f"{said:<28} {invariant.says}"]
    lines += [f"    {house.slug}: {line}" for line in wrong[:SHOWN]]
    if len(wrong) > SHOWN:
        lines.append(f"    and {len(wrong) - SHOWN:,} more")
    return "\n".join(lines)


def _told(finding: Finding) -> dict[str, Any]:
    from habitue.site.books import SHOWN

    return {
        "code": finding.invariant.code,
        "says": str(finding.invariant.says),
        "ok": finding.is_clean,
        "examined": finding.examined.count,
        "wrong": len(finding.examined.offenders),
        "offenders": finding.examined.offenders[:SHOWN],
    }
