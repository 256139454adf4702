"""Printers, which till prints where, the house's logo, and the jobs that wait."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from habitue.house.models import HouseRow, Till, Venue


class Document(models.TextChoices):
    """What a printer prints."""

    BILL = "bill", _("Bill")
    RECEIPT = "receipt", _("Receipt")
    TOP_UP = "top_up", _("Top-up slip")
    SETTLEMENT = "settlement", _("Settlement slip")
    REFUND = "refund", _("Refund slip")
    GIVEN_BACK = "given_back", _("Top-up given back")
    SHIFT = "shift", _("Shift report")
    TEST = "test", _("Test print")


class Width(models.IntegerChoices):
    """How wide paper is in dots, 203 to the inch."""

    WIDE = 576, _("80 mm of paper, 576 dots")
    MIDDLE = 512, _("80 mm of paper, 512 dots")
    NARROW = 384, _("58 mm of paper, 384 dots")


class Trouble(models.TextChoices):
    """Why a printer does not print; the till says it in these words."""

    AWAY = "away", _("The printer does not answer. Is it on, and in the network?")
    PAPER = "paper", _("The printer is out of paper.")
    COVER = "cover", _("The printer’s cover is open.")
    FAULT = "fault", _("The printer says that something is wrong: a jam, or the knife.")
    STUCK = "stuck", _("The printer stopped taking what is sent.")
    FORBIDDEN = "forbidden", _("This installation does not print to that address.")


class JobState(models.TextChoices):
    """Where a job stands. `unsure`: all of it was sent, and the printer never said the end."""

    WAITING = "waiting", pgettext_lazy("print job", "waits")
    IN_HAND = "in_hand", pgettext_lazy("print job", "printing")
    PRINTED = "printed", pgettext_lazy("print job", "printed")
    UNSURE = "unsure", pgettext_lazy("print job", "perhaps printed: look")
    GIVEN_UP = "given_up", pgettext_lazy("print job", "given up")


PORT = 9100  # where receipt printers listen
ENDED = (JobState.PRINTED, JobState.GIVEN_UP)


class Printer(HouseRow):
    """A receipt printer in the network of a venue."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField(default=PORT)
    dots = models.PositiveIntegerField(choices=Width, default=Width.WIDE)
    by_itself = models.JSONField(default=list)  # documents that print without being asked for
    trouble = models.CharField(max_length=10, choices=Trouble, blank=True)
    trouble_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "printing_printer"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "name"],
                condition=Q(retired_at__isnull=True),
                name="printer_name",
            ),
            models.CheckConstraint(
                condition=Q(port__gte=1, port__lte=65_535), name="printer_port"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TillPrinter(HouseRow):
    """Where a till prints."""

    till = models.ForeignKey(Till, models.PROTECT, related_name="+")
    printer = models.ForeignKey(Printer, models.PROTECT, related_name="tills")

    class Meta:
        db_table = "printing_till"
        constraints = [models.UniqueConstraint(fields=["house", "till"], name="printer_of_till")]


class Logo(HouseRow):
    """The house's mark on paper: black dots, as they were made from what was sent."""

    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bits = models.BinaryField()  # rows of whole bytes, a set bit is black

    class Meta:
        db_table = "printing_logo"
        constraints = [models.UniqueConstraint(fields=["house"], name="one_logo")]


class Job(HouseRow):
    """One paper to print. `texts` are made right after the commit, and gone once it ended."""

    printer = models.ForeignKey(Printer, models.PROTECT, related_name="jobs")
    document = models.CharField(max_length=12, choices=Document)
    of = models.UUIDField(null=True)  # the row it is about; a test print has none
    number = models.CharField(max_length=20, blank=True)  # what a person knows it by
    copy = models.BooleanField(default=False)
    texts = models.JSONField(null=True)
    till_id = models.UUIDField(null=True)
    site = models.CharField(max_length=300, blank=True)  # this installation, where its QR leads
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    since = models.DateTimeField()
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "printing_job"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in JobState]), name="print_job_state"
            ),
            models.CheckConstraint(
                condition=Q(texts__isnull=True) | ~Q(state__in=[str(one) for one in ENDED]),
                name="print_job_forgets",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state"],
                condition=Q(state__in=["waiting", "in_hand"]),
                name="print_job_waiting",
            ),
            models.Index(fields=["house", "-asked_at"], name="print_job_recent"),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state == JobState.WAITING

    @property
    def is_unsure(self) -> bool:
        return self.state == JobState.UNSURE
