"""The open bill: what was eaten, whose it is, how it is settled.

A bill may carry lines of our till, lines of another, or nothing but an amount (decision 3).
States: open → (saved on account) → closed, or void. Until someone is linked it is a Walk-In's.
The first payment freezes price level and discount; closing fixes what is earned.
"""
