"""Check digits: Damm's, which catches every mistyped digit and every swap of neighbours; EAN's."""

TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def check_digit(digits: str) -> str:
    interim = 0
    for digit in digits:
        interim = int(TABLE[interim][int(digit)])
    return str(interim)


def is_sound(digits: str) -> bool:
    """Whether the last digit of `digits` is its check digit."""
    return check_digit(digits) == "0"


def ean_digit(digits: str) -> str:
    """The last digit of an EAN whose others are `digits`."""
    weighed = sum(int(digit) * (3 - place % 2 * 2) for place, digit in enumerate(reversed(digits)))
    return str(-weighed % 10)
