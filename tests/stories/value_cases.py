"""The cases of other products: where they are read, and which of them are not our policy."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

NOT_OURS = {
    "rewards on items (free units, cheapest unit, caps, coupons, steps) are no part of "
    "the book; one percentage, then a manual discount (decision 26)": """
        odoo-001 odoo-003 odoo-005 odoo-007 odoo-009 odoo-011 odoo-013 odoo-017 odoo-025
        odoo-027 odoo-029 odoo-031 odoo-033 odoo-035 odoo-037 odoo-041 odoo-045 odoo-049
        odoo-051 odoo-053 odoo-055 odoo-057 odoo-059 odoo-061 odoo-063 odoo-065 odoo-067
        odoo-069 odoo-071 odoo-073 odoo-075 odoo-077 odoo-079 odoo-085 odoo-087 odoo-091
        value-027 value-127
    """,
    "a link is held by the first payment, which must be taken back (decision 24)": """
        odoo-023
    """,
    "gift cards by number and wallets for kinds of items are not built yet (decision 17)": """
        odoo-039 odoo-083 value-005 value-007 value-087 value-103
    """,
    "cash is not rounded": """
        odoo-093 odoo-095
    """,
    "tax on the sum per rate, half up, gross kept (decision 22)": """
        value-011 value-013 value-017
    """,
    "no holds": """
        value-029 value-031 value-033 value-035 value-037 value-039
    """,
    "typed amounts have no thousands signs at the till; files say theirs": """
        value-043 value-089
    """,
    "ties to the first, nothing negative is split, no floors (decision 22)": """
        value-053 value-095 value-097 value-107
    """,
    "half up only": """
        value-069 value-071 value-073 value-075
    """,
    "spending order by expiry and kind, not by priority (decision 17)": """
        value-079 value-083
    """,
    "a refusal of the house is 409, not 422 or 400": """
        value-003
    """,
    "the whole bill or what is asked goes on account, never a part by itself": """
        value-101
    """,
    "balances as of a past day per customer, pending top-ups, deposits on bottles, most in a "
    "wallet, multipliers: not built": """
        value-113 value-115 value-117 value-123 value-125 value-129
    """,
    "a top-up names its customer from the start": """
        odoo-019
    """,
    "who is linked when it closes earns, and the first payment holds the link": """
        odoo-015
    """,
}


def cases(shared: Path) -> dict[str, dict[str, Any]]:
    files = sorted((shared / "data" / "value-cases").glob("*.json"))
    return {case["id"]: case for file in files for case in json.loads(file.read_text())["cases"]}


def minor(text: str) -> int:
    return int(Decimal(text) * 100)
