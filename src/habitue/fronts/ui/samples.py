"""Invented people and bills for the gallery. Nothing here is anybody's."""

import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from habitue.kit.money import Money


def eur(amount: int) -> Money:
    return Money(amount, "EUR")


LONG = "Maximilian-Alexander von Hohenberg-Sonnenfels zu Wittelsbach"
COMPANY = "Comité d’entreprise des Ateliers de la Vallée du Haut-Rhin"

PEOPLE: list[dict[str, Any]] = [
    {
        "pk": 1,
        "name": "Élodie Lefèvre",
        "of": "Lefèvre & Fils",
        "icon": "person",
        "kind": "Person",
        "phone": "06 71 20 42 18",
        "card": "741708235506",
        "seen": "yesterday",
        "visits": 64,
        "has": eur(7450),
        "owes": None,
        "points": 286,
        "sub": "yesterday · birthday on Tuesday",
    },
    {
        "pk": 2,
        "name": "Bob Marchetti",
        "of": "",
        "icon": "person",
        "kind": "Person",
        "phone": "06 33 18 90 77",
        "card": "741708235514",
        "seen": "Thu 12 Nov",
        "visits": 41,
        "has": None,
        "owes": eur(4310),
        "points": 188,
        "sub": "Thursday · since 3 November unpaid",
    },
    {
        "pk": 3,
        "name": "Lefèvre & Fils",
        "of": "",
        "icon": "company",
        "kind": "Company",
        "phone": "03 88 14 60 02",
        "card": "",
        "seen": "Thu 12 Nov",
        "visits": 112,
        "has": None,
        "owes": eur(61240),
        "points": None,
        "sub": "company · 3 people",
    },
    {
        "pk": 4,
        "name": LONG,
        "of": COMPANY,
        "icon": "person",
        "kind": "Person",
        "phone": "+49 171 5550 184",
        "card": "741708235647",
        "seen": "Thu 12 Nov",
        "visits": 12,
        "has": eur(600),
        "owes": None,
        "points": 48,
        "sub": "Thursday · no gluten",
    },
    {
        "pk": 5,
        "name": COMPANY,
        "of": "",
        "icon": "company",
        "kind": "Company",
        "phone": "03 89 20 77 15",
        "card": "",
        "seen": "Wed 11 Nov",
        "visits": 87,
        "has": None,
        "owes": eur(180475),
        "points": None,
        "sub": "company · 41 people",
    },
    {
        "pk": 6,
        "name": "Noémie Tran",
        "of": "",
        "icon": "person",
        "kind": "Person",
        "phone": "06 12 84 55 30",
        "card": "741708235654",
        "seen": "Mon 9 Nov",
        "visits": 37,
        "has": eur(12000),
        "owes": None,
        "points": 640,
        "sub": "Monday · “the window, please”",
    },
    {
        "pk": 7,
        "name": "Famille Okonkwo",
        "of": "",
        "icon": "people",
        "kind": "Family",
        "phone": "07 45 61 08 29",
        "card": "741708235639",
        "seen": "Sun 8 Nov",
        "visits": 19,
        "has": eur(3120),
        "owes": None,
        "points": 95,
        "sub": "Sunday · one purse, four people",
    },
    {
        "pk": 8,
        "name": "ليلى حدّاد",
        "of": "",
        "icon": "person",
        "kind": "Person",
        "phone": "07 60 44 19 02",
        "card": "741708235662",
        "seen": "Sat 7 Nov",
        "visits": 8,
        "has": eur(4250),
        "owes": None,
        "points": 61,
        "sub": "Saturday",
    },
    {
        "pk": 9,
        "name": "Юлия Орлова",
        "of": "Pharmacie du Pont",
        "icon": "person",
        "kind": "Person",
        "phone": "07 82 15 40 68",
        "card": "741708235746",
        "seen": "Sat 31 Oct",
        "visits": 6,
        "has": None,
        "owes": eur(2800),
        "points": 24,
        "sub": "31 October",
    },
    {
        "pk": 10,
        "name": "Signe Østergaard-Leffler",
        "of": "",
        "icon": "person",
        "kind": "Person",
        "phone": "+45 20 55 01 83",
        "card": "741708235696",
        "seen": "Thu 5 Nov",
        "visits": 4,
        "has": None,
        "owes": None,
        "points": 16,
        "sub": "signe@østergaard.example",
    },
    {
        "pk": 11,
        "name": "<b>Mallory</b> & Söhne",
        "of": "",
        "icon": "company",
        "kind": "Company",
        "phone": "03 88 31 47 90",
        "card": "",
        "seen": "Fri 6 Nov",
        "visits": 33,
        "has": None,
        "owes": eur(21460),
        "points": None,
        "sub": "company",
    },
    {
        "pk": 12,
        "name": "Marguerite Petit",
        "of": "",
        "icon": "person",
        "kind": "Person",
        "phone": "03 88 27 63 11",
        "card": "741708235738",
        "seen": "Sun 1 Nov",
        "visits": 73,
        "has": eur(21200),
        "owes": None,
        "points": 904,
        "sub": "1 November",
    },
]

LINES: list[dict[str, Any]] = [
    {"quantity": 2000, "name": "Poireaux vinaigrette", "note": "", "sum": eur(1800)},
    {"quantity": 1000, "name": "Steak frites", "note": "rare · no parsley", "sum": eur(2100)},
    {"quantity": 1000, "name": "Sole meunière", "note": "", "sum": eur(2950)},
    {"quantity": 1000, "name": "Chinon, carafe 50 cl", "note": "", "sum": eur(1600)},
    {"quantity": 2000, "name": "Crème caramel", "note": "", "sum": eur(1600)},
]

DISHES: list[tuple[str, Money, int, bool]] = [
    ("Steak frites", eur(2100), 1, False),
    ("Sole meunière", eur(2950), 1, False),
    ("Blanquette de veau", eur(1950), 0, False),
    ("Poulet rôti, jus court", eur(1800), 0, False),
    ("Magret aux cerises", eur(2400), 0, False),
    ("Saucisse, aligot", eur(1750), 0, False),
    ("Quenelles de brochet", eur(2200), 0, True),
    ("Gnocchi à la sauge", eur(1650), 0, False),
    ("Bavette à l’échalote", eur(1850), 0, False),
    ("Ravioles du Royans", eur(1700), 0, False),
    ("Daurade grillée entière, fenouil et citron confit", eur(2600), 0, False),
    ("Tartare au couteau", eur(1900), 0, False),
    ("Légumes du marché", eur(1500), 0, False),
    ("Plat du jour", eur(1600), 0, False),
    ("Menu enfant", eur(1100), 0, False),
]

SEATS: list[tuple[str, str, str, bool]] = [
    ("2", "42.50", "", False),
    ("4", "118.00", "", True),
    ("5", "free", "free", False),
    ("7", "90.45", "now", True),
    ("8", "wants bill", "asks", False),
    ("9", "free", "free", False),
    ("Bar 1", "9.00", "", False),
]

MOVES: list[tuple[str, str, str, Money | None, Money | None, Money]] = [
    ("14 Nov 10:00", "Birthday gift", "until 12 Dec", eur(2000), None, eur(7450)),
    ("13 Nov 21:06", "Paid bill 1031 from the wallet", "till 1", None, eur(3800), eur(5450)),
    ("12 Nov 20:31", "Paid bill 1017 from the wallet", "20.00 a gift", None, eur(3000), eur(9250)),
    ("12 Nov 19:40", "Topped up by card", "pays 100, gets 120", eur(12000), None, eur(12250)),
    ("6 Nov 20:15", "Change of bill 988 kept", "Amélie, till 1", eur(250), None, eur(250)),
]

FIGURES: dict[str, Any] = {
    "total": eur(9045), "due": eur(1595), "discount": eur(-1005), "vat": eur(931),
    "gift": eur(2000), "paid": eur(5450), "has": eur(7450), "owes": eur(4310),
    "back": eur(352), "nothing": eur(0), "large": eur(123456789), "in_hand": eur(500),
    "yen": Money(12000, "JPY"), "dinar": Money(1234567, "TND"),
    "limit": eur(20000), "no_limit": None,
    "parts": [("gift", eur(2000)), ("has", eur(5450))],
    "all_parts": [
        ("gift", 2000), ("has", 5450), ("earned", 900), ("owes", 1200), ("other", 500),
    ],
    "quick": [2000, 5000, 10000],
}  # fmt: skip

CHOICES: dict[str, Any] = {
    "views": [
        ("all", "All", "#"), ("owe", "Owe us", "#", 38), ("credit", "Have credit", "#", 412),
        ("birthday", "Birthday this month", "#", 57), ("away", "Not seen for 60 days", "#", 203),
    ],
    "tabs": [
        ("general", "General", "#"), ("contact", "Contact", "#"), ("advanced", "Advanced", "#"),
        ("moves", "Movements", "#", 148),
    ],
    "kinds": [("person", "Person"), ("company", "Company"), ("family", "Family")],
    "splits": [
        ("whole", "Whole bill"), ("parts", "2 equal parts"), ("line", "By line"),
        ("amount", "Amount"),
    ],
    "levels": [("", "Normal"), ("regulars", "Regulars −10 %"), ("staff", "Staff")],
    "import_steps": ["File", "Columns", "Look", "Done"],
    "colours": ["", "canal", "plum", "wine", "brick", "olive", "slate", "ink"],
}  # fmt: skip


def _drawn_in(sprite: str) -> list[str]:
    """The names in a file of signs, so that none is forgotten in the gallery."""
    found = finders.find(f"ui/{sprite}.svg")
    assert isinstance(found, str)
    return re.findall(r'<symbol id="([^"]+)"', Path(found).read_text())


def facts() -> dict[str, Any]:
    """What the sample templates show."""
    drawn = _drawn_in("drawings")
    return (
        FIGURES
        | CHOICES
        | {
            "people": PEOPLE,
            "elodie": PEOPLE[0],
            "long": LONG,
            "company": COMPANY,
            "lines": LINES,
            "dishes": DISHES,
            "seats": SEATS,
            "moves": MOVES,
            "icons": _drawn_in("icons"),
            "marks": [name for name in drawn if name.startswith("mark-")],
            "drawings": [name for name in drawn if not name.startswith("mark-")],
        }
    )
