"""What must always be true of whoever was erased: nothing is left that says who it was."""

from habitue.customers.models import Customer
from habitue.house.models import House
from habitue.housekeeping.forgetting import columns, ids_of, models, says_something
from habitue.housekeeping.models import Erasure
from habitue.housekeeping.personal import TABLES
from habitue.kit.checks import Examined, Invariant

SHOWN = 20


def the_erased_are_forgotten(house: House) -> Examined:
    """No column of the map says anything about them, in no table."""
    people = list(Erasure.objects.of(house).values_list("customer_id", flat=True))
    wrong: list[str] = []
    known = models()
    for start in range(0, len(people), 500):
        some = people[start : start + 500]
        for name, table in TABLES.items():
            if not table.of:
                continue
            ids = ids_of(known[name], house, table.of, some)
            if table.ends:
                wrong += [f"{name} {id_} is about someone who was erased" for id_ in ids[:SHOWN]]
                continue
            emptied = [one.name for one in columns(known[name], table)]
            rows = known[name]._default_manager.filter(house_id=house.id, pk__in=ids)
            wrong += [
                f"{name} {pk} still says something about someone who was erased"
                for pk, *values in rows.values_list("pk", *emptied)
                if says_something(values)
            ]
    return Examined(len(people), wrong)


def proofs_are_of_the_erased(house: House) -> Examined:
    """Whoever is erased has a proof, and the other way round."""
    people = Customer.objects.of(house)
    unproved = people.exclude(erased_at=None).filter(erasures=None)
    standing = people.filter(erased_at=None).exclude(erasures=None)
    wrong = [f"{one.pk} is erased without a proof" for one in unproved[:SHOWN]]
    wrong += [f"{one.pk} has a proof and is not erased" for one in standing[:SHOWN]]
    return Examined(Erasure.objects.of(house).count(), wrong)


INVARIANTS = [
    Invariant("I36", "Of whoever was erased nothing is left", the_erased_are_forgotten),
    Invariant("I36", "Each erasure has its proof", proofs_are_of_the_erased),
]
