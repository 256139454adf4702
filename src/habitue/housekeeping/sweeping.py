"""What SQLite keeps in its file of rows that are gone: index segments, the log beside the file.

Deleted rows are overwritten as they go (`secure_delete`, set with the connection). The full-text
index only marks what was taken out of it until it is merged, and the write-ahead log holds old
pages until it is emptied. PostgreSQL's own vacuum does both.
"""

from django.db import connection

from habitue.house import sql
from habitue.operations.writer import in_write_transaction


def sweep() -> None:
    """Merge the index anew, and empty the log; each takes its turn among the writers."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    in_write_transaction(
        lambda: sql.execute("INSERT INTO customers_grams (customers_grams) VALUES ('optimize')")
    )
    sql.rows("PRAGMA wal_checkpoint(TRUNCATE)")
