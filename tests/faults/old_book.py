"""`python -m tests.faults.old_book FILE`: the book of an earlier version, as that version left it.

FILE is a backup of our own demo house, made with the schema of then. It is put back without being
brought up to this version; on PostgreSQL what that version had laid beside the tables (keys,
triggers, policies) is laid again, as far as its columns go.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def put(file: Path) -> None:
    from django.conf import settings
    from django.db import DatabaseError, connection, transaction

    from habitue.backups import actions as backups
    from habitue.backups.container import Reading
    from habitue.house import schema_postgresql

    with file.open("rb") as source:
        backup = Reading(source, file.name)
        backup.examine()
        backups.put_back(backup)
        assert backups.differences(backup.manifest) == []
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        schema_postgresql._role(cursor, settings.SERVING_ROLE)
        cursor.execute(schema_postgresql.REFUSE)
        for _name, statement in schema_postgresql.wanted(settings.SERVING_ROLE):
            try:
                with transaction.atomic():
                    cursor.execute(statement)
            except DatabaseError:
                continue  # of a table or column that was not there yet


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "habitue.site.settings"
    import django

    django.setup()
    put(Path(sys.argv[1]))
