"""Letters."""

from django.db import models
from django.db.models import Q

from habitue.house.models import HouseRow


class Letter(HouseRow):
    """A mail that waits until a mail server took it. `next_try_at` null: taken, or given up."""

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    about = models.UUIDField(null=True)  # the customer it was written to; staff get letters too
    purpose = models.CharField(max_length=8, blank=True)  # why: see the room `customers`
    enclosures = models.JSONField(default=list)  # [kind, id]: made when it is sent
    posted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_problem = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "outbox_letter"
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(next_try_at__isnull=False),
                name="letter_waiting",
            ),
            models.Index(
                fields=["house", "about"], condition=Q(about__isnull=False), name="letter_about"
            ),
            models.Index(
                fields=["sent_at"], condition=Q(sent_at__isnull=False), name="letter_sent"
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.next_try_at is not None
