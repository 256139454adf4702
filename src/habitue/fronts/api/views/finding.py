"""Which customers a list is asked for: words, filters, exact look-ups."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Q
from pydantic import AfterValidator, AwareDatetime, Field

from habitue.cards import actions as cards
from habitue.customers import free, owning
from habitue.customers import reports as customers
from habitue.customers.models import Customer, SearchRow
from habitue.customers.search import Asked
from habitue.fronts.api.entry import ApiRequest
from habitue.fronts.api.pages import Paging, cursor, place
from habitue.house.models import House
from habitue.house_accounts.models import Charge
from habitue.kit.refusals import Malformed, NotFound


def _reasonable(since: datetime) -> datetime:
    if not 1900 <= since.year <= 9000:
        raise ValueError("a time somebody lived in")
    return since


class CustomersAsked(Paging):
    """What `GET /customers` may be asked."""

    q: str | None = Field(None, max_length=300)
    type: Literal["person", "company"] | None = None
    active: bool | None = None
    owing: bool | None = None
    archived: bool = False
    updated_since: Annotated[AwareDatetime, AfterValidator(_reasonable)] | None = None
    phone: str | None = Field(None, max_length=100)
    email: str | None = Field(None, max_length=300)
    code: str | None = Field(None, max_length=40)
    user_id: str | None = Field(None, max_length=100)
    free: list[Annotated[str, Field(max_length=400)]] = Field(
        [],
        max_length=owning.MOST,
        description="Of fields of the house's own: `key:value`; `key` where anything is written,"
        " `key:` where nothing is. All of several must fit.",
    )

    def exact(self) -> bool:
        keys = (self.phone, self.email, self.code, self.user_id)
        return any(key is not None for key in keys)

    def needs_the_book(self) -> bool:
        """Whether search alone cannot answer."""
        return self.owing is not None or self.updated_since is not None or bool(self.free)


def listed(request: ApiRequest, asked: CustomersAsked) -> tuple[Sequence[Customer], str | None]:
    """A page of customers and where it goes on. A till-bound token sees active ones only."""
    if request.by.till_id is not None:
        asked = asked.model_copy(update={"active": True, "archived": False})
    if asked.exact():
        return _looked_up(request, asked), None
    if asked.q and asked.q.strip() and not asked.needs_the_book():
        return _searched(request, asked)
    return _filtered(request, asked)


def _searched(request: ApiRequest, asked: CustomersAsked) -> tuple[Sequence[Customer], str | None]:
    below = _place(request, asked, parts=1)
    found, further = customers.found(
        request.house,
        _question(asked),
        limit=asked.limit,
        below=below[0] if below else None,
    )
    return found, cursor(request, further) if further else None


def _place(request: ApiRequest, asked: CustomersAsked, *, parts: int) -> list[Any] | None:
    """What the cursor says: a search goes on elsewhere than a list does."""
    found = place(request, asked)
    if found is not None and len(found) != parts:
        raise Malformed(field="cursor")
    return found


def _question(asked: CustomersAsked) -> Asked:
    company = None if asked.type is None else asked.type == "company"
    return Asked(asked.q or "", company, asked.active, asked.archived)


def _looked_up(request: ApiRequest, asked: CustomersAsked) -> list[Customer]:
    """By exact keys: a customer must fit all that were given."""
    house = request.house
    answers: list[list[Customer]] = []
    if asked.phone is not None:
        answers.append(customers.by_phone(house, asked.phone))
    if asked.email is not None:
        answers.append(customers.by_email(house, asked.email))
    if asked.user_id is not None:
        one = customers.by_user_id(house, asked.user_id)
        answers.append([one] if one else [])
    if asked.code is not None:
        answers.append(_by_code(request, asked.code))
    in_all = set.intersection(*({one.id for one in answer} for answer in answers))
    if asked.free:
        rows = Customer.objects.of(house).filter(_owning(house, asked), pk__in=in_all)
        in_all = set(rows.values_list("id", flat=True))
    return [one for one in answers[0] if one.id in in_all and _fits(one, asked)]


def _by_code(request: ApiRequest, code: str) -> list[Customer]:
    try:
        return [cards.by_code(request.house, code)]
    except NotFound:
        return []


def _fits(customer: Customer, asked: CustomersAsked) -> bool:
    return (
        (asked.active is None or customer.active == asked.active)
        and (asked.type is None or customer.type == asked.type)
        and (customer.archived_at is not None) == asked.archived
    )


def _filtered(request: ApiRequest, asked: CustomersAsked) -> tuple[Sequence[Customer], str | None]:
    """By what is so: newest first; with `updated_since` in the order of their changes."""
    rows = Customer.objects.of(request.house).filter(archived_at__isnull=not asked.archived)
    rows = rows.filter(_conditions(request, asked))
    after = _place(request, asked, parts=2)
    if asked.updated_since is not None:
        rows = rows.filter(updated_at__gte=asked.updated_since).order_by("updated_at", "id")
        if after:
            at, id_ = datetime.fromisoformat(after[0]), UUID(after[1])
            rows = rows.filter(Q(updated_at__gt=at) | Q(updated_at=at, pk__gt=id_))
    else:
        rows = rows.order_by("-id")
        if after:
            rows = rows.filter(pk__lt=UUID(after[-1]))
    page = list(rows[: asked.limit + 1])
    shown = page[: asked.limit]
    if len(page) <= asked.limit:
        return shown, None
    return shown, cursor(request, shown[-1].updated_at.isoformat(), shown[-1].id)


def _conditions(request: ApiRequest, asked: CustomersAsked) -> Q:
    found = Q()
    if asked.type is not None:
        found &= Q(type=asked.type)
    if asked.active is not None:
        found &= Q(active=asked.active)
    if asked.owing is not None:
        owing: Any = Q(
            pk__in=Charge.objects.of(request.house)
            .filter(open_minor__gt=0)
            .values("account__customer_id")
        )
        found &= owing if asked.owing else ~owing
    found &= _owning(request.house, asked)
    if asked.q and asked.q.strip():
        found &= Q(pk__in=_holding(request, asked))
    return found


def _owning(house: House, asked: CustomersAsked) -> Q:
    """What fields of the house's own must say; raises FreeValueRefused."""
    fields = free.fields_of(house) if asked.free else []
    found = Q()
    for one in asked.free:
        key, colon, typed = one.partition(":")
        value = free.checked(fields, {key: typed})[key]
        if value is None:
            value = owning.NONE if colon else owning.ANY
        found &= Q(owning.has(key, str(value).lower() if isinstance(value, bool) else value))
    return found


def _holding(request: ApiRequest, asked: CustomersAsked) -> Any:
    """Those whose search row holds all the words, for the filters that search does not know."""
    question = _question(asked)
    ways = Q(pk__in=[])
    for words in (question.words, question.phone):
        if words:
            way = Q()
            for word in words:
                way &= Q(text__contains=word)
            ways |= way
    return SearchRow.objects.of(request.house).filter(ways).values("customer_id")
