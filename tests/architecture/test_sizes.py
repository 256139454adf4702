"""Nothing is longer than a reader's patience (STYLE.md, "Sizes")."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house_plan import REPOSITORY, SOURCE, functions, shown

# What may be longer, and why. An entry that is no longer needed fails too.
EXCEPTIONS: dict[str, str] = {}

FILE_LIMITS = {".py": 400, ".html": 150, ".txt": 150, ".css": 250, ".js": 250}
FUNCTION_LIMIT = 50
VIEW_LIMIT = 30
TEST_LIMIT = 40


def test_nothing_is_too_long() -> None:
    too_long = {name: lines for name, lines in _long_files() | _long_functions()}

    assert {name: lines for name, lines in too_long.items() if name not in EXCEPTIONS} == {}
    assert sorted(set(EXCEPTIONS) - set(too_long)) == []


def _long_files() -> set[tuple[str, int]]:
    return {
        (shown(path), lines)
        for path in _measured()
        if (lines := len(path.read_text().splitlines())) > FILE_LIMITS[path.suffix]
    }


def _long_functions() -> set[tuple[str, int]]:
    return {
        (f"{shown(path)}::{function.name}", lines)
        for path in _measured()
        if path.suffix == ".py"
        for function in functions(ast.parse(path.read_text()))
        if (lines := _length(function)) > _limit(path, function.name)
    }


def _measured() -> Iterator[Path]:
    for folder in (SOURCE, REPOSITORY / "tests", REPOSITORY / "tools"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in FILE_LIMITS and "migrations" not in path.parts:
                yield path


def _limit(path: Path, name: str) -> int:
    if "tests" in path.relative_to(REPOSITORY).parts and name.startswith("test_"):
        return TEST_LIMIT
    return VIEW_LIMIT if "views" in (path.stem, path.parent.name) else FUNCTION_LIMIT


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1
