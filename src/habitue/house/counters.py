"""Running numbers of a house."""

from django.db.models import F

from habitue.house.models import Counter, House


def next_number(house: House, name: str) -> int:
    """The next number called `name`, starting from 1; call it inside an operation."""
    rows = Counter.objects.of(house).filter(name=name)
    if not rows.update(value=F("value") + 1):
        Counter.objects.bulk_create([Counter(house=house, name=name)], ignore_conflicts=True)
        rows.update(value=F("value") + 1)
    return int(rows.values_list("value", flat=True)[0])
