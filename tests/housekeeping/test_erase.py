"""Erasing: the person is forgotten in every table, the books stay as they were."""

from __future__ import annotations

from typing import Any

import pytest

from habitue.audit.models import AuditText
from habitue.customers.models import Customer
from habitue.exchange import keeping
from habitue.exchange.models import Fate, Import
from habitue.housekeeping import actions as housekeeping
from habitue.housekeeping.actions import Settle
from habitue.housekeeping.erasing import erase
from habitue.housekeeping.forgetting import columns, ids_of, models
from habitue.housekeeping.models import Erasure
from habitue.housekeeping.personal import TABLES
from habitue.ledger import actions as ledger
from habitue.outbox.models import Letter
from habitue.staff.models import RoleRight
from tests.cast import Cast, make_customer, refused
from tests.housekeeping.known import DIGITS, EMAIL, MARK, known_everywhere, said_in
from tests.site.damage import unguarded

WRITE_OFF = Settle("write_off", reason="erased")


def test_the_person_is_known_in_every_table_of_the_map(cast: Cast) -> None:
    customer = known_everywhere(cast)

    known = models()
    unknown = {
        name
        for name, table in TABLES.items()
        if table.of and not ids_of(known[name], cast.house, table.of, [customer.id])
    }

    assert unknown == set()


def test_nothing_is_left_of_who_was_erased(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    customer = known_everywhere(cast)
    _mark_everything(cast, customer)
    assert said_in(MARK) > {"customers_customer", "audit_text", "outbox_letter", "guests_guest"}

    with django_capture_on_commit_callbacks(execute=True):
        cast.act(erase, customer=customer, settle=WRITE_OFF)

    assert said_in(MARK) == said_in(EMAIL) | {"invoicing_invoice"} == {"invoicing_invoice"}
    assert said_in(DIGITS) == set()
    assert cast.found(MARK, archived=True) == cast.found(MARK) == []


def _mark_everything(cast: Cast, customer: Customer) -> None:
    """Every column of the map that is emptied says MARK, long or short."""
    with unguarded():
        for name, table in TABLES.items():
            if name == "customers_search":
                continue  # says so already, and what it says its index must know
            model = models()[name]
            rows = model._default_manager.filter(
                pk__in=ids_of(model, cast.house, table.of, [customer.id])
            )
            for number, row in enumerate(rows):
                marked = {column.name: _marked(column, number) for column in columns(model, table)}
                model._default_manager.filter(pk=row.pk).update(**marked)


def _marked(column: Any, number: int) -> Any:
    text = f"{MARK}{number}"
    return [text] if column.get_internal_type() == "JSONField" else text[: column.max_length]


def test_entries_bills_and_taxes_are_as_they_were(cast: Cast) -> None:
    customer = known_everywhere(cast)
    cast.act(housekeeping.archive, customer=customer, settle=WRITE_OFF)
    before = _figures()

    cast.act(erase, customer=customer)

    assert _figures() == before


FIGURES = (
    "ledger_account", "ledger_entry", "ledger_move", "ledger_seal", "bills_payment",
    "bills_refund_part", "bills_refund_line", "invoicing_invoice", "invoicing_charge",
    "prepaid_lot", "prepaid_lot_use", "house_accounts_settlement", "house_accounts_settled",
)  # fmt: skip
NUMBERS = {
    "bills_bill": "total_minor subtotal_minor discount_minor vat odd_tax state customer_id",
    "bills_line": "name quantity unit_price_minor vat_bp",
    "house_accounts_charge": "amount_minor open_minor person_id",
}


def _figures() -> dict[str, list[Any]]:
    known = models()
    whole = {name: sorted(map(repr, known[name]._default_manager.values())) for name in FIGURES}
    for name, wanted in NUMBERS.items():
        there = {field.attname for field in known[name]._meta.concrete_fields}
        names = [one for one in wanted.split() if one in there]
        whole[name] = sorted(map(repr, known[name]._default_manager.values("id", *names)))
    return whole


def test_the_proof_says_what_went_and_what_stays(cast: Cast) -> None:
    customer = known_everywhere(cast)

    proof = cast.act(erase, customer=customer, reason="mistake", settle=WRITE_OFF, by=cast.owner)

    assert proof.actor == cast.owner.label and proof.reason == "mistake"
    assert proof.removed["customers_customer"] == 2
    assert proof.removed["customers_phone"] == 1
    assert proof.removed["cards_card"] == 2
    assert proof.removed["audit_text"] >= 4
    assert proof.removed["guests_link"] == 1
    assert proof.kept == {"invoicing_invoice": 1, "customers_objection": 3}


def test_the_audit_keeps_its_lines_and_loses_its_texts(cast: Cast) -> None:
    customer = known_everywhere(cast)
    texts = AuditText.objects.of(cast.house).filter(line__object_id=customer.id)
    assert texts.filter(erased_in=None).exists()

    cast.act(erase, customer=customer, settle=WRITE_OFF)

    assert not texts.filter(erased_in=None).exists()
    assert not texts.exclude(changes={}).exists()


def test_the_file_they_came_in_goes_too(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    came = Import.objects.create(
        house=cast.house, digest="", fingerprint="", at=cast.carol.created_at, state="taken",
        held=keeping.keep(cast.house, [MARK.encode()]),
    )  # fmt: skip
    Fate.objects.create(
        house=cast.house, of=came, row=1, fate="created", customer_id=cast.carol.id
    )
    path = keeping.path_of(came)
    assert path is not None

    with django_capture_on_commit_callbacks(execute=True):
        cast.act(erase, customer=cast.carol)

    assert not path.exists()


def test_two_who_had_a_user_id_may_both_go(cast: Cast) -> None:
    for number in ("a", "b"):
        customer = make_customer(cast.house, first_name=number, user_id=number)
        cast.act(erase, customer=customer)

    assert Customer.objects.of(cast.house).exclude(erased_at=None).count() == 2


def test_erasing_twice_changes_nothing(cast: Cast) -> None:
    first = cast.act(erase, customer=cast.carol)

    again = cast.act(erase, customer=cast.carol, reason="other")

    assert again.id == first.id and again.reason == "asked"
    assert Erasure.objects.of(cast.house).count() == 1


@pytest.mark.parametrize("settle", [None, Settle("collect")])
def test_value_that_remains_keeps_them(cast: Cast, settle: Settle | None) -> None:
    with refused("value_remains"):
        cast.act(erase, customer=cast.alice, settle=settle)

    assert cast.again(cast.alice).first_name == "Alice"
    assert cast.has(cast.alice).total == 2000


def test_value_may_end_in_the_same_step(cast: Cast) -> None:
    cast.act(erase, customer=cast.alice, settle=Settle("pay_out"))

    gone = cast.again(cast.alice)
    assert gone.erased_at and gone.archived_at and gone.first_name == ""
    assert str(gone) == "Erased"
    assert ledger.turnover(cast.house, "drawer") is not None


def test_nobody_comes_back_from_it(cast: Cast) -> None:
    cast.act(erase, customer=cast.carol)

    with refused("customer_archived"):
        cast.act(housekeeping.restore, customer=cast.again(cast.carol))


def test_another_house_has_nobody_of_this_name(cast: Cast) -> None:
    with refused("not_found"):
        cast.act(erase, customer=cast.charlie)


def test_only_the_owner_may(cast: Cast) -> None:
    assert not RoleRight.objects.of(cast.house).filter(right="customers.erase").exists()
    for by in (cast.manager, cast.cashier, cast.zoe):
        with refused("right_missing", right="customers.erase"):
            cast.act(erase, customer=cast.carol, by=by)

    assert cast.act(erase, customer=cast.carol, by=cast.owner).actor == cast.owner.label


def test_a_reason_of_no_list_is_refused(cast: Cast) -> None:
    with refused("malformed", field="reason"):
        cast.act(erase, customer=cast.carol, reason="because")


def test_somebody_elses_letters_to_the_same_address_stay(cast: Cast) -> None:
    shared = {"email": EMAIL}
    wife = make_customer(cast.house, first_name="Ada", **shared)
    husband = make_customer(cast.house, first_name="Max", **shared)
    for one in (wife, husband):
        Letter.objects.create(
            house=cast.house, to=EMAIL.upper(), subject="-", text="-", about=one.id,
            posted_at=one.created_at, next_try_at=one.created_at,
        )  # fmt: skip

    cast.act(erase, customer=husband)

    assert [one.about for one in Letter.objects.of(cast.house)] == [wife.id]


def test_a_guest_of_another_house_stays_a_guest(cast: Cast) -> None:
    from habitue.guests.models import Guest, GuestLink

    now = cast.carol.created_at
    guest = Guest.objects.create(email=EMAIL, created_at=now, last_seen_at=now)
    for customer in (cast.carol, cast.charlie):
        GuestLink.objects.create(
            house=customer.house, customer=customer, guest=guest, how="invitation", linked_at=now
        )

    cast.act(erase, customer=cast.carol)

    assert Guest.objects.filter(pk=guest.pk).exists()
    assert GuestLink.objects.filter(guest=guest).count() == 1
