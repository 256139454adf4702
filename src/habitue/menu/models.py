"""VAT rates, categories, items and their prices; areas and tables."""

from typing import Any, ClassVar, Self

from django.db import models

from habitue.house.models import HouseRow, HouseRows, Venue


class VatRate(HouseRow):
    """A rate of the country, in basis points. One is the default of amount-only bills."""

    name = models.CharField(max_length=60)
    rate_bp = models.PositiveIntegerField()
    is_default = models.BooleanField(default=False)

    class Meta:
        db_table = "menu_vat_rate"
        constraints = [models.UniqueConstraint(fields=["house", "name"], name="vat_rate_name")]

    def __str__(self) -> str:
        return self.name


class PriceLevel(HouseRow):
    """A named alternative price list; none is the normal prices.

    With `days` it holds by itself on those days, from one minute of the day until another.
    """

    name = models.CharField(max_length=60)
    days = models.CharField(max_length=7, blank=True, default="")  # "12345": Monday to Friday
    from_minute = models.PositiveSmallIntegerField(default=0)
    to_minute = models.PositiveSmallIntegerField(default=0)  # not after it: of the next day

    class Meta:
        db_table = "menu_price_level"
        constraints = [models.UniqueConstraint(fields=["house", "name"], name="price_level_name")]

    def __str__(self) -> str:
        return self.name


class CustomerGroups(HouseRows):
    def standing(self) -> Self:
        """Those not dissolved."""
        return self.filter(retired_at=None)


class CustomerGroup(HouseRow):
    """Customers with the same terms; what is None is left to the house (ADR 0044).

    A dissolved one stays, for whatever still points at it, and gives nothing.
    """

    name = models.CharField(max_length=60)
    price_level = models.ForeignKey(PriceLevel, models.SET_NULL, null=True, related_name="+")
    discount_bp = models.PositiveIntegerField(null=True)
    earn_bp = models.PositiveIntegerField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects: ClassVar = CustomerGroups.as_manager()

    class Meta:
        db_table = "menu_customer_group"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "name"],
                condition=models.Q(retired_at=None),
                name="customer_group_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Category(HouseRow):
    """A tab of the till's menu.

    What it says of discount and earning holds for what is sold in it, instead of what a
    customer has; None leaves it to them (ADR 0045).
    """

    name = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)
    discount_bp = models.PositiveIntegerField(null=True)
    earn_bp = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "menu_category"
        constraints = [models.UniqueConstraint(fields=["house", "name"], name="category_name")]

    def __str__(self) -> str:
        return self.name


class GroupTermRows(models.Manager["GroupTerm"].from_queryset(HouseRows)):  # type: ignore[misc]
    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("group", "category")


class GroupTerm(HouseRow):
    """What a group of customers has of a category, before what the category says itself."""

    group = models.ForeignKey(CustomerGroup, models.CASCADE, related_name="terms")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    discount_bp = models.PositiveIntegerField(null=True)
    earn_bp = models.PositiveIntegerField(null=True)

    objects: ClassVar = GroupTermRows()

    class Meta:
        db_table = "menu_group_term"
        constraints = [
            models.UniqueConstraint(
                fields=["house", "group", "category"], name="group_term_of_category"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.category}"


class Item(HouseRow):
    """Something sold, at its normal price in minor units, VAT as the house says."""

    name = models.CharField(max_length=120)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="items")
    vat_rate = models.ForeignKey(VatRate, models.PROTECT, related_name="+")
    price_minor = models.BigIntegerField()
    position = models.PositiveIntegerField(default=0)
    sold_out = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "menu_item"
        indexes = [models.Index(fields=["house", "category", "position"], name="item_in_category")]

    def __str__(self) -> str:
        return self.name


class ItemPrice(HouseRow):
    """What an item costs at a price level."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="prices")
    level = models.ForeignKey(PriceLevel, models.CASCADE, related_name="+")
    price_minor = models.BigIntegerField()

    class Meta:
        db_table = "menu_item_price"
        constraints = [
            models.UniqueConstraint(fields=["house", "item", "level"], name="price_of_item")
        ]


class Area(HouseRow):
    """Terrace, room, bar: a group of tables, perhaps with a price level."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="areas")
    name = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)
    price_level = models.ForeignKey(PriceLevel, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "menu_area"
        constraints = [
            models.UniqueConstraint(fields=["house", "venue", "name"], name="area_name")
        ]

    def __str__(self) -> str:
        return self.name


class Table(HouseRow):
    """A table: a label in an area. Bills carry the label, so they outlive the table."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="tables")
    name = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    price_level = models.ForeignKey(PriceLevel, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "menu_table"
        constraints = [
            models.UniqueConstraint(fields=["house", "area", "name"], name="table_name")
        ]

    def __str__(self) -> str:
        return self.name
