"""The demo house: Chez Marthe, a café with regulars, companies and ninety days behind it.

Everything is done by the real actions, each at the time it would have happened; nobody in it
is real. The same seed gives the same house.
"""
