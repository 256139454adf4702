"""Invoices and summaries over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from habitue.customers import actions as customers
from habitue.staff.models import StaffMember
from tests.cast import Cast, make_customer
from tests.fronts.api.conftest import Answer, Api, token_of

NOBODY = str(UUID(int=7))  # the same in every worker: cases are told apart by their words

ADDRESS = {"address.street": "12 rue Mercière", "address.city": "Lyon"}


@pytest.fixture
def acme(cast: Cast) -> Any:
    """Acme, with an address; Bob ate for 12.00 and 8.00 today."""
    cast.act(
        customers.edit,
        customer=cast.acme,
        fields=ADDRESS | {"email": "compta@acme.example"},
        front="office",
    )
    for amount in (12, 8):
        cast.save(cast.bill(amount, cast.bob))
    return cast.acme


def asked(who: Any, **more: Any) -> dict[str, Any]:
    first, last = more.pop("first", "2020-01-01"), more.pop("last", "2099-12-31")
    return {"payer": str(who.id), "from": first, "to": last} | more


@pytest.fixture
def elsewhere(cast: Cast) -> Api:
    """The token of another house's owner."""
    owner = StaffMember.objects.of(cast.other).get(role__key="owner")
    return Api(token_of(cast.other, owner))


@pytest.fixture
def issued(api: Api, acme: Any) -> Answer:
    answer = api("POST", "/invoices", asked(acme))
    assert answer.status == 201, answer.body
    return answer


def test_an_invoice_answers_itself(api: Api, acme: Any, issued: Answer, cast: Cast) -> None:
    said = issued.body

    assert said["payer"] == str(acme.id)
    assert (said["from"], said["to"]) == ("2020-01-01", "2099-12-31")
    assert said["number"].endswith("-0001")
    assert said["total"] == said["balance"] == {"amount": 2000, "currency": "EUR"}
    [person] = said["people"]
    assert (person["customer"], len(person["bills"])) == (str(cast.bob.id), 2)
    assert api.get(f"/invoices/{said['id']}").body == said
    assert api.get("/invoices").body == {"data": [said], "next_cursor": None}
    assert api.get(f"/invoices?payer={cast.bob.id}")["data"] == []


def test_the_same_key_is_the_same_invoice(api: Api, acme: Any) -> None:
    first = api("POST", "/invoices", asked(acme), key="once")
    again = api("POST", "/invoices", asked(acme), key="once")

    assert again.replayed
    assert (again.status, again.body) == (201, first.body)


def test_the_same_period_twice(api: Api, acme: Any, issued: Answer) -> None:
    answer = api("POST", "/invoices", asked(acme))

    assert (answer.status, answer["code"]) == (409, "already_invoiced")
    assert answer["invoice"] == issued["id"]


def test_a_bill_on_an_invoice_stays(api: Api, issued: Answer) -> None:
    bill = issued["people"][0]["bills"][0]["bill"]

    for verb in ("reopen", "void"):
        answer = api("POST", f"/bills/{bill}/{verb}", {})
        assert (answer.status, answer["code"]) == (409, "bill_invoiced")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"first": "2020-01-01", "last": "2020-01-31"}, (422, "nothing_to_invoice", "from")),
        ({"last": "2019-12-31"}, (422, "malformed", "to")),
        ({"first": "2020-02-30"}, (422, "malformed", "from")),
        ({"first": 20200101}, (422, "malformed", "from")),
        ({"first": None}, (422, "malformed", "from")),
        ({"payer": "nobody"}, (404, "not_found", "payer")),
        ({"payer": NOBODY}, (404, "not_found", "payer")),
        ({"payer": 7}, (422, "malformed", "payer")),
        ({"lines": "yes"}, (422, "malformed", "lines")),
        ({"until": "2020-01-01"}, (422, "unknown_field", "until")),
    ],
)
def test_what_cannot_be_invoiced(
    api: Api, acme: Any, change: dict[str, Any], said: tuple[int, str, str]
) -> None:
    answer = api("POST", "/invoices", asked(acme, **change))

    assert (answer.status, answer["code"], answer["field"]) == said, answer.body


def test_another_houses_payer_is_not_found(api: Api, cast: Cast) -> None:
    answer = api("POST", "/invoices", asked(cast.charlie))

    assert (answer.status, answer["code"], answer["field"]) == (404, "not_found", "payer")


def test_a_payer_without_an_address(api: Api, cast: Cast) -> None:
    nowhere = make_customer(cast.house, company_name="Nowhere", on_account_allowed=True)
    cast.save(cast.bill(5, nowhere))

    answer = api("POST", "/invoices", asked(nowhere))

    assert (answer.status, answer["code"], answer["field"]) == (422, "malformed", "address")


def test_the_files_of_an_invoice(api: Api, issued: Answer) -> None:
    page = api.get(f"/invoices/{issued['id']}.pdf")
    table = api.get(f"/invoices/{issued['id']}.csv")

    assert (page.status, page.body[:5]) == (200, b"%PDF-")
    assert page.headers["Content-Type"] == "application/pdf"
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = table.body.decode().splitlines()
    assert rows[0].startswith("invoice,payer,person,date,bill,label,amount,currency,tip,gross_10")
    assert len(rows) == 3
    assert ",Acme,Bob," in rows[1]


def test_another_house_finds_none_of_it(api: Api, issued: Answer, elsewhere: Api) -> None:
    for ending in ("", ".pdf", ".csv"):
        assert elsewhere.get(f"/invoices/{issued['id']}{ending}").status == 404
    assert elsewhere("POST", f"/invoices/{issued['id']}/send", {}).status == 404
    assert elsewhere.get("/invoices")["data"] == []


def test_it_is_sent_when_asked(api: Api, acme: Any) -> None:
    made = api("POST", "/invoices", asked(acme, send=True))
    again = api("POST", f"/invoices/{made['id']}/send", {"to": "boss@acme.example"})

    assert [(one["to"], one["state"]) for one in made["sent"]] == [
        ("compta@acme.example", "waiting")
    ]
    assert again["created"] == again["sent"][0]["id"]
    assert [one["to"] for one in again["sent"]] == ["boss@acme.example", "compta@acme.example"]


def test_where_it_cannot_be_sent(api: Api, acme: Any, issued: Answer, cast: Cast) -> None:
    wrong = api("POST", f"/invoices/{issued['id']}/send", {"to": "nobody at all"})
    cast.act(customers.edit, customer=cast.acme, fields={"email": ""}, front="office")
    nobody = api("POST", f"/invoices/{issued['id']}/send", {})

    assert (wrong.status, wrong["code"], wrong["field"]) == (422, "malformed", "to")
    assert (nobody.status, nobody["code"], nobody["field"]) == (422, "malformed", "to")


def test_only_who_may(as_role: Any, acme: Any) -> None:
    assert as_role("waiter")("POST", "/invoices", asked(acme)).status == 403
    assert as_role("waiter").get("/invoices").status == 403
    assert as_role("bookkeeper")("POST", "/invoices", asked(acme)).status == 201


def test_a_summary_issues_nothing(api: Api, acme: Any, cast: Cast) -> None:
    said = api.get(f"/reports/summary?customer={acme.id}&from=2020-01-01&to=2099-12-31")

    assert (said["bills"], said["total"]["amount"], said["open"]["amount"]) == (2, 2000, 2000)
    assert [one["name"] for one in said["people"]] == ["Bob"]
    assert api.get("/invoices")["data"] == []


def test_a_summary_as_a_file(api: Api, acme: Any) -> None:
    said = api.get(f"/reports/summary.csv?customer={acme.id}&from=2020-01-01&to=2099-12-31")

    rows = said.body.decode().splitlines()
    assert rows[0] == "person,date,bill,label,state,total,on_account,open,currency"
    assert rows[1].startswith("Bob,")
    assert rows[1].endswith(",on_account,12.00,12.00,12.00,EUR")


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("from=2026-01-01&to=2026-01-31", 422, "customer"),
        ("customer=x&from=2026-01-01&to=2026-01-31", 404, "customer"),
        (f"customer={NOBODY}&from=2026-01-01&to=2026-01-31", 404, "customer"),
        (f"customer={NOBODY}&to=2026-01-31", 422, "from"),
        (f"customer={NOBODY}&from=2026-01-01&to=soon", 422, "to"),
        (f"customer={NOBODY}&from=2026-02-01&to=2026-01-31", 422, "to"),
    ],
)
def test_what_cannot_be_summed(api: Api, query: str, status: int, field: str) -> None:
    answer = api.get(f"/reports/summary?{query}")

    assert (answer.status, answer["field"]) == (status, field), answer.body
