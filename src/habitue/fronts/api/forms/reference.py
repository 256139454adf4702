"""What may be sent about the menu, the rooms, the tills and the staff."""

from typing import Annotated

from pydantic import Field

from habitue.fronts.api.forms.kinds import BasisPoints, Id, MoneyIn, Pin, Sent, Write

Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
LongName = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
ShortName = Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")]
Place = Annotated[int, Field(ge=0, le=1_000_000)]


class Changed(Write):
    """`version`: as it was read. Absent keeps."""

    version: int


class PriceIn(Sent):
    price_level: Id
    price: MoneyIn


class ItemIn(Write):
    """`vat_rate` is the id of a rate, or its basis points."""

    name: LongName
    price: MoneyIn
    category: Id | None = None
    vat_rate: Annotated[str, Field(max_length=64)] | BasisPoints | None = None
    prices: Annotated[list[PriceIn], Field(max_length=50)] = []
    position: Place = 0


class ChangedItem(Changed):
    """A price level left out of `prices` has the normal price; no `vat_rate` is the default."""

    name: LongName = ""
    price: MoneyIn | None = None
    category: Id | None = None
    vat_rate: Annotated[str, Field(max_length=64)] | BasisPoints | None = None
    prices: Annotated[list[PriceIn], Field(max_length=50)] = []
    position: Place = 0
    sold_out: bool = False


Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["17:00"])]


class HoursIn(Sent):
    """Days from 1, Monday, to 7; ends before it starts: on the next day."""

    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
    starts: Clock
    ends: Clock


class PriceLevelIn(Write):
    """With `hours` it holds by itself in them, in the zone of the house."""

    name: Name
    hours: HoursIn | None = None


class CustomerGroupIn(Write):
    name: Name
    price_level: Id | None = None
    discount_percent: BasisPoints | None = None
    earn_percent: BasisPoints | None = None


class ChangedCustomerGroup(Changed):
    name: Name = ""
    price_level: Id | None = None
    discount_percent: BasisPoints | None = None
    earn_percent: BasisPoints | None = None


class GroupTermIn(Write):
    group: Id
    category: Id
    discount_percent: BasisPoints | None = None
    earn_percent: BasisPoints | None = None


class ChangedGroupTerm(Changed):
    discount_percent: BasisPoints | None = None
    earn_percent: BasisPoints | None = None


class CategoryIn(Write):
    """What it says of discount and earning goes before what a customer has."""

    name: Name
    position: Place = 0
    discount_percent: BasisPoints | None = None
    earn_percent: BasisPoints | None = None


class ChangedCategory(Changed):
    name: Name = ""
    position: Place = 0
    discount_percent: BasisPoints | None = None
    earn_percent: BasisPoints | None = None


class VatRateIn(Write):
    name: Name
    rate: BasisPoints
    default: bool = False


class AreaIn(Write):
    name: Name
    venue: Id | None = None
    price_level: Id | None = None
    position: Place = 0


class TableIn(Write):
    name: ShortName
    area: Id
    price_level: Id | None = None
    position: Place = 0


class ChangedTable(Changed):
    name: ShortName = ""
    area: Id = ""
    price_level: Id | None = None
    position: Place = 0


class VenueIn(Write):
    name: LongName


class TillIn(Write):
    name: Name
    venue: Id | None = None


class StaffIn(Write):
    name: LongName
    email: Annotated[str, Field(max_length=254)] | None = None
    role: Annotated[str, Field(max_length=20)]
    pin: Pin | None = None


class StaffPinIn(Write):
    pin: Pin
