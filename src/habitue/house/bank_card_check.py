"""No bank card is written down anywhere: every text column of every house table is read (I38).

The database picks out what is long enough and has enough digits; Python judges the few it finds.
"""

import re
from collections.abc import Iterator

from django.db import models

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
# most texts end in an id of ours; SQLite tells that far sooner: no digit stands before it
HEX = "[0-9a-f]"
TAIL = "-".join(HEX * places for places in (8, 4, 4, 4, 12))
OURS = (
    f"substr({{0}}, -36) GLOB '{TAIL}' AND substr({{0}}, 1, length({{0}}) - 36) NOT GLOB '*[0-9]*'"
)


def no_bank_cards(house: House) -> Examined:
    count, wrong = 0, []
    for model in house_models():
        table, columns = model._meta.db_table, _columns(model)
        if columns and table not in DERIVED:
            count += len(columns)
            wrong += [
                f"{table}.{column} of {id_}" for column, id_ in _found(house, table, columns)
            ]
    return Examined(count, [f"a bank card stands in {where}" for where in wrong])


def _columns(model: type[models.Model]) -> list[str]:
    return [
        field.column
        for field in model._meta.local_fields
        if isinstance(field, TEXTS)
        and (field.max_length is None or field.max_length >= SHORTEST)
        and not field.column.endswith(MADE)
    ]


def _found(house: House, table: str, columns: list[str]) -> Iterator[tuple[str, object]]:
    """In one reading of the table: column and id of whatever holds one."""
    texts = [f'"{column}"{"::text" if sql.is_postgresql() else ""}' for column in columns]
    hints = " OR ".join(_hint(text) for text in texts)
    statement = f'SELECT id, {", ".join(texts)} FROM "{table}" WHERE house_id = %s AND ({hints})'  # noqa: S608
    for id_, *words in sql.rows(statement, [house.id]):
        for column, text in zip(columns, words, strict=True):
            if text and bank_cards.holds_bank_card(AN_ID.sub("id", text)):
                yield column, sql.as_id(id_)


def _hint(text: str) -> str:
    """Whether a text is long enough, not one of our ids, and has enough digits close together."""
    if sql.is_postgresql():
        return f"(length({text}) >= {SHORTEST} AND {text} ~ '{REGEX}')"
    globs = " OR ".join(f"{text} GLOB '{glob}'" for glob in GLOBS)
    return f"(length({text}) >= {SHORTEST} AND NOT ({OURS.format(text)}) AND ({globs}))"
