"""Tenders the house takes, shifts with what was counted in them, and days that are closed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habitue.house.models import HouseRow, Till, Venue


class TenderKind(models.TextChoices):
    CASH = "cash", _("Cash")
    CARD = "card", _("Card")
    BANK_TRANSFER = "bank_transfer", _("Bank transfer")
    OTHER = "other", _("Other")


class Tender(HouseRow):
    """A way of paying with money from outside: one row a kind; the owner names and hides them."""

    kind = models.CharField(max_length=14, choices=TenderKind)
    name = models.CharField(max_length=60, blank=True)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "shifts_tender"
        constraints = [models.UniqueConstraint(fields=["house", "kind"], name="tender_kind")]

    def __str__(self) -> str:
        return self.name or str(TenderKind(self.kind).label)


class Shift(HouseRow):
    """What a till takes between two counts. Implicit: of a venue and day, opened by nobody."""

    number = models.BigIntegerField(null=True)  # an implicit one has none
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    till = models.ForeignKey(Till, models.PROTECT, null=True, related_name="+")
    business_day = models.DateField()
    implicit = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)
    opened_by_name = models.CharField(max_length=120, blank=True)
    float_minor = models.BigIntegerField(default=0)  # counted into the drawer
    float_left_minor = models.BigIntegerField(default=0)  # what the shift before had left there
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)  # the business day
    closed_by = models.CharField(max_length=60, blank=True)
    closed_by_name = models.CharField(max_length=120, blank=True)
    left_minor = models.BigIntegerField(default=0)  # in the till, for the next shift
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "shifts_shift"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "venue", "business_day"],
                condition=Q(implicit=True, closed_at=None),
                name="implicit_shift",
            ),
            models.UniqueConstraint(
                fields=["house", "till"],
                condition=Q(implicit=False, closed_at=None),
                name="open_shift_of_till",
            ),
            models.UniqueConstraint(
                fields=["house", "number"],
                condition=Q(number__isnull=False),
                name="shift_number",
            ),
        ]
        indexes = [
            models.Index(fields=["house", "closed_on"], name="shift_by_day_closed"),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Count(HouseRow):
    """What should have been there by a tender when a shift closed, and what was."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="counts")
    tender = models.CharField(max_length=14, choices=TenderKind)
    expected_minor = models.BigIntegerField()
    counted_minor = models.BigIntegerField(null=True)  # null: nobody counted, and it was believed

    append_only = True

    class Meta:
        db_table = "shifts_count"
        constraints = [
            models.UniqueConstraint(fields=["house", "shift", "tender"], name="count_of_tender")
        ]

    @property
    def difference_minor(self) -> int:
        """Above nothing: more was there than should have been."""
        return 0 if self.counted_minor is None else self.counted_minor - self.expected_minor


class Purpose(models.TextChoices):
    SAFE = "safe", _("The safe")
    PETTY_CASH = "petty_cash", _("Petty cash")


class CashMove(HouseRow):
    """Cash put into a drawer, or taken out of it, that no guest paid or got."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="cash_moves")
    incoming = models.BooleanField()
    purpose = models.CharField(max_length=10, choices=Purpose)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    entry_id = models.UUIDField()
    at = models.DateTimeField()
    business_day = models.DateField()
    actor = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=120, blank=True)
    approver = models.CharField(max_length=60, blank=True)

    append_only = True

    class Meta:
        db_table = "shifts_cash_move"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="cash_move_amount")
        ]
        indexes = [models.Index(fields=["house", "shift"], name="cash_move_of_shift")]


class DayClosing(HouseRow):
    """A day that is over: its sums, all sums so far, and how far the chain of seals went.

    `sums` and `totals`: kind of account -> unit -> [debited, credited].
    """

    number = models.BigIntegerField()
    day = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=120, blank=True)
    entries = models.BigIntegerField()
    sums = models.JSONField()
    totals = models.JSONField()
    open_bills_minor = models.BigIntegerField()  # paid on bills that were still open
    seal_number = models.BigIntegerField()
    seal_hash = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    append_only = True

    class Meta:
        db_table = "shifts_day_closing"
        constraints = [
            models.UniqueConstraint(fields=["house", "number"], name="closing_number"),
            models.UniqueConstraint(fields=["house", "day"], name="closing_of_day"),
        ]


class Receipt(HouseRow):
    """That a receipt number of another till answers for one thing: `owner`."""

    number = models.CharField(max_length=120)
    series = models.CharField(max_length=36, blank=True)  # a day, where numbers begin again
    owner = models.UUIDField()  # a bill (of shares the first), a top-up, a settling

    class Meta:
        db_table = "shifts_receipt"
        constraints = [
            models.UniqueConstraint(fields=["house", "number", "series"], name="receipt_once")
        ]
