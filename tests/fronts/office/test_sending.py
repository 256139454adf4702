"""Send in the office: the switch, what waits and how forms show it, Send, editions and tills."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from habitue.kit.ids import new_id
from habitue.menu import actions as menu
from habitue.menu.models import Item, Table
from habitue.publishing import actions as publishing
from habitue.publishing import reports
from habitue.publishing.models import Draft, Edition
from tests.cast import Cast, eur, make_customer, make_item
from tests.fronts.office.conftest import Desk

RULES = {
    "receipt_numbers": "once",
    "publish_on_send": "on",
    "spending_order": "soonest",
    "proof_rule": "vouch",
    "wallet_share_max_bp": "100",
    "gift_refund": "gift_first",
    "prices_include_vat": "on",
    "on_account_earns": "on",
    "point_worth": "0.01",
}


@pytest.fixture
def beer(cast: Cast) -> Item:
    item = make_item(cast.house, "Beer", 5)
    cast.rule(publish_on_send=True)
    return item


def item_form(item: Item, **changes: Any) -> dict[str, Any]:
    sent = {"name": item.name, "price": "5.00", "vat_rate": item.vat_rate_id, "position": "0"}
    return sent | changes


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_owner_switches_it_on(office: Desk, cast: Cast) -> None:
    assert 'href="/office/send"' not in words(office.see("customers/"))

    office.send("settings/rules/change", **RULES)

    cast.house.refresh_from_db()
    assert cast.house.publish_on_send
    assert 'href="/office/send"' in words(office.see("customers/"))


def test_a_price_waits_is_listed_and_sent(office: Desk, cast: Cast, beer: Item) -> None:
    where = f"settings/items/{beer.id}"
    office.send(f"{where}/change", **item_form(beer, price="5.50"))
    assert cast.again(beer).price_minor == 500

    form, page = words(office.see(where)), words(office.see("send"))
    assert 'value="5.50"' in form
    assert "Waits for Send. Live: 5.00" in form
    assert "<del>5.00</del>" in page
    assert "<ins>5.50</ins>" in page
    assert "Send 1 change" in page
    assert "waits" in words(office.see("settings/items/"))

    assert office.send("send/now").status_code == 302
    assert cast.again(beer).price_minor == 550
    assert "Nothing waits." in words(office.see("send"))


def test_a_new_item_can_be_looked_at_changed_and_dropped(
    office: Desk, cast: Cast, beer: Item
) -> None:
    office.send("settings/items/add", **item_form(beer, name="Spritz", price="9"))
    draft = Draft.objects.of(cast.house).get()
    where = f"settings/items/{draft.target_id}"
    assert "Spritz waits for Send" in words(office.see("settings/items/"))
    assert "no till shows it before it is sent" in words(office.see(where))

    office.send(f"{where}/change", **item_form(beer, name="Spritz", price="9.50", sold_out="on"))
    assert reports.wanted(cast.house, "item", draft.target_id)["price_minor"] == 950

    office.send(f"{where}/remove")
    assert reports.count(cast.house) == 0


def test_a_table_that_goes_with_send(office: Desk, cast: Cast, beer: Item) -> None:
    area = cast.act(menu.add_area, venue=cast.venue, name="Terrace")
    cast.act(menu.add_table, area=area, name="T1")
    cast.act(publishing.send)
    table = Table.objects.of(cast.house).get()

    office.send(f"settings/tables/{table.id}/remove")

    assert "Goes" in words(office.see("send"))
    office.send("send/now")
    assert Table.objects.of(cast.house).count() == 0


def test_a_customers_terms_wait_beside_their_fields(office: Desk, cast: Cast, beer: Item) -> None:
    who = make_customer(cast.house, first_name="Ines", credit_limit=eur(100))
    fields = {
        "first_name": "Inès",
        "discount_percent": "10",
        "credit_limit": "300",
        "active": "on",
    }

    office.send(f"customers/{who.id}/edit", version=who.version, type="person", **fields)

    now, form = cast.again(who), words(office.see(f"customers/{who.id}/"))
    assert (now.first_name, now.discount_bp, now.credit_limit) == ("Inès", None, eur(100))
    assert 'value="300.00"' in form
    assert "Waits for Send. Live: 100.00" in form
    again = {**fields, "credit_limit": "300.00"}
    office.send(f"customers/{who.id}/edit", version=now.version, type="person", **again)
    office.send("send/now")
    assert (cast.again(who).discount_bp, cast.again(who).credit_limit) == (1000, eur(300))


def test_the_programme_waits_and_the_switch_is_held(office: Desk, cast: Cast, beer: Item) -> None:
    office.send("settings/rules/change", **RULES, discount_bp="5")
    cast.house.refresh_from_db()
    assert cast.house.discount_bp == 0
    assert "Waits for Send. Live: 0" in words(office.see("settings/rules"))

    off = {key: value for key, value in RULES.items() if key != "publish_on_send"}
    refused = office.send("settings/rules/change", **off, discount_bp="5")

    assert refused.status_code == 422
    assert "Changes are waiting." in words(refused)


def test_taking_back_and_pressing_twice(office: Desk, cast: Cast, beer: Item) -> None:
    for price in ("5.50", "6.00"):
        office.send(f"settings/items/{beer.id}/change", **item_form(beer, price=price))
    draft = Draft.objects.of(cast.house).get()
    office.send(f"send/{draft.id}/take-back")
    assert reports.count(cast.house) == 0
    assert office.send(f"send/{draft.id}/take-back").status_code == 404

    office.send(f"settings/items/{beer.id}/change", **item_form(beer, price="7.00"))
    key = str(new_id())
    assert [office.send("send/now", key=key).status_code for _ in range(2)] == [302, 302]
    assert Edition.objects.of(cast.house).count() == 1
    assert "Nothing waits to be sent." in words(office.send("send/now"))


def test_tills_and_what_no_longer_fitted(office: Desk, cast: Cast, beer: Item) -> None:
    cast.act(menu.change, row=beer, price_minor=700)
    Item.objects.of(cast.house).filter(pk=beer.pk).update(retired_at=cast.house.created_at)
    assert cast.till
    cast.act(publishing.send)

    page = words(office.see("send"))
    assert "It is not there any more." in page
    assert "pending since" in page
    cast.act(publishing.acknowledge, till_id=cast.till.id, number=1)
    assert "edition 1" in words(office.see("send"))


def test_another_houses_draft_and_no_right(
    office: Desk, cast: Cast, as_role: Callable[[str], Desk], beer: Item
) -> None:
    theirs = Cast(cast.other)
    theirs.rule(publish_on_send=True)
    make_item(theirs.house, "Wine", 6)
    draft = Draft.objects.of(theirs.house).get()

    assert office.send(f"send/{draft.id}/take-back").status_code == 404
    cashier = as_role("cashier")
    assert cashier.see("send").status_code == 403
    assert cashier.send("send/now").status_code == 403
