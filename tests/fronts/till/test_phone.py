"""The till in one hand: bills as a list, details, three ways to a guest, what a camera saw."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from habitue.bills import actions as bills
from habitue.bills.models import Bill
from habitue.cards.models import PersonalCode
from habitue.customers.models import Customer
from habitue.fronts.till import doors
from habitue.housekeeping.opening import Plan, open_house
from habitue.staff import actions as staff
from tests.cameras import still
from tests.cast import act_in
from tests.fronts.till.stage import ALICES_CARD, ZOES_PIN, Stage

MOBILE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"
BANK_CARD = "4111111111111111"


@pytest.fixture
def bill(waiter: Client, stage: Stage, post: Any) -> Bill:
    """Zoé's bill of table 7."""
    post(waiter, "/till/bills/", table=stage.tables["7"].id, item=stage.items["Steak frites"].id)
    return Bill.objects.of(stage.house).get()


def code_of(customer: Customer) -> str:
    return str(PersonalCode.objects.get(customer=customer).code)


def owner(bill: Bill) -> Customer | None:
    return Bill.objects.get(pk=bill.id).customer


# -- the list --------------------------------------------------------------------------------


def test_the_waiters_address_leads_to_the_bills(waiter: Client, bill: Bill) -> None:
    way = waiter.get("/waiter/")

    assert way.headers["Location"] == "/till/waiter/"
    page = waiter.get("/till/waiter/").content.decode()
    assert "My bills" in page and f"/till/bills/{bill.id}/" in page


def test_a_device_nobody_enrolled_gets_no_further(stage: Stage) -> None:
    assert Client().get("/waiter/", follow=True).status_code == 403


def test_nobody_in_particular_is_asked_for_a_name(enrolled: Client) -> None:
    way = enrolled.get("/till/waiter/")

    assert way.headers["Location"].startswith("/till/lock/?next=%2Ftill%2Fwaiter%2F")


def test_the_bills_of_others_stand_apart(
    cashier: Client, stage: Stage, post: Any, at: Any
) -> None:
    post(cashier, "/till/bills/", table=stage.tables["5"].id, item=stage.items["Café"].id)

    page = at(stage.zoe, ZOES_PIN).get("/till/waiter/").content.decode()

    assert "My bills" not in page
    assert "Paul" in page


def test_an_empty_room_says_so(waiter: Client) -> None:
    page = waiter.get("/till/waiter/").content.decode()

    assert "No bill is open." in page
    assert "Free tables" in page


def test_an_unchanged_list_is_not_sent_again(waiter: Client, bill: Bill) -> None:
    page = waiter.get("/till/waiter/watch/").content.decode()
    seen = page.split("seen=")[1][:8]

    assert waiter.get(f"/till/waiter/watch/?seen={seen}").status_code == 204


def test_a_phone_is_led_to_the_list_and_a_counter_stays(waiter: Client) -> None:
    assert waiter.get("/till/").status_code == 200
    assert (
        waiter.get("/till/", headers={"user-agent": MOBILE})
        .headers["Location"]
        .endswith("/till/waiter/")
    )

    waiter.get("/till/?shape=counter", headers={"user-agent": MOBILE})

    assert waiter.get("/till/", headers={"user-agent": MOBILE}).status_code == 200


def test_dish_after_dish_on_a_phone(waiter: Client, stage: Stage, post: Any) -> None:
    waiter.get("/till/waiter/")

    begun = post(waiter, "/till/bills/", item=stage.items["Café"].id)

    assert begun.headers["Location"].endswith("?add=1")


# -- details, and whose it is ----------------------------------------------------------------


def test_details_say_what_a_bill_is(waiter: Client, bill: Bill) -> None:
    page = waiter.get(f"/till/bills/{bill.id}/details/").content.decode()

    assert f"Bill {bill.number}" in page
    assert "Zoé" in page and "Walk-In" in page
    assert f"/till/bills/{bill.id}/customer/" in page


@pytest.mark.parametrize("by", ["camera", "code", "list", "", "'><b>"])
def test_the_ways_to_a_guest(waiter: Client, bill: Bill, by: str) -> None:
    page = waiter.get(f"/till/bills/{bill.id}/customer/", {"by": by})

    assert page.status_code == 200
    assert page.content.decode().count('aria-current="page"') == 1


def test_a_personal_code_links(waiter: Client, stage: Stage, bill: Bill, post: Any) -> None:
    code = code_of(stage.carol)

    post(waiter, f"/till/bills/{bill.id}/customer/", code=f"{code[:3]} {code[3:]}", by="code")

    assert owner(bill) == stage.carol
    assert "Carol Dubois’s bill now" in waiter.get(f"/till/bills/{bill.id}/").content.decode()


def test_a_code_nobody_has_is_said_kindly(waiter: Client, bill: Bill, post: Any) -> None:
    answer = post(waiter, f"/till/bills/{bill.id}/customer/", code="000000", by="code")

    assert answer.status_code == 404
    page = answer.content.decode()
    assert "No guest has this code." in page and "Give this card" not in page
    assert "data-pin-pad" in page


def test_what_the_camera_reads_in_vain_is_said_beside_it(
    waiter: Client, bill: Bill, post: Any
) -> None:
    answer = post(
        waiter, f"/till/bills/{bill.id}/customer/", htmx=True, code="KARTE-9", by="camera"
    )

    assert answer.headers["HX-Retarget"] == "#said"
    assert "No card with this number." in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("by", ["camera", "code", "list"])
def test_a_bank_card_is_dropped(waiter: Client, bill: Bill, post: Any, by: str) -> None:
    answer = post(waiter, f"/till/bills/{bill.id}/customer/", code=BANK_CARD, by=by)

    assert answer.status_code in (409, 422)
    assert BANK_CARD not in answer.content.decode()
    assert owner(bill) is None


def test_a_bills_own_code_opens_it(waiter: Client, stage: Stage, bill: Bill, post: Any) -> None:
    post(waiter, "/till/bills/", item=stage.items["Café"].id)
    other = Bill.objects.of(stage.house).latest("number")
    link = f"https://chez-marthe.test/b/{bill.public_token}"

    for where in (f"/till/bills/{other.id}/customer/", "/till/bills/"):
        answer = post(waiter, where, code=link, by="camera")
        assert answer.headers["Location"] == f"/till/bills/{bill.id}/"

    assert Bill.objects.of(stage.house).count() == 2


def test_a_bill_of_another_house_stays_there(waiter: Client, bill: Bill, post: Any) -> None:
    elsewhere, _new = open_house(
        Plan(
            name="Le Zinc",
            country="FR",
            currency="EUR",
            timezone="Europe/Paris",
            owner_email="zoe@zinc.test",
            owner_name="Zoé",
            password="la-clef-du-bistro",
        )
    )
    theirs = act_in(elsewhere, bills.open_bill, label="3")
    link = f"https://chez-marthe.test/b/{theirs.public_token}"

    answer = post(waiter, f"/till/bills/{bill.id}/customer/", code=link, by="camera")

    assert answer.status_code == 404
    assert "This is not a bill of this house." in answer.content.decode()


@pytest.mark.parametrize(
    "read", ["https://example.org/menu.pdf", "http://[", "https://", "HTTPS://X/b/", "x" * 5000]
)
def test_any_other_code_is_none_of_ours(waiter: Client, bill: Bill, post: Any, read: str) -> None:
    answer = post(waiter, f"/till/bills/{bill.id}/customer/", code=read, by="camera")

    assert answer.status_code in (404, 422)
    assert owner(bill) is None


def test_a_house_that_looks_once_more_is_led_there(
    waiter: Client, stage: Stage, bill: Bill, post: Any
) -> None:
    stage.house.confirm_before_linking = True
    stage.house.save()

    answer = post(
        waiter, f"/till/bills/{bill.id}/customer/", htmx=True, code=ALICES_CARD, by="camera"
    )

    page = waiter.get(answer.headers["HX-Redirect"]).content.decode()
    assert "Is it Alice Martin?" in page
    assert owner(bill) is None


# -- what a camera saw -----------------------------------------------------------------------


def seen(client: Client, picture: bytes, where: str = "?w=640&h=480") -> Any:
    return client.post(f"/till/frames/{where}", picture, "application/octet-stream")


def test_a_device_of_the_house_may_ask_what_it_saw(waiter: Client) -> None:
    assert seen(waiter, still(ALICES_CARD)).json() == {"code": ALICES_CARD}
    assert seen(waiter, still("")).status_code == 204


def test_no_one_else_may(enrolled: Client, stage: Stage) -> None:
    assert seen(Client(), still(ALICES_CARD)).status_code == 403
    assert seen(enrolled, still(ALICES_CARD)).status_code == 302

    _device, secret = act_in(stage.house, staff.enrol, till=stage.till)
    enrolled.cookies[doors.DEVICE] = secret + "x"
    assert seen(enrolled, still(ALICES_CARD)).status_code == 403


def test_a_foul_frame_breaks_nothing(waiter: Client) -> None:
    assert seen(waiter, b"\xff" * 2_000_000, "?w=1000&h=1000").status_code == 413
    assert seen(waiter, b"", "?w=&h=").status_code == 422


def test_a_code_typed_below_the_camera_begins_a_bill(
    waiter: Client, stage: Stage, post: Any
) -> None:
    assert 'name="code"' in waiter.get("/till/scan/").content.decode()

    post(waiter, "/till/bills/", htmx=True, code=code_of(stage.alice))
    wrong = post(waiter, "/till/bills/", htmx=True, code="000000")

    assert Bill.objects.of(stage.house).get().customer == stage.alice
    assert wrong.headers["HX-Reswap"] == "none" and "toast" in wrong.headers["HX-Trigger"]
