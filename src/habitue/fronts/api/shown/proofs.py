"""Phones, cards, codes, PINs and consents of a page of customers, in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast

from habitue.cards.models import Block, Card, PersonalCode, Pin
from habitue.customers.models import Consent, CustomerPhone
from habitue.house.models import House

COLUMNS = ("what", "whose", "row", "first", "second", "flag", "moment")


@dataclass(slots=True)
class Facts:
    """What stands about a customer in rows of their own."""

    phones: list[str] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    code: str | None = None
    has_pin: bool = False
    consent: dict[str, Any] | None = None


def facts_of(house: House, ids: Iterable[UUID]) -> dict[UUID, Facts]:
    """The facts of each customer of `ids`; one statement whatever their number."""
    found = {id_: Facts() for id_ in ids}
    if found:
        for row in sorted(
            _rows(house, list(found)), key=lambda row: (str(row[6]), row[5], row[2])
        ):
            _take(found[row[1]], row)
    return found


def _take(facts: Facts, row: tuple[Any, ...]) -> None:
    what, _whose, id_, first, second, flag, moment = row
    if what == "phone":
        facts.phones.append(first)
    elif what == "card":
        facts.cards.append({"id": id_, "number": first, "kind": second, "blocked": bool(flag)})
    elif what == "code":
        facts.code = first
    elif what == "pin":
        facts.has_pin = True
    else:
        facts.consent = {"at": moment, "how": first, "wording": second}


def _rows(house: House, ids: list[UUID]) -> Iterable[tuple[Any, ...]]:
    def rows(queryset: Any, what: str, *columns: Any) -> Any:
        first, second, flag, at = columns
        return queryset.annotate(
            what=Value(what, CharField()),
            whose=F("customer_id"),
            row=F("id"),
            first=Cast(first, CharField()),
            second=Cast(second, CharField()),
            flag=flag,
            moment=Cast(at, DateTimeField()),
        ).values_list(*COLUMNS)

    none, nothing, no = Value(None), Value(""), Value(0)
    blocked = Exists(Block.objects.filter(house_id=OuterRef("house_id"), card_id=OuterRef("id")))
    mine = {"customer_id__in": ids}
    cards = Card.objects.of(house).filter(**mine, released_at=None)
    return rows(  # type: ignore[no-any-return]
        CustomerPhone.objects.of(house).filter(**mine), "phone", F("typed"), nothing,
        F("position"), none,
    ).union(
        rows(cards, "card", F("number"), F("kind"), _as_number(blocked), F("created_at")),
        rows(PersonalCode.objects.of(house).filter(**mine), "code", F("code"), nothing, no, none),
        rows(Pin.objects.of(house).filter(**mine), "pin", nothing, nothing, no, none),
        rows(
            Consent.objects.of(house).filter(**mine), "consent", F("channel"), F("wording"), no,
            F("at"),
        ),
        all=True,
    )  # fmt: skip


def _as_number(condition: Exists) -> Any:
    from django.db.models import Case, IntegerField, When

    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
