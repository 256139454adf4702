"""PINs: hashed slowly, peppered, never stored, logged or echoed (decision 32)."""

import secrets
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from django.utils.translation import gettext_lazy as _

from habitue.kit.refusals import Refusal
from habitue.kit.seals import hexdigest

# OWASP's smallest accepted Argon2id: 19 MiB, two passes. The lock-out is the protection.
SLOWLY = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
LENGTHS = range(4, 9)
_GUESSED_FIRST = """
1212 6969 2580 1010 2000 2001 1004 1313 4321 1122 5683 1342 1998 1999 0852 1986 1987 1984 1985
1990 1991 1992 1988 1989 1993 1994 1995 1996 1997 0911 1379 2468 1357 0420 1973 1980 1981 1982
1983 2002 2003 2020 2222 3333 121212 123321 112233 159753 147258 131313 123123 654321 789456
696969 520520 102030
"""
COMMON = frozenset(_GUESSED_FIRST.split())


class PinTooCommon(Refusal):
    code = "pin_too_common"
    says = _("This PIN is too easy to guess. Choose another.")


class PinMalformed(Refusal):
    code = "malformed"
    status = 422
    says = _("A PIN is 4 to 8 digits.")


def accept(pin: str, *known: str) -> None:
    """Raise PinMalformed or PinTooCommon; `known` are digits others know: phone, birthday."""
    if not (pin.isascii() and pin.isdigit() and len(pin) in LENGTHS):
        raise PinMalformed(field="pin")
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, -1}:
        raise PinTooCommon()
    if pin in COMMON or any(digits.endswith(pin) or digits == pin for digits in known if digits):
        raise PinTooCommon()


def offer(length: int = 4) -> str:
    """A random PIN that `accept` accepts."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(length))
        try:
            accept(pin)
        except PinTooCommon:
            continue
        return pin


def hashed(owner: str, pin: str) -> str:
    """What is stored for `pin`; `owner` (house and person) is part of it. Takes some 25 ms."""
    return SLOWLY.hash(hexdigest("pin", owner, pin))


def matches(owner: str, pin: str, stored: str) -> bool:
    """Whether `pin` is the one behind `stored`. Takes as long for a wrong one."""
    try:
        return SLOWLY.verify(stored, hexdigest("pin", owner, pin))
    except (VerificationError, InvalidHashError):
        return False
