"""What the bookkeeper signs for: reports of money over any two days, told from the ledger.

Liability, tenders, adjustments, VAT, and what looks like abuse. Each report is one function that
answers plain rows in a bounded number of statements. `kinds.py` says of every kind of entry what
it means to these reports; a kind that it does not know fails a test and `habitue verify`.
"""
