"""What the list of customers was asked for; every link of the page is this, one thing changed."""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from habitue.customers.models import CustomerType
from habitue.customers.owning import KEY, MOST

SORTS = {
    "visit": "last_visit_at",
    "name": "name_key",
    "visits": "visits",
    "since": "created_at",
    "owes": "owes_minor",
    "has": "has_minor",
}
VIEWS = ("all", "owing", "credit", "birthday", "unseen", "archived")
SEEN = ("7", "30", "-60", "-180", "never")  # within so many days, not for so many
ANSWERS = ("yes", "no")
LONGEST = 200
UUID_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # a group by its id
LONGEST_KEY = 600  # an id and a name
LONGEST_OWN = 900


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question to the book: words, a view of the house, what narrows it, the order, the page."""

    q: str = ""
    view: str = "all"
    type: str = ""
    active: str = ""
    tag: str = ""
    group: str = ""
    consent: str = ""
    seen: str = ""
    own: str = ""  # fields of the house's own, as an address writes them: see `of_own`
    sort: str = "-visit"
    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, asked: Any) -> "Wanted":
        """From the address; whatever makes no sense there is not asked for."""
        found = {key: str(asked.get(key, ""))[:LONGEST] for key in cls.__slots__}
        return cls(
            q=found["q"].replace("\0", "").strip(),
            view=_one_of(found["view"], VIEWS, "all"),
            type=_one_of(found["type"], CustomerType.values),
            active=_one_of(found["active"], ANSWERS),
            tag=found["tag"].replace("\0", "").strip()[:60],
            group=found["group"] if UUID_KEY.fullmatch(found["group"]) else "",
            consent=_one_of(found["consent"], ANSWERS),
            seen=_one_of(found["seen"], SEEN),
            own=_own(str(asked.get("own", ""))),
            sort=found["sort"] if found["sort"].removeprefix("-") in SORTS else "-visit",
            after=str(asked.get("after", ""))[:LONGEST_KEY],
            before=str(asked.get("before", ""))[:LONGEST_KEY],
        )

    @property
    def narrowed(self) -> bool:
        chips = (self.q, self.type, self.active, self.tag, self.group, self.consent, self.seen)
        return any(chips) or bool(self.own) or self.view not in ("all", "archived")

    @property
    def start(self) -> "Wanted":
        """The same question at its first page."""
        return replace(self, after="", before="")

    def link(self, **changes: str) -> str:
        """The address of the same question with `changes`; a new question starts at the top."""
        kept = replace(self, **{"after": "", "before": "", **changes})
        default = Wanted()
        asked = {
            key: value
            for key in self.__slots__
            if (value := getattr(kept, key)) and value != getattr(default, key)
        }
        return f"?{urlencode(asked)}" if asked else "?"

    def toggled(self, key: str, value: str) -> str:
        return self.link(**{key: "" if getattr(self, key) == value else value})

    @property
    def of_own(self) -> dict[str, str]:
        """Key of a field of the house's own -> the value asked for, ANY where it is only set,
        NONE where it is not."""
        return dict(parse_qsl(self.own, keep_blank_values=True))

    def with_own(self, key: str, value: str | None) -> str:
        """The address of the same question with this value of an own field; None: any or none."""
        rest = {one: asked for one, asked in self.of_own.items() if one != key}
        return self.link(own=urlencode(rest if value is None else rest | {key: value}))

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form on the page must carry along so that the question stays the same."""
        default = Wanted()
        names = (key for key in self.__slots__ if key not in ("q", "after", "before"))
        pairs = ((key, getattr(self, key)) for key in names)
        return [(key, value) for key, value in pairs if value != getattr(default, key)]


def _own(text: str) -> str:
    """As it is written again: only keys a field can have, each once; at most so many."""
    pairs = parse_qsl(text[:LONGEST_OWN], keep_blank_values=True)
    known = {key: value.replace("\0", "")[:LONGEST] for key, value in pairs if KEY.fullmatch(key)}
    return urlencode(dict(list(known.items())[:MOST]))


def _one_of(value: str, known: Any, otherwise: str = "") -> str:
    return value if value in known else otherwise
