"""House, Venue, Till, and what every row of a house has in common."""

import zoneinfo
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from habitue.kit.ids import new_id
from habitue.kit.money import Money, zero
from habitue.kit.refusals import Refusal


class OtherCurrency(Refusal):
    code = "malformed"
    status = 422
    says = _("The book of this house counts in {currency}.")


class SpendingOrder(models.TextChoices):
    SOONEST = "soonest", _("What expires first, then gift, earned, paid")
    GIFT_FIRST = "gift_first", _("Gift, then earned, then paid")
    PAID_FIRST = "paid_first", _("Paid, then earned, then gift")
    PROPORTIONAL = "proportional", _("Of each kind in proportion to what there is")


class GiftRefund(models.TextChoices):
    """What was spent of a top-up that is given back: its gift, what was paid, or both."""

    GIFT_FIRST = "gift_first", _("What was spent was the gift first")
    PAID_FIRST = "paid_first", _("What was spent was the paid part first")
    PROPORTIONAL = "proportional", _("What was spent was both, in proportion")


class ReceiptNumbers(models.TextChoices):
    """How the tills that print the receipts count them."""

    ONCE = "once", _("No number comes twice")
    DAILY = "daily", _("They begin again each day")
    FREE = "free", _("They may come again")


class ProofRule(models.TextChoices):
    ALWAYS = "always", _("Always")
    ABOVE = "above", _("Above an amount")
    VOUCH = "vouch", _("Or staff with the right vouch for the guest")


class House(models.Model):
    """One business, one book, one currency. The tenant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    tax_id = models.CharField(max_length=80, blank=True)  # printed on invoices as it is
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    timezone = models.CharField(max_length=64)
    language = models.CharField(max_length=8, default="en")
    card_colour = models.CharField(max_length=20, default="green")
    receipt_header = models.CharField(max_length=300, blank=True)  # under name and address
    receipt_footer = models.CharField(max_length=300, blank=True)
    marketing_wording = models.CharField(max_length=300, blank=True)  # what guests agree to
    invoice_footer = models.CharField(max_length=600, blank=True)  # where to pay, until when
    created_at = models.DateTimeField()

    # -- rules of the house, each a choice the owner can change ----------------------------
    day_starts_at = models.TimeField(default="04:00")
    prices_include_vat = models.BooleanField(default=True)
    default_limit_minor = models.BigIntegerField(null=True)
    discount_bp = models.PositiveIntegerField(default=0)
    earn_bp = models.PositiveIntegerField(default=0)
    points_per_unit = models.PositiveIntegerField(default=0)
    point_worth_minor = models.PositiveIntegerField(default=1)
    on_account_earns = models.BooleanField(default=True)
    one_purse = models.BooleanField(default=False)  # on account spends the wallet first
    spending_order = models.CharField(
        max_length=12, choices=SpendingOrder, default=SpendingOrder.SOONEST
    )
    wallet_share_max_bp = models.PositiveIntegerField(default=10_000)
    points_share_max_bp = models.PositiveIntegerField(default=10_000)
    gift_days = models.PositiveIntegerField(null=True)
    earned_days = models.PositiveIntegerField(null=True)
    paid_expires = models.CharField(max_length=8, blank=True)  # a span; empty: never
    gift_refund = models.CharField(
        max_length=12, choices=GiftRefund, default=GiftRefund.GIFT_FIRST
    )
    proof_rule = models.CharField(max_length=8, choices=ProofRule, default=ProofRule.ALWAYS)
    proof_above_minor = models.BigIntegerField(default=0)
    approve_alone_below_minor = models.BigIntegerField(default=0)
    confirm_before_linking = models.BooleanField(default=False)
    mandatory = models.JSONField(default=dict)  # front -> list of field keys
    publish_on_send = models.BooleanField(default=False)
    blind_count = models.BooleanField(default=False)  # who counts does not see what should be
    close_days_at_night = models.BooleanField(default=False)
    receipt_numbers = models.CharField(
        max_length=5, choices=ReceiptNumbers, default=ReceiptNumbers.ONCE
    )
    weekly_signs = models.BooleanField(default=True)  # signs of abuse, by letter to the owners
    sign_from_minor = models.BigIntegerField(null=True)  # a charge so large wants a signature

    # before this, staff could credit and use a card of their own alone; null: they never could
    own_cards_since = models.DateTimeField(null=True)
    closed_through = models.DateField(null=True)  # nothing is dated into this day, or before
    edition = models.PositiveIntegerField(default=0)  # the latest that was sent

    class Meta:
        db_table = "house"

    def __str__(self) -> str:
        return self.name

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)

    def minor(self, money: Money, field: str = "amount") -> int:
        """The minor units of `money`, which must be of the house's currency (422)."""
        if money.currency != self.currency:
            raise OtherCurrency(field=field, currency=self.currency)
        return money.amount

    @property
    def nothing(self) -> Money:
        return zero(self.currency)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)


class HouseRows(models.QuerySet[Any]):
    """Loading starts here: from what belongs to this house."""

    def of(self, house: "House | UUID") -> Self:
        return self.filter(house_id=house.id if isinstance(house, House) else house)


class HouseRow(models.Model):
    """A row that belongs to a house: its id is made in Python, its house never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    house = models.ForeignKey(House, models.PROTECT, related_name="+", db_index=False)

    objects = HouseRows.as_manager()
    append_only = False  # True: triggers refuse UPDATE and DELETE on both databases
    may_forget: tuple[str, ...] = ()  # of such a table, the texts that erasing may empty

    class Meta:
        abstract = True

    def _do_update(self, base_qs: Any, *rest: Any, **more: Any) -> bool:
        """Every statement names the house, so that a sharded database can route it."""
        return super()._do_update(base_qs.filter(house_id=self.house_id), *rest, **more)


class Venue(HouseRow):
    """A site of the house. Its own zone and day, else the house's."""

    name = models.CharField(max_length=120)
    price_level_id = models.UUIDField(null=True)  # of room menu, which stands above
    closed = models.BooleanField(default=False)
    has_tables = models.BooleanField(default=True)  # where not, every bill is the counter's
    prices_by_hour = models.BooleanField(default=False)  # room menu says so: a line need not ask

    class Meta:
        db_table = "house_venue"
        constraints = [models.UniqueConstraint(fields=["house", "name"], name="venue_name")]

    def __str__(self) -> str:
        return self.name


class Till(HouseRow):
    """A device that takes money in a venue: enrolled once by a manager.

    `reader_…`: how the card reader at it types, as it was taught; empty: as most do.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="tills")
    name = models.CharField(max_length=60)
    retired_at = models.DateTimeField(null=True)
    reader_prefix = models.CharField(max_length=8, blank=True)
    reader_suffix = models.CharField(max_length=8, blank=True)  # a sign; "none": silence
    reader_gap_ms = models.PositiveSmallIntegerField(null=True)  # between two keys, at most

    class Meta:
        db_table = "house_till"
        constraints = [models.UniqueConstraint(fields=["house", "name"], name="till_name")]

    def __str__(self) -> str:
        return self.name


class Counter(HouseRow):
    """A running number of the house: bills. Never touched on the pay path."""

    name = models.CharField(max_length=40)
    value = models.BigIntegerField(default=0)

    class Meta:
        db_table = "house_counter"
        constraints = [models.UniqueConstraint(fields=["house", "name"], name="counter_name")]
