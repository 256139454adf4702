"""`habitue verify`: the books recomputed, a line for each invariant."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from habitue.house.models import House
    from habitue.site.books import Finding

HELP = """\
Everything is computed anew from the moves, nothing is taken from stored balances. Exit code 1
where anything is wrong; then the first of it are shown. It only reads (on PostgreSQL it first
seals what the last second posted)."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from habitue.site import books
    from habitue.site.console import houses_of

    clean, told = True, {}
    for house in houses_of(options):
        books.seal_pending(house)
        findings = []
        for finding in books.examine(house):
            findings.append(finding)
            if not options.json:
                print(_line(house, finding), flush=True)
        told[house.slug] = [_told(finding) for finding in findings]
        clean = clean and all(finding.is_clean for finding in findings)
    if options.json:
        print(json.dumps({"ok": clean, "houses": told}, indent=2, ensure_ascii=False))
    return 0 if clean else 1


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
