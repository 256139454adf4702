"""Is the house open: what a watchdog asks."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse

from habitue.kit.refusals import CannotWrite
from habitue.operations.writer import in_write_transaction

# What each needs room for, whatever its files hold: a page of the log on SQLite (the number says
# nothing to anybody); on PostgreSQL a file with a page in it, gone with the transaction, for a row
# in an old table might find room in a page that is there.
WRITES = {
    "sqlite": ["PRAGMA main.user_version = 0"],
    "postgresql": [
        "CREATE TEMPORARY TABLE is_open (word text) ON COMMIT DROP",
        "INSERT INTO is_open VALUES ('yes')",
    ],
}


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the book can be written, else 503."""
    try:
        in_write_transaction(_write)
    except (Error, CannotWrite):
        return JsonResponse({"status": "cannot write"}, status=503)
    return JsonResponse({"status": "ok"})


def _write() -> None:
    """It takes the lock, the room and the sync of a posting, and leaves nothing."""
    with connection.cursor() as cursor:
        for statement in WRITES[connection.vendor]:
            cursor.execute(statement)
