"""What every test may ask for: the house, its people, noon, money; and books that balance."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zlib import crc32

import argon2
import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from habitue.house import schema
from habitue.house.acting import CONSOLE, Actor
from habitue.house.models import House
from habitue.house.scope import house_scope
from habitue.kit import pins
from habitue.kit.money import Money
from tests import chromium, templates
from tests.serving import Installation, Served, copied, serving
from tests.shared_data import SHARED

if TYPE_CHECKING:
    from tests.cast import Cast

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)  # a Saturday


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", action="store_true", help="also run the long fault programme")


def pytest_configure(config: pytest.Config) -> None:
    """What fails fails again: the suite's examples are always the same, `make faults` looks for
    others."""
    hypothesis.settings.register_profile("suite", derandomize=True)
    if not config.getoption("--faults"):
        hypothesis.settings.load_profile("suite")
    # slow by design, a third of a screen's test: tests/kit/test_slow_hashes.py holds the real ones
    pins.SLOWLY = argon2.PasswordHasher.from_parameters(argon2.profiles.CHEAPEST)


# rooms that `make test` runs on both databases; `make test-all` runs every one
VALUE = {
    *("audit", "bills", "bookkeeping", "cards", "customers", "faults", "house", "house_accounts"),
    *("invoicing", "ledger", "merging", "operations", "prepaid", "races", "shifts", "stories"),
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what speaks of the other database, and the long forms unless asked for."""
    for item in items:
        if item.path.relative_to(Path(__file__).parent).parts[0] in VALUE:
            item.add_marker("value")
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    out = {"sqlite3": "postgresql", "postgresql": "sqlite"}[engine]
    left = [
        item
        for item in items
        if item.get_closest_marker(out)
        or (item.get_closest_marker("faults") and not config.getoption("--faults"))
    ]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


# -- given, never read -----------------------------------------------------------------------


@pytest.fixture
def noon(time_machine: Any) -> Any:
    """The clock stands at NOON until the test moves it: `noon.shift(timedelta(days=1))`."""
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def eur() -> Callable[[int | str], Money]:
    """`eur(120)` is 120.00, `eur("43.10")` what it says."""
    return lambda amount: Money(int(Decimal(amount) * 100), "EUR")


@pytest.fixture
def shared() -> Path:
    """The real files beside the repository; where there are none, the run says so."""
    if SHARED is None:
        pytest.skip("shared/ is not beside the repository: its real files were not tried")
    return SHARED


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A database for this process: a copy of one that `habitue migrate` made."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(_own_database())
        yield
        with django_db_blocker.unblock():
            stack.close()


@contextmanager
def _own_database() -> Iterator[None]:
    kept, test = connection.settings_dict, settings.DATABASES["default"].get("TEST", {})
    with ExitStack() as stack:
        if url := os.environ.get("HABITUE_DATABASE_URL", ""):
            beside = stack.enter_context(templates.migrated_beside(url))
            name = urlsplit(beside).path[1:]
        elif name := test.get("NAME", ""):
            templates.copy_to(Path(name))
        else:  # in memory there is nothing to copy to
            name = connection.creation.create_test_db(verbosity=0)
        connection.close()
        settings.DATABASES["default"]["NAME"] = kept["NAME"] = name
        assert schema.missing() == []
        yield
        connection.close()


# -- the house and acting in it --------------------------------------------------------------


@pytest.fixture
def house(db: None) -> House:
    from tests.cast import make_house

    return make_house()


@pytest.fixture
def act(house: House) -> Callable[..., Any]:
    """Run one action as one operation: `act(prepaid.top_up, wallet=…, by=zoe)`; its result."""
    from tests.cast import act_in

    def act(action: Callable[..., Any], *, by: Actor = CONSOLE, **terms: Any) -> Any:
        return act_in(house, action, by=by, **terms)

    return act


@pytest.fixture
def cast(db: None) -> Cast:
    """Chez Marthe opened the real way, with everyone in it."""
    from tests.cast import Cast, opened_house

    return Cast(opened_house())


# -- the program itself, serving -------------------------------------------------------------


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Chez Marthe set up once by the command line, to be copied and never served."""
    folder = tmp_path_factory.mktemp("prepared")
    with ExitStack() as stack:
        url = os.environ.get("HABITUE_DATABASE_URL", "")
        book = stack.enter_context(templates.migrated_beside(url)) if url else ""
        made = Installation(folder, book)
        made.set_up()
        yield made


@pytest.fixture
def served(prepared: Installation, tmp_path: Path) -> Iterator[Served]:
    """A copy of Chez Marthe, served by `habitue serve` on a port of its own."""
    with copied(prepared, tmp_path / "data") as installation, serving(installation) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once: Playwright allows one of itself in a process."""
    # its event loop stays in this thread, where Django then forbids the database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium.path(), args=chromium.arguments()
        )
        yield launched
        launched.close()


# -- after every test ------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def books_balance(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """Whatever a test did, every room's checks still hold for every house it left behind."""
    asked = {"db", "transactional_db"} & set(request.fixturenames)
    for name in asked:
        request.getfixturevalue(name)
    marker = request.node.get_closest_marker("django_db")
    yield
    if asked or marker:
        if not request.node.get_closest_marker("unbalanced") and _is_checked(request.node.nodeid):
            assert offenders(thorough=_drawn(request.node.nodeid, 8)) == []
        if "transactional_db" in asked or (marker and marker.kwargs.get("transaction")):
            allow_emptying()


OF_THE_SCHEMA = {"I07", "I31"}
OF_EVERY_COLUMN = {"I32", "I38"}  # two statements in three: after one test in eight


def _is_checked(test: str) -> bool:
    """On SQLite after every test; planning them takes PostgreSQL longer than most tests do."""
    return connection.vendor == "sqlite" or _drawn(test, 4)


def _drawn(test: str, one_in: int) -> bool:
    """Always the same tests, so that what fails fails again."""
    return crc32(test.encode()) % one_in == 0


def offenders(*, thorough: bool = True) -> list[str]:
    from habitue.ledger import sealing
    from habitue.site import books

    # what only a migration could change is asked once: tests/architecture/test_schema.py
    left_out = OF_THE_SCHEMA if thorough else OF_THE_SCHEMA | OF_EVERY_COLUMN
    among = [one for one in books.invariants() if one.code not in left_out]
    found = []
    for house in House.objects.all():
        # what a test rolls back never reaches the writer's commit, where seals are laid
        while connection.in_atomic_block and sealing.seal(house):
            pass
        with house_scope(house):  # one for all: on PostgreSQL each costs five statements
            found += books.offenders(house, among)
    return found


def allow_emptying() -> None:
    """Let Django empty the tables after real commits; migrating lays the triggers again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM sqlite_master"
                " WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
