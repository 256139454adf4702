"""No bank card is written down anywhere: every text column of every house table is read (I38).

The database picks out what is long enough and has enough digits; Python judges the few it finds.
"""

import re
from collections.abc import Iterator

from django.db import connection, models

from habitue.house import sql
from habitue.house.models import House
from habitue.house.tenancy import house_models
from habitue.kit import bank_cards
from habitue.kit.checks import Examined

SHORTEST = 13  # digits of a bank card
TEXTS = (models.CharField, models.TextField, models.JSONField)
# what search reads is derived, and digits of several phones and cards stand side by side in it
DERIVED = {"customers_search"}
# hashes and digests: letters and digits of ours that nobody typed
MADE = ("hash", "digest", "token", "secret")
FOUR = "[0-9][0-9][0-9][0-9]"
GLOBS = (
    f"*{'[0-9]' * SHORTEST}*",
    f"*{FOUR}[ .-]{FOUR}[ .-]{FOUR}*",
    f"*{FOUR}[ .-]{FOUR}[0-9][0-9][ .-]*",
)
# ids hold groups of digits too, ours and those that others make up for their keys: a UUID with
# or without its hyphens, or one long word of letters and digits (not a JSON escape before a word)
AN_ID = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?<![\\\w])(?=\d*[A-Za-z_])\w{22,}", re.ASCII
)
REGEX = r"([0-9][ .-]?){12}[0-9]"


def no_bank_cards(house: House) -> Examined:
    count, wrong = 0, []
    for model in house_models():
        table = model._meta.db_table
        if table in DERIVED:
            continue
        for column in _columns(model):
            count += 1
            wrong += [f"{table}.{column} of {id_}" for id_ in _found(house, table, column)]
    return Examined(count, [f"a bank card stands in {where}" for where in wrong])


def _columns(model: type[models.Model]) -> list[str]:
    return [
        field.column
        for field in model._meta.local_fields
        if isinstance(field, TEXTS)
        and (field.max_length is None or field.max_length >= SHORTEST)
        and not field.column.endswith(MADE)
    ]


def _found(house: House, table: str, column: str) -> Iterator[object]:
    if connection.vendor == "postgresql":
        text = f'"{column}"::text'
        hint, given = f"{text} ~ %s", [REGEX]
    else:
        text = f'"{column}"'
        hint, given = " OR ".join(f"{text} GLOB %s" for _ in GLOBS), list(GLOBS)
    statement = f'SELECT id, {text} FROM "{table}" WHERE house_id = %s AND ({hint})'  # noqa: S608
    for id_, words in sql.rows(statement, [house.id, *given]):
        if bank_cards.holds_bank_card(AN_ID.sub("id", words)):
            yield sql.as_id(id_)
