"""What waits, what was sent, and what each till works with."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from habitue.house.models import HouseRow, HouseRows, Till


class Edition(HouseRow):
    """One Send: what the house's tills work with since."""

    number = models.PositiveIntegerField()  # gapless, from 1
    sent_at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    count = models.PositiveIntegerField()  # changes that were applied

    append_only = True

    class Meta:
        db_table = "publishing_edition"
        constraints = [models.UniqueConstraint(fields=["house", "number"], name="edition_number")]

    def __str__(self) -> str:
        return str(self.number)


class Drafts(HouseRows):
    def standing(self) -> Self:
        """Those that wait, the oldest first."""
        return self.filter(sent_in=None).order_by("at", "id")


class Draft(HouseRow):
    """A change of one thing that waits for Send.

    `changes` maps a column to what was live and what is wanted, as JSON holds it: numbers, names
    of things for sale and ids, never a word about a person.
    """

    kind = models.CharField(max_length=20)
    target_id = models.UUIDField()  # of what is changed, or of what will be made
    is_new = models.BooleanField(default=False)
    changes = models.JSONField(default=dict)
    actor = models.CharField(max_length=60)  # who changed it last
    at = models.DateTimeField()
    sent_in = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="drafts")
    dropped = models.JSONField(null=True)  # the refusal, where Send could not apply it

    objects: ClassVar = Drafts.as_manager()

    class Meta:
        db_table = "publishing_draft"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "kind", "target_id"],
                condition=Q(sent_in=None),
                name="draft_standing",
            )
        ]
        indexes = [models.Index(fields=["house", "sent_in", "at"], name="draft_of_edition")]

    @property
    def wanted(self) -> dict[str, object]:
        """Column -> the value that waits."""
        return {column: after for column, (_before, after) in self.changes.items()}


class TillEdition(HouseRow):
    """That a till showed an edition, since when."""

    till = models.ForeignKey(Till, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="seen_by")
    seen_at = models.DateTimeField()

    append_only = True

    class Meta:
        db_table = "publishing_till_edition"
        constraints = [
            models.UniqueConstraint(fields=["house", "till", "edition"], name="edition_seen_once")
        ]
