"""The tokens a text is found by: each gram, marked with the house it belongs to."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from habitue.kit import text

NEWEST = 2**62  # minus the docid is the row id on SQLite: it reads forwards, newest first
MOST_KNOWN = 50_000
LONG = 3  # characters: what is longer has several grams
LIVE, GONE = "live", "gone"  # facets are tokens too, so that a rare one is as quick


def house_mark(house: UUID) -> str:
    """Keeps the tokens of houses apart: no house's search reads another's."""
    return house.hex[-12:]


def tokens(house: UUID, normalised: str, facets: Iterable[str] = ()) -> list[str]:
    """All tokens of a customer's text."""
    return _spelt(house, text.grams(normalised), facets)


def asked_tokens(
    house: UUID, words: Iterable[str], facets: Iterable[str], sample: Sequence[str]
) -> list[str]:
    """Few tokens that a customer must have to contain `words`, who is then looked at: the longest
    grams of each word, without those which a quarter of a sample has."""
    asked = dict.fromkeys(gram for word in words for gram in text.longest_grams(word))
    most = len(sample) // 4
    telling = [gram for gram in asked if sum(gram in one for one in sample) <= most]
    return _spelt(house, telling or asked, facets)


def _spelt(house: UUID, grams: Iterable[str], facets: Iterable[str]) -> list[str]:
    mark = house_mark(house)
    gram_mark = f"{mark}x"
    return [gram_mark + _known[gram] for gram in grams] + [f"{mark}f{facet}" for facet in facets]


class _Known(dict[str, str]):
    """Grams as tokens spell them, worked out once: few make up all names."""

    def __missing__(self, gram: str) -> str:
        spelt = gram.encode().hex()
        if len(gram) <= LONG and len(self) < MOST_KNOWN:
            self[gram] = spelt
        return spelt


_known = _Known()


def facets(*, is_company: bool, active: bool, archived: bool) -> list[str]:
    """The facets of a customer that a question may ask for."""
    return [
        "company" if is_company else "person",
        "active" if active else "inactive",
        GONE if archived else LIVE,
    ]
