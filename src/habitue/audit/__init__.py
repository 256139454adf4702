"""What was done by whom: one line for each act, never changed.

A line holds ids, a verb and a salted digest; the texts before and after stand in a side table
that erasing may empty (decision 11). It keeps no foreign keys to other rooms.
"""
