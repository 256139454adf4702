"""VAT rates, categories, items and their prices; areas and tables."""

from django.db import models

from habitue.house.models import HouseRow, Venue


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
    """A named alternative price list; none is the normal prices."""

    name = models.CharField(max_length=60)

    class Meta:
        db_table = "menu_price_level"
        constraints = [models.UniqueConstraint(fields=["house", "name"], name="price_level_name")]

    def __str__(self) -> str:
        return self.name


class Category(HouseRow):
    """A tab of the till's menu."""

    name = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "menu_category"
        constraints = [models.UniqueConstraint(fields=["house", "name"], name="category_name")]

    def __str__(self) -> str:
        return self.name


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
