"""Files of customers, in and out."""

from __future__ import annotations

from typing import Any

from habitue.customers.models import Customer
from tests.cast import Cast
from tests.fronts.api.conftest import Api

BOOK = b"First name;Last name;Phone\r\nZo\xc3\xab;Dupont;06 12 34 56 78\r\nBob;;\r\n;;\r\n"


def names(cast: Cast) -> list[str]:
    return sorted(Customer.objects.of(cast.house).values_list("first_name", flat=True))


def test_a_dry_run_writes_nothing(api: Api, cast: Cast) -> None:
    answer = api.upload("/imports/customers", BOOK, dry_run="true")

    assert (answer.status, answer["dry_run"], answer["created"]) == (201, True, 2), answer.body
    assert (answer["format"], answer["delimiter"]) == ("csv", "semicolon")
    assert names(cast) == []


def test_a_file_is_taken_once(api: Api, cast: Cast) -> None:
    first = api.upload("/imports/customers", BOOK, key="k")
    again = api.upload("/imports/customers", BOOK, key="k")
    other = api.upload("/imports/customers", BOOK + b"Al;;\r\n", key="k")

    assert (first.status, first["created"]) == (201, 2), first.body
    assert (again.replayed, again.body) == (True, first.body)
    assert (other.status, other["code"]) == (422, "idempotency_key_reused")
    assert names(cast) == ["Bob", "Zoë"]
    assert api.get(f"/imports/{first['id']}").body == first.body


def test_json_lines_are_taken_as_the_api_writes_them(api: Api, cast: Cast) -> None:
    line = b'{"first_name":"Zo\xc3\xab","tags":["a","b"],"notes":null}\n'

    tried = api.upload("/imports/customers", line, dry_run="true")
    taken = api.upload("/imports/customers", line, map="notes=")

    assert (tried["format"], tried["created"], taken["created"]) == ("jsonl", 1, 1), taken.body
    assert Customer.objects.of(cast.house).get().tags == ["a", "b"]


def test_what_is_no_table_is_422(api: Api) -> None:
    for content in (b"", b"\0\1\2\3" * 99, b"%PDF-1.4 nothing"):
        answer = api.upload("/imports/customers", content)
        assert answer.status in (201, 422), answer.body

    assert api.post("/imports/customers", {})["field"] == "file"
    assert api.upload("/imports/customers", BOOK, encoding="klingon").status == 422
    assert api.upload("/imports/customers", BOOK, map="nonsense")["field"] == "map"


def test_what_goes_out_comes_back_unchanged(api: Api, cast: Cast) -> None:
    api.upload("/imports/customers", BOOK)

    out = api.get("/exports/customers.csv")
    back = api.upload("/imports/customers", out.body)

    assert out.headers["Content-Type"].startswith("text/csv")
    assert "Dupont" in out.body.decode()
    assert (back["unchanged"], back["created"], back["updated"]) == (2, 0, 0), back.body


def test_an_import_is_undone_once(api: Api, cast: Cast) -> None:
    taken = api.upload("/imports/customers", BOOK)

    undone = api.post(f"/imports/{taken['id']}/undo", {}, key="u")
    again = api.post(f"/imports/{taken['id']}/undo", {}, key="u")
    other = api.post(f"/imports/{taken['id']}/undo", {})

    assert (undone["state"], undone["undone"]) == ("undone", {"archived": 2}), undone.body
    assert again.body == undone.body
    assert (other.status, other["code"]) == (409, "already_undone")
    assert not Customer.objects.of(cast.house).kept().exists()


def test_people_who_are_known_can_be_left_out(api: Api, cast: Cast) -> None:
    api.upload("/imports/customers", BOOK)

    back = api.upload("/imports/customers", BOOK + b"Al;Roux;\r\n", only="new", match="phone")

    assert (back["created"], back["skipped"], back["updated"]) == (1, 2, 0), back.body


def test_rights(as_role: Any) -> None:
    waiter: Api = as_role("waiter")

    assert waiter.upload("/imports/customers", BOOK)["right"] == "customers.import"
    assert waiter.get("/exports/customers.csv")["right"] == "customers.export"
