"""Erasing in the office: one, several, the proof, the dossier."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from habitue.housekeeping import actions as housekeeping
from habitue.housekeeping.models import Erasure
from tests.cast import Cast
from tests.fronts.office.conftest import Desk
from tests.housekeeping.known import MARK, known_everywhere, said_in


def test_someone_is_erased_once_their_name_is_typed(
    office: Desk, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    customer = known_everywhere(cast)
    url = f"customers/{customer.id}/erase"

    asked = office.see(url).content.decode()
    mistyped = office.send(f"{url}/take", typed="yes", settle="write_off")
    with django_capture_on_commit_callbacks(execute=True):
        gone = office.send(f"{url}/take", typed=str(customer).upper(), settle="write_off")

    assert "There is no way back." in asked and "Something is still open." in asked
    assert mistyped.status_code == 422 and cast.again(customer).erased_at
    assert gone.status_code == 302
    assert said_in(MARK) == {"invoicing_invoice"}
    proof = office.see(f"customers/{customer.id}/erased").content.decode()
    assert "Phone numbers" in proof and "What the law keeps" in proof
    assert "Marthe" in proof and MARK not in proof


def test_every_page_of_who_was_erased_opens(office: Desk, cast: Cast) -> None:
    customer = known_everywhere(cast)
    office.send(f"customers/{customer.id}/erase/take", typed=str(customer), settle="write_off")

    pages = ("", "movements", "wallet", "account", "bills", "history", "erase", "erased")
    seen = {page: office.see(f"customers/{customer.id}/{page}") for page in pages}
    listed = office.see("customers/erased").content.decode()

    assert {page: one.status_code for page, one in seen.items()} == dict.fromkeys(pages, 200)
    assert not any(MARK in one.content.decode() for one in seen.values())
    assert "They asked for it" in listed
    assert office.see("customers/?view=archived").status_code == 200


def test_several_at_once(office: Desk, cast: Cast) -> None:
    ids = [cast.carol.id, cast.bob.id, cast.alice.id, cast.charlie.id]

    asked = office.send("customers/erase", ids=ids).content.decode()
    mistyped = office.send("customers/erase/take", ids=ids, typed="2")
    partly = office.send("customers/erase/take", ids=ids, typed="3", why="mistake")

    assert "Type 3, how many there are" in asked and "Charlie" not in asked
    assert mistyped.status_code == 422
    assert partly.status_code == 409 and b"Alice Martin" in partly.content
    assert {one.reason for one in Erasure.objects.all()} == {"mistake"}
    assert Erasure.objects.of(cast.house).count() == 2
    assert "Erased" not in office.see("customers/?view=archived").content.decode()


def test_all_that_match_at_once(office: Desk, cast: Cast) -> None:
    for customer in (cast.carol, cast.bob):
        cast.act(housekeeping.archive, customer=customer)
    url = "customers/erase{}?view=archived"

    asked = office.send(url.format(""), everything="1").content.decode()
    gone = office.send(url.format("/take"), everything="1", typed="2")

    assert "Erase 2 customers" in asked and 'name="everything"' in asked
    assert gone.status_code == 302
    assert Erasure.objects.of(cast.house).count() == 2


def test_the_dossier_is_a_file(office: Desk, cast: Cast) -> None:
    answer = office.see(f"customers/{cast.alice.id}/dossier.json")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.content)["balances"]["wallet"]["paid"] == 2000
    assert (
        "Dossier written out" in office.see(f"customers/{cast.alice.id}/history").content.decode()
    )


def test_a_manager_sees_no_way_to_erase(as_role: Callable[[str], Desk], cast: Cast) -> None:
    desk = as_role("manager")
    url = f"customers/{cast.carol.id}"

    page = desk.see(f"{url}/").content.decode()

    assert "Erase for good" not in page and "Dossier" in page
    assert desk.see(f"{url}/erase").status_code == 403
    assert desk.send(f"{url}/erase/take", typed="Carol Duval").status_code == 403
    assert desk.send("customers/erase/take", ids=[cast.carol.id], typed="1").status_code == 403


def test_a_stranger_is_not_there(office: Desk, cast: Cast) -> None:
    url = f"customers/{cast.charlie.id}"

    answers = [office.see(f"{url}/{page}") for page in ("erase", "erased", "dossier.json")]
    answers.append(office.send(f"{url}/erase/take", typed="Charlie"))

    assert {answer.status_code for answer in answers} == {404}
