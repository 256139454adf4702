"""Cards, their batches and blocks, personal codes, PINs with their counters, card reads."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habitue.customers.models import Customer
from habitue.house.models import HouseRow, Till


class CardKind(models.TextChoices):
    BARCODE = "barcode", _("Barcode")
    MAGSTRIPE = "magstripe", _("Magnetic stripe")
    NFC = "nfc", _("NFC")
    QR = "qr", _("QR code")
    TAG = "tag", _("Tag")  # belongs to nobody: it stands for an open bill


# those that may be a guest's
KINDS_OF_GUESTS = [(kind.value, kind.label) for kind in CardKind if kind != CardKind.TAG]


class CardBatch(HouseRow):
    """Cards made at once, to be printed; each is bound to its owner later, by one read."""

    made_at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    kind = models.CharField(max_length=9, choices=CardKind, default=CardKind.BARCODE)
    count = models.PositiveIntegerField()
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "cards_batch"
        verbose_name = "card batch"
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1, count__lte=2000), name="batch_count")
        ]

    def __str__(self) -> str:
        return self.note or f"{self.count}"


class Card(HouseRow):
    """A card with its number; foreign numbers are taken as they are.

    `released_at` says that the number is free again: the card was taken away or its customer
    archived. `customer` is null while a printed card waits for its owner, and for ever on a tag.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="cards")
    number = models.CharField(max_length=64)
    number_key = models.CharField(max_length=64)  # without spaces and case
    kind = models.CharField(max_length=9, choices=CardKind, default=CardKind.BARCODE)
    created_at = models.DateTimeField()
    bound_on = models.DateField(null=True)  # the business day on which it got its owner
    released_at = models.DateTimeField(null=True)
    is_blocked = False  # of one read by `reports.cards_of`, which asks
    why_blocked: str | None = None
    batch = models.ForeignKey(CardBatch, models.PROTECT, null=True, related_name="cards")

    class Meta:
        db_table = "cards_card"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "number_key"],
                condition=Q(released_at__isnull=True),
                name="card_number",
            ),
            models.CheckConstraint(
                condition=~Q(kind="tag") | Q(customer__isnull=True, batch__isnull=True),
                name="tag_is_nobodys",
            ),
        ]
        indexes = [
            models.Index(fields=["house", "customer"], name="card_of_customer"),
            models.Index(fields=["house", "batch"], name="card_of_batch"),
            models.Index(
                fields=["house", "number_key"],
                condition=Q(released_at__isnull=False),
                name="card_released",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Block(HouseRow):
    """That a card was blocked: who, when, why. A blocked card finds nobody."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="blocks")
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True)
    replaced_by = models.ForeignKey(Card, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "cards_block"
        constraints = [models.UniqueConstraint(fields=["house", "card"], name="blocked_once")]


class PersonalCode(HouseRow):
    """Six digits or more that name a customer in this house. The last is a check digit."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="personal_codes")
    code = models.CharField(max_length=12)

    class Meta:
        db_table = "cards_personal_code"
        constraints = [
            models.UniqueConstraint(fields=["house", "code"], name="personal_code"),
            models.UniqueConstraint(fields=["house", "customer"], name="personal_code_of"),
        ]


class Pin(HouseRow):
    """A customer's PIN, hashed, and the count of wrong tries in a row: rows, not a cache."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="pins")
    hash = models.CharField(max_length=200)
    hashed_for = models.UUIDField(null=True)  # whose it was, where it came with a merged record
    set_at = models.DateTimeField()
    wrong_in_a_row = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cards_pin"
        constraints = [models.UniqueConstraint(fields=["house", "customer"], name="pin_of")]


class TokenTries(HouseRow):
    """Wrong PINs from one token bound to no till, for one customer (decision 32)."""

    token_id = models.UUIDField()
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    wrong = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        db_table = "cards_token_tries"
        constraints = [
            models.UniqueConstraint(fields=["house", "token_id", "customer"], name="token_tries")
        ]


class CardRead(HouseRow):
    """An enrolled till's reader read a card: the proof a payment names. 60 seconds, once."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="reads")
    till = models.ForeignKey(Till, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cards_read"


class OneTimeCode(HouseRow):
    """Six digits from the guest's own phone: one spend within two minutes.

    `wrong` counts wrong codes in a row for a customer without a PIN, whose row counts otherwise;
    the next code takes it over.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="one_time_codes")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # a newer one took its place
    wrong = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "cards_one_time_code"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "customer"],
                condition=Q(used_at__isnull=True, ended_at__isnull=True),
                name="one_time_code_stands_once",
            )
        ]
        indexes = [
            models.Index(fields=["house", "customer", "-made_at"], name="one_time_code_latest")
        ]
