"""Mutation of the money core (F26): what if this line were wrong, would a quick test notice?

    python -m tools.mutants                       every mutant of every module below
    python -m tools.mutants --sample 200 --seed 1 so many of them, drawn from that seed
    python -m tools.mutants kit/shares.py         one module

One small change at a time in a function's code (a comparison, an operator, a number, a condition,
a statement left out), then the tests that call that function, quickest first, until one fails.
The tests are collected once, in a database in memory, and each mutant is a fork of that process in
which the function's code was swapped: so a mutant takes as long as the test that kills it, where
mutmut and cosmic-ray, which write files and start pytest anew, pay Django's start and every
migration each time. Not mutated: texts, `lock=` (only threads on PostgreSQL could notice: F1 and
tests/races), and what stands outside functions.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from inspect import unwrap
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from tools.mutations import SOURCE, Mutant, of

ROOT = Path(__file__).resolve().parents[1]
EVIDENCE = ROOT / "docs" / "evidence" / "mutants.json"
CORE = [
    "ledger/posting.py",
    "operations/actions.py",
    "prepaid/lots.py",
    "prepaid/refunding.py",
    "prepaid/returning.py",
    "house_accounts/actions.py",
    "points/actions.py",
    "bills/sums.py",
    "kit/shares.py",
    "kit/money.py",
]
TESTS = ["kit", "ledger", "operations", "prepaid", "house_accounts", "bills", "stories"]
LONGER = 10  # times what a test takes unchanged, and a moment: then it has lost its end
MOMENT = 20
ENOUGH = 30.0  # seconds of unchanged tests, quickest first, that may notice a mutant


# -- swapping a function's code ----------------------------------------------------------------


def functions_of(module: ModuleType) -> dict[str, FunctionType]:
    """By qualified name, decorators taken off; methods and properties among them."""
    found: dict[str, FunctionType] = {}
    for value in vars(module).values():
        inside = vars(value).values() if isinstance(value, type) else [value]
        for one in inside:
            bare = one.fget if isinstance(one, property) else getattr(one, "__func__", one)
            bare = unwrap(bare) if callable(bare) else bare
            if isinstance(bare, FunctionType) and bare.__module__ == module.__name__:
                found[bare.__qualname__] = bare
    return found


def swap(mutant: Mutant) -> None:
    module = import_module(_dotted(mutant.module))
    compiled = compile(mutant.tree, str(SOURCE / mutant.module), "exec")
    code = dict(_codes(compiled, ""))[mutant.function]
    functions_of(module)[mutant.function].__code__ = code


def _codes(code: CodeType, above: str) -> Iterator[tuple[str, CodeType]]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield f"{above}{one.co_name}", one
            yield from _codes(one, f"{above}{one.co_name}.")


def _dotted(module: str) -> str:
    return "habitue." + module.removesuffix(".py").replace("/", ".")


# -- running them --------------------------------------------------------------------------------


Timed = list[tuple[float, pytest.Item]]


class Runner:
    """A pytest plugin: it takes the place of the loop that runs the tests."""

    def __init__(self, wanted: list[Mutant]) -> None:
        self.wanted = wanted
        self.callers: dict[tuple[str, str], Timed] = defaultdict(list)
        self.survived: list[Mutant] = []
        self.killed = self.uncalled = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        codes = {
            function.__code__: (module, name)
            for module in {one.module for one in self.wanted}
            for name, function in functions_of(import_module(_dotted(module))).items()
        }
        self._call_each(session.items, codes)
        if not self._control():
            raise pytest.UsageError("Unchanged code fails in a fork: nothing would be shown.")
        for number, mutant in enumerate(self.wanted, 1):
            self._try(mutant)
            if number % 25 == 0:
                print(
                    f"  {number} of {len(self.wanted)}, {len(self.survived)} survive", flush=True
                )
        return True

    def _call_each(self, items: list[pytest.Item], codes: dict[CodeType, tuple[str, str]]) -> None:
        """Every test once, unchanged: it must pass, and tells which functions it calls."""
        called: set[tuple[str, str]] = set()

        def seen(frame: Any, event: str, _arg: Any) -> None:
            if event == "call" and frame.f_code in codes:
                called.add(codes[frame.f_code])

        for item in items:
            called.clear()
            began = time.perf_counter()
            sys.setprofile(seen)
            passed = _passes(item)
            sys.setprofile(None)
            took = time.perf_counter() - began
            if not passed:
                print(f"  fails unchanged, left out: {item.nodeid}", flush=True)
                continue
            for function in called:
                self.callers[function].append((took, item))
        for tests in self.callers.values():
            tests.sort(key=lambda one: one[0])

    def _control(self) -> bool:
        """What is called by most, unchanged: nobody may notice."""
        most = max(self.callers.values(), key=len, default=[])
        return not _in_fork(None, _quickest(most))

    def _try(self, mutant: Mutant) -> None:
        tests = _quickest(self.callers[mutant.module, mutant.function])
        self.uncalled += not tests
        if _in_fork(mutant, tests):
            self.killed += 1
        else:
            self.survived.append(mutant)
            print(f"  survives: {mutant.about}", flush=True)


def _in_fork(mutant: Mutant | None, tests: Timed) -> bool:
    """Whether somebody notices."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        os._exit(_notice(mutant, tests))
    _pid, status = os.waitpid(child, 0)
    return status != 0


def _quickest(callers: Timed) -> Timed:
    """As many as ENOUGH holds: whoever would notice only after that does not count."""
    some, seconds = [], 0.0
    for took, item in callers:
        seconds += took
        if some and seconds > ENOUGH:
            break
        some.append((took, item))
    return some


def _notice(mutant: Mutant | None, tests: Timed) -> int:
    """In the fork: 1 where a test fails on the mutant, or an alarm where it has no end."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    try:
        if mutant is not None:
            swap(mutant)
        for took, item in tests:
            signal.alarm(MOMENT + round(took * LONGER))
            if not _passes(item):
                return 1
        return 0
    except BaseException:
        return 1


def _passes(item: pytest.Item) -> bool:
    """What belongs to the session stays: the database with its tables."""
    from _pytest.runner import runtestprotocol

    reports = runtestprotocol(item, log=False, nextitem=item.session)  # type: ignore[arg-type]
    return all(one.outcome != "failed" for one in reports)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", default=CORE)
    parser.add_argument("--sample", type=int, default=0, help="so many of all, 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", nargs="*", default=TESTS, help="folders of tests, to try it")
    options = parser.parse_args(arguments)
    os.nice(19)
    os.environ["HABITUE_TEST_MEMORY"] = "1"
    began = time.monotonic()
    every = [one for module in options.modules if (SOURCE / module).exists() for one in of(module)]
    wanted = every
    if 0 < options.sample < len(every):
        wanted = random.Random(options.seed).sample(every, options.sample)
        wanted.sort(key=lambda one: (one.module, one.line))
    runner = Runner(wanted)
    folders = [f"tests/{one}" for one in options.tests]
    quick = ["-q", "-p", "no:cacheprovider", "-m", "not races and not browser", *folders]
    pytest.main(quick, plugins=[runner])
    _tell(runner, len(every), options.seed, time.monotonic() - began)
    if options.modules == CORE and options.tests == TESTS:
        _keep(runner, len(every), options.seed, time.monotonic() - began)
    return 0 if runner.killed >= 0.9 * len(wanted) else 1


def _tell(runner: Runner, of: int, seed: int, seconds: float) -> None:
    tried = len(runner.wanted)
    print(
        f"F26 sqlite in memory, seed {seed}: {tried} of {of} mutants, {runner.killed} killed"
        f" ({runner.killed / max(tried, 1):.1%}), {len(runner.survived)} survive,"
        f" {runner.uncalled} called by no quick test, {seconds:.0f} s"
    )


def _keep(runner: Runner, of: int, seed: int, seconds: float) -> None:
    """A run over the whole core is evidence; one over a part is work in progress."""
    told = {
        "tried": len(runner.wanted),
        "of": of,
        "seed": seed,
        "killed": runner.killed,
        "seconds": round(seconds),
        "survived": [one.about for one in runner.survived],
    }
    EVIDENCE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
