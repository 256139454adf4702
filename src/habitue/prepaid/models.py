"""Wallets and their members, lots and their uses, top-ups."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from habitue.customers.models import Customer
from habitue.house.models import GiftRefund, HouseRow


class ValueKind(models.TextChoices):
    PAID = "paid", _("paid in")
    GIFT = "gift", _("gift")
    EARNED = "earned", _("earned")


class Wallet(HouseRow):
    """Money left with the house, by its holder or by whoever bears the card."""

    holder = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="wallets")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "prepaid_wallet"


class WalletMember(HouseRow):
    """Someone who may spend from a wallet, perhaps up to a limit."""

    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="members")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="memberships")
    limit_minor = models.BigIntegerField(null=True)

    class Meta:
        db_table = "prepaid_member"
        constraints = [
            models.UniqueConstraint(fields=["house", "customer", "wallet"], name="wallet_member")
        ]


class Lot(HouseRow):
    """Value of one kind that came at once and expires at once (a local date, inclusive)."""

    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="lots")
    kind = models.CharField(max_length=6, choices=ValueKind)
    amount_minor = models.BigIntegerField()
    remaining_minor = models.BigIntegerField()
    expires_on = models.DateField(null=True)
    source = models.CharField(max_length=90)  # opaque: "top_up:<id>", "bill:<id>"
    vat_bp = models.PositiveIntegerField(null=True)  # single-purpose: taxed when it was sold
    entry_id = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "prepaid_lot"
        constraints = [
            models.CheckConstraint(
                condition=Q(remaining_minor__gte=0) & Q(remaining_minor__lte=F("amount_minor")),
                name="lot_remaining",
            )
        ]
        indexes = [
            models.Index(
                fields=["house", "wallet"], condition=Q(remaining_minor__gt=0), name="lot_open"
            ),
            models.Index(fields=["house", "source"], name="lot_by_source"),
        ]


class LotUse(HouseRow):
    """That an entry drew on a lot; negative where a reversal gave back."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="uses")
    entry_id = models.UUIDField()
    amount_minor = models.BigIntegerField()
    rule = models.CharField(max_length=12, blank=True)  # of a spend: the order the house had

    append_only = True

    class Meta:
        db_table = "prepaid_lot_use"
        indexes = [
            models.Index(fields=["house", "entry_id"], name="use_by_entry"),
            models.Index(fields=["house", "lot"], name="use_of_lot"),
        ]


class Purpose(models.TextChoices):
    """What value may pay, and so when its VAT is due (Directive (EU) 2016/1065)."""

    SINGLE = "single", _("one VAT rate, taxed when it is sold")
    MULTI = "multi", _("anything, taxed when it is spent")


class Product(HouseRow):
    """A voucher or a top-up as the house sells it; presets are only that."""

    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=6, choices=Purpose, default=Purpose.MULTI)
    vat_bp = models.PositiveIntegerField(null=True)
    pays_minor = models.BigIntegerField(null=True)
    receives_minor = models.BigIntegerField(null=True)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "prepaid_product"
        constraints = [
            models.UniqueConstraint(fields=["house", "name"], name="product_name"),
            models.CheckConstraint(
                condition=Q(purpose="single", vat_bp__isnull=False)
                | Q(purpose="multi", vat_bp__isnull=True),
                name="product_purpose",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TopUp(HouseRow):
    """The customer paid one amount and received another."""

    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="top_ups")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="top_ups")
    pays_minor = models.BigIntegerField()
    receives_minor = models.BigIntegerField()
    tender = models.CharField(max_length=14)
    entry_id = models.UUIDField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    fiscal_ref = models.CharField(max_length=120, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    occurred_at = models.DateTimeField(null=True)  # elsewhere, as another system says
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    vat_bp = models.PositiveIntegerField(null=True)  # single-purpose: as the product was then
    vat_minor = models.BigIntegerField(default=0)  # in what was paid, due at once
    business_day = models.DateField(null=True)

    given_back: int | None = None  # by now, as far as the operation that holds it knows

    class Meta:
        db_table = "prepaid_top_up"
        indexes = [models.Index(fields=["house", "customer", "-at"], name="top_up_of")]


class TopUpRefund(HouseRow):
    """A top-up given back, or a part of it; and what of its gift ended with that."""

    top_up = models.ForeignKey(TopUp, models.PROTECT, related_name="refunds")
    rule = models.CharField(max_length=12, choices=GiftRefund)  # the house's, then
    amount_minor = models.BigIntegerField()
    withdrawn_minor = models.BigIntegerField(default=0)
    spent_minor = models.BigIntegerField()  # of the top-up, by then
    paid_left_minor = models.BigIntegerField()  # in its lots, before
    gift_left_minor = models.BigIntegerField()
    tender = models.CharField(max_length=14)
    entry_id = models.UUIDField()
    withdrawal_id = models.UUIDField(null=True)  # the entry that ended the gift
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    business_day = models.DateField()
    actor = models.CharField(max_length=60)
    fiscal_ref = models.CharField(max_length=120, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    occurred_at = models.DateTimeField(null=True)

    append_only = True
    may_forget = ("reason",)

    class Meta:
        db_table = "prepaid_top_up_refund"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, withdrawn_minor__gte=0), name="top_up_refund"
            )
        ]
        indexes = [models.Index(fields=["house", "top_up"], name="refund_of_top_up")]


class Why(models.TextChoices):
    """Why a lot lasts longer than it did."""

    BY_HAND = "hand", _("by hand")
    LOADED = "load", _("the wallet was loaded again")
    GRACE = "grace", _("a refund came back to it")


class Extension(HouseRow):
    """That the last day of a lot became another: a recorded act."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="extensions")
    before = models.DateField(null=True)
    after = models.DateField(null=True)  # null: it never ends
    why = models.CharField(max_length=5, choices=Why)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)

    append_only = True
    may_forget = ("reason",)

    class Meta:
        db_table = "prepaid_extension"
        indexes = [models.Index(fields=["house", "lot"], name="extension_of_lot")]


class Notice(HouseRow):
    """That someone was told, so many days before, that a lot ends."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="notices")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    ends_on = models.DateField()
    letter_id = models.UUIDField()  # of room outbox
    at = models.DateTimeField()

    append_only = True

    class Meta:
        db_table = "prepaid_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "lot", "customer", "days", "ends_on"], name="notice_once"
            )
        ]


class PayOut(HouseRow):
    """What was handed back of a wallet, on a slip of its own or on a list with others."""

    batch_id = models.UUIDField()
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    wallet = models.ForeignKey(Wallet, models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()  # paid value, handed back
    ended_minor = models.BigIntegerField(default=0)  # gift and earned value that ended with it
    taxed = models.JSONField(default=list)  # [rate_bp, minor]: of it, taxed when it was sold
    business_day = models.DateField(null=True)
    tender = models.CharField(max_length=14)
    entry_id = models.UUIDField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)

    append_only = True

    class Meta:
        db_table = "prepaid_pay_out"
        indexes = [models.Index(fields=["house", "batch_id"], name="pay_out_of_batch")]
