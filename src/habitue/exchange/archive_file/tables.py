"""What of a house is in its archive file: every table, secrets only where they are asked for."""

from django.db import connection
from django.db.models import Field, Model

from habitue.customers.models import SearchRow
from habitue.guests.models import Guest
from habitue.house.models import House, HouseRow
from habitue.house.tenancy import house_models, house_references
from habitue.staff.models import Login

# rows that are nothing but a secret's digest, or count tries at one
SECRET_TABLES = frozenset(
    {
        "cards_one_time_code",
        "cards_pin",
        "cards_token_tries",
        "guests_invitation",
        "staff_device",
        "staff_token",
    }
)
# table -> column -> what stands there instead; "!" is a password nobody can type
SECRET_COLUMNS = {"staff_login": {"password": "!"}, "staff_member": {"pin_hash": ""}}
# made by the installation that takes the house in, in the order of the file
OWN_NUMBERS: dict[type[Model], str] = {SearchRow: "docid"}
# rows of the installation that the house's rows point at, matched by their e-mail address
OF_THE_INSTALLATION: dict[type[Model], str] = {Login: "logins", Guest: "guests"}


def of_the_house(*, secrets: bool) -> list[type[HouseRow]]:
    """Every table of a house, those first that others point at."""
    left = {
        model._meta.db_table: model
        for model in house_models()
        if secrets or model._meta.db_table not in SECRET_TABLES
    }
    ordered: list[type[HouseRow]] = []
    while left:
        ready = sorted(name for name, model in left.items() if not _needs(model) & left.keys())
        ordered += [left.pop(name) for name in ready or sorted(left)[:1]]
    return ordered


def _needs(model: type[HouseRow]) -> set[str]:
    return {table for _, table in house_references(model)} - {model._meta.db_table}


def fields(model: type[Model]) -> list["Field[object, object]"]:
    """The columns that are in the file; the house is the same in every row."""
    own = OWN_NUMBERS.get(model)
    left_out = {own} | ({"house"} if issubclass(model, HouseRow) else set())
    return [field for field in model._meta.concrete_fields if field.name not in left_out]


def order(model: type[Model]) -> str:
    return OWN_NUMBERS.get(model, "id")


def file_name(model: type[Model]) -> str:
    if model is House:
        return "house.jsonl"
    if model in OF_THE_INSTALLATION:
        return f"{OF_THE_INSTALLATION[model]}.jsonl"
    return f"tables/{model._meta.db_table}.jsonl"


def is_on_postgresql() -> bool:
    return connection.vendor == "postgresql"
