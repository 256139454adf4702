"""Publishing: *publish on Send*, for houses that chose it (decision 27).

What was changed waits as drafts; Send applies them together as one edition, and tills say which
edition they work with. Where a house did not choose it, nothing ever waits.
"""
