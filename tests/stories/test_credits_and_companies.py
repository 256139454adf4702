"""Pay 100, receive 120; a company pays for its people (S75 to S95, S102 to S115)."""

from habitue.bills import actions as bills
from habitue.cards import actions as cards
from habitue.cards.proofs import Proof
from habitue.house_accounts.reports import open_charges, unpaid
from habitue.ledger import actions as ledger
from habitue.prepaid import actions as prepaid
from habitue.prepaid.reports import codes_of, wallets_of
from tests.cast import ALICE_CARD, PIN, Cast, eur, make_customer, refused


def test_s76_s85_pays_100_receives_120(cast: Cast) -> None:
    """S76, S83, S84, S85: the top-up is a payment by one tender; the bonus is free to edit."""
    cast.top_up(cast.carol, 100, 120)

    assert cast.has(cast.carol).total == 12_000
    assert list(ledger.turnover(cast.house, "drawer:").values()) == [(10_000, 0)]


def test_s77_s87_s94_next_visit_he_spends_credits(cast: Cast) -> None:
    """S77, S86, S87, S94: the balance falls as it is spent."""
    cast.top_up(cast.carol, 100, 120)
    bill = cast.bill(35, cast.carol)

    cast.pay(bill, "wallet")

    assert cast.has(cast.carol).total == 8_500
    assert cast.close(bill).state == "closed"


def test_s82_s88_a_pin_or_the_vip_card_is_required(cast: Cast) -> None:
    """S82, S88: to spend, the PIN given at creation or the card."""
    cast.rule(proof_rule="always")
    cast.pin(cast.alice, PIN)
    assert cast.alice_card
    read = cast.act(cards.read, number=ALICE_CARD, by=cast.zoe)
    bill = cast.bill(5, cast.alice)

    with refused("proof_needed"):
        cast.pay(bill, "wallet", 1, by=cast.zoe)
    by_pin = cast.pay(bill, "wallet", 1, by=cast.zoe, proof=cast.with_pin(cast.alice))
    by_card = cast.pay(bill, "wallet", 1, by=cast.zoe, proof=Proof(card_read=read.id))

    assert (by_pin.proved_by, by_card.proved_by) == ("pin", "card")


def test_s78_s79_s89_s90_employees_eat_and_the_company_owes(cast: Cast) -> None:
    """S78, S79, S89, S90, S95: each visit saved, no payment; To-Pay grows, and we know who ate."""
    eva = make_customer(cast.house, first_name="Eva", payer=cast.acme.id, on_account_allowed=True)
    for person, amount in ((cast.bob, 3), (eva, 4), (cast.bob, 5)):
        cast.save(cast.bill(amount, person))

    assert cast.owes(cast.acme).owes == 1_200
    ate = [(one.person, one.open_minor) for one in open_charges(cast.house, cast.acme)]
    assert ate == [(cast.bob, 300), (eva, 400), (cast.bob, 500)]


def test_s91_view_unpaid(cast: Cast) -> None:
    """S91: who owes, and how much."""
    cast.save(cast.bill(10, cast.bob))
    assert cast.alice

    assert [(row.customer, row.to_pay) for row in unpaid(cast.house)] == [(cast.acme, 1_000)]


def test_s93_the_to_pay_is_settled_at_the_end_of_the_month(cast: Cast) -> None:
    """S93: all of it, and the bills are closed."""
    saved = [cast.save(cast.bill(10, cast.bob)) for _ in range(3)]

    cast.act(
        bills.settle, customer=cast.acme, amount=eur(30), tender="bank_transfer", by=cast.cashier
    )

    assert unpaid(cast.house) == []
    assert {cast.again(bill).state for bill in saved} == {"closed"}


def test_s41_the_payer_is_the_client_itself_by_default(cast: Cast) -> None:
    """S34, S41: belongs to a debtor, and pays for themselves all the same."""
    eva = make_customer(cast.house, first_name="Eva", parent=cast.acme.id, on_account_allowed=True)

    cast.save(cast.bill(5, eva))

    assert (cast.owes(eva).owes, cast.owes(cast.acme).owes) == (500, 0)


def test_s38_s103_a_credit_customer_goes_down_to_the_limit(cast: Cast) -> None:
    """S38, S103: the debt may grow up to the limit."""
    guest = make_customer(cast.house, on_account_allowed=True, credit_limit=eur(50))
    cast.save(cast.bill(50, guest))

    standing = cast.owes(guest)
    assert (standing.owes, standing.limit, standing.available) == (5_000, 5_000, 0)
    with refused("limit_exceeded"):
        cast.save(cast.bill("0.01", guest))


def test_s104_a_deposit_customer_never_goes_below_zero(cast: Cast) -> None:
    """S104, S115: limit 0.00, only what is there."""
    guest = make_customer(cast.house, on_account_allowed=True, credit_limit=eur(0))
    cast.act(bills.settle, customer=guest, amount=eur(20), tender="cash")

    assert cast.save(cast.bill(20, guest)).state == "closed"
    with refused("limit_exceeded"):
        cast.save(cast.bill(1, guest))


def test_s102_an_opening_balance(cast: Cast) -> None:
    """S102: what a customer brings, deposit or debt, as an entry of its own."""
    cast.act(prepaid.open_with, customer=cast.carol, paid=eur(30), reference="opening")

    assert cast.has(cast.carol).paid == 3_000


def test_s114_the_customers_transactions(cast: Cast) -> None:
    """S114: every movement, newest first, with the balance after it."""
    cast.top_up(cast.carol, 10)
    cast.pay(cast.bill(4, cast.carol), "wallet")

    wallet = wallets_of(cast.house, [cast.carol.id])[cast.carol.id]
    seen = ledger.movements(cast.house, codes_of(wallet))

    assert [(one.kind, one.balance_after) for one in seen] == [
        ("prepaid.spend", 600),
        ("prepaid.top_up", 1_000),
    ]
