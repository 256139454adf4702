"""What must always be true of cards and PINs."""

from habitue.cards.models import Pin
from habitue.cards.one_time import IN_A_ROW
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


def batches_are_whole(house: House) -> Examined:
    """What was printed stays: a batch has the cards it says, and a bound card says since when."""
    short = sql.examined(
        house.id,
        counted="cards_batch",
        wrong="SELECT b.id, 'has not as many cards as it was printed with' FROM cards_batch b"
        " WHERE b.house_id = %s AND b.count <> (SELECT count(*) FROM cards_card k"
        " WHERE k.house_id = b.house_id AND k.batch_id = b.id)",
    )
    undated = sql.examined(
        house.id,
        counted="cards_card",
        wrong="SELECT k.id, 'has an owner and no day it was bound' FROM cards_card k"
        " WHERE k.house_id = %s AND k.customer_id IS NOT NULL AND k.bound_on IS NULL"
        " AND k.batch_id IS NOT NULL",
    )
    return Examined(short.count + undated.count, [*short.offenders, *undated.offenders])


def codes_are_used_once(house: House) -> Examined:
    """A one-time code was used while it stood: within its two minutes, before a newer one."""
    return sql.examined(
        house.id,
        counted="cards_one_time_code",
        wrong="SELECT id, 'was used when it did not stand' FROM cards_one_time_code"
        " WHERE house_id = %s AND used_at IS NOT NULL"
        " AND (used_at < made_at OR used_at > expires_at OR ended_at IS NOT NULL)",
    )


INVARIANTS = [
    Invariant("I39", "PINs are hashed slowly, wrong tries lock them", pins_are_slow_and_counted),
    Invariant("I39", "Whoever is archived holds no card", the_archived_hold_no_card),
    Invariant("I53", "A one-time code is used while it stands", codes_are_used_once),
    Invariant("I39", "A batch of cards stays as it was printed", batches_are_whole),
]
