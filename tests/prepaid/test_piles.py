"""A wallet as people read it: a voucher stands by its name, and says what it pays."""

from datetime import UTC, datetime

from habitue.prepaid import actions as prepaid
from habitue.prepaid import products
from habitue.prepaid.models import Lot, Product
from habitue.prepaid.piles import piles
from habitue.prepaid.purse import bound
from tests.cast import Cast, eur


def test_a_voucher_of_one_rate_stands_apart_by_its_name(cast: Cast) -> None:
    lunch: Product = cast.act(products.add, name="Lunch", purpose="single", vat_bp=1000)
    treat: Product = cast.act(products.add, name="Treat", purpose="multi")
    for product, pays in ((lunch, 3000), (treat, 2000), (None, 1000), (lunch, 500)):
        cast.act(
            prepaid.top_up,
            customer=cast.carol,
            pays=eur(pays),
            receives=eur(pays),
            tender="cash",
            product=product.id if product else None,
        )

    found = piles(cast.house, list(Lot.objects.of(cast.house).order_by("id")))

    assert [(one.words, one.vat_bp, one.sum) for one in found] == [
        ("Lunch", 1000, eur(3500)),
        ("paid in", None, eur(3000)),
    ]
    told = bound(cast.house, cast.carol, datetime.now(UTC))
    assert [(one.words, one.sum) for one in told] == [("Lunch", eur(3500))]
