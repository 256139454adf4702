"""Parents, payers, price levels, and the balances a file brings along."""

from __future__ import annotations

from datetime import date

from habitue.cards.models import PersonalCode
from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.house_accounts.models import Charge
from habitue.house_accounts.reports import standing_of
from habitue.housekeeping import actions as housekeeping
from habitue.menu import actions as menu
from habitue.merging import actions as merging
from habitue.points import actions as points
from habitue.prepaid.reports import holdings
from tests.cast import Cast
from tests.exchange.takes import counts, only, taken, tried


def test_a_company_may_come_after_its_people(house: House) -> None:
    file = "type,first_name,company_name,parent\nperson,Bob,,ACME\ncompany,,Acme,\n"

    assert counts(tried(house, file)) == (2, 0, 0, 0)
    assert counts(taken(house, file)) == (2, 0, 0, 0)
    assert only(house, first_name="Bob").parent == only(house, company_name="Acme")
    assert counts(taken(house, file)) == (0, 0, 2, 0)


def test_a_link_that_waited_makes_a_known_row_a_changed_one(house: House) -> None:
    taken(house, "user_id,first_name\n1,Bob\n")
    file = "user_id,first_name,company_name,payer\n1,Bob,,A-1\nA-1,,Acme,\n"

    assert counts(tried(house, file)) == (1, 1, 0, 0)
    assert counts(taken(house, file)) == (1, 1, 0, 0)
    assert only(house, user_id="1").payer == only(house, user_id="A-1")
    assert counts(taken(house, file)) == (0, 0, 2, 0)


def test_whom_nobody_knows_is_a_warning(house: House) -> None:
    told = taken(house, "first_name,parent,price_level\nBob,Nobody Ltd,Gold\n")

    assert counts(told) == (1, 0, 0, 0)
    assert {one["field"] for one in told["warnings"]} == {"parent", "price_level"}
    assert only(house).parent is None


def test_one_of_two_with_the_name_is_not_guessed(house: House) -> None:
    taken(house, "type,company_name,city\ncompany,Acme,Lyon\ncompany,Acme,Paris\n")

    told = taken(house, "first_name,parent\nBob,Acme\n")

    assert only(house, first_name="Bob").parent is None
    assert told["warnings"][-1]["field"] == "parent"


def test_nobody_belongs_to_themselves_the_long_way_round(house: House) -> None:
    file = "user_id,first_name,parent\n1,Ann,2\n2,Ben,3\n3,Cid,1\n"

    for told in (tried(house, file), taken(house, file), taken(house, file)):
        assert [one["field"] for one in told["warnings"]] == ["parent"]
    assert Customer.objects.of(house).filter(parent=None).count() == 1


def test_a_price_level_is_known_by_its_name(cast: Cast) -> None:
    level = cast.act(menu.add_level, name="Staff")

    file = "user_id,first_name,price_level\n1,Bob,STAFF\n"
    taken(cast.house, file)

    assert only(cast.house).price_level == level
    assert counts(taken(cast.house, file)) == (0, 0, 1, 0)


def test_balances_open_once_with_those_who_are_new(cast: Cast) -> None:
    file = (
        "user_id,first_name,opening_paid,opening_gift,opening_points,opening_owes,opening_on\n"
        "1,Anna,12.00,3.50,40,,\n2,Bruno,,,,43.10,2026-01-31\n"
    )

    assert counts(taken(cast.house, file)) == (2, 0, 0, 0)
    assert counts(taken(cast.house, file)) == (0, 0, 2, 0)
    anna, bruno = only(cast.house, user_id="1"), only(cast.house, user_id="2")
    held = holdings(cast.house, [anna.id])[anna.id]
    assert (held.paid, held.gift) == (1200, 350)
    assert points.balances(cast.house, [anna.id])[anna.id] == 40
    assert standing_of(cast.house, bruno).owes == 4310
    assert Charge.objects.of(cast.house).get().business_day == date(2026, 1, 31)


def test_a_signed_balance_is_a_deposit_or_a_debt(cast: Cast) -> None:
    taken(cast.house, "user_id,first_name,Account balance\n1,Anna,12.50\n2,Bruno,-43.10\n")

    anna, bruno = only(cast.house, user_id="1"), only(cast.house, user_id="2")
    assert holdings(cast.house, [anna.id])[anna.id].paid == 1250
    assert standing_of(cast.house, bruno).owes == 4310


def test_several_unpaid_bills_of_one_guest_come_with_their_dates(cast: Cast) -> None:
    head = "user_id,first_name,opening_owes,opening_on\n"
    file = head + "1,Anna,20.00,2026-01-31\n1,Anna,15.50,2026-02-14\n1,Anna,20.00,2026-02-28\n"

    assert counts(tried(cast.house, file)) == (1, 2, 0, 0)
    assert counts(taken(cast.house, file, size=1)) == (1, 2, 0, 0)
    again = file + "1,Anna,9.00,2026-03-01\n"
    assert counts(taken(cast.house, again)) == (0, 1, 3, 0)

    charges = Charge.objects.of(cast.house).order_by("business_day")
    assert [one.amount_minor for one in charges] == [2000, 1550, 2000, 900]
    assert standing_of(cast.house, only(cast.house)).owes == 6450


def test_a_balance_is_not_brought_twice_by_rows_of_one_file(cast: Cast) -> None:
    file = "user_id,first_name,opening_paid\n1,Anna,10.00\n1,Anna,10.00\n"

    for size in (1, 200):
        told = taken(cast.house, file, size=size)
        assert told["warnings"][-1]["field"] == "opening_balance"

    assert holdings(cast.house, [only(cast.house).id])[only(cast.house).id].paid == 1000


def test_a_group_is_known_by_its_name(cast: Cast) -> None:
    group = cast.act(menu.add_group, name="Neighbours")
    file = "user_id,first_name,Customer group\n1,Bob,NEIGHBOURS\n"

    taken(cast.house, file)

    assert only(cast.house).group == group
    assert counts(taken(cast.house, file))[2] == 1


def test_a_group_the_house_has_not_is_kept_as_tags(house: House) -> None:
    file = 'user_id,first_name,Kundengruppe,Tags\n1,Bob,"VIP, Stammgast",wine\n'

    told = taken(house, file)

    assert (only(house).group, only(house).tags) == (None, ["wine", "VIP", "Stammgast"])
    assert told["warnings"] == []
    assert counts(taken(house, file))[2] == 1


def merged_firm(cast: Cast) -> tuple[Customer, str]:
    """Acme became Beta; how a file still names Acme."""
    taken(cast.house, "type,company_name,user_id\ncompany,Acme,A-1\ncompany,Beta,B-1\n")
    acme, beta = (only(cast.house, company_name=name) for name in ("Acme", "Beta"))
    code = PersonalCode.objects.of(cast.house).get(customer=acme).code
    cast.act(merging.merge, kept=beta.id, merged=acme.id)
    return beta, f"Acme #{code}"


def test_who_was_merged_pays_as_whoever_was_kept(cast: Cast) -> None:
    beta, coded = merged_firm(cast)
    file = f"first_name,payer,parent\nBob,{coded},A-1\nCid,a-1,{coded}\nBeta,,\n"

    assert counts(tried(cast.house, file)) == counts(taken(cast.house, file)) == (3, 0, 0, 0)

    for name in ("Bob", "Cid"):
        one = only(cast.house, first_name=name)
        assert (one.payer, one.parent) == (beta, beta)
    assert counts(taken(cast.house, file + "\n")) == (0, 0, 3, 0)


def test_nobody_is_paid_for_by_who_was_archived(cast: Cast) -> None:
    taken(cast.house, "type,company_name\ncompany,Acme\n")
    acme = only(cast.house, company_name="Acme")
    code = PersonalCode.objects.of(cast.house).get(customer=acme).code
    cast.act(housekeeping.archive, customer=acme)

    told = taken(cast.house, f"first_name,payer\nBob,Acme #{code}\n")

    assert only(cast.house, first_name="Bob").payer is None
    assert told["warnings"][-1]["field"] == "payer"
