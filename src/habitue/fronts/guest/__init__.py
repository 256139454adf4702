"""The guest's own phone: the card first, then what one has, what one had, and the bill to pay.

`/me/` lists every house here that has the guest in its book; `/b/<token>` is the bill whose code
was read. A guest is no login: their session is a cookie of its own, beside that of the staff.
"""
