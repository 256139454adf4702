"""Writing the search row of a customer, in the operation that changes them."""

import time
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Max

from habitue.customers.models import Customer, CustomerPhone, SearchRow
from habitue.customers.search.grams import NEWEST, facets, tokens
from habitue.house import sql
from habitue.house.rows import fresh, insert_many
from habitue.kit import text


def own_text(customer: Customer, numbers: Iterable[CustomerPhone]) -> str:
    """The normalised words a customer is found by, but for cards and codes."""
    digits = dict.fromkeys(
        form
        for number in numbers
        for form in (number.digits, number.national, text.digits(number.typed))
        if form
    )
    return text.normalise(
        " ".join(
            [
                customer.first_name,
                customer.last_name,
                customer.company_name,
                customer.email,
                customer.search_code,
                customer.user_id,
                *digits,
            ]
        )
    )


def index(customer: Customer, numbers: Iterable[CustomerPhone] | None = None) -> None:
    """Bring the search row of `customer` up to date."""
    if numbers is None:
        numbers = CustomerPhone.objects.of(customer.house_id).filter(customer=customer)
    row = SearchRow.objects.of(customer.house_id).filter(customer=customer).first()
    if row is None:
        add([(customer, list(numbers), "")])
        return
    _write(row, own=own_text(customer, numbers), proofs=row.proofs, customer=customer)


def set_proofs(customer: Customer, proofs: Sequence[str]) -> None:
    """Room cards pushes the card numbers and the personal code a customer is found by."""
    row = SearchRow.objects.of(customer.house_id).get(customer=customer)
    joined = text.normalise(
        " ".join(
            form for proof in proofs for form in dict.fromkeys((proof, proof.replace(" ", "")))
        )
    )
    _write(row, own=row.own, proofs=joined, customer=customer)


def unindexed(customer: Customer) -> None:
    """Forget every word of `customer`: erasing."""
    for row in SearchRow.objects.of(customer.house_id).filter(customer=customer):
        _forget(row)
        row.delete()


def add(new: Sequence[tuple[Customer, Sequence[CustomerPhone], str]]) -> None:
    """Search rows of customers that have none yet: (customer, phones, normalised proofs)."""
    docid = next_docid()
    rows = []
    for offset, (customer, numbers, proofs) in enumerate(new):
        own = own_text(customer, numbers)
        rows.append(
            fresh(
                SearchRow,
                house_id=customer.house_id,
                customer=customer,
                docid=docid + offset,
                own=own,
                proofs=proofs,
                text=f"{own} {proofs}".strip(),
                is_company=customer.is_company,
                active=customer.active,
                archived=customer.archived_at is not None,
            )
        )
    insert_many(rows)
    _put(rows)


def take_in(new: Sequence[SearchRow]) -> None:
    """Rows of a house that comes from elsewhere, in its order, under numbers of this book."""
    docid = next_docid()
    for offset, row in enumerate(new):
        row.docid = docid + offset
    insert_many(new)
    _put(new)


def next_docid() -> int:
    """A number above every earlier one: newest is first."""
    highest: int = SearchRow.objects.aggregate(highest=Max("docid"))["highest"] or 0
    return max(highest + 1, time.time_ns() // 1_000)


def _write(row: SearchRow, *, own: str, proofs: str, customer: Customer) -> None:
    facts = {
        "is_company": customer.is_company,
        "active": customer.active,
        "archived": customer.archived_at is not None,
    }
    same = all(getattr(row, key) == value for key, value in facts.items())
    if same and row.own == own and row.proofs == proofs:
        return
    _forget(row)
    row.own, row.proofs, row.text = own, proofs, f"{own} {proofs}".strip()
    for key, value in facts.items():
        setattr(row, key, value)
    row.save(update_fields=["own", "proofs", "text", *facts])
    _put([row])


def tokens_of(row: SearchRow) -> list[str]:
    return tokens(
        row.house_id,
        row.text,
        facets(is_company=row.is_company, active=row.active, archived=row.archived),
    )


def _forget(row: SearchRow) -> None:
    if connection.vendor == "sqlite":
        sql.execute(
            "INSERT INTO customers_grams (customers_grams, rowid, grams)"
            " VALUES ('delete', %s, %s)",
            [NEWEST - row.docid, " ".join(tokens_of(row))],
        )


def _put(rows: Sequence[SearchRow]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO customers_grams (rowid, grams) VALUES (%s, %s)",
                [(NEWEST - row.docid, " ".join(tokens_of(row))) for row in rows],
            )
        else:
            cursor.executemany(
                "UPDATE customers_search SET grams = %s WHERE house_id = %s AND id = %s",
                [(tokens_of(row), row.house_id, row.id) for row in rows],
            )


def docid_of(house: UUID, customer: UUID) -> int | None:
    """Where a customer stands in the order of search results."""
    rows = SearchRow.objects.of(house).filter(customer_id=customer)
    return rows.values_list("docid", flat=True).first()
