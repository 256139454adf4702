"""Outbox: what leaves the house, written in the operation that decided it, sent afterwards.

A letter is kept until the mail server has taken it, and tried again while it has not.
"""
