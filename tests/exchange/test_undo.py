"""Taking a whole import back: who it made, what it changed, what it opened."""

from __future__ import annotations

from typing import Any

from habitue.audit.models import AuditLine
from habitue.bills import actions as bills
from habitue.bills.actions import NewLine
from habitue.cards import actions as cards
from habitue.cards import reports as card_reports
from habitue.customers import actions as customers
from habitue.customers.models import Customer
from habitue.customers.reports import phones_of
from habitue.exchange import steps, undoing, using
from habitue.exchange.models import Fate, Import, Outcome, State
from habitue.house.acting import CONSOLE
from habitue.house.models import House
from habitue.house.tenancy import house_models, house_references
from habitue.house_accounts.reports import standing_of
from habitue.points import actions as points
from habitue.prepaid import actions as prepaid
from habitue.prepaid.reports import holdings
from habitue.publishing import reports as publishing
from habitue.publishing.actions import send
from tests.cast import Cast, act_in, eur, refused
from tests.exchange.takes import counts, only, taken

NEW = (
    "user_id,first_name,phone,cards,opening_paid,opening_gift,opening_points,opening_owes\n"
    "1,Anna,06 12 34 56 78,C-1,12.00,3.50,40,\n2,Bruno,,,,,,43.10\n3,Cleo,,,,,,\n"
)


def undone(house: House) -> Import:
    row = Import.objects.of(house).latest("at")
    act_in(house, steps.undo, row=row)
    undoing.carry_out(house, CONSOLE, row.id, lambda: 4)
    found: Import = Import.objects.of(house).get(pk=row.id)
    return found


def kept(house: House) -> dict[int, str]:
    rows = Fate.objects.of(house).filter(outcome=Outcome.KEPT)
    return dict(rows.values_list("row", "kept_why"))


def test_who_was_made_is_gone_with_what_was_opened(cast: Cast) -> None:
    taken(cast.house, NEW)
    anna, bruno = only(cast.house, user_id="1"), only(cast.house, user_id="2")

    row = undone(cast.house)

    assert (row.state, row.undone) == (State.UNDONE, {"archived": 3})
    assert not Customer.objects.of(cast.house).kept().filter(first_name__in=["Anna", "Bruno"])
    assert holdings(cast.house, [anna.id])[anna.id].total == 0
    assert points.balances(cast.house, [anna.id])[anna.id] == 0
    assert standing_of(cast.house, bruno).owes == 0
    verbs = set(AuditLine.objects.of(cast.house).values_list("verb", flat=True))
    assert {"customers.undo_import", "customers.import_undone", "prepaid.unopen"} <= verbs


def test_the_file_can_come_again_as_if_it_never_had(cast: Cast) -> None:
    taken(cast.house, NEW)
    undone(cast.house)

    told = taken(cast.house, NEW)

    assert counts(told) == (3, 0, 0, 0)
    anna = only(cast.house, user_id="1")
    assert holdings(cast.house, [anna.id])[anna.id].total == 1550
    assert [one.number for one in card_reports.cards_of(cast.house, [anna.id])[anna.id]] == ["C-1"]


def test_a_second_undo_says_it_is_undone(cast: Cast) -> None:
    taken(cast.house, NEW)
    row = undone(cast.house)

    with refused("already_undone"):
        act_in(cast.house, steps.undo, row=row)


def test_what_was_changed_is_put_back(house: House) -> None:
    taken(house, "user_id,first_name,city,phone,tags\n1,Anna,Lyon,0612345678,a\n")
    before = only(house)
    taken(house, "user_id,first_name,city,phone,tags,cards\n1,Anna,Paris,0698765432,b,C-9\n")

    row = undone(house)

    anna = only(house)
    assert row.undone == {"restored": 1}
    assert (anna.city, anna.tags) == (before.city, before.tags) == ("Lyon", ["a"])
    assert phones_of(house, [anna])[anna.id] == ["0612345678"]
    assert card_reports.cards_of(house, [anna.id])[anna.id] == []


def test_what_someone_changed_since_stays_and_says_so(house: House) -> None:
    taken(house, "user_id,first_name,city,notes\n1,Anna,Lyon,\n")
    taken(house, "user_id,first_name,city,notes\n1,Anna,Paris,no nuts\n")
    act_in(house, customers.edit, customer=only(house), fields={"notes": "nuts"}, front="office")

    undone(house)

    anna = only(house)
    assert (anna.city, anna.notes) == ("Lyon", "nuts")
    assert kept(house) == {1: "Notes was changed since."}


def test_who_was_used_since_stays_with_a_sentence_why(cast: Cast) -> None:
    taken(cast.house, NEW + "4,Dan,,,5.00,,,\n5,Eve,,,,,,\n")
    anna, cleo, dan = (only(cast.house, user_id=str(n)) for n in (1, 3, 4))
    bill = cast.act(bills.open_bill, lines=[NewLine(name="Soup", unit_price=eur(5), vat_bp=1000)])
    cast.act(bills.link, bill=bill, customer=cleo.id)
    cast.act(prepaid.top_up, customer=dan, pays=eur(10), receives=eur(10), tender="cash")
    cast.act(customers.edit, customer=anna, fields={"notes": "window"}, front="office")

    row = undone(cast.house)

    assert row.undone == {"archived": 2, "kept": 3}
    why = kept(cast.house)
    assert why[1] == "They were changed since."
    assert "bill" in why[3]
    assert why[4] == "Value was moved on their account since."[:300] or "Value" in why[4]
    assert holdings(cast.house, [anna.id])[anna.id].total == 1550
    assert only(cast.house, user_id="4").archived_at is None


def test_a_company_whose_people_stay_stays(house: House) -> None:
    file = "type,user_id,first_name,company_name,parent\ncompany,A,,Acme,\nperson,1,Bob,,A\n"
    taken(house, file + "company,B,,Brico,\nperson,2,Bea,,B\n")
    bob = only(house, user_id="1")
    act_in(house, customers.edit, customer=bob, fields={"notes": "tall"}, front="office")

    undone(house)

    assert set(kept(house)) == {1, 2}
    assert only(house, user_id="1").parent == only(house, user_id="A")


def test_rows_about_the_same_newcomer_go_together(house: House) -> None:
    taken(house, "email,first_name,notes\na@example.org,Ann,\na@example.org,Ann,no nuts\n")

    row = undone(house)

    assert row.undone == {"archived": 2}
    assert not Customer.objects.of(house).kept().exists()


def test_a_balance_a_second_file_brought_is_taken_back(cast: Cast) -> None:
    taken(cast.house, "user_id,first_name\n1,Anna\n")
    told = taken(cast.house, "user_id,first_name,Points balance\n1,Anna,80\n")
    anna = only(cast.house, user_id="1")
    assert counts(told) == (0, 1, 0, 0)
    assert points.balances(cast.house, [anna.id])[anna.id] == 80
    assert counts(taken(cast.house, "user_id,first_name,Points balance\n1,Anna,90\n"))[2] == 1

    row = Import.objects.of(cast.house).filter(updated=1).get()
    act_in(cast.house, steps.undo, row=row)
    undoing.carry_out(cast.house, CONSOLE, row.id, lambda: 4)

    assert points.balances(cast.house, [anna.id])[anna.id] == 0
    assert only(cast.house, user_id="1").archived_at is None


def test_a_card_used_since_stays_with_its_owner(cast: Cast) -> None:
    taken(cast.house, NEW)
    cast.act(cards.block, card=cards.by_number(cast.house, "C-1"))

    undone(cast.house)

    assert kept(cast.house) == {1: "Their card was used since."}


def test_killed_half_way_it_goes_on(cast: Cast, monkeypatch: Any) -> None:
    taken(cast.house, "user_id,first_name\n" + "".join(f"{n},Guest\n" for n in range(1, 11)))
    row = Import.objects.of(cast.house).latest("at")
    act_in(cast.house, steps.undo, row=row)
    real, seen = undoing._archive, []

    def archive(*args: Any) -> None:
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(args)
        real(*args)

    monkeypatch.setattr(undoing, "_archive", archive)
    try:
        undoing.carry_out(cast.house, CONSOLE, row.id, lambda: 4)
    except KeyboardInterrupt:
        monkeypatch.undo()
    undoing.carry_out(cast.house, CONSOLE, row.id, lambda: 4)

    row.refresh_from_db()
    assert (row.state, row.undone) == (State.UNDONE, {"archived": 10})


def test_whoever_may_not_archive_may_not_undo(cast: Cast) -> None:
    taken(cast.house, NEW)
    row = Import.objects.of(cast.house).latest("at")

    with refused("right_missing", right="customers.archive"):
        cast.act(steps.undo, row=row, by=cast.zoe)


def test_what_waited_for_send_waits_no_more(house: House) -> None:
    house.publish_on_send = True
    house.save()
    taken(house, "user_id,first_name,credit_limit,on_account_allowed\n1,Anna,50.00,yes\n")
    assert publishing.count(house) == 1

    undone(house)

    assert publishing.count(house) == 0


TERMS = "user_id,first_name,credit_limit,on_account_allowed,discount_percent\n"


def _on_send(house: House) -> Customer:
    taken(house, TERMS + "1,Anna,50.00,yes,1%\n")
    house.publish_on_send = True
    house.save()
    return only(house, user_id="1")


def _waits(house: House, one: Customer) -> dict[str, Any]:
    return publishing.wanted(house, "customer", one.id)


def test_terms_of_who_was_there_wait_for_send_no_more(house: House) -> None:
    anna = _on_send(house)
    taken(house, TERMS + "1,Anna,90.00,yes,5%\n")
    assert _waits(house, anna) == {"credit_limit_minor": 9000, "discount_bp": 500}

    row = undone(house)

    assert (publishing.count(house), row.undone) == (0, {"restored": 1})
    anna.refresh_from_db()
    assert (anna.credit_limit_minor, anna.discount_bp) == (5000, 100)


def test_what_waited_before_the_file_waits_again(house: House) -> None:
    anna = _on_send(house)
    act_in(house, customers.edit, customer=anna, fields={"discount_percent": 300}, front="office")
    taken(house, TERMS + "1,Anna,90.00,yes,5%\n")

    undone(house)

    assert _waits(house, anna) == {"discount_bp": 300}


def test_terms_someone_wants_otherwise_since_stay_waiting(house: House) -> None:
    anna = _on_send(house)
    taken(house, TERMS + "1,Anna,90.00,yes,5%\n")
    act_in(house, customers.edit, customer=anna, fields={"discount_percent": 700}, front="office")

    undone(house)

    assert _waits(house, anna) == {"discount_bp": 700}
    assert kept(house)[1].startswith("Discount")


def test_terms_that_were_sent_since_are_put_back(house: House) -> None:
    anna = _on_send(house)
    taken(house, TERMS + "1,Anna,90.00,yes,5%\n")
    act_in(house, send)

    undone(house)

    anna.refresh_from_db()
    assert (anna.credit_limit_minor, anna.discount_bp) == (5000, 100)


def test_every_table_that_points_at_a_customer_is_asked() -> None:
    """Those that hide it from Django's relations too."""
    asked = {(model._meta.db_table, f"{name}_id") for model, name in using.pointing(Customer)}
    there = {
        (model._meta.db_table, column)
        for model in house_models()
        for column, table in house_references(model)
        if table == "customers_customer"
    }

    assert asked == there
    assert ("merging_merge", "merged_id") in asked
