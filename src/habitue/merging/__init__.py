"""Merging: two records of one guest become one, and can be two again while that is certain.

Value moves by entries, cards and phones go over, history stays where it was written and is shown
with whoever was kept. The book suggests who may be the same, with a reason; it never merges.
"""
