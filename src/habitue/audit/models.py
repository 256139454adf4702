"""The audit line, and the texts it points to."""

from django.db import models

from habitue.house.models import HouseRow


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
        ]


class AuditText(HouseRow):
    """Before, after and the reason given: what erasing a person may remove."""

    line = models.ForeignKey(AuditLine, models.PROTECT, related_name="texts")
    salt = models.BinaryField()
    changes = models.JSONField(default=dict)  # field -> [before, after]
    reason = models.TextField(blank=True)

    class Meta:
        db_table = "audit_text"
