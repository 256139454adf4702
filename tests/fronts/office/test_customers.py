"""The list: found from one character, narrowed, paged by key, archived several at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from habitue.cards import actions as cards
from habitue.house_accounts.reports import owed_by
from tests.cast import Cast, make_customer
from tests.fronts.office.conftest import Desk

HOSTILE = "<script>alert(1)</script>"


def names(answer: Any) -> list[str]:
    return [row.customer.display_name for row in answer.context["found"].rows]


def test_one_character_finds(office: Desk, cast: Cast) -> None:
    assert {cast.alice, cast.carol}

    assert names(office.see("customers/?q=z")) == []
    assert names(office.see("customers/?q=A")) == ["Carol Duval", "Alice Martin"]
    assert b"<mark>Alice</mark>" in office.see("customers/?q=alice").content


def test_only_what_is_found_comes_while_one_types(office: Desk, cast: Cast) -> None:
    assert cast.alice

    asked = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "found"}
    answer = office.see("customers/?q=ali", **asked)

    assert b"<html" not in answer.content
    assert "HX-Request" in answer.headers["Vary"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert b"Alice" in answer.content


def test_chips_and_views_narrow(office: Desk, cast: Cast) -> None:
    assert {cast.alice, cast.carol}
    cast.save(cast.bill(31, cast.bob))

    assert names(office.see("customers/?type=company")) == ["Acme"]
    assert names(office.see("customers/?view=owing")) == ["Acme"]
    assert names(office.see("customers/?view=owing&q=acm")) == ["Acme"]
    assert names(office.see("customers/?view=owing&q=alice")) == []
    assert names(office.see("customers/?view=credit")) == ["Alice Martin"]
    assert names(office.see("customers/?active=no")) == []


@pytest.mark.parametrize("sort", ["name", "-name", "visit", "-visit", "visits", "-visits"])
def test_pages_by_key_lose_nobody_and_repeat_nobody(
    office: Desk, cast: Cast, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("habitue.fronts.office.listing.SIZE", 2)
    everyone = [make_customer(cast.house, last_name=f"Guest {n}") for n in range(5)]
    for one in everyone[:3]:
        cast.close(paid(cast, one))

    seen, address = [], f"customers/?sort={sort}"
    while address:
        answer = office.see(address)
        seen += names(answer)
        after = answer.context["after_url"]
        address = f"customers/{after}" if after else ""

    back = office.see(f"customers/{answer.context['before_url']}")
    assert sorted(seen) == sorted(one.display_name for one in everyone)
    assert names(back) == seen[2:4]


def paid(cast: Cast, customer: Any) -> Any:
    bill = cast.bill(10, customer)
    cast.pay(bill)
    return bill


def test_a_page_asks_the_database_little(
    office: Desk, cast: Cast, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(30):
        make_customer(cast.house, first_name=f"Guest {number}", phone=f"06 12 34 56 {number:02}")
    cast.save(cast.bill(31, cast.bob))

    with django_assert_max_num_queries(20):
        assert office.see("customers/").status_code == 200


def test_hostile_names_are_only_words(office: Desk, cast: Cast) -> None:
    one = make_customer(cast.house, first_name=HOSTILE, notes=HOSTILE, tags=[HOSTILE])

    for page in ("customers/", "customers/?q=alert", f"customers/{one.id}/", "customers/tag"):
        shown = office.see(f"{page}{'&' if '?' in page else '?'}ids={one.id}").content
        assert HOSTILE.encode() not in shown


def test_several_are_archived_and_come_back(office: Desk, cast: Cast) -> None:
    ids = [str(cast.carol.id), str(make_customer(cast.house).id)]

    gone = office.send("customers/archive", ids=ids)
    after = office.see("customers/")
    undo = after.content.decode().split('action="/office/customers/restore?')[1].split('"')[0]
    office.send(f"customers/restore?{undo.replace('&amp;', '&')}")

    assert gone.status_code == 302
    assert names(after) == []
    assert len(names(office.see("customers/"))) == 2


def test_who_still_owes_or_has_stays_and_is_named(office: Desk, cast: Cast) -> None:
    answer = office.send("customers/archive", ids=[str(cast.alice.id), str(cast.carol.id)])

    assert answer.status_code == 409
    assert b"has 20.00" in answer.content
    assert names(office.see("customers/")) == ["Alice Martin"]
    assert names(office.see("customers/?view=archived")) == ["Carol Duval"]


def test_a_tag_for_several(office: Desk, cast: Cast) -> None:
    chosen = [cast.alice, cast.carol]

    office.send("customers/change", ids=[str(one.id) for one in chosen], tag="jazz night")

    assert [cast.again(one).tags for one in chosen] == [["jazz night"]] * 2


def test_the_export_respects_the_filter(office: Desk, cast: Cast) -> None:
    cast.act(cards.assign, customer=cast.alice, number="4711 0815")
    assert cast.carol

    answer = office.see("customers/export?view=credit")

    lines = answer.content.decode().splitlines()
    assert len(lines) == 2
    assert "Alice" in lines[1] and "4711" in lines[1]


def test_another_house_is_not_touched(office: Desk, cast: Cast) -> None:
    office.send("customers/archive", ids=[str(cast.charlie.id)])

    assert cast.charlie.archived_at is None
    assert "Charlie" not in names(office.see("customers/?q=charlie"))
    assert owed_by(cast.house, [cast.charlie.id]) == {}


def test_who_may_not_archive_may_not_archive_many(as_role: Any, cast: Cast) -> None:
    answer = as_role("bookkeeper").send("customers/archive", ids=[str(cast.carol.id)])

    assert answer.status_code == 403
    assert cast.again(cast.carol).archived_at is None
