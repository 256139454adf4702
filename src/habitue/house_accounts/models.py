"""House accounts, charges, settlements."""

from django.db import models
from django.db.models import F, Q

from habitue.customers.models import Customer
from habitue.house.models import HouseRow

SEVERAL = "several"  # of a settling: its tenders


class HouseAccount(HouseRow):
    """What a payer owes and has in hand stands in the ledger under this id."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="house_accounts")
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "house_accounts_account"
        constraints = [models.UniqueConstraint(fields=["house", "customer"], name="account_of")]


class Charge(HouseRow):
    """What one person ate on one bill, on a payer's account. `open` falls as it is settled."""

    account = models.ForeignKey(HouseAccount, models.PROTECT, related_name="charges")
    person = models.ForeignKey(Customer, models.PROTECT, related_name="charges")
    bill_id = models.UUIDField(null=True)  # of room bills, which stands above; null: opening
    label = models.CharField(max_length=60)
    amount_minor = models.BigIntegerField()
    open_minor = models.BigIntegerField()
    limit_then_minor = models.BigIntegerField(null=True)
    approver = models.CharField(max_length=60, blank=True)  # who let it pass the limit
    alone_then_minor = models.BigIntegerField(null=True)  # up to so much one approved oneself
    entry_id = models.UUIDField()
    at = models.DateTimeField()
    business_day = models.DateField()
    reversed_at = models.DateTimeField(null=True)
    invoice_id = models.UUIDField(null=True)  # of room invoicing, which stands above

    class Meta:
        db_table = "house_accounts_charge"
        constraints = [
            models.CheckConstraint(
                condition=Q(open_minor__gte=0) & Q(open_minor__lte=F("amount_minor")),
                name="charge_open",
            )
        ]
        indexes = [
            models.Index(
                fields=["house", "account", "at"],
                condition=Q(open_minor__gt=0),
                name="charge_still_open",
            ),
            # who owes how much since when, read from the index alone
            models.Index(
                fields=["house", "account", "business_day", "open_minor"],
                condition=Q(open_minor__gt=0),
                name="charge_owing",
            ),
            models.Index(fields=["house", "person", "-at"], name="charge_by_person"),
            models.Index(fields=["house", "bill_id"], name="charge_of_bill"),
            models.Index(
                fields=["house", "account"],
                condition=Q(invoice_id__isnull=True, reversed_at__isnull=True),
                name="charge_not_invoiced",
            ),
        ]


class Signature(HouseRow):
    """That whoever ate signed for a charge: strokes, a typed name, or both."""

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    path = models.TextField(blank=True)  # of an SVG, 600 by 200
    name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)

    class Meta:
        db_table = "house_accounts_signature"
        constraints = [
            models.UniqueConstraint(fields=["house", "charge"], name="signature_of_charge"),
            models.CheckConstraint(
                condition=~Q(path="") | ~Q(name=""), name="signature_says_something"
            ),
        ]


class Settlement(HouseRow):
    """Money a payer brought for what was owed; the rest stayed in hand."""

    account = models.ForeignKey(HouseAccount, models.PROTECT, related_name="settlements")
    amount_minor = models.BigIntegerField()
    in_hand_minor = models.BigIntegerField(default=0)
    tender = models.CharField(max_length=14)  # SEVERAL: see `tenders`
    tenders = models.JSONField(default=list)  # [tender, minor units] of each
    entry_id = models.UUIDField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    reversed_at = models.DateTimeField(null=True)  # a mistake, taken back on its day
    reversed_by = models.CharField(max_length=60, blank=True)
    reversal_entry_id = models.UUIDField(null=True)
    fiscal_ref = models.CharField(max_length=120, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    occurred_at = models.DateTimeField(null=True)  # elsewhere, as another system says

    class Meta:
        db_table = "house_accounts_settlement"
        indexes = [models.Index(fields=["house", "account", "-at"], name="settlement_of_account")]

    @property
    def taken(self) -> list[tuple[str, int]]:
        """What was taken by each tender."""
        return [(kind, minor) for kind, minor in self.tenders] or [
            (self.tender, self.amount_minor)
        ]


class Settled(HouseRow):
    """How much an entry took off a charge: a settlement's, or of what was in hand."""

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="settled")
    settlement = models.ForeignKey(Settlement, models.PROTECT, null=True, related_name="parts")
    entry_id = models.UUIDField()
    amount_minor = models.BigIntegerField()

    append_only = True

    class Meta:
        db_table = "house_accounts_settled"
        indexes = [models.Index(fields=["house", "charge"], name="settled_of_charge")]


class Carried(HouseRow):
    """That what was open on a charge went from one account to another: one of them was merged."""

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="carried")
    source = models.ForeignKey(HouseAccount, models.PROTECT, related_name="+")
    to = models.ForeignKey(HouseAccount, models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    entry_id = models.UUIDField()

    append_only = True

    class Meta:
        db_table = "house_accounts_carried"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="carried_something")
        ]
        indexes = [models.Index(fields=["house", "charge"], name="carried_of_charge")]
