"""The bill whose code was read: seen, taken as one's own, paid once, never another's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from habitue.bills import actions as bills
from habitue.bills.models import Bill, Payment
from habitue.bills.opening import NewLine
from tests.cast import PIN, WRONG_PIN, Cast, eur, make_item
from tests.digits import stands_in
from tests.fronts.guest.conftest import Phone


def where(bill: Bill, then: str = "") -> str:
    return f"/b/{bill.public_token}{then}"


def pay(phone: Phone, bill: Bill, amount: str = "10.00", **fields: Any) -> Any:
    given = {"tender": "wallet", "amount": amount, "pin": PIN} | fields
    return phone.send(where(bill, "/pay"), **given)


def test_a_stranger_sees_the_lines_and_is_asked_to_sign_in(cast: Cast, stranger: Phone) -> None:
    coffee = make_item(cast.house, "Noisette", 3)
    bill = cast.act(bills.open_bill, lines=[NewLine(item=coffee.id, quantity=2000)])

    page = stranger.get(where(bill)).text

    assert "Noisette" in page
    assert f"?next={where(bill)}" in page
    assert "Pay from" not in page


def test_looking_changes_nothing(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10)

    page = alices.get(where(bill))

    assert "data-at-once" in page.text
    assert cast.again(bill).customer_id is None


def test_the_bill_becomes_the_guests_and_says_so(cast: Cast, alices: Phone) -> None:
    cast.rule(discount_bp=1000)
    bill = cast.bill(10)

    answer = alices.send(where(bill, "/mine"))
    page = alices.get(answer.headers["Location"]).text

    assert answer.status_code == 303
    assert cast.again(bill).customer_id == cast.alice.id
    assert "This bill is yours now" in page
    assert "−1" in page  # the discount of a regular


def test_a_guest_of_another_house_is_asked_to_be_invited(
    cast: Cast, phone: Any, alices: Phone
) -> None:
    bill, elsewhere = cast.bill(10), phone()
    elsewhere.join(cast.other, cast.charlie)

    assert "does not have you in its book" in elsewhere.get(where(bill)).text
    elsewhere.send(where(bill, "/mine"))
    elsewhere.send(where(bill, "/pay"), tender="wallet", amount="10.00", pin=PIN)

    assert cast.again(bill).customer_id is None
    assert not Payment.objects.of(cast.house).exists()


@pytest.mark.parametrize("then", ["", "/live", "/pay"])
def test_a_bill_of_someone_else_is_a_dead_link(cast: Cast, carols: Phone, then: str) -> None:
    bill = cast.bill(10, cast.alice)

    page = carols.get(where(bill, then))

    assert page.status_code == 410
    assert "Alice" not in page.text


def test_nobody_takes_or_pays_the_bill_of_someone_else(cast: Cast, carols: Phone) -> None:
    bill = cast.bill(10, cast.alice)

    assert carols.send(where(bill, "/mine")).status_code == 410
    assert pay(carols, bill).status_code == 410
    assert cast.again(bill).customer_id == cast.alice.id
    assert cast.has(cast.alice).total == 2000


def test_whoever_is_not_signed_in_may_be_its_guest(cast: Cast, stranger: Phone) -> None:
    bill = cast.bill(10, cast.alice)

    page = stranger.get(where(bill))

    assert page.status_code == 410
    assert f"?next={where(bill)}" in page.text


@pytest.mark.parametrize("token", ["nothing", "x" * 300, "%00" * 9, "../office"])
def test_a_code_that_is_none_is_not_found(alices: Phone, token: str) -> None:
    assert alices.get(f"/b/{token}").status_code == 404


def test_a_void_bill_is_gone(cast: Cast, alices: Phone, stranger: Phone) -> None:
    bill = cast.bill(10)
    cast.act(bills.void, bill=bill, reason="a mistake")

    assert stranger.get(where(bill)).status_code == 410
    assert alices.get(where(bill)).status_code == 410


def test_a_bill_closed_long_ago_is_gone(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10, cast.alice)
    cast.pay(bill)
    cast.close(bill)
    then = datetime.now(UTC) - timedelta(days=2)
    Bill.objects.filter(pk=bill.pk).update(ended_at=then)

    assert alices.get(where(bill)).status_code == 410


def test_the_wallet_pays_with_the_pin(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10, cast.alice)

    answer = pay(alices, bill)
    page = alices.get(answer.headers["Location"]).text

    assert answer.status_code == 303
    assert cast.has(cast.alice).total == 1000
    assert "Paid. Thank you." in page
    assert cast.again(bill).is_open  # the till sees it, and closes it


def test_a_tip_goes_along(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10, cast.alice)

    pay(alices, bill, tip="0.50", other_tip="2")

    assert Payment.objects.of(cast.house).get().tip_minor == 200
    assert cast.has(cast.alice).total == 800


def test_a_wrong_pin_is_asked_again_and_keeps_the_tip(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(9, cast.alice)

    page = pay(alices, bill, "9.00", pin=WRONG_PIN, tip="1.00")

    assert page.status_code == 409
    assert "does not match" in page.text
    assert 'value="1.00" data-minor="100" checked' in page.text
    assert not stands_in(page.text, WRONG_PIN)
    assert cast.has(cast.alice).total == 2000


def test_no_address_of_a_bill_or_an_invitation_is_logged(
    cast: Cast, carols: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    bill = cast.bill(10, cast.alice)

    carols.get(where(bill))
    pay(carols, bill)
    carols.get("/me/join/a-secret-that-may-live")

    assert bill.public_token not in caplog.text
    assert "a-secret" not in caplog.text


def test_five_wrong_pins_lock_the_wallet(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10, cast.alice)
    for _ in range(5):
        pay(alices, bill, pin=WRONG_PIN)

    assert pay(alices, bill).status_code == 409
    assert cast.has(cast.alice).total == 2000


def test_without_a_pin_nothing_is_paid(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10, cast.alice)

    assert pay(alices, bill, pin="").status_code == 409
    assert cast.has(cast.alice).total == 2000


def test_the_same_press_pays_once(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10, cast.alice)

    first = pay(alices, bill, key="once")
    second = pay(alices, bill, key="once")

    assert (first.status_code, second.status_code) == (303, 303)
    assert Payment.objects.of(cast.house).count() == 1
    assert cast.has(cast.alice).total == 1000


def test_a_second_press_later_finds_it_paid(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10, cast.alice)
    pay(alices, bill)

    again = pay(alices, bill)

    assert again.status_code == 409
    assert "nothing left to pay" in again.text
    assert cast.has(cast.alice).total == 1000


def test_what_the_wallet_cannot_pay_is_left_for_the_till(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(50, cast.alice)

    page = alices.get(where(bill, "/pay")).text
    answer = pay(alices, bill, "20.00")

    assert 'name="amount" value="20.00"' in page
    assert "is left: pay it at the till" in alices.get(answer.headers["Location"]).text


def test_a_company_pays_later_where_it_may(cast: Cast, phone: Any) -> None:
    bobs = phone()
    bobs.join(cast.house, cast.bob)
    bill = cast.bill(30, cast.bob)

    page = bobs.get(where(bill, "/pay") + "?with=house_account").text
    answer = bobs.send(where(bill, "/pay"), tender="house_account", amount="30.00")

    assert "Acme pays it later" in page
    assert answer.status_code == 303
    assert cast.owes(cast.acme).owes == 3000


def test_no_one_eats_on_account_who_may_not(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10, cast.alice)

    assert "with=house_account" not in alices.get(where(bill)).text
    refused = alices.send(where(bill, "/pay"), tender="house_account", amount="10.00")

    assert refused.status_code == 409


@pytest.mark.parametrize(
    "fields",
    [{"amount": "nonsense"}, {"amount": ""}, {"amount": "-5"}, {"tip": "1e9"}, {"pin": "x" * 999}],
)
def test_what_makes_no_sense_is_said_so(cast: Cast, alices: Phone, fields: dict[str, str]) -> None:
    bill = cast.bill(10, cast.alice)

    answer = pay(alices, bill, **fields)

    assert answer.status_code in (409, 422)
    assert cast.has(cast.alice).total == 2000


def test_the_bill_is_sent_again_only_when_it_changed(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10, cast.alice)
    first = alices.get(where(bill, "/live"))
    mark = {"If-None-Match": first.headers["ETag"]}

    assert alices.get(where(bill, "/live"), headers=mark).status_code == 304

    cast.act(bills.add_lines, bill=cast.again(bill), lines=[_line("Sorbet")])
    then = alices.get(where(bill, "/live"), headers=mark)

    assert then.status_code == 200
    assert "Sorbet" in then.text
    assert "added just now" in then.text


def test_what_the_till_takes_shows_on_the_phone(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10, cast.alice)
    mark = {"If-None-Match": alices.get(where(bill, "/live")).headers["ETag"]}
    cast.pay(bill)

    page = alices.get(where(bill, "/live"), headers=mark)

    assert "Paid. Thank you." in page.text


def test_a_bill_paid_in_part_is_taken_at_the_till(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10)
    cast.pay(bill, amount=4)

    assert "ask at the till to make it yours" in alices.get(where(bill)).text
    assert alices.send(where(bill, "/mine")).status_code == 409


def test_closed_bills_stay_in_the_list(cast: Cast, alices: Phone, carols: Phone) -> None:
    bill = cast.bill(10, cast.alice)
    cast.pay(bill)
    cast.close(bill)
    own = f"/me/houses/{alices.link.id}/bills/{bill.id}/"  # type: ignore[attr-defined]
    hers = f"/me/houses/{carols.link.id}/bills/{bill.id}/"  # type: ignore[attr-defined]

    assert "10.00" in alices.get("/me/bills/").text.replace('<span class="dec">', "").replace(
        "</span>", ""
    )
    assert alices.get(own).status_code == 200
    assert carols.get(hers).status_code == 404


def test_a_typed_link_leads_to_the_bill(cast: Cast, alices: Phone) -> None:
    bill = cast.bill(10)
    typed = f" https://marthe.example{where(bill)} "

    assert alices.send("/me/scan/", code=typed).headers["Location"] == where(bill)
    assert alices.send("/me/scan/", code="hello there").status_code == 422


def _line(name: str) -> NewLine:
    return NewLine(name=name, quantity=1000, unit_price=eur(4))


@pytest.mark.parametrize("key", ["\x00", "é", "x" * 101])
def test_a_key_that_is_none_books_nothing(cast: Cast, alices: Phone, key: str) -> None:
    bill = cast.bill(10, cast.alice)

    assert pay(alices, bill, key=key).status_code == 422
    assert cast.has(cast.alice).total == 2000
