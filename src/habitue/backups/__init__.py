"""Backups: one file that holds the whole book, written while tills work, and put back.

A zip with the database as it stood at one moment and a manifest that says what must come out of
it again. The pepper and the secret key are never inside. No tables.
"""
