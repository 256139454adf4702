"""An import and the fate of each of its rows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from habitue.house.models import HouseRow


class FateKind(models.TextChoices):
    CREATED = "created", _("new")
    UPDATED = "updated", _("changed")
    UNCHANGED = "unchanged", _("the same")
    REFUSED = "refused", _("refused")
    SKIPPED = "skipped", _("left out")


class State(models.TextChoices):
    """Where a file stands on its way into the book, and out of it again."""

    LOOKING = "looking", _("is being looked at")
    LOOKED = "looked", _("looked at")
    TAKING = "taking", _("is being taken")
    TAKEN = "taken", _("taken")
    CANCELLED = "cancelled", _("cancelled")
    STUCK = "stuck", _("broke off")
    UNDOING = "undoing", _("is being undone")
    UNDONE = "undone", _("undone")


class Outcome(models.TextChoices):
    """What undoing an import did with a row."""

    ARCHIVED = "archived", _("archived")
    RESTORED = "restored", _("put back")
    KEPT = "kept", _("kept")


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
    skipped = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list)  # of the file as a whole
    state = models.CharField(max_length=9, choices=State, default=State.TAKING)
    total = models.PositiveIntegerField(null=True)  # rows of the file, once they were counted
    how = models.JSONField(default=dict)  # what a person chose: encoding, columns, policy
    turn = models.PositiveIntegerField(default=0)  # grows with every choice
    held = models.CharField(max_length=120, blank=True)  # the file, in the data folder
    stop = models.BooleanField(default=False)  # someone pressed Cancel
    problem = models.CharField(max_length=300, blank=True)  # why it broke off
    sums = models.JSONField(default=dict)  # balances brought: what the file says, what came of it
    traced = models.BooleanField(default=False)  # its fates tell what stood before
    undoer = models.CharField(max_length=60, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone = models.JSONField(default=dict)  # outcome -> rows
    signed_name = models.CharField(max_length=120, blank=True)  # under the reconciliation
    signed_by = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_import"
        indexes = [
            models.Index(fields=["house", "fingerprint"], name="import_of_file"),
            models.Index(fields=["house", "-at"], name="import_latest"),
            models.Index(
                fields=["house", "at"],
                condition=Q(state__in=("looking", "taking", "undoing")),
                name="import_to_do",
            ),
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
    trace = models.JSONField(default=dict)  # what stood before, and what was booked
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)  # of undoing
    kept_why = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "exchange_fate"
        constraints = [models.UniqueConstraint(fields=["house", "of", "row"], name="fate_of_row")]
        indexes = [
            models.Index(fields=["house", "of", "fate", "row"], name="fate_by_kind"),
            models.Index(fields=["house", "customer_id"], name="fate_of_customer"),
        ]
