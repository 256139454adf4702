"""The operation: one intent, one transaction, one answer."""

from uuid import UUID

from django.db import models

from habitue.house.acting import Actor
from habitue.house.models import HouseRow


class Operation(HouseRow):
    """What was asked under a key, and what came of it. Kept for ever.

    `answer` holds ids and amounts only; `fingerprint` is a keyed digest of the request, which
    may have held a PIN.
    """

    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField()
    status = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)  # of the refusal; empty when done
    answer = models.JSONField(default=dict)
    rights = models.JSONField(default=list)  # those the action asked for: asked again on replay
    actor = models.CharField(max_length=60)
    approver = models.CharField(max_length=60, blank=True)
    till_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    business_day = models.DateField()

    by: Actor
    approved_by: Actor | None
    alone = False  # nobody else books in the house until it ends
    venue_id: UUID | None = None  # where the act happens: the actor's, the till's or the bill's

    class Meta:
        db_table = "operations_operation"
        constraints = [models.UniqueConstraint(fields=["house", "key"], name="operation_key")]

    def require(self, right: str, amount: int | None = None) -> None:
        """Go on only if the actor, or whoever approved, holds `right` (for `amount`).

        Raises RightMissing.
        """
        from habitue.operations.rights import RightMissing

        if right not in self.rights:
            self.rights.append(right)
        if self.by.may(right, amount):
            return
        if self.is_approved(right, amount):
            return
        raise RightMissing(right=right)

    def is_approved(self, right: str, amount: int | None) -> bool:
        """Whether someone else holds `right` and stands beside; alone only below an amount."""
        beside = self.approved_by
        if beside is None or not beside.may(right, amount):
            return False
        alone = beside.staff_id == self.by.staff_id
        if alone and (amount is None or amount > self.house.approve_alone_below_minor):
            return False
        self.approver = beside.label
        return True
