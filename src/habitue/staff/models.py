"""Logins, roles, staff members, tokens and enrolled devices."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from habitue.house.models import HouseRow, Till, Venue
from habitue.kit.ids import new_id


class Logins(BaseUserManager["Login"]):
    def create_user(self, email: str, password: str | None = None, **more: Any) -> "Login":
        login = self.model(email=email.strip().casefold(), **more)
        login.set_password(password)
        login.save(using=self._db)
        return login

    def get_by_natural_key(self, username: str | None) -> "Login":
        return self.get(email=(username or "").strip().casefold())


class Login(AbstractBaseUser):
    """How a person signs in with e-mail and password, whatever houses they work in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True, max_length=254)
    language = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Logins()
    USERNAME_FIELD = "email"

    class Meta:
        db_table = "staff_login"


class Role(HouseRow):
    """A named table of rights that an owner can edit."""

    key = models.CharField(max_length=20)  # owner, manager, cashier, waiter, bookkeeper, …
    name = models.CharField(max_length=60, blank=True)
    holds_everything = models.BooleanField(default=False)

    held: "dict[str, int | None] | None" = None  # its rights, where they were read with it

    KNOWN = {
        "owner": _("Owner"),
        "manager": _("Manager"),
        "cashier": _("Cashier"),
        "waiter": _("Waiter"),
        "bookkeeper": _("Bookkeeper"),
    }

    class Meta:
        db_table = "staff_role"
        constraints = [models.UniqueConstraint(fields=["house", "key"], name="role_key")]

    def __str__(self) -> str:
        return self.name or str(self.KNOWN.get(self.key, self.key))


class RoleRight(HouseRow):
    """That a role holds a right, and the most it may move with it (null: no bound)."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="rights")
    right = models.CharField(max_length=40)
    most_minor = models.BigIntegerField(null=True)

    class Meta:
        db_table = "staff_role_right"
        constraints = [
            models.UniqueConstraint(fields=["house", "role", "right"], name="role_right")
        ]


class StaffMember(HouseRow):
    """Someone who works in this house."""

    login = models.ForeignKey(Login, models.PROTECT, null=True, related_name="memberships")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True, max_length=254)
    role = models.ForeignKey(Role, models.PROTECT, related_name="members")
    active = models.BooleanField(default=True)
    pin_hash = models.CharField(max_length=200, blank=True)
    pin_wrong = models.PositiveSmallIntegerField(default=0)
    pin_locked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "staff_member"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "email"], condition=~models.Q(email=""), name="member_email"
            ),
            models.UniqueConstraint(
                fields=["house", "login"],
                condition=models.Q(login__isnull=False),
                name="member_login",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Token(HouseRow):
    """Lets a program act as a staff member, within scopes. Only a digest of it is kept."""

    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, unique=True)  # a hash of a secret: unique anywhere
    scopes = models.JSONField(null=True)  # null: all the member may, but present_card
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="+")
    till = models.ForeignKey(Till, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_token"


class Device(HouseRow):
    """A browser enrolled as a till by a manager."""

    till = models.ForeignKey(Till, models.PROTECT, related_name="devices")
    digest = models.CharField(max_length=64, unique=True)
    enrolled_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+")
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_device"
