"""What a backup says about itself: from what, when, and what must come out of it again."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.apps import apps

from habitue.kit.seals import hexdigest

FORMAT = "habitue-backup"
NUMBER = 1
FILE = "manifest.json"
# sessions are keys to a house: whoever finds a backup must not be signed in by it
LEFT_OUT = frozenset({"django_session"})
MIGRATIONS = "django_migrations"
Rows = Callable[[str], Sequence[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class HouseInIt:
    """A house of the book: how many entries, and the seal that the last of them got."""

    slug: str
    entries: int
    seal: int
    hash: str


@dataclass(slots=True)
class Manifest:
    """`parts` are the members of the zip: name -> [bytes, sha256]."""

    version: str
    database: str
    made_at: str
    pepper: str
    schema: list[str]
    counts: dict[str, int]
    houses: list[HouseInIt]
    parts: dict[str, list[Any]] = field(default_factory=dict)
    format: str = FORMAT
    number: int = NUMBER

    @property
    def text(self) -> bytes:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()

    @property
    def migrations(self) -> set[tuple[str, str]]:
        """(app, name) of each migration its database had."""
        return {(app, name) for app, _, name in (one.partition(".") for one in self.schema)}


def read(text: bytes) -> Manifest:
    """Raises ValueError, KeyError or TypeError where this is no manifest."""
    said = json.loads(text)
    if (said["format"], said["number"]) != (FORMAT, NUMBER):
        raise ValueError("another format")
    houses = [HouseInIt(**one) for one in said.pop("houses")]
    return Manifest(houses=houses, **said)


def tables() -> list[str]:
    """Every table of ours that a backup holds."""
    models = apps.get_models(include_auto_created=True)
    ours = {model._meta.db_table for model in models if model._meta.managed}
    return sorted((ours | {MIGRATIONS}) - LEFT_OUT)


def shipped() -> set[tuple[str, str]]:
    """(app, migration) of every file of this version, none of which is imported."""
    from pathlib import Path

    return {
        (config.label, path.stem)
        for config in apps.get_app_configs()
        for path in (Path(config.path) / "migrations").glob("[0-9]*.py")
    }


def pepper_mark() -> str:
    """Tells whether two installations share a pepper, and nothing about it."""
    return hexdigest("mark of the pepper")


def told(database: str, there: set[str], rows: Rows, at: datetime) -> Manifest:
    """The manifest of the moment that `rows` asks; `there` are the tables it has."""
    return Manifest(
        version=version("habitue"),
        database=database,
        made_at=at.isoformat(timespec="seconds"),
        pepper=pepper_mark(),
        schema=[f"{a}.{n}" for a, n in rows(f"SELECT app, name FROM {MIGRATIONS} ORDER BY id")],  # noqa: S608
        counts={
            table: int(rows(f'SELECT count(*) FROM "{table}"')[0][0])  # noqa: S608
            for table in tables()
            if table in there
        },
        houses=houses(rows) if "ledger_seal" in there else [],
    )


def houses(rows: Rows) -> list[HouseInIt]:
    found = []
    for house, slug in rows("SELECT id, slug FROM house ORDER BY slug"):
        [[entries]] = rows(f"SELECT count(*) FROM ledger_entry WHERE house_id = '{house}'")  # noqa: S608
        last = rows(
            f"SELECT number, hash FROM ledger_seal WHERE house_id = '{house}'"  # noqa: S608
            " ORDER BY number DESC LIMIT 1"
        )
        number, hash_ = (int(last[0][0]), bytes(last[0][1]).hex()) if last else (0, "")
        found.append(HouseInIt(slug, int(entries), number, hash_))
    return found
