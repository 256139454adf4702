"""Invoicing: what a payer's people ate in a period, on one paper that never changes.

An invoice gathers charges and posts nothing: the charges were booked when the bills were saved.
Its number has no gaps, a charge is on at most one invoice.
"""
