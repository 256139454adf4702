"""What an import remembers of each row, so that it can be undone.

A newcomer's trace is their version and what was opened for them; of someone who was there
already it is also each column before and after, their numbers and the cards they were given.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from habitue.exchange.deciding import Decided
from habitue.exchange.models import FateKind

Trace = dict[str, Any]


def trace_of(one: Decided) -> Trace:
    """Empty where the row changed nothing."""
    if one.person is None or one.fate not in (FateKind.CREATED, FateKind.UPDATED):
        return {}
    trace: Trace = {"version": one.person.customer.version, **_opened(one)}
    if one.fate == FateKind.CREATED:
        return trace
    if one.was:
        trace["was"] = {column: [plain(v) for v in pair] for column, pair in one.was.items()}
    if one.waited:
        trace["waited"] = one.waited
    if one.had is not None:
        trace["phones"] = [one.had, one.changes["phones"]]
    if one.cards:
        trace["cards"] = [card.number_key for card in one.cards]
    return trace


def _opened(one: Decided) -> Trace:
    found: Trace = {"booked": one.booked} if one.booked else {}
    return {**found, "of_card": one.of_card} if found and one.of_card else found


def with_links(trace: Trace, one: Decided, found: Mapping[str, UUID]) -> Trace:
    """The same with parents and payers that were made at the end of the file."""
    if not found or one.person is None:
        return trace
    links = {f"{key}_id": [plain(v) for v in one.was[f"{key}_id"]] for key in found}
    was = {**links, **trace.get("was", {})}
    return {**trace, "was": was, "version": one.person.customer.version}


def plain(value: Any) -> Any:
    """A column's value as JSON has it, to be compared and put back."""
    return str(value) if isinstance(value, UUID) else value
