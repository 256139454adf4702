"""How much of a bill what customers left with the house may pay: by its rule, and by purpose."""

from collections.abc import Collection

from habitue.bills.models import BillState, BillTender
from habitue.bills.reading import Standing
from habitue.house.models import House
from habitue.kit.shares import percent_down

VALUE = frozenset({BillTender.WALLET, BillTender.POINTS})


def left_for(house: House, standing: Standing, tender: str) -> int | None:
    """What may still be paid with `tender`, by the house's maximum; None: all of it.

    Wallet and points together have a share of the total, points a share of their own in it.
    """
    bounds = []
    if tender in VALUE and house.wallet_share_max_bp < 10_000:
        bounds.append(_left(standing, house.wallet_share_max_bp, VALUE))
    if tender == BillTender.POINTS and house.points_share_max_bp < 10_000:
        bounds.append(_left(standing, house.points_share_max_bp, {BillTender.POINTS}))
    return min(bounds) if bounds else None


def at_most(house: House, standing: Standing, tender: str, asked: int) -> int:
    """As much of `asked` as the house lets be paid with `tender`."""
    left = left_for(house, standing, tender)
    return asked if left is None else max(min(asked, left), 0)


def _left(standing: Standing, share_bp: int, tenders: Collection[str]) -> int:
    used = sum(one.amount_minor for one in standing.payments if one.tender in tenders)
    return percent_down(standing.total, share_bp) - used


def rooms(standing: Standing) -> dict[int, int]:
    """What single-purpose value may still pay at each VAT rate of a bill.

    A bill that was saved on account was taxed then: nothing of it is left to such value.
    """
    if standing.bill.state != BillState.OPEN:
        return {}
    left = {one.rate_bp: one.gross for one in standing.sums.vat}
    for payment in standing.payments:
        for rate, minor in payment.taxed:
            left[rate] = left.get(rate, 0) - minor
    return {rate: minor for rate, minor in left.items() if minor > 0}
