"""The house as its owner keeps it: rules, menu, room, tills, team, rights, tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from habitue.house.models import Till, Venue
from habitue.menu.models import Area, Category, Item, ItemPrice, PriceLevel, Table, VatRate
from habitue.shifts.models import Tender
from habitue.staff.entry import by_token
from habitue.staff.models import Login, Role, StaffMember
from tests.cast import Cast, make_item
from tests.fronts.office.conftest import Desk

RULES = {
    "receipt_numbers": "once",
    "discount_bp": "5",
    "earn_bp": "2,5",
    "points_per_unit": "3",
    "point_worth": "0.02",
    "on_account_earns": "on",
    "spending_order": "gift_first",
    "wallet_share_max_bp": "50",
    "gift_refund": "gift_first",
    "gift_days": "90",
    "proof_rule": "above",
    "proof_above": "20",
    "default_limit": "",
    "approve_alone_below": "15",
    "prices_include_vat": "on",
}
HOUSE = {
    "name": "Chez Marthe & Fils",
    "address": "12 rue des Tanneurs",
    "country": "FR",
    "timezone": "Europe/Paris",
    "day_starts_at": "05:30",
    "language": "fr",
    "receipt_footer": "Merci et à bientôt",
    "card_colour": "plum",
}


def test_the_house_is_renamed_and_the_change_is_written_down(office: Desk, cast: Cast) -> None:
    office.send("settings/house/change", **HOUSE)

    cast.house.refresh_from_db()
    assert (cast.house.name, str(cast.house.day_starts_at)) == ("Chez Marthe & Fils", "05:30:00")
    assert "Chez Marthe &amp; Fils" in office.see("").content.decode()


def test_rules_are_kept_in_the_house_s_units(office: Desk, cast: Cast) -> None:
    office.send("settings/rules/change", **RULES)

    cast.house.refresh_from_db()
    assert (cast.house.discount_bp, cast.house.earn_bp) == (500, 250)
    assert (cast.house.point_worth_minor, cast.house.proof_above_minor) == (2, 2000)
    assert (cast.house.default_limit_minor, cast.house.gift_days) == (None, 90)
    assert "2.5" in office.see("settings/rules").content.decode()


@pytest.mark.parametrize(
    ("page", "fields", "wrong"),
    [
        ("rules", RULES, {"discount_bp": "101"}),
        ("rules", RULES, {"gift_days": "soon"}),
        ("rules", RULES, {"default_limit": "-5"}),
        ("rules", RULES, {"proof_rule": "never"}),
        ("house", HOUSE, {"name": ""}),
        ("house", HOUSE, {"timezone": "Moon/Sea"}),
        ("house", HOUSE, {"day_starts_at": "25:00"}),
    ],
)
def test_what_makes_no_sense_is_asked_again(
    office: Desk, cast: Cast, page: str, fields: dict[str, str], wrong: dict[str, str]
) -> None:
    answer = office.send(f"settings/{page}/change", **fields | wrong)

    assert answer.status_code == 422
    assert b"data-faults" in answer.content
    cast.house.refresh_from_db()
    assert cast.house.name == "Chez Marthe"


def test_what_must_be_asked_is_ticked(office: Desk, cast: Cast) -> None:
    asked = {"office:phone|email": "on", "till:pin": "on"}

    office.send("settings/mandatory/change", **asked)

    cast.house.refresh_from_db()
    assert cast.house.mandatory == {"office": ["phone|email"], "till": ["pin"]}


def test_the_menu_is_made_and_changed(office: Desk, cast: Cast) -> None:
    rate = VatRate.objects.of(cast.house).get(is_default=True)
    office.send("settings/categories/add", name="Drinks", position="1")
    office.send("settings/levels/add", name="Terrace")
    category = Category.objects.of(cast.house).get()
    level = PriceLevel.objects.of(cast.house).get()
    coffee = {"name": "Coffee", "price": "2,20", "vat_rate": str(rate.id)}

    office.send(
        "settings/items/add", **coffee, category=str(category.id), **{f"level:{level.id}": "2.50"}
    )
    item = Item.objects.of(cast.house).get()
    office.send(f"settings/items/{item.id}/change", **coffee | {"price": "2.40"}, sold_out="on")

    item = cast.again(item)
    assert (item.price_minor, item.sold_out, item.category) == (240, True, None)
    assert not ItemPrice.objects.of(cast.house).exists()


def test_an_item_leaves_the_menu(office: Desk, cast: Cast) -> None:
    item = make_item(cast.house)

    office.leave(f"settings/items/{item.id}")

    assert cast.again(item).retired_at
    assert b"Coffee" not in office.see("settings/items/").content.partition(b"<table")[2]


def test_a_name_that_is_taken_is_said_at_its_field(office: Desk, cast: Cast) -> None:
    for _time in range(2):
        answer = office.send("settings/levels/add", name="Terrace")

    assert answer.status_code == 422
    assert "is there already" in answer.content.decode()


def test_areas_and_tables(office: Desk, cast: Cast) -> None:
    office.send("settings/areas/add", name="Room", venue=str(cast.venue.id))
    area = Area.objects.of(cast.house).get()
    office.send("settings/tables/add", name="T1", area=str(area.id), another="1")
    table = Table.objects.of(cast.house).get()

    office.leave(f"settings/tables/{table.id}")

    assert not Table.objects.of(cast.house).exists()


def test_rates_sites_and_tenders(office: Desk, cast: Cast) -> None:
    office.send("settings/rates/add", name="Reduced", rate="2.1", is_default="on")
    office.send("settings/sites/add", name="Rue Haute")
    tender = Tender.objects.of(cast.house).get(kind="other")
    office.send(f"settings/tenders/{tender.id}", name="Ticket restaurant", active="on")

    assert VatRate.objects.of(cast.house).get(is_default=True).rate_bp == 210
    assert Venue.objects.of(cast.house).count() == 2
    assert str(cast.again(tender)) == "Ticket restaurant"


def test_a_till_is_added_and_retired(office: Desk, cast: Cast) -> None:
    office.send("settings/tills/add", name="Terrace", venue=str(cast.venue.id))
    till = Till.objects.of(cast.house).get()

    office.send(f"settings/tills/{till.id}/retire")

    assert cast.again(till).retired_at


def test_someone_is_hired_gets_a_pin_and_leaves(office: Desk, cast: Cast) -> None:
    office.send("settings/team/hire", name="Zoé", role="waiter", email="zoe@example.org")
    zoe = StaffMember.objects.of(cast.house).get(name="Zoé")
    common = office.send(f"settings/team/{zoe.id}/pin", pin="1111")
    office.send(f"settings/team/{zoe.id}/pin", pin="7391")
    office.send(f"settings/team/{zoe.id}/change", name="Zoé", role="cashier")

    zoe = cast.again(zoe)
    assert common.status_code == 409
    assert zoe.pin_hash and zoe.role.key == "cashier" and not zoe.active


def test_a_manager_is_let_into_the_office(office: Desk, cast: Cast) -> None:
    office.send("settings/team/hire", name="Idris", role="manager")
    idris = StaffMember.objects.of(cast.house).get(name="Idris")
    given = {"email": "Idris@example.org", "password": "la-clef-du-bistro"}

    weak = office.send(f"settings/team/{idris.id}/let-in", **given | {"password": "short"})
    office.send(f"settings/team/{idris.id}/let-in", **given)
    again = office.send(f"settings/team/{idris.id}/let-in", **given)

    assert (weak.status_code, again.status_code) == (422, 422)
    assert Client().post("/", given).headers["Location"] == "/office/"


def test_a_login_of_another_house_keeps_its_password(office: Desk, cast: Cast) -> None:
    login = Login.objects.create_user("idris@example.org", "another-password")
    office.send("settings/team/hire", name="Idris", role="manager")
    idris = StaffMember.objects.of(cast.house).get(name="Idris")

    given = {"email": login.email, "password": "la-clef-du-bistro"}
    office.send(f"settings/team/{idris.id}/let-in", **given)

    login.refresh_from_db()
    assert cast.again(idris).login == login
    assert login.check_password("another-password")


def test_the_last_owner_stays(office: Desk, cast: Cast) -> None:
    owner = StaffMember.objects.of(cast.house).get(role__key="owner")

    answer = office.send(f"settings/team/{owner.id}/change", name="Marthe", role="waiter")

    assert answer.status_code == 422
    assert cast.again(owner).role.key == "owner"


def test_rights_are_ticked_with_a_bound(office: Desk, cast: Cast) -> None:
    office.send(
        "settings/roles/change",
        **{"waiter:bills.see": "on", "waiter:prepaid.top_up": "on"},
        **{"waiter:prepaid.top_up:most": "50"},
    )

    held = Role.objects.of(cast.house).get(key="waiter").rights.values_list("right", "most_minor")
    assert set(held) == {("bills.see", None), ("prepaid.top_up", 5000)}


def test_a_token_is_shown_once_and_revoked(office: Desk, cast: Cast) -> None:
    owner = StaffMember.objects.of(cast.house).get(role__key="owner")

    shown = office.send("settings/tokens/issue", member=str(owner.id), name="Other till")
    secret = shown.context["secret"]
    listed = office.see("settings/tokens")
    token = listed.context["rows"][0]
    worked = by_token(secret)
    office.send(f"settings/tokens/{token.id}/revoke")

    assert worked is not None and by_token(secret) is None
    assert secret.encode() in shown.content and secret.encode() not in listed.content


def test_another_house_s_shelf_is_not_there(office: Desk, cast: Cast) -> None:
    there = make_item(cast.other)
    stranger = StaffMember.objects.of(cast.other).get()

    answers = [
        office.see(f"settings/items/{there.id}"),
        office.send(f"settings/items/{there.id}/remove"),
        office.see(f"settings/team/{stranger.id}"),
        office.see("settings/spoons/"),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_a_manager_keeps_the_menu_but_not_the_team(
    as_role: Callable[[str], Desk], cast: Cast
) -> None:
    desk: Any = as_role("manager")

    assert desk.send("settings/levels/add", name="Terrace").status_code == 302
    assert desk.send("settings/team/hire", name="Zoé", role="owner").status_code == 403
    assert desk.send("settings/roles/change").status_code == 403
