"""The wallet of a customer at the desk: what is in it, and giving a top-up back."""

from __future__ import annotations

from typing import Any

from habitue.prepaid.models import Lot, Product, TopUp, TopUpRefund
from tests.cast import Cast
from tests.fronts.office.conftest import Desk


def spent(cast: Cast) -> tuple[TopUp, str]:
    """Carol paid 100, received 120, spent 50; where that top-up goes back."""
    top_up: TopUp = cast.top_up(cast.carol, 100, 120)
    cast.pay(cast.bill(50, cast.carol), "wallet")
    return top_up, f"customers/{cast.carol.id}/top-ups/{top_up.id}/back"


def sums(answer: Any) -> dict[str, str]:
    told = answer.context["sums"]
    return {step.key: step.sum.text for step in (*told.so_far, *told.now)}


def test_it_lays_out_lots_and_top_ups(office: Desk, cast: Cast) -> None:
    _top_up, path = spent(cast)

    page = office.see(f"customers/{cast.carol.id}/wallet")

    assert [money.text for _lot, _voucher, money in page.context["purse"].lots] == ["70.00"]
    assert f"/office/{path}" in page.content.decode()


def test_the_sum_is_shown_before_it_is_posted(office: Desk, cast: Cast) -> None:
    _top_up, path = spent(cast)
    cast.rule(gift_refund="paid_first")

    shown = sums(office.see(path))

    assert shown == {
        "paid": "100.00",
        "gift": "20.00",
        "spent": "50.00",
        "amount": "50.00",
        "withdrawn": "20.00",
    }
    assert TopUpRefund.objects.count() == 0


def test_a_part_first_and_then_the_rest(office: Desk, cast: Cast) -> None:
    top_up, path = spent(cast)

    assert sums(office.see(f"{path}?amount=30"))["left"] == "40.00"
    office.send(f"{path}/take", amount="30", reason="moves")
    office.send(f"{path}/take", reason="moves")

    assert [row.amount_minor for row in top_up.refunds.order_by("id")] == [3000, 4000]
    assert cast.has(cast.carol).total == 0


def test_it_is_done_once_and_says_why_not(office: Desk, cast: Cast) -> None:
    _top_up, path = spent(cast)
    silent = office.send(f"{path}/take")
    much = office.see(f"{path}?amount=70.01")
    for _press in range(2):
        office.send(f"{path}/take", key="once", reason="moves")
    again = office.see(path)

    assert (silent.status_code, much.status_code, again.status_code) == (422, 409, 409)
    assert "At most" in much.content.decode()
    assert "given back already" in again.content.decode()
    assert TopUpRefund.objects.count() == 1


def test_a_cashier_does_not(as_role: Any, cast: Cast) -> None:
    _top_up, path = spent(cast)

    assert as_role("cashier").see(path).status_code == 403


def test_another_customers_top_up_is_not_here(office: Desk, cast: Cast) -> None:
    top_up, _path = spent(cast)

    assert office.see(f"customers/{cast.alice.id}/top-ups/{top_up.id}/back").status_code == 404


def test_a_lot_lasts_longer_with_a_reason(office: Desk, cast: Cast, noon: Any) -> None:
    cast.rule(gift_days=30)
    cast.top_up(cast.carol, 10, 15)
    lot = Lot.objects.of(cast.house).get(kind="gift")
    path = f"customers/{cast.carol.id}/lots/{lot.id}"

    answers = [
        office.send(f"{path}/extend", until="soon", reason="was ill"),
        office.send(f"{path}/extend", until="2026-04-01", reason="was ill"),
        office.send(f"{path}/extend", until="2026-06-30", reason=""),
        office.send(f"{path}/extend", until="2026-06-30", reason="was ill"),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 302]
    assert "was ill" in office.see(path).content.decode()
    lot.refresh_from_db()
    assert f"{lot.expires_on}" == "2026-06-30"


def test_a_lot_of_someone_else_is_not_here(office: Desk, cast: Cast) -> None:
    cast.top_up(cast.carol, 10, 15)
    lot = Lot.objects.of(cast.house).get(kind="gift")

    assert office.see(f"customers/{cast.alice.id}/lots/{lot.id}").status_code == 404


def test_a_voucher_is_put_on_the_shelf_and_sold(office: Desk, cast: Cast) -> None:
    office.send("settings/products/add", name="Lunch", vat_rate="1000", pays="33")
    sold = Product.objects.of(cast.house).get()
    assert (sold.purpose, sold.vat_bp, sold.pays_minor) == ("single", 1000, 3300)
    assert "Lunch" in office.see(f"customers/{cast.carol.id}/top-up").content.decode()

    office.send(
        f"customers/{cast.carol.id}/top-up/take", pays="33", tender="cash", product=sold.id
    )

    assert TopUp.objects.of(cast.house).get().vat_minor == 300
    office.send(f"settings/products/{sold.id}/retire")
    assert "Lunch" not in office.see("settings/products").content.decode()
