"""Money, ids, texts and refusals: what every room speaks, and no tables.

Nothing here knows a restaurant. A rule that needs a house lives in a room.
"""
