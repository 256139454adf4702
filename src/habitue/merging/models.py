"""Merges, what the book suggests, and what people said is not the same."""

from collections.abc import Collection
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from habitue.customers import survivors
from habitue.customers.models import Customer
from habitue.house import sql
from habitue.house.models import House, HouseRow


class Merge(HouseRow):
    """That one record became part of another: who did it, when, and what of it can be undone."""

    kept = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    # what went over, in minor units and points
    paid_minor = models.BigIntegerField(default=0)
    gift_minor = models.BigIntegerField(default=0)
    earned_minor = models.BigIntegerField(default=0)
    points = models.BigIntegerField(default=0)
    owed_minor = models.BigIntegerField(default=0)
    in_hand_minor = models.BigIntegerField(default=0)
    wallet_entry_id = models.UUIDField(null=True)
    points_entry_id = models.UUIDField(null=True)
    account_entries = models.JSONField(default=list)
    last_move_id = models.UUIDField(null=True)  # the newest of theirs: a later one is another's
    # what was written of the kept record, column -> [before, after]; None once that was erased
    told = models.JSONField(default=dict, null=True, encoder=DjangoJSONEncoder)
    went = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # ids of what went over
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "merging_merge"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "merged"], condition=Q(undone_at=None), name="merged_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merged_with_another"),
        ]
        indexes = [
            models.Index(fields=["house", "kept"], name="merged_into"),
            models.Index(fields=["house", "-at"], name="merged_lately"),
        ]


class Look(HouseRow):
    """A search of the book for duplicates: asked for, under way, or at its end.

    What it finds is shown once it has ended well; until then that of the one before stands.
    """

    at = models.DateTimeField()  # when it was asked for
    actor = models.CharField(max_length=60, blank=True)
    records = models.PositiveIntegerField(default=0)  # in the book
    suggested = models.PositiveIntegerField(default=0)  # the weak ones apart
    compared = models.PositiveIntegerField(default=0)  # of them, so far
    upto = models.UUIDField(null=True)  # the last who was compared: it goes on after them
    worker = models.UUIDField(null=True)  # whoever works on it, and when they last said so
    beat_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # since it last came further
    ended_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)

    class Meta:
        db_table = "merging_look"
        constraints = [
            models.UniqueConstraint(
                fields=["house"], condition=Q(ended_at=None), name="looked_once_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["house", "-at"], name="looked_last")]


class Suggestion(HouseRow):
    """Two records that may be the same guest, and why the book thinks so."""

    look = models.ForeignKey(Look, models.CASCADE, null=True, related_name="+")
    first = models.ForeignKey(Customer, models.CASCADE, related_name="+")  # the smaller id
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()  # higher is surer
    weak = models.BooleanField(default=False)  # by no more than namesakes share
    reasons = models.JSONField(default=list)  # keys of `wording.REASONS`
    found_at = models.DateTimeField()

    class Meta:
        db_table = "merging_suggestion"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "look", "first", "second"], name="suggested_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["house", "look", "weak", "-score", "-id"], name="suggested_surest"
            ),
            models.Index(fields=["house", "first"], name="suggested_first"),
            models.Index(fields=["house", "second"], name="suggested_second"),
        ]


class Distinct(HouseRow):
    """That someone said: these two are not the same."""

    first = models.ForeignKey(Customer, models.CASCADE, related_name="+")  # the smaller id
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)

    class Meta:
        db_table = "merging_distinct"
        constraints = [
            models.UniqueConstraint(fields=["house", "first", "second"], name="distinct_once")
        ]
        indexes = [models.Index(fields=["house", "second"], name="distinct_second")]


def onward(house: House | UUID, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Into whom each of `ids` was merged, one step."""
    standing = Merge.objects.of(house).filter(merged_id__in=list(ids), undone_at=None)
    return dict(standing.values_list("merged_id", "kept_id"))


def backward(house: House | UUID, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Who was merged into each of `ids`, one step."""
    standing = Merge.objects.of(house).filter(kept_id__in=list(ids), undone_at=None)
    return dict(standing.values_list("merged_id", "kept_id"))


def merged_into(house: House | UUID, customer: UUID) -> list[UUID]:
    """Everyone merged into `customer`, and into those; the first merged first."""
    house_id = house.id if isinstance(house, House) else house
    found = sql.rows(
        "WITH RECURSIVE gone(customer, depth, at, merge) AS ("
        "SELECT merged_id, 1, at, id FROM merging_merge"
        " WHERE house_id = %s AND kept_id = %s AND undone_at IS NULL"
        " UNION ALL SELECT m.merged_id, g.depth + 1, m.at, m.id FROM merging_merge m"
        " JOIN gone g ON m.kept_id = g.customer WHERE m.house_id = %s AND m.undone_at IS NULL)"
        " SELECT customer FROM gone ORDER BY depth, at, merge",
        [house_id, customer, house_id],
    )
    return [sql.as_id(id_) for (id_,) in found]


survivors.tells(survivors.Knows(onward, backward, merged_into))
