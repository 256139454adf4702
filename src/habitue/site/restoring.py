"""A backup put back: the book, then this version's schema, then every invariant."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from habitue.backups import actions as backups
from habitue.backups.container import Reading
from habitue.house.acting import CONSOLE
from habitue.house.models import House
from habitue.housekeeping import erasures
from habitue.housekeeping.keys import made_anew
from habitue.site import books
from habitue.site.migrating import alone, migrate_if_needed

Tell = Callable[[str], None]


def restore(
    file: IO[bytes],
    name: str,
    tell: Tell,
    *,
    without_pepper: bool = False,
    lists: Sequence[Path] = (),
) -> list[str]:
    """Lines for whatever is wrong with the book that came back; empty when it is right.

    Whoever was erased since the copy was made is erased again: `lists` say who, besides the one
    in the data folder.

    Raises a Refusal before anything is changed.
    """
    backup = Reading(file, name)
    backups.must_fit(backup, without_pepper=without_pepper)
    backup.examine()
    with alone():
        backups.put_back(backup)
        wrong = backups.differences(backup.manifest)
    tell(
        f"{sum(backup.manifest.counts.values()):,} rows are back, as of {backup.manifest.made_at}"
    )
    if migrate_if_needed():
        tell("the schema was brought up to this version")
    wrong += erasures.replay([erasures.path(), *lists], tell)
    if not any(one.is_file() for one in (erasures.path(), *lists)):
        tell("no list of erasures was found: whoever was erased since this copy is back")
    erasures.catch_up()
    for house in House.objects.order_by("slug"):
        if without_pepper:
            made_anew(house, CONSOLE)
        wrong += [f"{house.slug}: {line}" for line in books.offenders(house)]
    return wrong
