"""Which balances were brought for someone before: each is opened once, by whichever file.

An unpaid bill has a date: a file may bring several for one person, and one that came before is
known by its date and amount. In a list of gift cards each card has a balance of its own: it is
opened once for each card, however many are one person's.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from habitue.audit import reports as audit
from habitue.cards.actions import number_key
from habitue.cards.models import Card
from habitue.customers import survivors
from habitue.exchange.models import Fate
from habitue.exchange.picture import Picture
from habitue.exchange.reading.drafts import Draft, Refused
from habitue.exchange.reading.openings import Opening
from habitue.house.models import House
from habitue.house_accounts.models import Charge

# paid and gift are one: the audit does not tell them apart
KINDS = {
    "prepaid": frozenset({"paid", "gift"}),
    "points": frozenset({"points"}),
    "house_accounts": frozenset({"owes"}),
}
CARD = "card:"
Bill = tuple[UUID, str, int]  # whose, of which day, how much


class Opened:
    """What was opened before: by earlier files, and by earlier rows of this one."""

    def __init__(self, house: House, of: UUID | None) -> None:
        self._house, self._of = house, of
        self._before: dict[UUID, frozenset[str]] = defaultdict(frozenset)
        self._here: dict[UUID, frozenset[str]] = defaultdict(frozenset)
        self._bills: set[Bill] = set()
        self._once: dict[str, set[UUID]] = defaultdict(set)  # whose a card was that was released

    def load(self, picture: Picture, drafts: Iterable[Draft | Refused]) -> None:
        """Of those known to a picture; nothing is asked where no row brings a balance."""
        bring = [one for one in drafts if isinstance(one, Draft) and one.opening]
        if not bring:
            return
        people = [id_ for id_, person in picture.people.items() if not person.is_new]
        people += self._released({number_key(card) for one in bring for card in one.cards})
        if not people:
            return
        whose = survivors.families(self._house, people)  # what was merged came along
        own, charges = self._own(whose)
        times: Counter[tuple[UUID, str]] = Counter()
        verbs = [f"{room}.{way}" for room in KINDS for way in ("open", "unopen")]
        for id_, verb in audit.done_to(self._house, list(whose), verbs):
            room, _dot, way = verb.partition(".")
            times[whose[id_], room] += 1 if way == "open" else -1
        for (id_, room), count in times.items():
            if count > own[id_, room]:
                self._before[id_] |= KINDS[room]
            if own[id_, room]:
                self._here[id_] |= KINDS[room]
        for owners in self._once.values():
            owners |= {whose[id_] for id_ in owners if id_ in whose}
        self._bills |= self._charged(people, charges)

    def left_of(
        self, person: UUID, opening: Opening, card: str = "", *, is_new: bool = False
    ) -> Opening | None:
        """What of it is still to be opened; None where nothing is.

        `card`: whose own the balance is, if a card's; `is_new`: they have it by this row only.
        """
        done = self._before[person] | self._here[person]
        if card and f"{CARD}{card}" not in self._here[person]:
            done = self.with_card(card) if is_new else self._before[person]
        if opening.on and opening.owes:
            known = (person, opening.on, opening.owes.amount) in self._bills
            done = done | {"owes"} if known else done - {"owes"}
        return opening.without(done)

    def with_card(self, card: str) -> frozenset[str]:
        """What was brought for those who had it before it was released."""
        return frozenset().union(*(self._before[one] for one in self._once.get(card, ())))

    def note(self, person: UUID, opening: Opening, card: str = "") -> None:
        """It is opened by a row of this file."""
        self._here[person] |= opening.kinds | ({f"{CARD}{card}"} if card else set())

    def here(self, person: UUID) -> frozenset[str]:
        """What earlier rows of this file opened for someone."""
        return self._here.get(person, frozenset())

    def remember(self, person: UUID, kinds: frozenset[str]) -> None:
        if kinds:
            self._here[person] |= kinds

    def _own(self, whose: Mapping[UUID, UUID]) -> tuple[Counter[tuple[UUID, str]], list[UUID]]:
        """How often this file opened something for whom, and its charges."""
        times: Counter[tuple[UUID, str]] = Counter()
        charges = []
        rows = Fate.objects.of(self._house).filter(of_id=self._of, customer_id__in=list(whose))
        for id_, trace in rows.values_list("customer_id", "trace") if self._of else ():
            if card := trace.get("of_card"):
                self._here[whose[id_]] |= {f"{CARD}{card}"}
            for room, booked in trace.get("booked", []):
                times[whose[id_], room] += 1
                charges += [UUID(booked)] if room == "house_accounts" else []
        return times, charges

    def _released(self, keys: Collection[str]) -> list[UUID]:
        """Who had these cards; nothing is asked where the rows have none."""
        if not keys:
            return []
        # not asked by the owner: SQLite would take the index of all cards that have one
        rows = Card.objects.of(self._house).filter(number_key__in=keys, released_at__isnull=False)
        asked = rows.values_list("number_key", "customer_id")
        found = [(key, owner) for key, owner in asked if owner]
        for key, owner in found:
            self._once[key].add(owner)
        return [owner for _key, owner in found]

    def _charged(self, people: Sequence[UUID], own: Sequence[UUID]) -> set[Bill]:
        rows = Charge.objects.of(self._house).filter(
            account__customer_id__in=people, bill_id=None, reversed_at=None
        )
        found = rows.exclude(pk__in=own).values_list(
            "account__customer_id", "business_day", "amount_minor"
        )
        return {(owner, day.isoformat(), amount) for owner, day, amount in found}
