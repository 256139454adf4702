"""Cards in batches through the API: made, listed, printed, bound, blocked."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.staff.models import StaffMember
from tests.cast import Cast
from tests.fronts.api.conftest import Api, token_of


@pytest.fixture
def batch(api: Api) -> Any:
    return api.post("/card-batches", {"count": 3, "note": "Spring"}).body


def numbers(api: Api, batch: Any) -> list[str]:
    file: bytes = api.get(f"/card-batches/{batch['id']}.csv").body
    return file.decode().split()[1:]


def test_a_batch_is_made_and_listed(api: Api, batch: Any) -> None:
    listed = api.get("/card-batches")

    assert listed["data"] == [batch]
    assert {"count": 3, "waiting": 3, "assigned": 0, "blocked": 0}.items() <= batch.items()
    assert api.get(f"/card-batches/{batch['id']}").body == batch


def test_a_batch_is_made_once(api: Api) -> None:
    first, again = (api.post("/card-batches", {"count": 2}, key="once") for _time in range(2))

    assert again.replayed and first["id"] == again["id"]
    assert len(api.get("/card-batches")["data"]) == 1


@pytest.mark.parametrize(
    "body", [{}, {"count": 0}, {"count": 2001}, {"count": 1.5}, {"count": 1, "kind": "nfc"}]
)
def test_what_is_no_batch(api: Api, body: Any) -> None:
    assert api.post("/card-batches", body).status == 422


def test_a_waiting_number_is_bound_and_not_twice(api: Api, cast: Cast, batch: Any) -> None:
    number = numbers(api, batch)[0]

    given = api.post(f"/customers/{cast.alice.id}/cards", {"number": number})
    twice = api.post(f"/customers/{cast.bob.id}/cards", {"number": number})

    assert given.status == 201 and given["customer"] == str(cast.alice.id)
    assert (twice.status, twice["code"]) == (409, "card_in_use")
    assert api.get(f"/card-batches/{batch['id']}")["assigned"] == 1
    assert number not in numbers(api, batch)


def test_the_sheet_is_a_pdf(api: Api, batch: Any) -> None:
    page = api.get(f"/card-batches/{batch['id']}.pdf")

    assert page.status == 200 and page.headers["Content-Type"] == "application/pdf"
    assert page.body.startswith(b"%PDF")


def test_a_lost_sheet_is_blocked(api: Api, cast: Cast, batch: Any) -> None:
    lost = numbers(api, batch)[0]

    blocked = api.post(f"/card-batches/{batch['id']}/block", {"reason": "lost"})
    given = api.post(f"/customers/{cast.alice.id}/cards", {"number": lost})

    assert (blocked["waiting"], blocked["blocked"]) == (0, 3)
    assert (given.status, given["code"]) == (409, "card_blocked")


@pytest.mark.parametrize("ending", ["", ".pdf", ".csv"])
def test_another_house_s_batch_is_not_there(cast: Cast, batch: Any, ending: str) -> None:
    stranger = Api(token_of(cast.other, StaffMember.objects.of(cast.other).get()))

    assert stranger.get(f"/card-batches/{batch['id']}{ending}").status == 404


@pytest.mark.parametrize("ending", ["", ".pdf", ".csv"])
def test_a_waiter_prints_no_cards(as_role: Any, batch: Any, ending: str) -> None:
    said = as_role("waiter").get(f"/card-batches/{batch['id']}{ending}")

    assert (said.status, said["right"]) == (403, "cards.print")
