"""Duplicates in the office: found, laid side by side, merged with one press, undone with one."""

from __future__ import annotations

from collections.abc import Callable

from habitue.customers import actions as customers
from habitue.customers import consenting, free
from habitue.merging import actions as merging
from habitue.merging.models import Merge, Suggestion
from tests.cast import Cast, make_customer
from tests.fronts.office.conftest import Desk
from tests.looks import look, work_off


def test_from_the_first_look_to_the_undo(office: Desk, cast: Cast) -> None:
    twin = make_customer(cast.house, first_name="Alice", last_name="Martin", phone="0612345678")
    cast.alice  # noqa: B018

    assert b'href="/office/customers/duplicates"' in office.see("customers/").content
    empty = office.see("customers/duplicates")
    office.send("customers/duplicates/look")
    under_way = office.see("customers/duplicates")
    asked_again = office.see("customers/duplicates/progress")
    work_off(cast)
    ended = office.see("customers/duplicates/progress")
    page = office.see("customers/duplicates")
    both = {"kept": str(cast.alice.id), "other": str(twin.id)}
    side_by_side = office.see("customers/compare", data=both)
    done = office.send("customers/merge", **both)
    page_after = office.see(f"customers/{cast.alice.id}/")
    after = office.see(f"customers/{cast.alice.id}/merged")
    merge = Merge.objects.of(cast.house).get()
    undone = office.client.post(f"/office/merges/{merge.id}/undo", {"operation_key": "u"})

    assert b"The book was not looked through yet." in empty.content
    assert b"being looked through" in under_way.content
    assert b"being looked through" in asked_again.content
    assert ended.headers["HX-Refresh"] == "true"
    assert b"same name" in page.content and b"Alice Martin" in page.content
    assert b"0612345678" in side_by_side.content
    assert done.status_code == undone.status_code == 302
    assert f'hx-get="/office/customers/{cast.alice.id}/merged"' in page_after.content.decode()
    assert b"Was also: Alice Martin" in after.content
    assert cast.again(twin).archived_at is None
    assert cast.has(cast.alice).total == 2000


def test_ten_presses_merge_once(office: Desk, cast: Cast) -> None:
    for _ in range(3):
        office.send("customers/merge", key="k", kept=str(cast.carol.id), other=str(cast.alice.id))

    assert Merge.objects.of(cast.house).count() == 1
    assert cast.has(cast.carol).total == 2000


def test_what_was_picked_is_kept_when_it_is_refused(office: Desk, cast: Cast) -> None:
    both = {"kept": str(cast.carol.id), "other": str(cast.alice.id)}
    stale = office.send(
        "customers/merge", **both, kept_version="99", **{"field.first_name": "other"}
    )

    assert stale.status_code == 409
    assert b"Someone changed this in the meantime" in stale.content
    assert b'value="other" checked' in stale.content


def test_the_houses_own_fields_are_laid_side_by_side(office: Desk, cast: Cast) -> None:
    cast.act(free.define, name="Their table", kind="text")
    cast.act(free.define, name="Godfather", kind="flag")
    for who, values in (
        (cast.alice, {"their_table": "by the window", "godfather": True}),
        (cast.carol, {"their_table": "at the bar", "godfather": False}),
    ):
        cast.act(customers.edit, customer=who, fields={"free": values}, front="office")
    both = {"kept": str(cast.carol.id), "other": str(cast.alice.id)}

    seen = office.see("customers/compare", data=both).content
    office.send("customers/merge", **both, **{"field.free.their_table": "other"})

    assert b"Their table" in seen and b"by the window" in seen and b"at the bar" in seen
    assert b'name="field.free.godfather" value="kept" checked' in seen
    assert cast.again(cast.carol).free == {"their_table": "by the window", "godfather": False}


def test_an_old_address_leads_to_the_survivor(office: Desk, cast: Cast) -> None:
    cast.act(merging.merge, kept=cast.carol.id, merged=cast.alice.id)

    page = office.see(f"customers/{cast.alice.id}/")

    assert page.status_code == 302 and str(cast.carol.id) in page.headers["Location"]


def test_why_it_cannot_be_undone_stands_on_the_page(office: Desk, cast: Cast) -> None:
    made = cast.act(merging.merge, kept=cast.carol.id, merged=cast.alice.id)
    cast.top_up(cast.carol, 1)

    page = office.see(f"customers/{cast.carol.id}/merged")
    refused = office.client.post(f"/office/merges/{made.id}/undo", {"operation_key": "u"})

    assert b"can no longer be undone" in page.content and b"Undo the merge" not in page.content
    assert refused.status_code == 409


def test_not_the_same(office: Desk, cast: Cast) -> None:
    twin = make_customer(cast.house, first_name="Alice", last_name="Martin")
    cast.alice  # noqa: B018
    look(cast)

    office.send("customers/duplicates/apart", one=str(twin.id), other=str(cast.alice.id))
    look(cast)

    assert not Suggestion.objects.of(cast.house).exists()


def test_who_may_not(as_role: Callable[[str], Desk], cast: Cast) -> None:
    waiter = as_role("waiter")

    assert waiter.see("customers/duplicates").status_code == 403
    assert waiter.send("customers/duplicates/look").status_code == 403
    both = {"kept": str(cast.carol.id), "other": str(cast.alice.id)}
    assert waiter.send("customers/merge", **both).status_code == 403


def test_what_is_not_there(office: Desk, cast: Cast) -> None:
    both = {"kept": str(cast.carol.id), "other": str(cast.charlie.id)}

    assert office.see("customers/compare", data=both).status_code == 404
    assert office.see("customers/compare", data={"kept": "x", "other": "'--"}).status_code == 404
    assert office.send("customers/merge", **both).status_code == 404
    assert office.see("customers/duplicates", data={"after": "-1.x"}).status_code == 200


def test_bills_and_edits_go_on_at_the_survivor(office: Desk, cast: Cast) -> None:
    bill = cast.bill(5, cast.alice)
    cast.pay(bill)
    cast.close(bill)
    cast.act(merging.merge, kept=cast.carol.id, merged=cast.alice.id)

    page = office.see(f"customers/{cast.carol.id}/bills")

    assert [stood.bill.id for stood in page.context["stood"]] == [bill.id]
    fields = {"notes": "by an old id"}
    kept = cast.act(customers.find, customer_id=cast.alice.id)
    cast.act(customers.edit, customer=kept, fields=fields, front="office")
    assert cast.again(cast.carol).notes == "by an old id"


def test_an_invoice_is_drawn_up_for_whoever_was_kept(office: Desk, cast: Cast) -> None:
    firm = make_customer(cast.house, company_name="Atelier Sud")
    cast.act(merging.merge, kept=firm.id, merged=cast.acme.id)

    drawn = office.see(f"invoices/new?payer={cast.acme.id}")
    listed = office.see(f"invoices/?payer={cast.acme.id}")

    assert b"Atelier Sud" in drawn.content
    assert listed.context["payer"] == firm


def test_what_was_theirs_is_seen_at_the_survivor(office: Desk, cast: Cast) -> None:
    notes = {"notes": "likes the terrace"}
    cast.act(customers.edit, customer=cast.alice, fields=notes, front="office")
    cast.act(consenting.agree, customer=cast.alice, wording="Their words", source="a paper")
    cast.act(customers.edit, customer=cast.carol, fields={"notes": "own"}, front="office")
    cast.act(merging.merge, kept=cast.carol.id, merged=cast.alice.id, by=cast.manager)

    line = office.see(f"customers/{cast.carol.id}/merged").content.decode()
    whole = office.see(f"customers/{cast.carol.id}/history")
    alone = office.see(f"customers/{cast.carol.id}/history", data={"of": str(cast.alice.id)})
    other = office.see(f"customers/{cast.carol.id}/history", data={"of": str(cast.charlie.id)})

    assert "Was also: Alice Martin" in line and f"?of={cast.alice.id}" in line
    assert {one.of for one in whole.context["lines"]} == {"", "Alice Martin"}
    assert b"likes the terrace" in whole.content and b"Their words" in whole.content
    assert {one.of for one in alone.context["lines"]} == {"Alice Martin"}
    assert other.context["lines"] == whole.context["lines"]
