"""The list as a manager keeps it: narrowed by chips, saved by name, its columns chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from habitue.customers import actions as customers
from habitue.customers import free
from habitue.customers.models import Customer, FreeField, OwnList
from habitue.customers.owning import ANY, NONE
from habitue.menu import actions as menu
from tests.cast import Cast, make_customer
from tests.fronts.office.conftest import Desk
from tests.fronts.office.test_customers import names


def seen(customer: Customer, days: int) -> None:
    Customer.objects.filter(pk=customer.pk).update(
        last_visit_at=datetime.now(UTC) - timedelta(days=days)
    )


def test_chips_of_tags_letters_and_visits(office: Desk, cast: Cast) -> None:
    jazz = make_customer(cast.house, last_name="Jazz", tags=["jazz night", "é"])
    make_customer(cast.house, last_name="Letter", marketing_allowed=True, tags=["jazz"])
    seen(jazz, 90)

    for asked, found in {
        "tag=jazz": ["Letter"],
        "tag=jazz+night": ["Jazz"],
        "tag=%C3%A9": ["Jazz"],
        "tag=j": [],
        "consent=yes": ["Letter"],
        "consent=no": ["Jazz"],
        "seen=-60": ["Jazz"],
        "seen=30": [],
        "seen=never": ["Letter"],
        "seen=-60&tag=jazz+night&type=person": ["Jazz"],
        "q=jazz&consent=no": ["Jazz"],
        "q=e&tag=jazz": ["Letter"],
        "seen=tomorrow&consent=maybe&tag=%00&sort=--visit": ["Letter", "Jazz"],
    }.items():
        assert sorted(names(office.see(f"customers/?{asked}"))) == sorted(found), asked


def test_the_tags_in_use_are_told_when_their_chip_is_opened(office: Desk, cast: Cast) -> None:
    for tags in (["window", "jazz"], ["jazz"]):
        make_customer(cast.house, last_name="A", tags=tags)

    told = office.see("customers/tags?type=person").context["tags"]

    assert told == [
        ("jazz", "2", "?type=person&tag=jazz"),
        ("window", "1", "?type=person&tag=window"),
    ]


@pytest.mark.parametrize("sort", ["owes", "-owes", "has", "-has", "since", "-since"])
def test_pages_by_what_they_owe_and_have(
    office: Desk, cast: Cast, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("habitue.fronts.office.listing.SIZE", 2)
    everyone = [cast.acme, cast.alice, cast.bob, cast.carol, make_customer(cast.house)]
    cast.save(cast.bill(31, cast.bob))

    found, address = [], f"customers/?sort={sort}"
    while address:
        answer = office.see(address)
        found += names(answer)
        after = answer.context["after_url"]
        address = f"customers/{after}" if after else ""

    assert sorted(found) == sorted(one.display_name for one in everyone)
    assert {"-owes": found[0] == "Acme", "owes": found[-1] == "Acme"}.get(sort, True)
    assert {"-has": found[0] == "Alice Martin", "has": found[-1] == "Alice Martin"}.get(sort, True)


@pytest.mark.parametrize("sort", ["owes", "-owes", "has", "-has"])
def test_pages_by_a_sum_lead_back_the_way_they_came(
    office: Desk, cast: Cast, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("habitue.fronts.office.listing.SIZE", 2)
    for number in range(3):
        make_customer(cast.house, last_name=f"Nothing {number}")
    for sum_ in (31_000_000, 7, 7, 12, 30_000_000):  # beyond 2^31 minor units
        one = make_customer(cast.house, last_name=f"Of {sum_}", on_account_allowed=True)
        cast.top_up(one, sum_)
        cast.save(cast.bill(sum_, one))
    there: list[list[str]] = []
    back: list[list[str]] = []
    address = f"customers/?sort={sort}"
    while address and len(there) < 9:
        answer = office.see(address)
        there.append(names(answer))
        address = answer.context["after_url"] and f"customers/{answer.context['after_url']}"
    while before := answer.context["before_url"]:
        answer = office.see(f"customers/{before}")
        back.append(names(answer))

    assert len(there) > 2 and back == there[-2::-1]


def test_a_list_is_saved_by_name_and_taken_away(office: Desk, as_role: Any, cast: Cast) -> None:
    cast.hire("Zoé", "waiter")
    office.send("customers/views/save?type=company&sort=name", name="  Firms ")

    page = office.see("customers/?type=company&sort=name")
    plain = office.see("customers/")
    other = as_role("manager").see("customers/?type=company&sort=name")

    assert page.context["view_key"] == "own:Firms"
    assert page.context["own_view"] == "Firms"
    assert ("own:Firms", "Firms", "?type=company&sort=name", None) in plain.context["views"]
    assert other.context["view_key"] == "all" and other.context["may_keep"]
    office.send("customers/views/forget", name="Firms")
    assert OwnList.objects.of(cast.house).get().views == []
    assert office.send("customers/views/forget", name="Firms").status_code == 404
    assert office.send("customers/views/save?type=company", name=" ").status_code == 422


def test_columns_are_each_persons_own(office: Desk, as_role: Any, cast: Cast) -> None:
    cast.act(free.define, name="Seat", kind="text", choices=())
    cast.act(
        customers.edit,
        customer=cast.alice,
        fields={"free": {"seat": "by the window"}},
        front="office",
    )

    office.send("customers/columns/keep", column=["free.seat", "has", "nonsense", "email"])

    mine = office.see("customers/")
    assert [one.key for one in mine.context["columns"]] == ["free.seat", "has", "email"]
    assert b"by the window" in mine.content
    theirs = as_role("manager").see("customers/").context["columns"]
    assert "free.seat" not in [one.key for one in theirs]
    assert b"nonsense" not in office.see("customers/columns").content
    office.send("customers/columns/keep", usual="1")
    assert len(office.see("customers/").context["columns"]) == 8


def test_every_column_shows_and_the_page_asks_little(
    office: Desk, cast: Cast, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    level = cast.act(menu.add_level, name="Neighbours")
    for number in range(30):
        make_customer(
            cast.house,
            last_name=f"Guest {number}",
            birthday="--02-29",
            allergies="walnuts",
            price_level=level.id,
            ignored=number == 1,
        )
    keys = [row["column"].key for row in office.see("customers/columns").context["rows"]]
    office.send("customers/columns/keep", column=keys)

    with django_assert_max_num_queries(20):
        shown = office.see("customers/").content.decode()

    assert "walnuts" in shown and "29 Feb" in shown and "Neighbours" in shown
    assert shown.count("on the ignore list") == 1


def test_all_that_match_are_counted_and_changed(office: Desk, cast: Cast) -> None:
    for number in range(60):
        make_customer(cast.house, last_name=f"Guest {number}")
    other = cast.acme

    told = office.see("customers/count?type=person").context["total"]
    asked: dict[str, Any] = {"everything": "1", "ids": [str(other.id)]}
    page = office.send("customers/tag?type=person&q=guest", **asked)
    office.send("customers/change?type=person&q=guest", everything="1", tag="autumn")

    assert told == Customer.objects.of(cast.house).filter(type="person").count()
    assert b"60 customers" in page.content and b"and 48 more" in page.content
    tagged = [one for one in Customer.objects.of(cast.house) if one.tags == ["autumn"]]
    assert len(tagged) == 60 and cast.again(other).tags == []


def test_all_that_match_are_archived_and_come_back(office: Desk, cast: Cast) -> None:
    rows = [make_customer(cast.house, last_name=f"Guest {number}") for number in range(55)]

    gone = office.send("customers/archive?q=guest", everything="1")
    told = office.see("customers/count?view=archived").context["total"]
    office.send("customers/restore?view=archived", everything="1")

    assert gone.status_code == 302 and told == len(rows)
    assert all(cast.again(one).archived_at is None for one in rows)


def test_too_many_at_once_are_left_alone(
    office: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("habitue.fronts.office.views.bulk.MOST_AT_ONCE", 1)
    assert {cast.alice, cast.carol}

    answer = office.send("customers/change", everything="1", tag="x")

    assert answer.status_code == 422
    assert b"Narrow the list first" in answer.content
    assert cast.again(cast.alice).tags == []


def test_everything_of_a_list_is_exported(office: Desk, cast: Cast) -> None:
    for number in range(60):
        make_customer(cast.house, last_name=f"Guest {number}", tags=["x"])

    made = office.see("customers/export?tag=x&q=guest").content.decode()

    assert len(made.splitlines()) == 61


def test_a_large_book_is_shown_before_it_is_counted(
    office: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {cast.alice, cast.carol}
    monkeypatch.setattr("habitue.fronts.office.narrowing.LARGE", 1)
    monkeypatch.setattr("habitue.fronts.office.listing.SIZE", 1)

    page = office.see("customers/")
    after = office.see("customers/views?type=person")

    assert b'hx-get="/office/customers/views' in page.content
    assert [count for *_view, count in page.context["views"]] == [None] * 6
    assert dict((view[0], view[3]) for view in after.context["views"])["all"] == "2"
    assert b'id="book-count" hx-swap-oob="true">2<' in after.content


def test_a_tag_is_a_whole_tag(office: Desk, cast: Cast) -> None:
    make_customer(cast.house, last_name="Quoted", tags=['the "jazz" room', "a\\b"])

    assert names(office.see("customers/?tag=jazz")) == []
    assert names(office.see("customers/?tag=the+%22jazz%22+room")) == ["Quoted"]
    assert names(office.see("customers/?tag=a%5Cb")) == ["Quoted"]


def with_own_fields(cast: Cast) -> None:
    for name, kind, choices in (
        ("Seat", "text", ()),
        ("2024", "flag", ()),
        ("Contains", "choice", ("red", "white")),
    ):
        cast.act(free.define, name=name, kind=kind, choices=choices)
    written: dict[str, dict[str, Any]] = {
        "Window": {"seat": "by the window", "2024": True, "contains": "red"},
        "Bar": {"seat": 'the "bar"', "2024": False, "contains": "white"},
        "True": {"seat": "true", "2024": True},
        "Nobody": {},
    }
    for name, fields in written.items():
        make_customer(cast.house, last_name=name, free=fields)


def own(asked: dict[str, str]) -> str:
    return urlencode({"own": urlencode(asked)})


def test_fields_of_the_houses_own_narrow_the_list(office: Desk, cast: Cast) -> None:
    with_own_fields(cast)
    everyone = ["Window", "Bar", "True", "Nobody"]

    for asked, found in {
        own({"seat": "by the window"}): ["Window"],
        own({"seat": 'the "bar"'}): ["Bar"],
        own({"seat": "by the"}): [],
        own({"seat": ANY}): ["Window", "Bar", "True"],
        own({"seat": NONE}): ["Nobody"],
        own({"seat": "true"}): ["True"],
        own({"2024": "true"}): ["Window", "True"],
        own({"2024": "false"}): ["Bar"],
        own({"2024": NONE}): ["Nobody"],
        own({"contains": "red"}): ["Window"],
        own({"2024": "true", "contains": NONE}): ["True"],
        own({"seat": ANY}) + "&q=bar": ["Bar"],
        own({"seat": ANY}) + "&sort=name": ["Bar", "True", "Window"],
        own({"nothing": "x"}): [],
        own({"seat' OR 1=1": "x"}): everyone,
        "own=%00&own=": everyone,
    }.items():
        assert sorted(names(office.see(f"customers/?{asked}"))) == sorted(found), asked


def test_each_own_field_has_its_chip(office: Desk, cast: Cast) -> None:
    with_own_fields(cast)

    page = office.see(f"customers/?{own({'seat': ANY})}")
    chips = {group.words: group for group in page.context["groups"]}
    asked = own({"contains": "red"})
    values = office.see(f"customers/own/seat?{asked}").context["values"]

    assert chips["Seat"].chosen == "Seat: Something is written"
    assert [words for words, _href in chips["Contains"].choices][:2] == ["red", "white"]
    assert [words for words, _href in chips["2024"].choices][:2] == ["yes", "no"]
    assert chips["Contains"].choices[0][1] == "?" + own({"seat": ANY, "contains": "red"})
    assert chips["Seat"].clear == "?"
    both = {"contains": "red", "seat": "by the window"}
    assert ("by the window", "1", f"?{own(both)}") in values and len(values) == 3
    assert office.see("customers/own/nothing").status_code == 404


def test_an_own_field_is_kept_in_a_saved_list_and_in_the_export(office: Desk, cast: Cast) -> None:
    with_own_fields(cast)
    asked = own({"2024": "true"})
    office.send(f"customers/views/save?{asked}", name="Since 2024")

    page = office.see(f"customers/?{asked}")
    made = office.see(f"customers/export?{asked}").content.decode()
    told = office.see(f"customers/count?{asked}").context["total"]

    assert page.context["view_key"] == "own:Since 2024"
    assert "Window" in made and "Nobody" not in made and len(made.splitlines()) == 3
    assert told == 2


def test_an_own_field_put_away_can_still_be_left(office: Desk, cast: Cast) -> None:
    with_own_fields(cast)
    field = FreeField.objects.of(cast.house).get(key="seat")
    cast.act(free.retire, field=field)

    page = office.see(f"customers/?{own({'seat': 'true'})}")

    assert names(page) == ["True"]
    assert [group.clear for group in page.context["groups"] if group.chosen] == ["?"]


@pytest.mark.parametrize("after", ["", "&after={key}"])
@pytest.mark.parametrize("sort", ["name", "-name"])
def test_names_are_read_in_the_order_of_their_index(
    office: Desk, cast: Cast, sort: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("habitue.fronts.office.listing.SIZE", 2)
    for name in ("Zola", "adam", "Éluard", "Adam"):
        make_customer(cast.house, last_name=name)
    key = office.see(f"customers/?sort={sort}").context["found"].after
    with CaptureQueriesContext(connection) as asked:
        office.see(f"customers/?sort={sort}{after.format(key=key)}")
    (statement,) = [
        one["sql"] for one in asked if "ORDER BY" in one["sql"] and "lower" in one["sql"]
    ]

    plan = planned(statement)

    assert "customer_by_name" in plan and "TEMP B-TREE" not in plan and "Sort" not in plan, plan


def planned(statement: str) -> str:
    """How the database would find it; a small table would be read whole otherwise."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        how = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        cursor.execute(how + statement.replace("%", "%%"))
        return "\n".join(str(row) for row in cursor.fetchall())


def test_a_long_name_still_has_a_next_page(
    office: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("habitue.fronts.office.listing.SIZE", 1)
    for number in range(3):
        make_customer(cast.house, company_name=f"{'x' * 190} {number}", last_name="y" * 110)

    found: list[str] = []
    address = "customers/?sort=name"
    while address and len(found) < 9:
        answer = office.see(address)
        found += names(answer)
        address = f"customers/{after}" if (after := answer.context["after_url"]) else ""

    assert len(found) == 3
