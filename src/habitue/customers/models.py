"""Customers, their phones and consents, fields of the house's own, the row that search reads."""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from habitue.customers.name_order import NameKey
from habitue.house.models import HouseRow, HouseRows
from habitue.kit.money import Money
from habitue.menu.models import CustomerGroup, PriceLevel
from habitue.staff.models import StaffMember


class CustomerType(models.TextChoices):
    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")


class Customers(HouseRows):
    """The book's questions."""

    def kept(self) -> Self:
        return self.filter(archived_at__isnull=True)

    def at_the_till(self) -> Self:
        """Those a till may find, link and charge."""
        return self.kept().filter(active=True)

    def with_phone(self, e164_or_digits: str) -> Self:
        return self.filter(
            pk__in=CustomerPhone.objects.filter(
                Q(e164=e164_or_digits) | Q(digits=e164_or_digits) | Q(national=e164_or_digits)
            ).values("customer_id")
        )


class Customer(HouseRow):
    """Someone in the book."""

    type = models.CharField(max_length=7, choices=CustomerType, default=CustomerType.PERSON)
    first_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    company_name = models.CharField(max_length=200, blank=True)
    user_id = models.CharField(max_length=64, blank=True)
    user_id_key = models.CharField(max_length=64, null=True)  # how user ids are compared
    search_code = models.CharField(max_length=64, blank=True)
    email = models.CharField(max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=300, blank=True)
    street = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    birthday = models.CharField(max_length=10, blank=True)  # YYYY-MM-DD or --MM-DD
    language = models.CharField(max_length=12, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    description = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    allergies = models.CharField(max_length=300, blank=True)
    ignored = models.BooleanField(default=False)  # on the ignore list: told, never enforced
    other_addresses = models.TextField(blank=True)  # one a line
    free = models.JSONField(default=dict)  # key of a FreeField -> value
    tags = models.JSONField(default=list)
    group = models.ForeignKey(CustomerGroup, models.SET_NULL, null=True, related_name="+")
    price_level = models.ForeignKey(PriceLevel, models.SET_NULL, null=True, related_name="+")
    discount_bp = models.PositiveIntegerField(null=True)
    earn_bp = models.PositiveIntegerField(null=True)
    on_account_allowed = models.BooleanField(default=False)
    on_hold = models.BooleanField(default=False)
    credit_limit_minor = models.BigIntegerField(null=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="people")
    payer = models.ForeignKey("self", models.SET_NULL, null=True, related_name="pays_for")
    active = models.BooleanField(default=True)
    marketing_allowed = models.BooleanField(default=False)
    email_receipts = models.BooleanField(default=False)
    tax_id = models.CharField(max_length=40, blank=True)
    tax_exempt = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    last_visit_at = models.DateTimeField(null=True)
    visits = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = Customers.as_manager()

    class Meta:
        db_table = "customers_customer"
        constraints = [
            models.UniqueConstraint(fields=["house", "user_id_key"], name="customer_user_id"),
            models.CheckConstraint(
                condition=~Q(first_name="", last_name="", company_name="")
                | Q(erased_at__isnull=False),
                name="customer_named",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(archived_at__isnull=False),
                name="erased_is_archived",
            ),
        ]
        indexes = [
            models.Index(fields=["house", "-last_visit_at", "-id"], name="customer_recent"),
            models.Index(fields=["house", "email_key"], name="customer_email"),
            models.Index(fields=["house", "updated_at"], name="customer_updated"),
            models.Index("house", NameKey(), "id", name="customer_by_name"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """A person's name; a company's, whoever its contact is."""
        if self.erased_at:
            return gettext("Erased")
        person = f"{self.first_name} {self.last_name}".strip()
        if self.type == CustomerType.COMPANY:
            return self.company_name or person
        return person or self.company_name

    @property
    def is_company(self) -> bool:
        return self.type == CustomerType.COMPANY

    @property
    def credit_limit(self) -> Money | None:
        """The limit of their own; None adds no limit."""
        if self.credit_limit_minor is None:
            return None
        return Money(self.credit_limit_minor, self.house.currency)

    def term(self, column: str) -> Any:
        """Their `price_level_id`, `discount_bp` or `earn_bp`, else their group's, else None."""
        own, group = getattr(self, column), self.in_group
        return own if own is not None or group is None else getattr(group, column)

    @property
    def in_group(self) -> CustomerGroup | None:
        """The group they are in; one that was dissolved is none."""
        return self.group if self.group is not None and self.group.retired_at is None else None

    @property
    def payer_or_self_id(self) -> UUID:
        """Who pays what this customer saves on account."""
        return self.payer_id or self.id


class FreeKind(models.TextChoices):
    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    FLAG = "flag", _("Yes or no")
    CHOICE = "choice", _("One of a list")


class FreeField(HouseRow):
    """A fact about customers that the house itself wants to keep (ADR 0043)."""

    key = models.CharField(max_length=40)  # what files and programs call it; it never changes
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=6, choices=FreeKind)
    choices = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customers_free_field"
        constraints = [models.UniqueConstraint(fields=["house", "key"], name="free_field_key")]

    def __str__(self) -> str:
        return self.name


class OwnList(HouseRow):
    """How one person keeps the list: its columns, and questions saved by name."""

    member = models.ForeignKey(StaffMember, models.CASCADE, related_name="+")
    columns = models.JSONField(null=True)  # None: as the house shows it
    views = models.JSONField(default=list)  # [name, question] in the order they were saved

    class Meta:
        db_table = "customers_own_list"
        constraints = [models.UniqueConstraint(fields=["house", "member"], name="list_of_one")]


class CustomerPhone(HouseRow):
    """A number as typed, its world form, and the digits it is found by."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="phone_rows")
    position = models.PositiveSmallIntegerField(default=0)
    typed = models.CharField(max_length=80)
    e164 = models.CharField(max_length=20, blank=True)
    digits = models.CharField(max_length=80, blank=True)
    national = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "customers_phone"
        indexes = [
            models.Index(fields=["house", "e164"], name="phone_e164"),
            models.Index(fields=["house", "digits"], name="phone_digits"),
        ]


class Consent(HouseRow):
    """That marketing was allowed or withdrawn: when, by which channel, in which words, and on
    what that rests."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="consents")
    allowed = models.BooleanField()
    at = models.DateTimeField()
    channel = models.CharField(max_length=40)  # office, till, api, import
    wording = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=120, blank=True)  # a paper, a file, what was said where
    actor = models.CharField(max_length=60)

    class Meta:
        db_table = "customers_consent"
        indexes = [models.Index(fields=["house", "customer", "-at"], name="consent_latest")]


class Objection(HouseRow):
    """That whoever has an address wants no offers: a keyed digest of it, never the address, and
    not whose it was (see `objections`)."""

    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "customers_objection"
        constraints = [models.UniqueConstraint(fields=["house", "digest"], name="objected_once")]


class SearchRow(HouseRow):
    """What search reads of a customer: normalised text, and a number that grows with recency.

    On SQLite a full-text table holds the grams of `text` under `docid`; on PostgreSQL a column
    of this table does (see `search`).
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="search_rows")
    docid = models.BigIntegerField()
    own = models.TextField()  # names, company, e-mail, phones, search code, user id
    proofs = models.TextField(blank=True)  # card numbers and personal code, pushed by cards
    text = models.TextField()  # own + proofs + facets
    is_company = models.BooleanField()
    active = models.BooleanField()
    archived = models.BooleanField()

    class Meta:
        db_table = "customers_search"
        constraints = [models.UniqueConstraint(fields=["house", "customer"], name="search_of")]
        indexes = [
            models.Index(fields=["house", "-docid"], name="search_recent"),
            models.Index(fields=["docid"], name="search_docid"),
        ]
