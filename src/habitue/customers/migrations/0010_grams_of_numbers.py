"""Every customer's tokens anew: five digits in a row, and one digit again and again, are grams.

Not undone: whoever searches for fewer grams finds the same customers among more tokens.
"""

from collections.abc import Iterator
from typing import Any

from django.db import migrations

from habitue.customers.search import grams
from habitue.house import sql

STEP = 2_000
SQLITE = """
CREATE VIRTUAL TABLE customers_grams USING fts5(
    grams, content='', detail=none, columnsize=0, tokenize='ascii'
)
"""


def again(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute("DROP TABLE customers_grams")
            cursor.execute(SQLITE)
            for rows in _steps():
                cursor.executemany(
                    "INSERT INTO customers_grams (rowid, grams) VALUES (%s, %s)",
                    [(grams.NEWEST - docid, " ".join(_tokens(*row))) for docid, *row in rows],
                )
        else:
            for rows in _steps():
                cursor.executemany(
                    "UPDATE customers_search SET grams = %s WHERE docid = %s AND house_id = %s",
                    [(_tokens(house, *row), docid, house) for docid, house, *row in rows],
                )


def _steps() -> Iterator[list[Any]]:
    last = -1
    while rows := sql.rows(
        "SELECT docid, house_id, text, is_company, active, archived FROM customers_search"
        " WHERE docid > %s ORDER BY docid LIMIT %s",
        [last, STEP],
    ):
        yield rows
        last = rows[-1][0]


def _tokens(house: Any, text: str, is_company: Any, active: Any, archived: Any) -> list[str]:
    facets = grams.facets(is_company=is_company, active=active, archived=archived)
    return grams.tokens(sql.as_id(house), text, facets)


class Migration(migrations.Migration):
    dependencies = [("customers", "0009_objections")]
    operations = [migrations.RunPython(again, migrations.RunPython.noop)]
