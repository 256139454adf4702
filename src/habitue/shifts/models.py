"""Tenders the house takes, and shifts."""

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
    """A drawer of cash between two counts. Implicit: of a venue and day, opened by nobody."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    till = models.ForeignKey(Till, models.PROTECT, null=True, related_name="+")
    business_day = models.DateField()
    implicit = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "shifts_shift"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "venue", "business_day"],
                condition=Q(implicit=True),
                name="implicit_shift",
            )
        ]
