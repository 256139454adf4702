import pytest

from habitue.exchange.reading.drafts import Draft, Refused
from tests.exchange.reads import AMERICAN, ENGLISH, FRENCH, Customs, fates


def birthdays(*cells: str, customs: Customs = FRENCH) -> list[object]:
    rows = "".join(f"N{place};{cell}\n" for place, cell in enumerate(cells))
    found = fates("Last name;Birthday\n" + rows, customs)
    return [fate.fields.get("birthday") for fate in found if isinstance(fate, Draft)]


def held(*cells: str, customs: Customs = FRENCH) -> list[object]:
    """Minor units of what each row has, or the field that refused it."""
    rows = "".join(f"N{place}\t{cell}\n" for place, cell in enumerate(cells))
    found = fates("Last name\tDeposit\n" + rows, customs)
    return [
        fate.field
        if isinstance(fate, Refused)
        else fate.opening.paid.amount
        if fate.opening
        else None
        for fate in found
    ]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("1980-03-22", "1980-03-22"),
        ("22/03/1980", "1980-03-22"),
        ("22.3.80", "1980-03-22"),
        ("22-03-1980", "1980-03-22"),
        ("19800322", "1980-03-22"),
        ("22 mars 1980", "1980-03-22"),
        ("March 22, 1980", "1980-03-22"),
        ("22 марта 1980 г.", "1980-03-22"),
        ("22. März 1980", "1980-03-22"),
        ("1980-03-22T00:00:00Z", "1980-03-22"),
        ("22/03/1980 00:00", "1980-03-22"),
        ("--03-22", "--03-22"),
        ("03-22", "--03-22"),
        ("22/03", "--03-22"),
        ("1604-03-22", "--03-22"),
        ("0000-03-22", "--03-22"),
        ("1900-03-22", "--03-22"),
        ("29/02/1604", "--02-29"),
        ("0000-00-00", None),
        ("0/0/00", None),
    ],
)
def test_a_birthday_is_read_in_many_ways(cell: str, read: str | None) -> None:
    assert birthdays(cell) == [read]


def test_one_cell_proves_the_order_of_its_column() -> None:
    assert birthdays("01/09/2008", "12/31/1990") == ["2008-01-09", "1990-12-31"]
    assert birthdays("01/09/2008", "31/12/1990", customs=AMERICAN) == ["2008-09-01", "1990-12-31"]


def test_an_unproved_order_is_that_of_the_house() -> None:
    assert birthdays("01/09/2008") == ["2008-09-01"]
    assert birthdays("01/09/2008", customs=ENGLISH) == ["2008-09-01"]
    assert birthdays("01/09/2008", customs=AMERICAN) == ["2008-01-09"]


def test_a_column_that_proves_both_orders_leaves_open_cells_out() -> None:
    cells = ("01/09/2008", "12/31/1990", "31/12/1990", "05/05/1990")

    assert birthdays(*cells) == [None, "1990-12-31", "1990-12-31", "1990-05-05"]


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("12", 1200), ("12,5", 1250), ("12.50", 1250), ("1.234,56", 123456),
        ("1,234.56", 123456), ("1 234,56", 123456), ("1\u202f234,56 €", 123456),
        ("1'234.50", 123450), ("EUR 12,00", 1200), ("12.5000", 1250), (",50", 50),
        ("1.234.567", 123456700), ("5.-", 500), ("5,-", 500), ("0,500", 50),
    ],
)  # fmt: skip
def test_an_amount_that_speaks_for_itself_is_read(cell: str, minor: int) -> None:
    assert held(cell) == [minor]


def test_one_cell_proves_the_style_of_its_column() -> None:
    assert held("1.234", "12,50") == [123400, 1250]
    assert held("1,234", "12.50") == [123400, 1250]
    assert held("1.234", "12,50", customs=ENGLISH) == [123400, 1250]


def test_an_unproved_style_is_that_of_the_language() -> None:
    assert held("1.234", "500") == [123400, 50000]
    assert held("1,234", "500", customs=ENGLISH) == [123400, 50000]
    assert held("1,234") == ["opening_paid"]


def test_another_column_of_the_file_proves_it_too() -> None:
    found = fates("Last name\tDeposit\tCredit limit\nAnne\t1,234\t12.50\n")

    assert isinstance(found[0], Draft) and found[0].opening
    assert found[0].opening.paid.amount == 123400


def test_a_column_that_proves_both_styles_refuses_open_cells() -> None:
    assert held("1.234", "12,50", "12.50") == ["opening_paid", 1250, 1250]


def test_fractions_are_percentages_when_the_whole_column_is() -> None:
    found = fates("Last name;Discount\nA;0.05\nB;0.1\nC;0\n")

    assert [f.fields["discount_percent"] for f in found if isinstance(f, Draft)] == [500, 1000, 0]
