"""Guests and their one-time codes, of the installation; invitations and links, of a house."""

from django.db import models
from django.db.models import Q

from habitue.customers.models import Customer
from habitue.house.models import HouseRow
from habitue.kit.ids import new_id


class Guest(models.Model):
    """Someone on their own phone, whatever houses have them in their book.

    Without an e-mail they are known by this phone only, until an address is proved.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.CharField(max_length=254, null=True, unique=True)  # as `kit.emails.key` says
    language = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        db_table = "guests_guest"


class SignInCode(models.Model):
    """A code that went out by e-mail: six digits, ten minutes, five wrong tries, once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.CharField(max_length=254)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "guests_sign_in_code"
        indexes = [models.Index(fields=["email", "-made_at"], name="sign_in_code_latest")]


class GuestLink(HouseRow):
    """That a guest is a customer of this house: what opens the house to them.

    `proved_at`: since when the link may also spend by a one-time code. Proof of the customer's
    e-mail gives that, an invitation that vouches, or the PIN typed once.
    """

    BY_EMAIL, BY_INVITATION = "email", "invitation"

    guest = models.ForeignKey(Guest, models.PROTECT, related_name="links")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="guest_links")
    how = models.CharField(max_length=10)  # email, invitation
    linked_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "guests_link"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "guest", "customer"],
                condition=Q(ended_at__isnull=True),
                name="guest_link_stands_once",
            )
        ]
        indexes = [
            models.Index(fields=["guest"], name="guest_link_of_guest"),
            models.Index(fields=["house", "customer"], name="guest_link_of_customer"),
        ]


class Invitation(HouseRow):
    """A link a house gives a customer, to become its guest: fourteen days, once.

    `vouches`: whoever made it may also set the customer's PIN, so the link it makes may spend.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)  # a hash of a secret: unique anywhere
    vouches = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # a newer one took its place
    link = models.ForeignKey(GuestLink, models.PROTECT, null=True, related_name="invitations")

    class Meta:
        db_table = "guests_invitation"
        indexes = [models.Index(fields=["house", "customer"], name="invitation_of")]
