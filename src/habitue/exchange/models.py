"""An import and the fate of each of its rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from habitue.house.models import HouseRow


class FateKind(models.TextChoices):
    CREATED = "created", _("new")
    UPDATED = "updated", _("changed")
    UNCHANGED = "unchanged", _("the same")
    REFUSED = "refused", _("refused")


class Import(HouseRow):
    """One file, taken or only tried: how it was understood, and what came of its rows."""

    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)  # of the file
    fingerprint = models.CharField(max_length=64)  # of the file and of how it is to be read
    format = models.CharField(max_length=8)
    encoding = models.CharField(max_length=40, null=True)
    delimiter = models.CharField(max_length=16, null=True)
    header_line = models.PositiveIntegerField(null=True)
    mapping = models.JSONField(default=dict)  # column -> field, or null
    trial = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list)  # of the file as a whole
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_import"
        indexes = [
            models.Index(fields=["house", "fingerprint"], name="import_of_file"),
            models.Index(fields=["house", "-at"], name="import_latest"),
        ]


class Fate(HouseRow):
    """What became of one row, whose it was, and what was doubtful."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="fates")
    row = models.PositiveIntegerField()  # counted from 1
    fate = models.CharField(max_length=9, choices=FateKind)
    customer_id = models.UUIDField(null=True)
    field = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    warnings = models.JSONField(default=list)  # [field, text]

    class Meta:
        db_table = "exchange_fate"
        constraints = [models.UniqueConstraint(fields=["house", "of", "row"], name="fate_of_row")]
        indexes = [models.Index(fields=["house", "of", "fate", "row"], name="fate_by_kind")]
