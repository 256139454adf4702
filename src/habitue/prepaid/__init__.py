"""Wallets: money customers left with us.

Value stands in lots of three kinds: *paid* (what they gave), *gift* (the bonus of a top-up) and
*earned* (what bills gave back). A wallet has members; a person's own has one. The balance of
each kind is an account of the ledger; the lots say when it expires and what a spend drew on.
"""
