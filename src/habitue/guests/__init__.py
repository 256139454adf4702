"""Guests: people on their own phones, of the installation, not of a house.

A guest signs in with a one-time code by e-mail or by a house's invitation, and sees every house
here that has them in its book: a link between guest and customer is what opens a house to them.
"""
