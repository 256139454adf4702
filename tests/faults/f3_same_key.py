"""F3 one key sent by 64 clients at once: one posting, one answer; another body under it: 422.

Every key is sent 64 times at once, the answers compared whole; then by a few with other bodies,
and under another path. That several were in flight at once is the fault: more than one answer
says that it is a repeat, and at least one that it is the first.
"""

from __future__ import annotations

import json
from typing import Any

import httpx

from tests.faults.clients import Till, at_once, eur, tills
from tests.faults.frame import Drill

GUESTS = 8


def run(drill: Drill) -> None:
    clients, waited = drill.size("clients"), 0
    expected: dict[str, int] = {}
    with tills(drill.serve(), clients) as till:
        guests = [till.made("POST", "/customers", {"first_name": f"{n}"}) for n in range(GUESTS)]
        for number in range(drill.size("ids")):
            guest = drill.random.choice(guests)["id"]
            amount = drill.random.randint(1, 5_000)
            expected[guest] = expected.get(guest, 0) + amount
            waited += _at_once(drill, till, guest, amount, f"same:{number}")
            _altered(drill, till, guest, amount, f"same:{number}")
            if drill.is_full and not (number + 1) % 100:
                drill.say(f"{number + 1} keys")
        for guest, total in expected.items():
            has = till.made("GET", f"/customers/{guest}/balances")["wallet"]["paid"]["amount"]
            drill.expect(has == total, f"{has} in a wallet that should hold {total}")
    _stored(drill)
    drill.really("repeats that overlapped their first", waited, at_least=drill.size("ids"))


def _at_once(drill: Drill, till: Till, guest: str, amount: int, key: str) -> int:
    """How many of them were sent before the first answer was there."""
    path, body = f"/customers/{guest}/top-ups", {"pays": eur(amount), "tender": "cash"}
    answers = at_once([lambda: till("POST", path, body, key)] * drill.size("clients"), 64)
    drill.expect({one.status_code for one in answers} == {201}, f"{key}: {_codes(answers)}")
    said = {json.dumps(_lasting(one.json()), sort_keys=True) for one in answers}
    drill.expect(len(said) == 1, f"{key}: {len(said)} different answers")
    first = [one for one in answers if "Idempotent-Replayed" not in one.headers]
    drill.expect(len(first) == 1, f"{key}: {len(first)} say they were the first")
    drill.count(keys=1, sent=len(answers), postings=len(first))
    took = first[0].elapsed if first else answers[0].elapsed
    return sum(one.elapsed > took for one in answers)


def _lasting(answer: dict[str, Any]) -> dict[str, Any]:
    """What a repeat repeats: everything that belongs to this top-up itself."""
    return {name: value for name, value in answer.items() if name != "wallet"}


def _codes(answers: list[httpx.Response]) -> set[str]:
    return {f"{one.status_code} {one.text[:200]}" for one in answers if one.status_code != 201}


def _altered(drill: Drill, till: Till, guest: str, amount: int, key: str) -> None:
    path = f"/customers/{guest}/top-ups"
    body = {"pays": eur(amount), "tender": "cash"}
    others = [
        (path, body | {"pays": eur(amount + 1)}),
        (path, body | {"tender": "card"}),
        (path, body | {"receives": eur(amount + 5)}),
        (f"/customers/{guest}/payouts", body),
        ("/bills", {"amount": eur(amount)}),
    ]
    answers = at_once([lambda one=one: till("POST", *one, key) for one in others], len(others))  # type: ignore[misc]
    for answer in answers:
        code = answer.json().get("code")
        drill.expect(
            (answer.status_code, code) == (422, "idempotency_key_reused")
            or (answer.status_code == 422 and answer.request.url.path.endswith("payouts")),
            f"{key} with another body: {answer.status_code} {code}",
        )
    drill.count(altered_bodies_refused=sum(one.status_code == 422 for one in answers))


def _stored(drill: Drill) -> None:
    from habitue.prepaid.models import TopUp

    drill.expect(TopUp.objects.count() == drill.size("ids"), "top-ups and keys differ in number")
