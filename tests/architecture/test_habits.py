"""House rules no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.house_plan import (
    REPOSITORY,
    SOURCE,
    dotted,
    module_of,
    modules,
    room_of,
    shown,
)

CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "timezone.now"}
# Where the clock may be read, and why there.
CLOCK_READERS = {
    "site": "once per request, and by the programs that run without one",
    "operations": "where an operation begins, inside its transaction",
    "src/habitue/housekeeping/opening.py": "a house is opened before it can have an operation",
    "src/habitue/ledger/sealing.py": "a clock that was set back is noticed where seals are laid",
    "src/habitue/staff/pins.py": "a lock-out is judged inside its own transaction",
}
SETTING = re.compile(r"\bHABITUE_[A-Z][A-Z_]*\b")
AUTOMATIC = re.compile(r"^\d{4}_(auto_|.*_and_more$|alter_|remove_\w+_\w+_\w+_\w+)")
# written in halves, so that this file does not name what it forbids
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org")


def test_the_clock_is_read_at_the_door() -> None:
    reads = [
        f"{shown(path)}:{node.lineno} {dotted(node.func)}"
        for path, tree in modules().items()
        if not {room_of(module_of(path)), shown(path)} & set(CLOCK_READERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func) in CLOCKS
    ]

    assert reads == []


def test_settings_are_read_in_one_place() -> None:
    elsewhere = [
        shown(path)
        for path, tree in modules().items()
        if room_of(module_of(path)) != "site"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and dotted(node) == "os.environ"
    ]

    assert elsewhere == []


def test_every_setting_is_explained() -> None:
    said = {
        word.removesuffix("_FILE")
        for path in sorted(SOURCE.rglob("*.py"))
        for word in SETTING.findall(path.read_text())
    }
    pages = "\n".join(page.read_text() for page in (REPOSITORY / "docs").glob("*.md"))

    assert sorted(said - set(SETTING.findall(pages))) == []


def test_migrations_have_names() -> None:
    nameless = [
        shown(path) for path in SOURCE.rglob("migrations/*.py") if AUTOMATIC.match(path.stem)
    ]

    assert nameless == []


def test_every_room_with_books_has_checks() -> None:
    """Who keeps value says what must always be true of it."""
    money = {"ledger", "prepaid", "house_accounts", "points", "bills", "shifts", "operations"}
    rooms = {config.label for config in apps.get_app_configs() if config.label in money}

    assert sorted(room for room in rooms if not (SOURCE / room / "checks.py").exists()) == []


def test_files_name_no_machine_and_no_registry() -> None:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("not a clone: there is no list of tracked files")

    named = [
        f"{path.relative_to(REPOSITORY)} names {word}"
        for path in _tracked()
        for word in (*REGISTRIES, "/ro" + "ot/", "/wo" + "rk/")
        if word in path.read_text(errors="ignore")
    ]

    assert named == []


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=REPOSITORY, check=True, capture_output=True, text=True
    )
    paths = [REPOSITORY / name for name in listed.stdout.splitlines() if name != "uv.lock"]
    return [path for path in paths if path.is_file()]


# Who may put a letter in the outbox: to guests through one door, which knows about consent.
LETTERS_TO_STAFF = {"shifts/letters.py", "site/copying.py", "site/verifying.py", "site/weekly.py"}


def test_a_guest_is_written_to_through_one_door() -> None:
    posting = {
        path.relative_to(SOURCE).as_posix()
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func) == "outbox.post"
    }

    assert posting == LETTERS_TO_STAFF | {"customers/letters.py"}
