"""Invented people. Phones lie in ranges that countries keep for fiction, e-mails in example.*."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from habitue.kit import text

# language -> (share of the regulars, first names, last names)
NAMES: dict[str, tuple[int, str, str]] = {
    "fr": (
        46,
        "Élodie Zoé Léa Chloé Manon Camille Inès Jade Louise Margaux Anaïs Aurélie Célia Noémie"
        " Hélène Odile Solène Océane François Hugo Théo Lucas Mathéo Raphaël Étienne Cédric Jérôme"
        " Loïc Gaël Noël Benoît Mickaël Yann Maël Rémi Sébastien Quentin Bastien Clément Ghislain",
        "Lefèvre Mercier Dupré Garçon Béranger Lemaître Chevallier Rousselot Delaunay Fontaine"
        " Guérin Hébert Kervella Lacombe Maréchal Nédélec Ollivier Pélissier Quéméneur"
        " Rivière Saint-Clair Thévenet Urbain Vasseur Weiss Besnard Charpentier Escoffier"
        " Faucheux Gauthier Huguenin Joubert Larrieu Montagnac Noiret Peyrot Roussel Tessier",
    ),
    "en": (
        14,
        "Alice Grace Olivia Harriet Maeve Siobhán Poppy Freya Oliver Jack Callum Rhys Owen Dylan"
        " Niamh Fergus Hazel Imogen Jasper Rowan",
        "Ashdown Birchall Cartwright O’Malley Dunmore Ellerby Fairfax Hathersage Kilbride"
        " Lockhart MacAllister Northcott Pemberton Redfern Silverdale Thackeray Whitlock Yardley",
    ),
    "de": (
        8,
        "Jürgen Käthe Günther Lieselotte Björn Sören Änne Gisela Ulrike Matthias Jörg Heike",
        "Müllerhofer Groß Weißenfels Köhlerin Schröderheim Vögele Bäumler Straußberg Hübner",
    ),
    "es": (
        8,
        "Íñigo Begoña Nuria Álvaro Concepción Martín Lucía Joaquín Ángela Rubén",
        "Peñalosa Núñez Ibáñez García-Lorenzo Cañizares Zúñiga Fuentes Ybarra Muñiz",
    ),
    "pl": (
        5,
        "Łukasz Małgorzata Zbigniew Agnieszka Wojciech Bożena Żaneta Stanisław",
        "Wiśniewska-Kowal Błaszczyk Dąbrowski Źrebiec Świątek Łęcki Pietrzak",
    ),
    "cs": (
        3,
        "Jiří Božena Ondřej Kateřina Přemysl Žofie",
        "Dvořáček Novotná Říha Hrubešová Šťastný",
    ),
    "tr": (3, "İbrahim Ayşe Gökçe Çağla Oğuzhan Şebnem", "Yıldızoğlu Çelikkol Işıkgöz Öztürkmen"),
    "vi": (2, "Nguyệt Đức Thảo Hường Phượng Minh", "Nguyễn Trần Đặng Phạm Võ"),
    "ru": (
        6,
        "Алёна Пётр Ксения Семён Любовь Артём Екатерина Фёдор Юлия Тимофей",
        "Королёва Журавлёв Щербинин Подъячев Ёлкина Цветаев Берёзкин Соловьёв",
    ),
    "ar": (
        5,
        "ليلى كريم سلمى يوسف نور هدى طارق مريم",
        "الحداد بن يوسف المنصوري الزهراوي قاسم العطار",
    ),
}
# 60 letters, to see that every screen bears it
LONG_FIRST, LONG_LAST = "Maria-Antonietta-Guglielmina", "Castiglione-Montefiore-della-Roccaverde"
TAGS = ("terrace", "vegetarian", "breakfast", "choir", "chess club", "no nuts", "newspaper")


@dataclass(frozen=True, slots=True)
class Person:
    first: str
    last: str
    language: str
    phone: str
    email: str


def people(random: Random, count: int) -> Iterator[Person]:
    """So many people, each once, in a mixture of languages."""
    languages = [key for key, (share, _, _) in NAMES.items() for _ in range(share)]
    seen: dict[str, int] = {}
    for number in range(count):
        language = random.choice(languages)
        _, firsts, lasts = NAMES[language]
        first, last = random.choice(firsts.split()), random.choice(lasts.split())
        twin = seen[f"{first} {last}"] = seen.get(f"{first} {last}", 0) + 1
        yield Person(
            first, last, language, phone(language, number), email(first, last, number, twin)
        )


def phone(language: str, number: int) -> str:
    """A number nobody has: ranges kept for fiction in France, Britain, Germany and America."""
    if language == "en" and number < 14_000:
        return f"+44 7700 900{number % 1000:03}"
    if language == "de":
        return f"+49 30 23125 {number % 1000:03}"
    if language == "es":
        return f"+1 212 555 01{number % 100:02}"
    tail = f"{number % 10_000:04}"
    return f"06 39 98 {tail[:2]} {tail[2:]}"


def ean13(body: int) -> str:
    """A barcode of twelve digits and the check digit that readers expect."""
    digits = f"{body:012}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def email(first: str, last: str, number: int, twin: int) -> str:
    """In ASCII, at a domain that is kept for examples."""
    plain = "".join(
        letter
        for letter in text.normalise(f"{first}.{last}")
        if letter.isascii() and letter != " "
    ).replace("’", "")
    name = plain if len(plain) > 4 else f"regular{number}"
    domain = ("example.com", "example.org", "example.net")[number % 3]
    return f"{name}{twin if twin > 1 else ''}@{domain}"
