"""Everything that can be done with a bill, by verb."""

from habitue.bills.closing import close, reopen, save_on_account, void
from habitue.bills.joining import join, transfer
from habitue.bills.linking import link, unlink
from habitue.bills.moving import move_saved
from habitue.bills.opening import (
    NewLine,
    add_lines,
    alter,
    open_bill,
    remove_line,
    set_level,
    set_note,
    set_quantity,
)
from habitue.bills.paying import Terms, pay, take_back
from habitue.bills.refund_plan import SomeOf, Wanted
from habitue.bills.refunding import Told, refund
from habitue.bills.settling import Booking, Taken, settle, unsettle
from habitue.bills.split_plan import Shares
from habitue.bills.splitting import split

__all__ = [
    "Booking",
    "NewLine",
    "Shares",
    "SomeOf",
    "Taken",
    "Terms",
    "Told",
    "Wanted",
    "add_lines",
    "alter",
    "close",
    "join",
    "link",
    "move_saved",
    "open_bill",
    "pay",
    "refund",
    "remove_line",
    "reopen",
    "save_on_account",
    "set_level",
    "set_note",
    "set_quantity",
    "settle",
    "split",
    "take_back",
    "transfer",
    "unlink",
    "unsettle",
    "void",
]
