"""The dossier: everything a house holds about one guest, for a machine to read (GDPR 15 and 20).

Made by the map that erasing follows, so that whatever would be erased is in it, and what stays.
Neither a secret (a PIN's hash, the digest of a link) nor a word about a member of staff is.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Field, Model

from habitue.audit import actions as audit
from habitue.bills import movements, reading
from habitue.bills.models import Bill
from habitue.bills.reading import Standing
from habitue.cards import reports as cards
from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.house.acting import Actor
from habitue.house.models import House
from habitue.house_accounts import reports as house_accounts
from habitue.housekeeping import tracing
from habitue.housekeeping.forgetting import chunks, ids_of, models
from habitue.housekeeping.personal import TABLES
from habitue.kit.ids import new_id
from habitue.operations import actions as operations
from habitue.operations.actions import Answer, Request
from habitue.operations.models import Operation
from habitue.operations.rights import ONESELF, right
from habitue.points import actions as points
from habitue.prepaid import reports as prepaid

FORM = 1
Said = dict[str, Any]
SECRET = {
    *("hash", "digest", "public_token", "fingerprint", "salt"),  # keys to something
    *("house", "actor", "actor_name", "approver", "added_by", "removed_by", "undone_by"),
    *("opened_by", "opened_by_name", "served_by", "served_by_name", "made_by", "ended_by"),
    *("asked_by", "reversed_by", "email_key", "user_id_key"),  # of others, or said already
}
# told in words of their own above, or of no more sense than their number
LEFT_OUT = {"customers_search", "bills_bill", "bills_line", "cards_pin", "cards_token_tries"}


@right("customers.dossier")
def write(op: Operation, *, customer: Customer) -> Said:
    """Everything held about `customer`, as JSON holds it; that it was asked for is recorded."""
    return _written(op, customer)


@right(ONESELF)
def write_own(op: Operation, *, customer: Customer) -> Said:
    """The same for the guest on their own phone."""
    return _written(op, customer)


def taken(house: House, by: Actor, customer: Customer) -> Said:
    """The dossier in an operation of its own, of whoever asks; the guest gets their own."""
    found: list[Said] = []
    ask = write_own if ONESELF in by.rights else write

    def work(op: Operation) -> Answer:
        found.append(ask(op, customer=customer))
        return Answer(customer.id)

    key = f"dossier:{new_id()}"
    operations.run(Request(house, by, key, key), work)
    return found[-1]


def _written(op: Operation, customer: Customer) -> Said:
    house, people = op.house, survivors.family(op.house, customer.id)
    audit.record(op, "customers.dossier", on=customer)
    return {
        "form": FORM,
        "made_at": op.at.isoformat(timespec="seconds"),
        "house": {"name": house.name, "address": house.address, "currency": house.currency},
        "customer": str(customer.id),
        "name": customer.display_name,
        "personal_code": cards.codes_of(house, [customer.id]).get(customer.id),
        "balances": _balances(house, customer),
        "bills": list(_bills(house, people)),
        "movements": {
            kind: list(_moves(house, customer, kind)) for kind in movements.KINDS if kind != "all"
        },
        "letters": [_row(one) for one in tracing.letters(house, customer)],
        "history": list(_history(house, people)),
        "rows": _rows(house, people),
    }


def _balances(house: House, customer: Customer) -> Said:
    held = prepaid.holdings(house, [customer.id])[customer.id]
    owing = house_accounts.standing_of(house, customer)
    return {
        "wallet": {"paid": held.paid, "gift": held.gift, "earned": held.earned},
        "points": points.balances(house, [customer.id])[customer.id],
        "owes": owing.owes,
        "in_hand": owing.in_hand,
    }


def _bills(house: House, people: Sequence[UUID]) -> Iterator[Said]:
    for ids in chunks(ids_of(Bill, house, ("customer",), people)):
        rows = Bill.objects.of(house).filter(pk__in=ids).select_related("customer").order_by("id")
        for one in reading.stand_all(house, list(rows)):
            yield _bill(one)


def _bill(one: Standing) -> Said:
    bill = one.bill
    return {
        "number": bill.number,
        "on": bill.business_day.isoformat(),
        "opened_at": bill.opened_at.isoformat(),
        "state": bill.state,
        "table": bill.label,
        "note": bill.note,
        "dishes": [
            {
                "name": line.name,
                "quantity": line.quantity,
                "unit_price": line.unit_price_minor,
                "note": line.note,
            }
            for line in one.lines
        ],
        "discount": one.sums.discount,
        "total": one.total,
        "vat": [[part.rate_bp, part.gross, part.tax] for part in one.sums.vat],
        "tips": one.tips,
        "earned": bill.earned_minor,
        "points": bill.earned_points,
        "refunded": bill.refunded_minor,
        "receipt": bill.fiscal_ref,
        "payments": [
            {"tender": paid.tender, "amount": paid.amount_minor, "tip": paid.tip_minor}
            for paid in one.payments
        ],
    }


def _moves(house: House, customer: Customer, kind: str) -> Iterator[Said]:
    before: UUID | None = None
    while True:
        told = movements.statement(house, customer, kind=kind, before=before, size=200)
        for one in told.rows:
            yield {
                "at": one.at.isoformat(),
                "what": one.what,
                "of": one.of,
                "direction": "up" if one.up else "down",
                "amount": one.amount,
                "balance_after": one.then,
                "bill": one.bill.number if one.bill else None,
            }
        before = told.older
        if before is None:
            return


def _history(house: House, people: Sequence[UUID]) -> Iterator[Said]:
    for line in tracing.history(house, people):
        text = line.texts.all()[0] if line.texts.all() else None
        yield {
            "at": line.at.isoformat(),
            "what": line.verb,
            "by": line.actor.partition(":")[0],  # staff, guest, token: what kind, not who
            "changes": text.changes if text else {},
            "reason": text.reason if text else "",
        }


def _rows(house: House, people: Sequence[UUID]) -> dict[str, list[Said]]:
    """Whatever else stands in a table of the map, by table, as it stands there."""
    found: dict[str, list[Said]] = {}
    for name, table in TABLES.items():
        if name in LEFT_OUT:
            continue
        model = models()[name]
        for ids in chunks(ids_of(model, house, (*table.of, *table.seen), people)):
            rows = model._default_manager.filter(house_id=house.id, pk__in=ids).order_by("pk")
            found.setdefault(name, []).extend(_row(one) for one in rows)
    return found


def _row(one: Model) -> Said:
    fields: Sequence[Field[Any, Any]] = one._meta.concrete_fields
    return {
        field.attname: _plain(getattr(one, field.attname))
        for field in fields
        if field.name not in SECRET
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
