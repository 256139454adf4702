"""Invoices, what is on them, and to whom they were sent. None of it ever changes."""

from django.db import models
from django.db.models import F, Q

from habitue.customers.models import Customer
from habitue.house.models import HouseRow
from habitue.house_accounts.models import Charge, Settled


class Invoice(HouseRow):
    """A payer's period on one numbered paper. `content` is all that is printed, as it was then.

    What was owed before, plus what is new, less what was paid since the last invoice, is what
    the payer owes of everything invoiced so far.
    """

    payer = models.ForeignKey(Customer, models.PROTECT, related_name="invoices")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()  # without gaps in each year
    from_on = models.DateField()
    to_on = models.DateField()
    issued_at = models.DateTimeField()
    business_day = models.DateField()
    actor = models.CharField(max_length=60)
    language = models.CharField(max_length=8)
    previous_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()  # of its charges
    paid_minor = models.BigIntegerField()
    balance_minor = models.BigIntegerField()
    bills = models.PositiveIntegerField()  # how many rows it has
    content = models.JSONField()
    digest = models.CharField(max_length=64)  # of the content

    append_only = True

    class Meta:
        db_table = "invoicing_invoice"
        constraints = [
            models.UniqueConstraint(fields=["house", "year", "serial"], name="invoice_number"),
            models.UniqueConstraint(
                fields=["house", "payer", "from_on", "to_on"], name="invoice_of_period"
            ),
            models.CheckConstraint(
                condition=Q(balance_minor=F("previous_minor") + F("total_minor") - F("paid_minor"))
                & Q(balance_minor__gte=0)
                & Q(to_on__gte=F("from_on")),
                name="invoice_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["house", "payer", "-id"], name="invoice_of_payer")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.year}-{self.serial:04d}"


class InvoicedCharge(HouseRow):
    """That a charge is on an invoice: on one alone."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="charges", db_index=False)
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="+", db_index=False)

    append_only = True

    class Meta:
        db_table = "invoicing_charge"
        constraints = [
            models.UniqueConstraint(fields=["house", "charge"], name="charge_invoiced_once")
        ]
        indexes = [models.Index(fields=["house", "invoice"], name="charge_of_invoice")]


class InvoicedPayment(HouseRow):
    """That what took something off a charge was shown on an invoice: on one alone."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments", db_index=False)
    settled = models.ForeignKey(Settled, models.PROTECT, related_name="+", db_index=False)

    append_only = True

    class Meta:
        db_table = "invoicing_payment"
        constraints = [
            models.UniqueConstraint(fields=["house", "settled"], name="payment_shown_once")
        ]
        indexes = [models.Index(fields=["house", "invoice"], name="payment_of_invoice")]


class Sending(HouseRow):
    """That an invoice was sent: when, to which address, by whom, in which letter."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="sendings")
    letter_id = models.UUIDField()  # of the outbox, which forgets letters that arrived
    to = models.CharField(max_length=254)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)

    append_only = True
    may_forget = ("to",)

    class Meta:
        db_table = "invoicing_sending"
