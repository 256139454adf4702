"""That someone was erased: when, by whom, and how many rows of which table that took."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habitue.customers.models import Customer
from habitue.house.models import HouseRow


class Why(models.TextChoices):
    """Why someone is erased: a free text would say who it was."""

    ASKED = "asked", _("They asked for it")
    KEPT_LONG = "kept_long", _("They have not come for long enough")
    MISTAKE = "mistake", _("They were entered by mistake")
    OTHER = "other", _("Another reason")


class Erasure(HouseRow):
    """The proof: ids and numbers, never a word about who it was.

    `removed` and `kept`: table -> rows that held something about the person.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="erasures")
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    reason = models.CharField(max_length=9, choices=Why)
    removed = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    again = models.BooleanField(default=False)  # replayed on a book that came back

    append_only = True

    class Meta:
        db_table = "housekeeping_erasure"
        constraints = [
            models.UniqueConstraint(fields=["house", "customer"], name="erased_once"),
            models.CheckConstraint(
                condition=Q(reason__in=[str(w) for w in Why]), name="erased_why"
            ),
        ]
        indexes = [models.Index(fields=["house", "-at"], name="erasure_latest")]
