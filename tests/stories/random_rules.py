"""What a random house draws from, and what its people may never do."""

from __future__ import annotations

from typing import Any

CHECK_EACH = 25
TENDERS = ["cash", "card", "bank_transfer", "other"]
ON_BILLS = [*TENDERS, "wallet", "points", "house_account"]
RULES: dict[str, list[Any]] = {
    "one_purse": [False, True],
    "spending_order": ["soonest", "gift_first", "paid_first", "proportional"],
    "gift_refund": ["gift_first", "paid_first", "proportional"],
    "on_account_earns": [True, False],
    "wallet_share_max_bp": [10_000, 5_000],
    "points_share_max_bp": [10_000, 3_000],
    "prices_include_vat": [True, True, False],
    "gift_days": [None, 1, 30],
    "earned_days": [None, 2],
    "paid_expires": ["", "1y"],
    "default_limit_minor": [None, 30_000],
    "earn_bp": [0, 500],
    "points_per_unit": [0, 1],
    "point_worth_minor": [1, 5],
    "discount_bp": [0, 333],
    "approve_alone_below_minor": [0, 2_000],
}
# what each may never do without someone beside them
NEVER = {
    "waiter": {"top_up", "pay_out", "refund_top_up", "extend", "adjust", "settle", "unsettle"}
    | {"refund", "void", "undo_payment", "open_shift", "close_shift", "cash", "close_day"}
    | {"archive"},
    "cashier": {"pay_out", "refund_top_up", "extend", "adjust", "unsettle", "refund", "void"}
    | {"close_day", "archive"},
    "bookkeeper": {"top_up", "pay_out", "refund_top_up", "extend", "adjust", "unsettle"}
    | {"refund", "void", "open_bill", "pay", "save", "split", "join", "transfer", "close"}
    | {"open_shift", "close_shift", "cash", "close_day", "archive"},
    "scoped": {"refund_top_up", "pay_out", "refund", "unsettle", "adjust", "close_day"},
}
