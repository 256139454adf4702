"""An entry says in which venue it happened, and the chain covers it."""

import pytest

from habitue.ledger import sealing
from habitue.ledger.chain import chain_holds
from habitue.ledger.models import Entry
from tests.cast import Cast
from tests.site.damage import damage


def test_what_a_till_takes_happened_in_its_venue(cast: Cast) -> None:
    cast.alice  # noqa: B018  she is topped up at the only venue

    entries = Entry.objects.of(cast.house).filter(kind="prepaid.top_up")
    assert set(entries.values_list("venue_id", flat=True)) == {cast.venue.id}


@pytest.mark.unbalanced  # the chain is broken on purpose
def test_moving_an_entry_to_another_venue_breaks_the_chain(cast: Cast) -> None:
    cast.alice  # noqa: B018
    sealing.seal(cast.house)
    assert not chain_holds(cast.house).offenders

    damage("UPDATE ledger_entry SET venue_id = NULL")
    assert chain_holds(cast.house).offenders
