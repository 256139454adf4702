"""Erasing: the person is forgotten, every entry, bill and tax figure stays (decision 29)."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from uuid import UUID

from django.db import transaction

from habitue.audit import actions as audit
from habitue.audit.models import ERASED
from habitue.customers import actions as customers
from habitue.customers import forgetting as in_the_book
from habitue.customers import objections, survivors
from habitue.customers.models import Customer, Objection
from habitue.guests import forgetting as on_phones
from habitue.house_accounts import signatures
from habitue.housekeeping import erasures, tracing
from habitue.housekeeping.actions import Settle, archive
from habitue.housekeeping.forgetting import Forgotten, chunks, forget_rows, models
from habitue.housekeeping.models import Erasure, Why
from habitue.kit.refusals import Malformed
from habitue.operations.models import Operation
from habitue.operations.rights import right
from habitue.outbox import forgetting as outbox

# what keeps files of its own forgets the people of a house, once that is committed: see `site`
afterwards: list[Callable[[UUID, Collection[UUID]], object]] = []


@right("customers.erase")
def erase(
    op: Operation,
    *,
    customer: Customer,
    reason: str = Why.ASKED,
    settle: Settle | None = None,
    again: bool = False,
) -> Erasure:
    """Forget `customer` everywhere; archives first where that was not done. Twice changes nothing.

    Whoever was merged into them goes with them: it is the same person. What stays are ids:
    entries, bills and taxes are as they were, and invoices that were issued say what they said.
    Raises ValueRemains, PaidBillOpen, Malformed (`reason`).
    """
    if reason not in Why.values:
        raise Malformed(field="reason")
    customer = survivors.current(op.house, customer)
    done = proof_of(op, customer)
    if done is not None:
        return done
    archive(op, customer=customer, settle=settle)
    family = customers.lock_all(op, survivors.family(op.house, customer.id))
    done = proof_of(op, customer)  # whoever erased them while we waited
    if done is not None:
        return done
    objected = _objecting(op, family[customer.id], reason, list(family.values()))
    told = _forget(op, list(family.values()))
    if objected:
        told.kept["customers_objection"] = len(objected)
    proofs = [
        Erasure(
            house=op.house,
            customer_id=one,
            at=op.at,
            actor=op.by.label,
            reason=reason,
            removed=told.removed if one == customer.id else {},
            kept=told.kept if one == customer.id else {},
            again=again,
        )
        for one in family
        if not Erasure.objects.of(op.house).filter(customer_id=one).exists()
    ]
    Erasure.objects.bulk_create(proofs)
    audit.record_all(op, ERASED, on=family.values())
    transaction.on_commit(partial(erasures.note, proofs, objected), robust=True)
    for forget in afterwards:
        transaction.on_commit(partial(forget, op.house.id, list(family)), robust=True)
    return next(proof for proof in proofs if proof.customer_id == customer.id)


def proof_of(op: Operation, customer: Customer) -> Erasure | None:
    found: Erasure | None = Erasure.objects.of(op.house).filter(customer=customer).first()
    return found


def _objecting(
    op: Operation, customer: Customer, reason: str, family: Sequence[Customer]
) -> list[Objection]:
    """Keep their addresses as no file may bring them back: of whoever agreed to nothing, or no
    longer does, having asked to be forgotten."""
    if customer.marketing_allowed and reason != Why.ASKED:
        return []
    known = (objections.digests(op.house.id, tracing.addresses(op.house, one)) for one in family)
    addresses = set().union(*known, *map(objections.of, family))
    objections.keep(op, addresses)
    return objections.kept(op.house, addresses)


def _forget(op: Operation, family: Sequence[Customer]) -> Forgotten:
    """Letters and phones first: their rows are found by what is emptied afterwards."""
    letters = codes = signed = 0
    guests: set[UUID] = set()
    for one in family:
        known_by = tracing.addresses(op.house, one)
        letters += outbox.forget(op, tracing.letters(op.house, one))
        gone, linked = on_phones.forget(op, customer=one, addresses=known_by)
        codes, guests = codes + gone, guests | set(linked)
        signed += signatures.forget(op, person=one)
        in_the_book.unfindable(op, one)
        in_the_book.erased(op, one)
    told = forget_rows(op, [one.id for one in family])
    told.count("customers_search", len(family))
    told.count("outbox_letter", letters)
    told.count("guests_sign_in_code", codes)
    told.count("house_accounts_signature", signed)
    told.count("printing_job", _papers(op, told))
    told.count("audit_text", audit.forget(op, told.touched))
    on_phones.end(guests)
    return told


def _papers(op: Operation, told: Forgotten) -> int:
    """What waits to be printed about them is drawn anew from what is left."""
    job = models()["printing_job"]
    count = 0
    for ids in chunks(told.touched):
        waiting = job._default_manager.filter(house_id=op.house.id, of__in=ids)
        count += waiting.exclude(texts=None).update(texts=None)
    return count
