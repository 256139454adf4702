"""Bills, lines, links and payments."""

from dataclasses import dataclass
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from habitue.cards.models import Card
from habitue.customers.models import Customer
from habitue.house.models import HouseRow, HouseRows, Venue
from habitue.menu.models import Item, PriceLevel, Table


class BillState(models.TextChoices):
    OPEN = "open", _("open")
    ON_ACCOUNT = "on_account", _("on account")
    CLOSED = "closed", _("closed")
    VOID = "void", _("void")


class Bills(HouseRows):
    """The questions asked of bills."""

    def open(self) -> Self:
        return self.filter(state=BillState.OPEN)


class Bill(HouseRow):
    """One table's or counter's bill."""

    number = models.BigIntegerField()
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    till_id = models.UUIDField(null=True)
    label = models.CharField(max_length=60, blank=True)  # of the table, free
    table = models.ForeignKey(Table, models.SET_NULL, null=True, related_name="bills")
    state = models.CharField(max_length=10, choices=BillState, default=BillState.OPEN)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="bills")
    amount_minor = models.BigIntegerField(null=True)  # a bill of nothing but an amount
    level = models.ForeignKey(PriceLevel, models.PROTECT, null=True, related_name="+")
    level_by_hand = models.BooleanField(default=False)
    discount_bp = models.PositiveIntegerField(default=0)
    frozen_at = models.DateTimeField(null=True)  # the first payment: level and discount stay
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)
    opened_by_name = models.CharField(max_length=120, blank=True)
    business_day = models.DateField()
    ended_at = models.DateTimeField(null=True)  # closed or void
    saved_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    public_token = models.CharField(max_length=48, unique=True)  # a secret: unique anywhere
    fiscal_ref = models.CharField(max_length=120, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    occurred_at = models.DateTimeField(null=True)
    # fixed when it closes or is saved on account
    total_minor = models.BigIntegerField(null=True)
    vat = models.JSONField(default=list)  # [rate_bp, gross, tax] per rate
    earned_minor = models.BigIntegerField(default=0)
    earned_points = models.BigIntegerField(default=0)
    sale_entry_id = models.UUIDField(null=True)
    points_entry_id = models.UUIDField(null=True)
    refunded_minor = models.BigIntegerField(default=0)  # of the total, in however many parts
    # the programme it earned by, fixed with the total; null where nothing was to be granted
    earn_bp = models.PositiveIntegerField(null=True)
    points_per_unit = models.PositiveIntegerField(null=True)
    # [rate_bp, minor]: of the total, in categories that earn by a rate of their own
    earn_by = models.JSONField(default=list)
    # earned at an earlier closing and spent before it could be taken back
    earned_carried_minor = models.BigIntegerField(default=0)
    # one of several shares of a table: the first is the bill they were split from
    split_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="shares")
    share = models.PositiveIntegerField(default=0)  # which of them; 0: never split
    joined_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    # while its lines come to `odd_of_minor`, so much is off and so much is tax: what rounding
    # each share alone would lose or invent
    odd_of_minor = models.BigIntegerField(null=True)
    odd_discount_minor = models.BigIntegerField(default=0)
    odd_weight = models.BigIntegerField(null=True)  # and while they are discounted as they were
    odd_tax = models.JSONField(default=list)  # [rate_bp, amount, tax]; prices without VAT only
    served_by = models.CharField(max_length=60, blank=True)  # since it was handed over
    served_by_name = models.CharField(max_length=120, blank=True)
    # the tag that stands for it while it is open; afterwards: that stood for it
    tag = models.ForeignKey(Card, models.PROTECT, null=True, related_name="+", db_index=False)

    objects: ClassVar = Bills.as_manager()
    contents: "Contents | None" = None  # what the operation that holds the bill has read of it

    class Meta:
        db_table = "bills_bill"
        constraints = [
            models.UniqueConstraint(fields=["house", "number"], name="bill_number"),
            models.UniqueConstraint(
                fields=["house", "tag"],
                condition=Q(state="open", tag__isnull=False),
                name="tag_of_one_open_bill",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor=0)
                | Q(refunded_minor__gt=0, refunded_minor__lte=F("total_minor")),
                name="bill_refunded",
            ),
        ]
        indexes = [
            models.Index(fields=["house", "state", "-id"], name="bill_by_state"),
            models.Index(fields=["house", "customer", "-id"], name="bill_of_customer"),
            models.Index(fields=["house", "business_day"], name="bill_of_day"),
            models.Index(
                fields=["house", "venue"], condition=Q(state="open"), name="bill_open_in_venue"
            ),
            models.Index(
                fields=["house", "split_of"],
                condition=Q(split_of__isnull=False),
                name="bill_share_of",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == BillState.OPEN

    @property
    def family_id(self) -> UUID:
        """The bill whose shares this one is among; itself, where it is the first."""
        return self.split_of_id or self.id

    @property
    def server(self) -> str:
        """Who serves it now: who opened it, until it is handed over."""
        return self.served_by or self.opened_by

    @property
    def server_name(self) -> str:
        return self.served_by_name or self.opened_by_name


class Line(HouseRow):
    """Something eaten or drunk: so many thousandths at a price, VAT as the house says."""

    bill = models.ForeignKey(Bill, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=60, blank=True)
    quantity = models.BigIntegerField()  # thousandths
    base_price_minor = models.BigIntegerField()
    unit_price_minor = models.BigIntegerField()
    level = models.ForeignKey(PriceLevel, models.PROTECT, null=True, related_name="+")
    priced_by_hand = models.BooleanField(default=False)  # never re-priced
    vat_bp = models.PositiveIntegerField()
    # where its category has a rate of its own for whose bill it is; None: the bill's
    discount_bp = models.PositiveIntegerField(null=True)
    earn_bp = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=60, blank=True)
    moved = models.BooleanField(default=False)  # off this bill because it stands on another

    class Meta:
        db_table = "bills_line"
        constraints = [
            models.UniqueConstraint(fields=["house", "bill", "position"], name="line_position")
        ]

    @property
    def total_minor(self) -> int:
        """Quantity times price, half up."""
        return (self.quantity * self.unit_price_minor * 2 + 1_000) // 2_000


class Link(HouseRow):
    """That a bill became someone's: how, by whom, until when."""

    bill = models.ForeignKey(Bill, models.CASCADE, related_name="links")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    how = models.CharField(max_length=10)  # customer, card, code, guest
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "bills_link"
        indexes = [models.Index(fields=["house", "bill"], name="link_of_bill")]


class BillTender(models.TextChoices):
    CASH = "cash", _("Cash")
    CARD = "card", _("Card")
    WALLET = "wallet", _("Wallet")
    POINTS = "points", _("Points")
    HOUSE_ACCOUNT = "house_account", _("On account")
    BANK_TRANSFER = "bank_transfer", _("Bank transfer")
    OTHER = "other", _("Other")


class Payment(HouseRow):
    """Part of a bill paid by one tender. Taken back: a record of when and by whom."""

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="payments")
    tender = models.CharField(max_length=14, choices=BillTender)
    amount_minor = models.BigIntegerField()
    tip_minor = models.BigIntegerField(default=0)
    given_minor = models.BigIntegerField(null=True)  # cash handed over, to print the change
    gift_minor = models.BigIntegerField(default=0)  # of a wallet payment
    earned_minor = models.BigIntegerField(default=0)
    taxed = models.JSONField(default=list)  # [rate_bp, minor]: of it, taxed when it was sold
    points = models.BigIntegerField(default=0)
    proved_by = models.CharField(max_length=10, blank=True)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    charge_id = models.UUIDField(null=True)
    entry_id = models.UUIDField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    settles = models.BooleanField(default=False)  # paid on a bill that was saved on account
    fiscal_ref = models.CharField(max_length=120, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    occurred_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)
    # taken back of what the bill gave, because this settled it with points, gift or earned value
    unearned_minor = models.BigIntegerField(default=0)
    unearned_spent_minor = models.BigIntegerField(default=0)  # due back, but spent already
    unearned_points = models.BigIntegerField(default=0)

    class Meta:
        db_table = "bills_payment"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0)
                & Q(tip_minor__gte=0)
                & ~Q(amount_minor=0, tip_minor=0),
                name="payment_amount",
            )
        ]
        indexes = [models.Index(fields=["house", "bill"], name="payment_of_bill")]


class Refund(HouseRow):
    """Part of a bill that ended, or all of it, given back; written once."""

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()  # without tips
    tip_minor = models.BigIntegerField(default=0)
    vat = models.JSONField(default=list)  # [rate_bp, gross, tax] per rate
    earn_by = models.JSONField(default=list)  # of it, by rates of their own, as on the bill
    earned_minor = models.BigIntegerField(default=0)  # taken back of what the bill gave
    earned_spent_minor = models.BigIntegerField(default=0)  # due back, but spent already
    earned_points = models.BigIntegerField(default=0)
    entry_id = models.UUIDField()  # takes so much of the sale back
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    business_day = models.DateField()
    actor = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=120, blank=True)
    approver = models.CharField(max_length=60, blank=True)
    fiscal_ref = models.CharField(max_length=120, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    occurred_at = models.DateTimeField(null=True)

    append_only = True
    may_forget = ("reason",)

    class Meta:
        db_table = "bills_refund"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, tip_minor__gte=0), name="refund_amount"
            )
        ]
        indexes = [models.Index(fields=["house", "bill"], name="refund_of_bill")]


class RefundPart(HouseRow):
    """Where some of a refund went: back to a payment, or off what was saved on account."""

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="parts")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="refunds")
    charge_id = models.UUIDField(null=True)  # of room house_accounts
    tender = models.CharField(max_length=14, choices=BillTender)  # by which it went back
    amount_minor = models.BigIntegerField()
    tip_minor = models.BigIntegerField(default=0)
    points = models.BigIntegerField(default=0)
    owed_minor = models.BigIntegerField(default=0)  # off what was owed; the rest is in hand
    taxed = models.JSONField(default=list)  # [rate_bp, minor]: back to value taxed when sold
    entry_id = models.UUIDField()

    append_only = True

    class Meta:
        db_table = "bills_refund_part"
        indexes = [
            models.Index(fields=["house", "refund"], name="part_of_refund"),
            models.Index(fields=["house", "payment"], name="refund_of_payment"),
        ]


class RefundLine(HouseRow):
    """That a line was chosen for a refund, and how many thousandths of it."""

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="lines")
    line = models.ForeignKey(Line, models.PROTECT, related_name="refunds")
    quantity = models.BigIntegerField()
    amount_minor = models.BigIntegerField()

    append_only = True

    class Meta:
        db_table = "bills_refund_line"
        constraints = [
            models.UniqueConstraint(fields=["house", "refund", "line"], name="refund_line")
        ]
        indexes = [models.Index(fields=["house", "line"], name="refund_of_line")]


class SharingKind(models.TextChoices):
    PARTS = "parts", _("equal parts")
    AMOUNTS = "amounts", _("by amount")
    LINES = "lines", _("by lines")
    JOIN = "join", _("joined")


class Sharing(HouseRow):
    """That what stands on bills was laid out anew, a bill split or several joined; written once.

    What its parts come to before and after is the same: nothing is lost or invented.
    """

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="sharings")  # split, or joined to
    kind = models.CharField(max_length=8, choices=SharingKind)
    total_minor = models.BigIntegerField()  # what was to be paid before, of all of them
    at = models.DateTimeField()
    business_day = models.DateField()
    actor = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=120, blank=True)

    append_only = True

    class Meta:
        db_table = "bills_sharing"
        indexes = [models.Index(fields=["house", "bill"], name="sharing_of_bill")]


class SharingPart(HouseRow):
    """One bill of a sharing; `before` and `after` are its lines and amount before discount."""

    sharing = models.ForeignKey(Sharing, models.PROTECT, related_name="parts")
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="+")
    before_minor = models.BigIntegerField()
    after_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()  # what was to be paid after

    append_only = True

    class Meta:
        db_table = "bills_sharing_part"
        constraints = [
            models.UniqueConstraint(fields=["house", "sharing", "bill"], name="sharing_bill")
        ]


class LineShare(HouseRow):
    """So much of a line went to another line."""

    sharing = models.ForeignKey(Sharing, models.PROTECT, related_name="lines")
    source = models.ForeignKey(Line, models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()

    append_only = True

    class Meta:
        db_table = "bills_line_share"
        constraints = [
            models.UniqueConstraint(fields=["house", "source", "line"], name="line_share")
        ]
        indexes = [models.Index(fields=["house", "line"], name="share_as_line")]


@dataclass(slots=True)
class Contents:
    """What is on a bill: lines not removed by position, payments not taken back by time.

    Whoever holds the bill locked keeps this in step with what they write, so that nothing is
    read again to show the bill as they leave it.
    """

    lines: list[Line]
    payments: list[Payment]
