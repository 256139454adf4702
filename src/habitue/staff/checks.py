"""What must always be true of who works here: secrets are kept as digests only."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def secrets_are_digests(house: House) -> Examined:
    """PINs hashed slowly, tokens and devices as 64 hexadecimal digits, passwords hashed too."""
    return sql.examined(
        house.id,
        counted="staff_member",
        wrong="SELECT id, 'has a PIN that is not hashed as it must be' FROM staff_member"
        " WHERE house_id = %s AND pin_hash <> '' AND pin_hash NOT LIKE '$argon2id$%%'"
        " UNION ALL SELECT id, 'is a token kept in clear' FROM staff_token"
        " WHERE house_id = %s AND length(digest) <> 64"
        " UNION ALL SELECT id, 'is a device whose secret is kept in clear' FROM staff_device"
        " WHERE house_id = %s AND length(digest) <> 64"
        " UNION ALL SELECT m.id, 'has a password that is not hashed' FROM staff_member m"
        " JOIN staff_login l ON l.id = m.login_id WHERE m.house_id = %s"
        " AND l.password NOT LIKE '%%$%%$%%' AND l.password NOT LIKE '!%%'",
    )


INVARIANTS = [
    Invariant("I39", "Secrets of who works here are digests", secrets_are_digests),
]
