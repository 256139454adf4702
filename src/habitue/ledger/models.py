"""The ledger's tables. Only this room touches them (import-linter: protected)."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from habitue.house.models import HouseRow


class AccountRow(HouseRow):
    """An account of a house; `balance` is kept for guarded ones, null for the rest."""

    code = models.CharField(max_length=90)
    unit = models.CharField(max_length=8)
    holding = models.CharField(max_length=6)
    balance = models.BigIntegerField(null=True)

    class Meta:
        db_table = "ledger_account"
        constraints = [models.UniqueConstraint(fields=["house", "code"], name="account_code")]


class Entry(HouseRow):
    """The whole of what happened; its moves say what went where."""

    operation_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=90, blank=True)  # opaque: "bill:<id>"
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    business_day = models.DateField()
    actor = models.CharField(max_length=60)
    till_id = models.UUIDField(null=True)
    venue_id = models.UUIDField(null=True)  # where it happened, as far as that is known

    append_only = True

    class Meta:
        db_table = "ledger_entry"
        indexes = [
            models.Index(fields=["house", "recorded_at"], name="entry_by_time"),
            models.Index(fields=["house", "reference"], name="entry_by_reference"),
            models.Index(fields=["house", "business_day"], name="entry_by_day"),
        ]


class MoveRow(HouseRow):
    """One line of an entry: `amount` of `unit` from the credited to the debited account."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="moves", db_index=False)
    number = models.PositiveSmallIntegerField()
    debit = models.ForeignKey(AccountRow, models.PROTECT, related_name="+", db_index=False)
    credit = models.ForeignKey(AccountRow, models.PROTECT, related_name="+", db_index=False)
    unit = models.CharField(max_length=8)
    amount = models.BigIntegerField()
    debit_after = models.BigIntegerField(null=True)  # balance of a guarded account after this
    credit_after = models.BigIntegerField(null=True)

    append_only = True

    class Meta:
        db_table = "ledger_move"
        constraints = [
            models.UniqueConstraint(fields=["house", "entry", "number"], name="move_number"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(amount__lt=2**53), name="move_amount"
            ),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="move_two_sides"),
        ]
        indexes = [
            models.Index(fields=["house", "debit", "entry"], name="move_by_debit"),
            models.Index(fields=["house", "credit", "entry"], name="move_by_credit"),
        ]


class Reversal(HouseRow):
    """That an entry was taken back, and by which: once."""

    original = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_index=False)

    append_only = True

    class Meta:
        db_table = "ledger_reversal"
        constraints = [
            models.UniqueConstraint(fields=["house", "original"], name="reversed_once"),
            models.UniqueConstraint(fields=["house", "entry"], name="reversal_of_one"),
        ]


class Seal(HouseRow):
    """A link of the hash chain: `hash` covers `previous` and the sealed entry (decision 13)."""

    number = models.BigIntegerField()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_index=False)
    previous = models.BinaryField()
    hash = models.BinaryField()

    append_only = True

    class Meta:
        db_table = "ledger_seal"
        constraints = [
            models.UniqueConstraint(fields=["house", "number"], name="seal_number"),
            models.UniqueConstraint(fields=["house", "entry"], name="seal_of_entry"),
        ]


class Written(NamedTuple):
    """An entry by its columns, as it is inserted and sealed: a model's row takes far longer."""

    id: UUID
    house_id: UUID
    operation_id: UUID
    kind: str
    reference: str
    at: datetime
    recorded_at: datetime
    business_day: date
    actor: str
    till_id: UUID | None
    venue_id: UUID | None


class Line(NamedTuple):
    """A move by its columns."""

    id: UUID
    house_id: UUID
    entry_id: UUID
    number: int
    debit_id: UUID
    credit_id: UUID
    unit: str
    amount: int
    debit_after: int | None
    credit_after: int | None
