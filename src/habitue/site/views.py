"""Is the house open: what a watchdog asks."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from habitue.kit.refusals import CannotWrite
from habitue.operations.writer import in_write_transaction


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the book can be written, else 503."""
    try:
        in_write_transaction(_touch)
    except (DatabaseError, CannotWrite):
        return JsonResponse({"status": "cannot write"}, status=503)
    return JsonResponse({"status": "ok"})


def _touch() -> None:
    """A write that changes nothing: it needs the lock and the disk all the same."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE house SET name = name WHERE slug = ''")
