"""What must always be true between rooms, and of both chains together."""

from habitue.house import sql
from habitue.house.models import House
from habitue.kit.checks import Examined, Invariant
from habitue.site import anchors, crossing


def anchors_hold(house: House) -> Examined:
    """The seals that were last when the books were verified are still there, as they were."""
    found = anchors.dropped(house)
    wrong = []
    for anchor in found:
        table = anchors.CHAINS[anchor.chain]
        there = sql.rows(
            f"SELECT hash FROM {table} WHERE house_id = %s AND number = %s",  # noqa: S608
            [house.id, anchor.number],
        )
        if not there or bytes(there[0][0]).hex() != anchor.hash:
            wrong.append(
                f"the chain of the {anchor.chain} went to {anchor.number} by {anchor.where}, and"
                " no longer does; where an older backup was restored, put that file aside"
            )
    return Examined(len(found), wrong)


INVARIANTS = [
    Invariant("I14", "Points are whose bill it was", crossing.points_went_to_whose_bill_it_was),
    Invariant("I17", "Each top-up went to its wallet", crossing.top_ups_went_to_their_wallet),
    Invariant("I18", "Wallets are used by their members", crossing.wallets_are_their_members),
    Invariant("I18", "A lot is as old as its entry", crossing.value_of_an_entry_is_dated_by_it),
    Invariant("I21", "A bill is whose its link says", crossing.bills_are_whose_their_links_say),
    Invariant("I22", "Money moved by the tender said", crossing.money_moved_by_the_tender_said),
    Invariant("I34", "Rows say what their entries say", crossing.rows_say_what_their_entries_say),
    Invariant("I26", "Nothing was cut off the end of the chains", anchors_hold),
]
