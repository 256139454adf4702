"""The audit line, the texts it points to, and the seals that chain the lines."""

from django.db import models
from django.db.models import Q

from habitue.house.models import HouseRow

CHECKED = "books.verify"  # the verb of a line that says what verifying the books found
ERASED = "customers.erase"  # that of one which says that texts were emptied


class AuditLine(HouseRow):
    """Who did what to which object, when, at which till, and why."""

    operation_id = models.UUIDField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    approver = models.CharField(max_length=60, blank=True)
    till_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True)
    digest = models.BinaryField(null=True)  # of the texts, salted; null where there are none

    append_only = True

    class Meta:
        db_table = "audit_line"
        indexes = [
            models.Index(fields=["house", "object_id", "at"], name="audit_of_object"),
            models.Index(fields=["house", "at"], name="audit_by_time"),
            models.Index(fields=["house", "at"], name="audit_checked", condition=Q(verb=CHECKED)),
        ]


class AuditText(HouseRow):
    """Before, after and the reason given: what erasing a person may remove."""

    line = models.ForeignKey(AuditLine, models.PROTECT, related_name="texts")
    salt = models.BinaryField()
    changes = models.JSONField(default=dict)  # field -> [before, after]
    reason = models.TextField(blank=True)
    erased_in = models.UUIDField(null=True)  # the operation that emptied it, salt and all

    class Meta:
        db_table = "audit_text"


class AuditSeal(HouseRow):
    """A link of the audit's chain: `hash` covers `previous` and the lines it names."""

    number = models.BigIntegerField()
    at = models.DateTimeField()  # of the latest of its lines
    lines = models.BinaryField()  # their ids, sixteen bytes each, in order
    previous = models.BinaryField()
    hash = models.BinaryField()

    append_only = True

    class Meta:
        db_table = "audit_seal"
        constraints = [
            models.UniqueConstraint(fields=["house", "number"], name="audit_seal_number")
        ]
        indexes = [models.Index(fields=["house", "at"], name="audit_seal_by_time")]
