"""Drawers and tenders: where money that is taken stands, and in which shift.

Cash stands in the drawer of a shift; a card, a transfer or another tender in an account of its
own. Without an open shift, cash goes to an implicit one of the venue and day.
"""
