"""Another house's ids are as unknown as ids that do not exist: in every path, every field."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from habitue.bills.models import Bill, Line
from habitue.cards import batches
from habitue.exchange.actions import take, understand
from habitue.house.acting import CONSOLE
from habitue.house.models import House, Venue
from habitue.invoicing import actions as invoicing
from habitue.kit.ids import new_id
from habitue.menu import actions as menu
from habitue.menu.models import Area, Category, PriceLevel, VatRate
from habitue.merging import actions as merging
from habitue.merging.actions import Merge
from habitue.prepaid import products
from habitue.prepaid.models import Lot
from habitue.publishing.models import Draft
from habitue.shifts.models import Shift
from habitue.staff.models import StaffMember
from tests.cast import Cast, make_customer, make_item
from tests.fronts.api.conftest import Api, eur
from tests.fronts.api.test_rights import endpoints

pytestmark = pytest.mark.value  # row-level security is one of the walls

JANUARY = {"from": "2026-01-01", "to": "2026-01-31"}
BODIES: dict[str, Any] = {
    "PATCH /customers/{customer_id}": {"version": 1, "notes": "x"},
    "PUT /customers/{customer_id}/pin": {"pin": "7391"},
    "POST /customers/{customer_id}/cards": {"number": "1", "kind": "qr"},
    "POST /customers/{customer_id}/top-ups": {"pays": eur(1), "tender": "cash"},
    "POST /lots/{lot_id}/extend": {"until": None, "reason": "x"},
    "POST /customers/{customer_id}/payouts": {"tender": "cash"},
    "POST /customers/{customer_id}/payments": {"amount": eur(1), "tender": "cash"},
    "POST /customers/{customer_id}/adjustments": {"unit": "paid", "direction": "up"}
    | {"amount": eur(1), "reason": "x"},
    "POST /customers/{customer_id}/opening-balance": {"points": 1, "on": "2026-01-01"},
    "POST /customers/{customer_id}/merge": {"into": str(new_id())},
    "POST /cards/{card_id}/replace": {"number": "2"},
    "PATCH /bills/{bill_id}": {"version": 1, "table": "T"},
    "POST /bills/{bill_id}/lines": {"name": "X", "quantity": 1000, "unit_price": eur(1)},
    "PUT /bills/{bill_id}/customer": {"code": "123456"},
    "POST /bills/{bill_id}/payments": {"tender": "cash"},
    "POST /bills/{bill_id}/split": {"parts": 2},
    "POST /bills/{bill_id}/join": {"bills": [str(new_id())]},
    "POST /bills/{bill_id}/transfer": {"customer": str(new_id())},
    "POST /shifts/{shift_id}/cash": {"direction": "in", "amount": eur(1), "reason": "x"},
    "POST /shifts/{shift_id}/close": {"counted": {"cash": eur(1)}},
    "PUT /staff/{member_id}/pin": {"pin": "7391"},
    "PATCH /items/{item_id}": {"version": 1, "name": "X", "price": eur(1), "prices": []},
    "PATCH /tables/{table_id}": {"version": 1, "name": "X", "position": 2},
    "PATCH /categories/{category_id}": {"version": 1, "earn_percent": 100},
    "PATCH /customer-groups/{group_id}": {"version": 1, "name": "X"},
    "PATCH /group-terms/{term_id}": {"version": 1, "earn_percent": None},
    "POST /payments/{payment_id}/undo": {"reason": "x"},
}


def make_merge(there: Cast) -> Merge:
    one, other = (make_customer(there.house, first_name=name) for name in ("Ana", "Anna"))
    made: Merge = there.act(merging.merge, kept=one.id, merged=other.id)
    return made


def theirs(cast: Cast) -> dict[str, UUID]:
    """One of everything, of another house."""
    there = Cast(cast.other)
    bill = there.bill(5, cast.charlie)
    payment = there.pay(there.bill(5))
    line = Line.objects.of(cast.other).first()
    top_up = there.top_up(cast.charlie, 5)
    return {
        "customer_id": cast.charlie.id,
        "bill_id": bill.id,
        "line_id": line.id if line else new_id(),
        "payment_id": payment.id,
        "lot_id": Lot.objects.of(cast.other).get(source=f"top_up:{top_up.id}").id,
        "top_up_id": top_up.id,
        "shift_id": _shift(cast.other),
        "product_id": there.act(products.add, name="Voucher").id,
        "card_id": there.alice_card.id,
        "member_id": StaffMember.objects.of(cast.other).get().id,
        "import_id": make_import(cast.other),
        "invoice_id": make_invoice(there),
        "batch_id": there.act(batches.make_batch, count=1).id,
        "draft_id": make_draft(there),
        "merge_id": make_merge(there).id,
        **make_menu(there),
    }


def make_menu(there: Cast) -> dict[str, UUID]:
    """Something of each kind of reference data that can be changed."""
    there.rule(publish_on_send=False)
    area = Area.objects.of(there.house).first() or there.act(
        menu.add_area, venue=Venue.objects.of(there.house)[0], name="Garden"
    )
    category = there.act(menu.add_category, name="Cellar")
    group = there.act(menu.add_group, name="Neighbours")
    return {
        "item_id": make_item(there.house, "Perry").id,
        "table_id": there.act(menu.add_table, area=area, name="G1").id,
        "category_id": category.id,
        "group_id": group.id,
        "term_id": there.act(menu.add_group_term, group=group, category=category).id,
    }


def _shift(house: House) -> UUID:
    """The one that began by itself with the first cash taken there."""
    found = Shift.objects.of(house).first()
    assert found is not None
    return found.id


def make_draft(there: Cast) -> UUID:
    """What waits for Send there."""
    there.rule(publish_on_send=True)
    make_item(there.house, "Draft beer")
    draft: UUID = Draft.objects.of(there.house).get().id
    return draft


def make_invoice(there: Cast) -> UUID:
    """What somebody ate there on account."""
    ivy = make_customer(
        there.house, first_name="Ivy", on_account_allowed=True, **{"address.city": "Lyon"}
    )
    day = there.save(there.bill(5, ivy)).business_day
    issued: UUID = there.act(invoicing.issue, payer=ivy, from_on=day, to_on=day).id
    return issued


def make_import(house: House) -> UUID:
    """A file that was taken there."""
    file = understand(house, BytesIO(b"Name\nX\n"), at=datetime.now(UTC))
    return take(house, CONSOLE, file).id


@pytest.mark.parametrize("whose", ["theirs", "nobody's"])
def test_in_every_path(api: Api, cast: Cast, whose: str) -> None:
    ids = theirs(cast)
    if whose == "nobody's":
        ids = {key: new_id() for key in ids}
    tried = 0
    for method, path, _view in endpoints():
        if "{" not in path or "{day}" in path:  # a day is everybody's, and each sees their own
            continue
        plain = re.sub(r"\{\w+:", "{", path)
        asked = re.sub(r"\{(\w+)\}", lambda found: str(ids[found[1]]), plain)

        answer = api(method, asked, BODIES.get(f"{method} {plain}", {}))

        assert (answer.status, answer["code"]) == (404, "not_found"), (method, plain, answer.body)
        tried += 1
    assert tried > 25
    assert Bill.objects.of(cast.other).count() == 3


def test_in_every_field(api: Api, cast: Cast) -> None:
    for method, path, body, field in _naming_what_is_theirs(cast, Cast(cast.other)):
        answer = api(method, path, _texts(body))

        assert answer.status == 404, (method, path, body, answer.body)
        assert (answer["code"], field in answer["field"]) == ("not_found", True), answer.body


def _naming_what_is_theirs(cast: Cast, there: Cast) -> list[tuple[str, str, Any, str]]:
    """Requests in which one field names a thing of the other house."""
    venue = Venue.objects.of(cast.other).get().id
    level, bill = there.act(_level), cast.bill(5)
    item, charlie = make_item(cast.other).id, cast.charlie.id
    line, mine = {"quantity": 1000}, f"/customers/{cast.alice.id}"
    return [
        ("POST", "/customers", {"first_name": "X", "parent": charlie}, "parent"),
        ("POST", "/customers", {"first_name": "X", "payer": charlie}, "payer"),
        ("POST", "/customers", {"first_name": "X", "price_level": level.id}, "price_level"),
        ("POST", "/quotes", {"top_up": {"customer": charlie, "pays": eur(1)}}, "customer"),
        ("POST", f"{mine}/top-ups", {"pays": eur(1), "tender": "cash", "venue": venue}, "venue"),
        ("POST", f"{mine}/payouts", {"tender": "cash", "venue": venue}, "venue"),
        ("POST", f"{mine}/payments", {"amount": eur(1), "tender": "cash"}
         | {"bills": [there.bill(5).id]}, "bills"),
        ("POST", f"{mine}/payments", {"amount": eur(1), "tender": "cash"}
         | {"invoices": [make_invoice(there)]}, "invoices"),
        ("POST", f"{mine}/merge", {"into": charlie}, "into"),
        ("POST", "/duplicates/not-the-same", {"one": cast.alice.id, "other": charlie}, "other"),
        ("POST", f"/bills/{bill.id}/transfer", {"customer": charlie}, "customer"),
        ("POST", "/bills", {"venue": venue}, "venue"),
        ("POST", "/bills", {"customer": charlie}, "customer"),
        ("POST", "/bills", {"lines": [line | {"item": item}]}, "item"),
        ("POST", "/invoices", {"payer": charlie} | JANUARY, "payer"),
        ("POST", f"/bills/{bill.id}/lines", line | {"item": item}, "item"),
        ("PUT", f"/bills/{bill.id}/customer", {"customer": charlie}, "customer"),
        ("PUT", f"/bills/{bill.id}/customer", {"card": there.alice_card.number}, "card"),
        ("POST", "/items", {"name": "X", "price": eur(1)}
         | {"category": there.act(_category).id}, "category"),
        ("POST", "/items", {"name": "X", "price": eur(1)}
         | {"vat_rate": VatRate.objects.of(cast.other)[0].id}, "vat_rate"),
        ("POST", "/items", {"name": "X", "price": eur(1)}
         | {"prices": [{"price_level": level.id, "price": eur(1)}]}, "price_level"),
        ("POST", "/areas", {"name": "X", "venue": venue}, "venue"),
        ("POST", "/areas", {"name": "X", "price_level": level.id}, "price_level"),
        ("POST", "/tables", {"name": "X", "area": there.act(_area, venue=venue).id}, "area"),
        ("POST", "/tills", {"name": "X", "venue": venue}, "venue"),
        ("POST", f"/bills/{bill.id}/close", {"approval": {"reason": "x", "pin": "1"}
         | {"staff": StaffMember.objects.of(cast.other).get().id}}, "staff"),
    ]  # fmt: skip


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    return str(value) if isinstance(value, UUID) else value


def _level(op: Any) -> PriceLevel:
    from habitue.menu import actions as menu

    return menu.add_level(op, name="Theirs")


def _category(op: Any) -> Category:
    from habitue.menu import actions as menu

    return menu.add_category(op, name="Theirs")


def _area(op: Any, venue: UUID) -> Area:
    from habitue.menu import actions as menu

    return menu.add_area(op, venue=Venue.objects.get(pk=venue), name="Theirs")
