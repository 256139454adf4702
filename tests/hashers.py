"""Argon2 as the product uses it, at the least cost there is: only tests hash by the thousand."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Cheapest(Argon2PasswordHasher):
    """The same algorithm, so that what is stored looks as it will."""

    time_cost, memory_cost, parallelism = 1, 8, 1
