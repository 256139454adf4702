"""Everything that can be done with a bill, by verb."""

from habitue.bills.closing import close, reopen, save_on_account, settle, void
from habitue.bills.linking import link, unlink
from habitue.bills.opening import (
    NewLine,
    add_lines,
    alter,
    open_bill,
    remove_line,
    set_level,
    set_quantity,
)
from habitue.bills.paying import Terms, pay, take_back
from habitue.bills.refund_plan import SomeOf, Wanted
from habitue.bills.refunding import Told, refund

__all__ = [
    "NewLine",
    "SomeOf",
    "Terms",
    "Told",
    "Wanted",
    "add_lines",
    "alter",
    "close",
    "link",
    "open_bill",
    "pay",
    "refund",
    "remove_line",
    "reopen",
    "save_on_account",
    "set_level",
    "set_quantity",
    "settle",
    "take_back",
    "unlink",
    "void",
]
