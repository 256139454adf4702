"""What must always be true of cards and PINs."""

from habitue.cards.models import Pin
from habitue.cards.proofs import IN_A_ROW
from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant


def pins_are_slow_and_counted(house: House) -> Examined:
    """A PIN is kept as Argon2id only, and locked exactly when five tries in a row were wrong."""
    rows = Pin.objects.of(house)
    wrong = [
        f"the PIN of {pin.customer_id} is not hashed as it must be"
        for pin in rows.exclude(hash__startswith="$argon2id$")
    ]
    wrong += [
        f"the PIN of {pin.customer_id} counts {pin.wrong_in_a_row} and is locked: {pin.locked_at}"
        for pin in rows.filter(wrong_in_a_row__gte=IN_A_ROW, locked_at=None)
        | rows.filter(wrong_in_a_row__lt=IN_A_ROW).exclude(locked_at=None)
    ]
    return Examined(rows.count(), wrong)


def the_archived_hold_no_card(house: House) -> Examined:
    return sql.examined(
        house.id,
        counted="cards_card",
        wrong="SELECT k.id, 'is held by someone archived' FROM cards_card k"
        " JOIN customers_customer c ON c.house_id = k.house_id AND c.id = k.customer_id"
        " WHERE k.house_id = %s AND k.released_at IS NULL AND c.archived_at IS NOT NULL",
    )


INVARIANTS = [
    Invariant("I39", "PINs are hashed slowly, wrong tries lock them", pins_are_slow_and_counted),
    Invariant("I39", "Whoever is archived holds no card", the_archived_hold_no_card),
]
