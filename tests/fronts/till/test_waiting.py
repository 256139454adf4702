"""What a phone sent later than it was pressed, and pages it fetches to keep them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from habitue.bills.models import Bill, BillState
from habitue.customers.models import Customer
from habitue.fronts.till import doors
from habitue.house.models import House
from habitue.kit.ids import new_id
from habitue.staff.models import RoleRight
from tests.fronts.till.stage import ALICES_CARD, PAULS_PIN, Stage

Later = Callable[..., Any]


@pytest.fixture
def bill(waiter: Client, stage: Stage, post: Any) -> Bill:
    """Zoé's bill of table 7."""
    post(waiter, "/till/bills/", table=stage.tables["7"].id, item=stage.items["Steak frites"].id)
    return Bill.objects.of(stage.house).get()


@pytest.fixture
def later(waiter: Client, stage: Stage, bill: Bill) -> Later:
    """`later("customer/", code=…)`: of Zoé's bill, as a worker sends what it kept."""

    def later(what: str, *, key: str = "", by: Any = None, **fields: Any) -> Any:
        fields["operation_key"] = key or str(new_id())
        headers = {"X-Queued-By": str((by or stage.zoe).id)}
        return waiter.post(f"/till/bills/{bill.id}/{what}", fields, headers=headers)

    return later


def owner(bill: Bill) -> Customer | None:
    return Bill.objects.get(pk=bill.id).customer


def test_what_waited_is_done_once(later: Later, bill: Bill, stage: Stage) -> None:
    first = later("lines/", key="one press", item=stage.items["Café"].id)
    again = later("lines/", key="one press", item=stage.items["Café"].id)

    assert (first.status_code, first.json()) == (200, {}) == (again.status_code, again.json())
    assert bill.lines.get(name="Café").quantity == 1_000


def test_a_card_read_without_a_line_links(later: Later, bill: Bill, stage: Stage) -> None:
    assert later("customer/", code=ALICES_CARD).json() == {}

    assert owner(bill) == stage.alice


def test_what_the_house_refuses_comes_back_as_a_sentence(later: Later, bill: Bill) -> None:
    answer = later("customer/", code="999999999999")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.json()["says"] == "No guest has this code."
    assert owner(bill) is None


def test_nothing_is_done_in_anothers_name(
    later: Later, bill: Bill, stage: Stage, at: Any, post: Any
) -> None:
    at(stage.paul, PAULS_PIN)

    answer = later("customer/", by=stage.zoe, code=ALICES_CARD)

    assert (answer.status_code, answer.json()) == (401, {"waits": "person"})
    assert owner(bill) is None


def test_nothing_is_done_while_nobody_is_there(later: Later, waiter: Client, bill: Bill) -> None:
    waiter.post("/till/leave/")

    answer = later("customer/", code=ALICES_CARD)

    assert (answer.status_code, answer.json()) == (401, {"waits": "person"})
    assert owner(bill) is None


def test_of_whom_it_is_must_be_a_name_one_could_have(later: Later, waiter: Client) -> None:
    class Nobody:
        id = "nobody"

    assert later("customer/", by=Nobody, code=ALICES_CARD).status_code == 401


def test_a_walk_in_is_not_saved_on_account_unseen(later: Later, bill: Bill) -> None:
    answer = later("account/")

    assert (answer.status_code, answer.json()["code"]) == (409, "asks")
    assert Bill.objects.get(pk=bill.id).state == BillState.OPEN


def test_a_house_that_looks_once_more_is_asked_on_line(
    later: Later, bill: Bill, stage: Stage
) -> None:
    House.objects.filter(pk=stage.house.id).update(confirm_before_linking=True)

    assert later("customer/", code=ALICES_CARD).json()["code"] == "asks"
    assert owner(bill) is None


def test_saved_on_account_later(later: Later, bill: Bill, stage: Stage) -> None:
    assert later("customer/", customer=stage.bob.id).json() == {}
    assert later("account/", key="on account").json() == {}

    assert Bill.objects.get(pk=bill.id).state == BillState.ON_ACCOUNT
    assert later("account/", key="on account").json() == {}  # the answer was lost on the way


def test_a_bill_that_ended_meanwhile_says_so(
    later: Later, bill: Bill, stage: Stage, waiter: Client
) -> None:
    later("customer/", customer=stage.bob.id)
    later("account/")

    answer = later("lines/", item=stage.items["Café"].id)

    assert answer.status_code == 409
    assert answer.json()["says"]


def test_a_right_that_is_missing_is_no_reason_to_wait(
    later: Later, bill: Bill, stage: Stage
) -> None:
    RoleRight.objects.filter(role=stage.zoe.role, right="bills.link").delete()

    answer = later("customer/", code=ALICES_CARD)

    assert answer.status_code == 403
    assert answer.json()["says"]


def test_a_worker_is_told_where_the_first_answer_leads(
    waiter: Client, bill: Bill, stage: Stage
) -> None:
    asked = {"code": ALICES_CARD, "operation_key": str(new_id())}

    answer = waiter.post(f"/till/bills/{bill.id}/customer/", asked, headers={"X-Till-First": "1"})

    assert answer.status_code == 204
    assert answer.headers["X-Till-To"] == f"/till/bills/{bill.id}/?linked=1"


def test_a_page_nobody_has_seen_keeps_nobody_at_the_till(waiter: Client, bill: Bill) -> None:
    kept = waiter.get(f"/till/bills/{bill.id}/", headers={"X-Unseen": "1"})
    seen = waiter.get(f"/till/bills/{bill.id}/")

    assert doors.PERSON not in kept.cookies
    assert doors.PERSON in seen.cookies


def test_what_was_done_waits_for_a_page_that_is_seen(
    waiter: Client, bill: Bill, stage: Stage, post: Any
) -> None:
    post(waiter, f"/till/bills/{bill.id}/customer/", code=ALICES_CARD)

    kept = waiter.get(f"/till/bills/{bill.id}/", headers={"X-Unseen": "1"}).content.decode()
    seen = waiter.get(f"/till/bills/{bill.id}/").content.decode()

    assert "’s bill now" not in kept
    assert "Alice Martin’s bill now" in seen


def test_a_page_says_whose_and_of_when_it_is(waiter: Client, bill: Bill, stage: Stage) -> None:
    answer = waiter.get(f"/till/bills/{bill.id}/")
    page = answer.content.decode()

    assert answer.headers["X-Till-Person"] == str(stage.zoe.id)
    assert f'data-person="{stage.zoe.id}"' in page and "data-made=" in page


def test_balances_carry_their_age(waiter: Client, bill: Bill, post: Any, stage: Stage) -> None:
    post(waiter, f"/till/bills/{bill.id}/customer/", code=ALICES_CARD)

    page = waiter.get(f"/till/bills/{bill.id}/").content.decode()

    chips = page[page.index('<p class="chips">') :]
    assert "as of " in chips[: chips.index("</p>")]


def test_the_page_of_what_waits_names_nobody(enrolled: Client, stage: Stage) -> None:
    page = enrolled.get("/till/waiting/").content.decode()

    assert "Nothing waits." in page
    assert not any(str(one) in page for one in (stage.zoe, stage.paul, stage.alice))


def test_the_worker_knows_its_files(db: None) -> None:
    script = Client().get("/till/worker.js").content.decode()

    assert '"/static/till/waiting.js"' in script and '"/static/whole/ui/till.css"' in script
    assert 'importScripts("/static/till/queue.js"' in script


def test_the_phone_can_put_it_on_its_home_screen(db: None) -> None:
    says = Client().get("/till/manifest.webmanifest").json()

    assert (says["start_url"], says["scope"], says["display"]) == (
        "/till/waiter/",
        "/till/",
        "standalone",
    )
