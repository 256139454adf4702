"""The office settles accounts, prints slips, takes mistakes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from habitue.bills import actions as bills
from habitue.house_accounts.models import Settlement
from tests.cast import Cast, eur, make_customer
from tests.fronts.office.conftest import Desk


@pytest.fixture
def settled(cast: Cast) -> Settlement:
    cast.save(cast.bill(10, cast.bob))
    cast.save(cast.bill(20, cast.bob))
    row: Settlement = cast.act(
        bills.settle, customer=cast.acme, amount=eur(15), tender="cash", by=cast.cashier
    )
    return row


def test_by_several_tenders_at_once(office: Desk, cast: Cast) -> None:
    cast.save(cast.bill(10, cast.bob))

    answer = office.send(
        f"customers/{cast.acme.id}/settle/take",
        tender="several",
        by_cash="4",
        by_card="9.50",
        by_other="",
    )

    [row] = Settlement.objects.of(cast.house)
    assert answer.url == f"/office/customers/{cast.acme.id}/settlements/{row.id}"
    assert row.taken == [("cash", 400), ("card", 950)]
    assert (cast.owes(cast.acme).owes, cast.owes(cast.acme).in_hand) == (0, 350)


def test_several_tenders_need_a_sum(office: Desk, cast: Cast) -> None:
    cast.save(cast.bill(10, cast.bob))
    url = f"customers/{cast.acme.id}/settle/take"

    for fields in ({"by_cash": ""}, {"by_cash": "ten"}):
        answer = office.send(url, tender="several", **fields)
        assert answer.status_code == 422
    assert cast.owes(cast.acme).owes == 1000


def test_the_slip_and_the_account(office: Desk, cast: Cast, settled: Settlement) -> None:
    url = f"customers/{cast.acme.id}"

    slip = office.see(f"{url}/settlements/{settled.id}").content.decode()
    account = office.see(f"{url}/account").content.decode()

    assert "of it still open" in slip
    assert "Karim" in slip
    assert f"/settlements/{settled.id}" in account


def test_a_mistake_is_taken_back_with_a_reason(
    office: Desk, cast: Cast, settled: Settlement
) -> None:
    url = f"customers/{cast.acme.id}/settlements/{settled.id}/undo"

    assert office.send(url, reason=" ").status_code == 422
    assert office.send(url, reason="wrong company").status_code == 302

    assert cast.owes(cast.acme).owes == 3000
    slip = office.see(f"customers/{cast.acme.id}/settlements/{settled.id}").content.decode()
    assert "Taken back" in slip
    assert office.send(url, reason="again").status_code == 409


def test_the_slip_of_another_is_not_there(office: Desk, cast: Cast, settled: Settlement) -> None:
    for url in (cast.alice, cast.charlie):
        assert office.see(f"customers/{url.id}/settlements/{settled.id}").status_code == 404


def test_taking_back_needs_its_right(
    as_role: Callable[[str], Desk], cast: Cast, settled: Settlement
) -> None:
    desk = as_role("bookkeeper")

    url = f"customers/{cast.acme.id}/settlements/{settled.id}/undo"
    assert desk.send(url, reason="x").status_code == 403


def test_who_owes_in_any_order_and_as_a_file(office: Desk, cast: Cast) -> None:
    guest = make_customer(cast.house, last_name="Zed", on_account_allowed=True)
    cast.save(cast.bill(10, cast.bob))
    cast.save(cast.bill(70, guest))

    for page in ("unpaid", "reports/receivables"):
        told = office.see(f"{page}?sort=-to_pay").content.decode()
        assert told.index("Zed") < told.index("Acme")
        assert 'aria-sort="descending"' in told
        for odd in ("sort=--x", "sort=to_pay&after=x&id=y", "on=2026-99-01", "on=1999-01-01"):
            assert office.see(f"{page}?{odd}").status_code == 200
    lines = (
        office.see("reports/receivables.csv?sort=name").content.decode("utf-8-sig").split("\r\n")
    )
    assert [line.split(",")[0] for line in lines[:4]] == ["payer", "Acme", "Zed", "Together"]
    assert office.see("reports/receivables.xlsx").content[:2] == b"PK"


def test_several_payers_settled_in_one_go(office: Desk, cast: Cast) -> None:
    guest = make_customer(cast.house, last_name="Zed", on_account_allowed=True)
    other = make_customer(cast.house, last_name="Yam", on_account_allowed=True)
    for someone in (cast.bob, guest, other):
        cast.save(cast.bill(10, someone))
    ids = [str(cast.acme.id), str(guest.id), str(cast.carol.id), str(cast.charlie.id)]

    for _twice in range(2):
        office.send("unpaid/settle", key="press-1", tender="bank_transfer", ids=ids)

    assert [cast.owes(one).owes for one in (cast.acme, guest, other)] == [0, 0, 1000]
    assert Settlement.objects.of(cast.house).count() == 2
    assert office.send("unpaid/settle", tender="cash").status_code == 422
    assert office.send("unpaid/settle", tender="wallet", ids=[str(other.id)]).status_code == 422


def test_a_saved_bill_is_moved_from_the_office(office: Desk, cast: Cast) -> None:
    dora = make_customer(cast.house, first_name="Dora", on_account_allowed=True)
    bill = cast.save(cast.bill(10, cast.bob))
    url = f"bills/{bill.id}"

    assert f"{url}/to" in office.see(f"{url}/").content.decode()
    assert "Dora" in office.see(f"{url}/to?q=dor").content.decode()
    assert office.send(f"{url}/move", customer=str(cast.carol.id)).status_code == 409
    assert office.send(f"{url}/move").status_code == 422
    assert office.send(f"{url}/move", customer="x").status_code == 404
    office.send(f"{url}/move", payer=str(dora.id))
    assert (cast.owes(dora).owes, cast.again(bill).customer) == (1000, cast.bob)
    office.send(f"{url}/move", customer=str(dora.id))

    assert cast.again(bill).customer == dora
    assert office.see(f"bills/{cast.bill(3).id}/to").status_code == 404
