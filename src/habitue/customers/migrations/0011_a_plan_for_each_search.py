"""PostgreSQL plans each search for its own words: the plan it keeps for all of them after the fifth
reads the newest customers one by one where few match."""

from typing import Any

from django.db import migrations

SEARCH = (
    "ALTER FUNCTION habitue_search"
    "(text[], text[], text[], text[], boolean, boolean, boolean, bigint, integer)"
)


def each(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"{SEARCH} SET plan_cache_mode = 'force_custom_plan'", params=None)


def one_for_all(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"{SEARCH} RESET plan_cache_mode", params=None)


class Migration(migrations.Migration):
    dependencies = [("customers", "0010_grams_of_numbers")]
    operations = [migrations.RunPython(each, one_for_all)]
