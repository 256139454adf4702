"""Wallets and their members, lots and their uses, top-ups."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from habitue.customers.models import Customer
from habitue.house.models import HouseRow


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

    append_only = True

    class Meta:
        db_table = "prepaid_lot_use"
        indexes = [
            models.Index(fields=["house", "entry_id"], name="use_by_entry"),
            models.Index(fields=["house", "lot"], name="use_of_lot"),
        ]


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

    class Meta:
        db_table = "prepaid_top_up"
        indexes = [models.Index(fields=["house", "customer", "-at"], name="top_up_of")]
