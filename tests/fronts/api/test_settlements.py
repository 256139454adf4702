"""Settling through the API: several tenders, invoices, undoing; a saved bill moved; one purse."""

from __future__ import annotations

from typing import Any

from habitue.customers.models import Customer
from habitue.invoicing import actions as invoicing
from tests.cast import PIN, Cast, make_customer
from tests.fronts.api.conftest import Api, eur


def saved(cast: Cast, *amounts: int) -> list[str]:
    return [str(cast.save(cast.bill(amount, cast.bob)).id) for amount in amounts]


def pay(api: Api, cast: Cast, **body: Any) -> Any:
    return api.post(f"/customers/{cast.acme.id}/payments", body)


def test_several_tenders_are_one_payment(api: Api, cast: Cast) -> None:
    saved(cast, 10, 20)
    tenders = [
        {"tender": "cash", "amount": eur(500)},
        {"tender": "bank_transfer", "amount": eur(3000)},
    ]

    paid = pay(api, cast, tenders=tenders)

    assert (paid.status, paid["amount"], paid["in_hand"]) == (201, eur(3500), eur(500)), paid.body
    assert (paid["tender"], paid["tenders"]) == ("several", tenders)
    assert api.get(f"/payments/{paid['id']}").body == paid.body


def test_one_tender_or_several_not_both(api: Api, cast: Cast) -> None:
    one = [{"tender": "cash", "amount": eur(500)}]
    for body in (
        {"tenders": one, "amount": eur(500)},
        {"tenders": one, "tender": "cash"},
        {"tenders": []},
        {"amount": eur(500)},
        {"tender": "cash"},
        {"tenders": one * 11},
        {"tenders": [{"tender": "wallet", "amount": eur(500)}]},
        {"tenders": [{"tender": "cash", "amount": eur(0)}]},
    ):
        assert pay(api, cast, **body).status == 422, body


def test_one_transfer_pays_an_invoice(api: Api, cast: Cast) -> None:
    first = saved(cast, 10)
    Customer.objects.of(cast.house).filter(pk=cast.acme.id).update(city="Lyon")
    day = cast.owes(cast.acme) and cast.act(_today)
    invoice = cast.act(invoicing.issue, payer=cast.again(cast.acme), from_on=day, to_on=day)
    saved(cast, 20)

    body = {"amount": eur(1000), "tender": "bank_transfer"}
    paid = pay(api, cast, **body, invoices=[str(invoice.id)])
    unknown = pay(api, cast, **body, invoices=["nope"])

    assert paid["settled"] == [{"bill": first[0], "amount": eur(1000)}], paid.body
    assert (unknown.status, unknown["field"]) == (404, "invoices")


def _today(op: Any) -> Any:
    return op.business_day


def test_a_mistake_is_taken_back(api: Api, cast: Cast) -> None:
    [bill] = saved(cast, 10)
    paid = pay(api, cast, amount=eur(1000), tender="cash")

    assert api.post(f"/payments/{paid['id']}/undo").status == 422
    undone = api.post(f"/payments/{paid['id']}/undo", {"reason": "wrong company"})
    twice = api.post(f"/payments/{paid['id']}/undo", {"reason": "wrong company"})

    assert (undone.status, undone["id"]) == (200, paid["id"])
    assert undone["undone_at"]
    assert (twice.status, twice["code"]) == (409, "already_reversed")
    assert api.get(f"/bills/{bill}")["state"] == "on_account"
    listed = api.get(f"/customers/{cast.acme.id}/payments")["data"]
    assert [(one["id"], bool(one["undone_at"])) for one in listed] == [(paid["id"], True)]


def test_a_saved_bill_goes_to_another(api: Api, cast: Cast) -> None:
    dora = make_customer(cast.house, first_name="Dora", on_account_allowed=True)
    [bill] = saved(cast, 10)
    path = f"/bills/{bill}/transfer"

    moved = api.post(path, {"customer": str(dora.id)})
    charged = api.post(path, {"payer": str(cast.acme.id)})
    both = api.post(path, {"customer": str(dora.id), "table": "4"})
    refused = api.post(path, {"customer": str(cast.carol.id)})

    assert (moved.status, moved["state"], moved["customer"]) == (200, "on_account", str(dora.id))
    assert (charged.status, cast.owes(cast.acme).owes, cast.owes(dora).owes) == (200, 1000, 0)
    assert both.status == 422
    assert (refused.status, refused["code"]) == (409, "on_account_not_allowed")


def test_one_purse(api: Api, cast: Cast) -> None:
    cast.rule(one_purse=True, proof_rule="always")
    erin = make_customer(cast.house, first_name="Erin", on_account_allowed=True)
    cast.top_up(erin, 12)
    cast.pin(erin)
    first, second, third = (cast.bill(amount, erin) for amount in (5, 10, 20))

    none = api.post(f"/bills/{first.id}/save-on-account")
    closed = api.post(f"/bills/{first.id}/save-on-account", {"pin": PIN})
    paid = api.post(f"/bills/{second.id}/payments", {"tender": "house_account", "pin": PIN})
    alone = api.post(f"/bills/{third.id}/payments", {"tender": "house_account", "purse": False})

    assert (none.status, none["code"]) == (409, "proof_needed")
    assert (closed.status, closed["state"]) == (200, "closed"), closed.body
    assert [one["tender"] for one in paid["payments"]] == ["wallet", "house_account"]
    assert paid["created"] == paid["payments"][-1]["id"]
    assert (alone.status, cast.owes(erin).owes) == (201, 300 + 2000)


def test_receivables_by_age_and_a_page_at_a_time(api: Api, cast: Cast) -> None:
    guests = [make_customer(cast.house, last_name=name, on_account_allowed=True) for name in "CAB"]
    for amount, guest in zip((30, 10, 20), guests, strict=True):
        cast.save(cast.bill(amount, guest))

    told = api.get("/reports/receivables?sort=-to_pay&limit=2")
    rest = api.get(f"/reports/receivables?sort=-to_pay&limit=2&cursor={told['next_cursor']}")
    other = api.get(f"/reports/receivables?sort=name&cursor={told['next_cursor']}")

    assert [row["to_pay"] for row in told["data"] + rest["data"]] == [
        *(eur(3000), eur(2000), eur(1000))
    ]
    assert told["totals"]["ages"]["current"] == eur(6000)
    assert told["data"][0]["limit"] is None
    assert rest["next_cursor"] is None
    assert (other.status, other["field"]) == (422, "cursor")
    assert api.get("/reports/receivables?sort=x").status == 422
    assert api.get("/reports/receivables?to=never").status == 422
    assert api.get("/reports/receivables?to=2020-01-01")["data"] == []
    assert [row["display_name"] for row in api.get("/unpaid?sort=name")["data"]] == [*"ABC"]


def test_receivables_as_files(api: Api, cast: Cast) -> None:
    saved(cast, 10)

    csv = api.get("/reports/receivables.csv?from=2026-01-01&to=2100-01-01")
    xlsx = api.get("/reports/receivables.xlsx")

    assert (csv.status, xlsx.status) == (200, 200)


def test_nobody_pays_for_a_bill_that_is_not_saved(api: Api, cast: Cast) -> None:
    bill = cast.bill(10, cast.bob)

    answer = api.post(f"/bills/{bill.id}/transfer", {"payer": str(cast.acme.id)})

    assert (answer.status, answer["field"]) == (422, "payer")
    assert api.get(f"/bills/{bill.id}")["customer"] == str(cast.bob.id)
