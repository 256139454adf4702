"""The tokens a text is found by: each gram, marked with the house it belongs to."""

from collections.abc import Iterable
from uuid import UUID

from habitue.kit import text

NEWEST = 2**62  # minus the docid is the row id on SQLite: it reads forwards, newest first
MOST_KNOWN = 50_000
_known: dict[str, str] = {}  # grams as tokens spell them: few make up all names
LIVE, GONE = "live", "gone"  # facets are tokens too, so that a rare one is as quick


def house_mark(house: UUID) -> str:
    """Keeps the tokens of houses apart: no house's search reads another's."""
    return house.hex[-12:]


def tokens(house: UUID, normalised: str, facets: Iterable[str] = ()) -> list[str]:
    """All tokens of a customer's text."""
    mark, known = house_mark(house), _known
    found = []
    for gram in sorted(text.grams(normalised)):
        if gram not in known:
            if len(known) > MOST_KNOWN:
                known.clear()
            known[gram] = gram.encode().hex()
        found.append(f"{mark}x{known[gram]}")
    return found + [f"{mark}f{facet}" for facet in facets]


def asked_tokens(house: UUID, words: Iterable[str], facets: Iterable[str] = ()) -> list[str]:
    """The fewest tokens a customer must have to contain `words`: the longest grams of each."""
    mark = house_mark(house)
    found: list[str] = []
    for word in words:
        size = min(len(word), 3)
        found += [word[i : i + size] for i in range(len(word) - size + 1)]
    return [f"{mark}x{gram.encode().hex()}" for gram in dict.fromkeys(found)] + [
        f"{mark}f{facet}" for facet in facets
    ]


def facets(*, is_company: bool, active: bool, archived: bool) -> list[str]:
    """The facets of a customer that a question may ask for."""
    return [
        "company" if is_company else "person",
        "active" if active else "inactive",
        GONE if archived else LIVE,
    ]
