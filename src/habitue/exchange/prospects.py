"""Whom a trial would make or change, as they would then stand: on the disk, not in memory.

Taking a file finds the people of earlier rows in the book; a trial writes nothing there, so it
asks here. The table goes away with the trial.
"""

import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from habitue.cards.models import Card
from habitue.customers.models import Customer, CustomerPhone
from habitue.exchange.opened import Opened
from habitue.exchange.picture import Keys, Person, Picture, phone_keys
from habitue.house.models import House

AT_ONCE = 500  # signs in one question
COLUMNS = [
    field.attname for field in Customer._meta.concrete_fields if field.name not in ("id", "house")
]
NUMBER = ("typed", "e164", "digits", "national")


class Prospects:
    """People of the rows so far, by whatever a later row may recognise them by."""

    def __init__(self, house: House) -> None:
        self._house = house
        blank = Customer(house=house)
        self._blank = {name: getattr(blank, name) for name in COLUMNS}
        # an empty name is a file of SQLite's own, gone when it is closed
        self._table = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._table.executescript(
            "PRAGMA cache_size = -16384; PRAGMA journal_mode = OFF;"
            "CREATE TABLE person (id BLOB PRIMARY KEY, stands BLOB) WITHOUT ROWID;"
            "CREATE TABLE sign (sign INT, id BLOB, PRIMARY KEY (sign, id)) WITHOUT ROWID"
        )

    def keep(self, people: Iterable[Person], opened: Opened) -> None:
        """Write down how these would stand."""
        several = {one.id: one for one in people}
        self._table.execute("BEGIN")
        self._table.executemany(
            "INSERT INTO person VALUES (?, ?) ON CONFLICT DO UPDATE SET stands = excluded.stands",
            ((id_.bytes, self._packed(one, opened)) for id_, one in several.items()),
        )
        self._table.executemany(
            "INSERT OR IGNORE INTO sign VALUES (?, ?)",
            ((sign, id_.bytes) for id_, one in several.items() for sign in _signs_of(one)),
        )
        self._table.execute("COMMIT")

    def load(self, picture: Picture, rows: Iterable[Keys], opened: Opened) -> None:
        """Bring a picture of the book up to date with those whom `rows` may be about."""
        ids = {id_.bytes for id_ in picture.people}
        ids |= set(self._asked("SELECT id FROM sign WHERE sign IN ({})", _signs_in(rows)))
        found = list(self._asked("SELECT stands FROM person WHERE id IN ({})", sorted(ids)))
        stand = [pickle.loads(one) for one in found]  # noqa: S301 - written by this process
        picture.add(UUID(bytes=one[0]) for one in stand if not one[1])
        for one in stand:
            person = self._unpacked(picture, one)
            opened.remember(person.id, one[-1])
            self._bind(picture, person)
            picture.note(person)

    def _asked(self, question: str, what: Sequence[Any]) -> Iterator[Any]:
        for start in range(0, len(what), AT_ONCE):
            some = what[start : start + AT_ONCE]
            marks = ", ".join("?" * len(some))
            yield from (row[0] for row in self._table.execute(question.format(marks), some))

    def _packed(self, person: Person, opened: Opened) -> bytes:
        values = {name: getattr(person.customer, name) for name in COLUMNS}
        if person.is_new:
            blank = self._blank
            values = {name: value for name, value in values.items() if value != blank[name]}
        numbers = [tuple(getattr(one, name) for name in NUMBER) for one in person.numbers]
        here = opened.here(person.id)
        whole = (
            person.id.bytes, person.is_new, values, numbers, person.cards, person.code, here,
        )  # fmt: skip
        return pickle.dumps(whole, pickle.HIGHEST_PROTOCOL)

    def _unpacked(self, picture: Picture, stands: tuple[Any, ...]) -> Person:
        id_, is_new, values, numbers, cards, code, _here = stands
        person = picture.people.get(UUID(bytes=id_))
        if person is None:
            customer = Customer(id=UUID(bytes=id_), house=self._house)
            person = Person(customer, is_new=is_new)
        for name, value in values.items():
            setattr(person.customer, name, value)
        person.numbers = [
            CustomerPhone(
                house=self._house,
                customer=person.customer,
                position=position,
                **dict(zip(NUMBER, number, strict=True)),
            )
            for position, number in enumerate(numbers)
        ]
        person.cards, person.code = cards, code
        return person

    def _bind(self, picture: Picture, person: Person) -> None:
        """Cards that an earlier row gave them."""
        for key in person.cards:
            card = picture.cards.get(key) or Card(house=self._house, number=key, number_key=key)
            card.customer = person.customer
            picture.cards[key] = card


def _signs_of(person: Person) -> set[int]:
    """By what a row may mean them, as numbers: two signs of one number only ask too much."""
    customer = person.customer
    signs = {
        ("user_id", customer.user_id_key or ""), ("email", customer.email_key or ""),
        ("code", person.code), ("name", f"{person.name}\n{person.company}"),
        *(("card", key) for key in person.cards),
        *(("phone", key) for one in person.numbers for key in phone_keys(one.e164, one.digits)),
    }  # fmt: skip
    return {hash(sign) for sign in signs if sign[1]}


def _signs_in(rows: Iterable[Keys]) -> list[int]:
    signs: set[tuple[str, str]] = set()
    for row in rows:
        signs |= {("user_id", row.user_id), ("email", row.email), ("code", row.code)}
        signs |= {("card", key) for key in row.cards} | {("phone", key) for key in row.phones}
        if not row.has_any:
            signs.add(("name", f"{row.name}\n{row.company}"))
    return sorted(hash(sign) for sign in signs if sign[1])
