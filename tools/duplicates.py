"""How well duplicates are found: precision and recall on lists whose truth is known, and how fast.

`python -m tools.duplicates FOLDER` reads the lists in FOLDER (they are not in the repository) and
writes docs/evidence/duplicates.md; `--large N` adds a made-up book of N records, which takes a
minute or two. The weights were set by what names, days and numbers say in general and looked at on
these lists; none was fitted to them.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from habitue.merging.keys import Record, plain
from habitue.merging.matching import candidates, pairs

PAGE = Path(__file__).parent.parent / "docs/evidence/duplicates.md"


@dataclass(frozen=True)
class Told:
    """A list, and which of its records are one: by the place in the list."""

    name: str
    records: Sequence[Record]
    same: set[tuple[int, int]]


@dataclass(frozen=True)
class Measured:
    name: str
    records: int
    same: int
    compared: int
    keyed: int  # true pairs that shared a key, so could be found at all
    likely: Suggested  # what is shown
    every: Suggested  # with the weaker ones, which are shown when somebody asks for them
    seconds: float


@dataclass(frozen=True)
class Suggested:
    """So many pairs, of which so many are true, of so many true ones there are."""

    found: int
    right: int
    same: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.same if self.same else 1.0


def measure(told: Told) -> Measured:
    began = time.perf_counter()
    found = list(pairs(told.records))
    took = time.perf_counter() - began
    tried = set(candidates(told.records))
    every, likely = (
        {(one.one, one.other) for one in found if weak or not one.weak} for weak in (True, False)
    )
    return Measured(
        told.name,
        len(told.records),
        len(told.same),
        len(tried),
        len(tried & told.same),
        *(Suggested(len(some), len(some & told.same), len(told.same)) for some in (likely, every)),
        took,
    )


def lists(folder: Path) -> Iterator[Told]:
    """The lists with a truth, as a book would hold them."""
    yield febrl(folder / "febrl_dataset1.csv")
    yield splink(folder / "splink_fake_1000.csv")
    yield labelled(folder / "splink_fake_1000.csv", folder / "splink_fake_1000_labels.csv")
    yield restaurants(folder / "dedupe_restaurant_nophone_training.csv")


def febrl(path: Path) -> Told:
    """Invented people with slips; the social security number is left out: no book has it."""
    rows = [{k.strip(): v.strip() for k, v in row.items()} for row in _rows(path)]
    records = [
        Record(
            first=plain(row["given_name"]),
            last=plain(row["surname"]),
            birthday=row["date_of_birth"],
            street=plain(f"{row['street_number']} {row['address_1']}"),
            postal_code=row["postcode"],
            city=plain(row["suburb"]),
        )
        for row in rows
    ]
    return Told("FEBRL 1", records, _same([row["rec_id"].split("-")[1] for row in rows]))


def splink(path: Path) -> Told:
    """Invented people, four records each, several fields of each damaged or gone."""
    rows = _rows(path)
    return Told("Splink fake 1000", _people(rows), _same([row["cluster"] for row in rows]))


def labelled(path: Path, labels: Path) -> Told:
    """The same list, by the pairs that people judged to be one."""
    rows = _rows(path)
    place = {row["unique_id"]: number for number, row in enumerate(rows)}
    same = {
        (min(pair), max(pair))
        for row in _rows(labels)
        if float(row["clerical_match_score"]) == 1.0
        for pair in [(place[row["unique_id_l"]], place[row["unique_id_r"]])]
    }
    return Told("Splink fake 1000, by its labels", _people(rows), same)


def restaurants(path: Path) -> Told:
    """Fodor's and Zagat's guides: companies, no phone."""
    rows = _rows(path)
    records = [
        Record(
            company=plain(row["name"]),
            words=tuple(plain(row["name"]).split()),
            street=plain(row["address"]),
            city=plain(row["city"]),
        )
        for row in rows
    ]
    truth = [row["unique_id"].strip("' ") for row in rows]
    return Told("Fodor's and Zagat's", records, _same(truth))


def _people(rows: Sequence[dict[str, str]]) -> list[Record]:
    return [
        Record(
            first=plain(row["first_name"]),
            last=plain(row["surname"]),
            birthday=row["dob"].replace("-", ""),
            city=plain(row["city"]),
            emails=(row["email"].casefold(),) if row["email"] else (),
        )
        for row in rows
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def _same(truth: Sequence[str]) -> set[tuple[int, int]]:
    groups: dict[str, list[int]] = {}
    for place, name in enumerate(truth):
        groups.setdefault(name, []).append(place)
    return {pair for group in groups.values() for pair in combinations(group, 2)}


def made_up(size: int) -> Told:
    """A book of `size`: names as unequal as real ones, most with a phone, one in fifty twice."""
    chance = random.Random(3)
    names = [_name(chance) for _ in range(8_600)]
    weights = [1 / (place + 5) for place in range(8_600)]
    lasts = chance.choices(names, weights, k=size)
    firsts = chance.choices(names[:600], weights[:600], k=size)
    records: list[Record] = []
    truth: list[str] = []
    for place in range(size):
        if place and chance.random() < 0.02:
            like = chance.randrange(place)
            records.append(_again(chance, records[like]))
            truth.append(truth[like])
        else:
            records.append(_someone(chance, firsts[place], lasts[place]))
            truth.append(str(place))
    return Told(f"made up, {size:,}", records, _same(truth))


def _name(chance: random.Random) -> str:
    syllables = [chance.choice("bcdfglmnprstv") + chance.choice("aeiou") for _ in range(3)]
    return "".join(syllables[: chance.choice((2, 2, 3))]) + chance.choice(("", "n", "t", "r"))


def _someone(chance: random.Random, first: str, last: str) -> Record:
    code = str(69_000 + chance.randrange(60))
    day = f"{chance.randrange(1940, 2005)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
    mail = f"{first}.{last}{chance.randrange(99)}@mail{chance.randrange(5)}.com"
    return Record(
        first=first,
        last=last,
        phones=(_phone(chance),) if chance.random() < 0.8 else (),
        emails=(mail,) if chance.random() < 0.5 else (),
        birthday=day if chance.random() < 0.4 else "",
        postal_code=code,
        city=f"town{code}",
    )


def _again(chance: random.Random, like: Record) -> Record:
    """Who signs up twice: a slip in the name now and then, another phone, no e-mail."""
    last, first = like.last, like.first
    if chance.random() < 0.4:
        last = f"{last[:2]}{chance.choice('aeiou')}{last[3:]}"
    if chance.random() < 0.1:
        first, last = last, first
    return Record(
        first=first,
        last=last,
        phones=like.phones if chance.random() < 0.6 else (_phone(chance),),
        emails=like.emails if chance.random() < 0.4 else (),
        birthday=like.birthday if chance.random() < 0.6 else "",
        postal_code=like.postal_code,
        city=like.city,
    )


def _phone(chance: random.Random) -> str:
    return f"33{chance.randrange(600_000_000, 700_000_000)}"


def page(measured: Sequence[Measured], megabytes: int) -> str:
    head = (
        "# Duplicates: what is found, and what is found wrongly\n\n"
        "Written by `python -m tools.duplicates`. *Pairs* are those that are one by the list's own"
        " truth; *compared* are those that shared a key, of which *could be found* are true;"
        " *precision* is how many of the suggested are true, *recall* how many of the true are"
        " suggested. Only what a customer book holds was given (no social security number).\n\n"
        "| list | records | pairs | compared | could be found | suggested | precision | recall"
        " | with the weaker ones | precision | recall | seconds |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
    )
    lines = [
        f"| {one.name} | {one.records:,} | {one.same:,} | {one.compared:,} | {one.keyed:,}"
        f" | {_told(one.likely)} | {_told(one.every)} | {one.seconds:.1f} |"
        for one in measured
    ]
    foot = (
        f"\n\nMemory at the end: {megabytes} MB, the lists themselves and their truth with it."
        " In Splink's list several fields of most records"
        " are damaged or missing at once: what is not suggested there has a name or a birthday in"
        " common and nothing that tells it from a namesake. In the made-up book two in five of"
        " those who signed up twice changed their phone and half left no birthday; the rest of"
        " what is suggested wrongly are namesakes under one postal code, and stand last.\n\n"
        "A pair is *weaker*, and shown only to whoever asks for those, where it is surer than"
        " chance by no more than namesakes share: addresses made of the name that differ in"
        " their number (`ana.weber12@`, `ana.weber47@`), or, from 2,000 records on, a name and"
        " nothing else at all.\n"
    )
    return head + "\n".join(lines) + foot


def _told(some: Suggested) -> str:
    return f"{some.found:,} | {some.precision:.3f} | {some.recall:.3f}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--large", type=int, action="append", default=[])
    given = asked.parse_args()
    every = [*lists(given.folder), *(made_up(size) for size in given.large)]
    measured = [measure(told) for told in every]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    PAGE.write_text(page(measured, most), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
