"""A printed card that several tills read at once gets one owner."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.races.conftest import Till, at_once, verified
from tests.serving import Served

pytestmark = pytest.mark.races


def test_a_new_card_gets_one_owner(served: Served, till: Till) -> None:
    batch = till.made("POST", "/card-batches", {"count": 1})
    number = till("GET", f"/card-batches/{batch['id']}.csv").text.split()[1]
    people = [till.made("POST", "/customers", {"first_name": f"Guest {n}"}) for n in range(8)]

    answers = at_once(
        [
            lambda one=one: till("POST", f"/customers/{one['id']}/cards", {"number": number})
            for one in people
        ],
        8,
    )

    said = Counter((one.status_code, one.json().get("code", "")) for one in answers)
    assert said == {(201, ""): 1, (409, "card_in_use"): 7}
    assert verified(served)
