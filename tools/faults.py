"""`make faults`: the fault programmes at length, on both databases, and their table.

    python -m tools.faults --full            what has not passed in its full form yet
    python -m tools.faults --full F1 F5      these, again
    python -m tools.faults --full F1 F2 --size F1.rounds=20   these, F1 smaller
    python -m tools.faults --short           the short forms, as the suite runs them

Each programme is a process of its own, one after the other; what came of it is written at once to
docs/evidence/faults.json, from which faults.md is drawn. So a run that was stopped goes on where
it was; `--again` begins anew.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests import postgres
from tests.faults.frame import BOTH, POSTGRESQL, PROGRAMMES, SQLITE, Result
from tests.serving import Installation, database_beside

EVIDENCE = Path(__file__).resolve().parents[1] / "docs" / "evidence"
KEPT, TABLE = EVIDENCE / "faults.json", EVIDENCE / "faults.md"
MUTANTS = EVIDENCE / "mutants.json"
F26 = "F26 one line of the money core at a time made wrong"
HEAD = """\
# Fault programmes

What `make faults` does to the real program, and what came of it. Each line is one run: its seed,
what it counted (the fault itself among it: a run in which the fault did not happen is not passed),
and its time. Every run ends with `habitue verify` over every book it touched, without an offender.
Where there is no full run yet, the short one of the suite stands and says so; where a full one was
made smaller than `make faults` makes it, the form says by how much.

| programme | database | form | seed | counted | result | seconds | of them CPU |
|---|---|---|---|---|---|---|---|
"""


def kept() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    return found


def keep(told: dict[str, Any]) -> None:
    """One result into the file, and the table drawn anew."""
    results = kept()
    told |= {"at": f"{datetime.now(UTC):%Y-%m-%d %H:%M}", "commit": _commit()}
    results[f"{told['code']} {told['database']} {told['form']}"] = told
    KEPT.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    TABLE.write_text(HEAD + "".join(_rows(results)) + _mutants() + _tail(results))


def _rows(results: dict[str, dict[str, Any]]) -> list[str]:
    rows = []
    for code, programme in PROGRAMMES.items():
        for database in programme.databases:
            forms = (results.get(f"{code} {database} {form}") for form in ("full", "short"))
            told = next((one for one in forms if one), None)
            if told is None:
                rows.append(f"| {code} {programme.says} | {database} | | | | not run | | |\n")
                continue
            counted = ", ".join(f"{value:,} {name}" for name, value in told["counts"].items())
            end = _end(told)
            rows.append(
                f"| {code} {programme.says} | {database} | {_form(told)} | {told['seed']} |"
                f" {counted} | {end} | {told['seconds']:,.0f} | {told.get('cpu', 0):,.0f} |\n"
            )
    return rows


def _form(told: dict[str, Any]) -> str:
    """`full`, or how much of it."""
    of = PROGRAMMES[told["code"]].full
    smaller = [
        f"{value:,} of {of[name]:,} {name}" for name, value in told.get("sizes", {}).items()
    ]
    return ", ".join([told["form"], *smaller])


def _mutants() -> str:
    """What `python -m tools.mutants` came to, in a line; it keeps its own file."""
    if not MUTANTS.exists():
        return f"| {F26} | sqlite | | | | not run | | |\n"
    told = json.loads(MUTANTS.read_text())
    share = told["killed"] / max(told["tried"], 1)
    form = "full" if told["tried"] == told["of"] else "sample"
    end = "ok" if share >= 0.9 else "**not passed**"
    return (
        f"| {F26} | sqlite | {form} | {told['seed']}"
        f" | {told['tried']:,} of {told['of']:,} mutants, {told['killed']:,} noticed"
        f" ({share:.1%}) | {end} | {told['seconds']:,} | |\n"
    )


def _end(told: dict[str, Any]) -> str:
    if told["missing"]:
        return f"not run: {told['missing']}"
    return "ok" if not told["wrong"] else f"**not passed**: {told['wrong'][0]}"


def _tail(results: dict[str, dict[str, Any]]) -> str:
    days = sorted(told["at"][:10] for told in results.values())
    commits = sorted({told["commit"] for told in results.values()})
    return (
        "\n`tests/stories/incidents.py` holds every public incident of this kind to a named test."
        f" Measured from {days[0]} to {days[-1]} at {', '.join(commits)}"
        f" on {os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()}).\n"
    )


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=EVIDENCE
    )
    return done.stdout.strip()


def run(code: str, form: str, seed: int, first: Installation, sizes: list[str]) -> Result:
    """One programme in its own process; one that says nothing has not passed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "result"
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.faults", code, f"--{form}", "--seed", str(seed)),
                *("--prepared", str(first.folder), "--result", str(file)),
                *(word for size in sizes for word in ("--size", size)),
            ],
            env=os.environ | {"HABITUE_DATABASE_URL": first.database_url},
            stdin=subprocess.DEVNULL,
        )
        try:
            process.wait(timeout=PROGRAMMES[code].seconds)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait()
        if file.exists():
            return Result(**json.loads(file.read_text()))
    says = f"it ended with {process.returncode} and no result"
    database = POSTGRESQL if first.database_url else SQLITE
    return Result(code, database, form, seed, wrong=[says])


@contextmanager
def prepared(database: str) -> Iterator[Installation]:
    """A house that was set up, copied for each programme, as the suite has it."""
    with ExitStack() as stack:
        first = Installation(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "first")
        first.folder.mkdir()
        if database == POSTGRESQL:
            url = stack.enter_context(postgres.server(durable=True))
            first.database_url = stack.enter_context(database_beside(url))
        first.set_up()
        yield first


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = _options(arguments)
    form = "full" if options.full else "short"
    codes = options.codes or [code for code, one in PROGRAMMES.items() if one.is_written]
    before, results = kept(), []
    for database in options.database or BOTH:
        wanted = [code for code in codes if database in PROGRAMMES[code].databases]
        if not options.codes and not options.again:
            wanted = [code for code in wanted if not _passed(before, code, database, form)]
        if not wanted:
            continue
        with prepared(database) as first:
            for code in wanted:
                sizes = [one[len(code) + 1 :] for one in options.size if _is_of(one, code)]
                results.append(run(code, form, options.seed, first, sizes))
                keep(results[-1].told)
    nothing = "Every programme has passed; --again runs them anew."
    print("\n" + ("\n".join(one.line for one in results) or nothing))
    return 0 if all(one.passed for one in results) else 1


def _passed(before: dict[str, dict[str, Any]], code: str, database: str, form: str) -> bool:
    told = before.get(f"{code} {database} {form}")
    return told is not None and not told["wrong"] and not told["missing"] and not told.get("sizes")


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tools.faults",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    form = parser.add_mutually_exclusive_group(required=True)
    form.add_argument("--full", action="store_true")
    form.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", action="append", default=[], help="F1.rounds=20")
    parser.add_argument("--again", action="store_true", help="also what has passed")
    parser.add_argument("--database", action="append", choices=BOTH, help="one of them")
    parser.add_argument("codes", nargs="*", metavar="F1", help="all that are written, else these")
    options = parser.parse_args(arguments)
    unknown = [code for code in options.codes if code not in PROGRAMMES]
    if unknown:
        parser.error(f"no such programme: {', '.join(unknown)}")
    for one in options.size:
        if not any(_is_of(one, code) for code in options.codes):
            parser.error(f"--size {one}: of which programme? F1.rounds=20, and name F1")
    return options


def _is_of(size: str, code: str) -> bool:
    return size.startswith(f"{code}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
