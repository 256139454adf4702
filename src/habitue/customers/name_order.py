"""The order of names in the list: people by family name, companies by their own."""

from typing import Any

from django.db.models import F, Func, TextField


class NameKey(Func):
    """What the list is sorted by when it is sorted by name; an index holds the same expression.

    Written without parameters: neither database takes an index for an expression that has some.
    """

    output_field = TextField()
    template = "lower(CASE WHEN {0} = 'company' THEN {1} ELSE {2} || ' ' || {3} || ' ' || {1} END)"
    arity = 4

    def __init__(self, *columns: Any, **extra: Any) -> None:
        named = columns or (F("type"), F("company_name"), F("last_name"), F("first_name"))
        super().__init__(*named, **extra)

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **_how: Any
    ) -> tuple[str, list[Any]]:
        columns = [compiler.compile(one)[0] for one in self.get_source_expressions()]
        return self.template.format(*columns), []
