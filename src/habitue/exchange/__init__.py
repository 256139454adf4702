"""Files in and out: customers come from whatever another program wrote, and leave in the open.

`reading` understands files and rows and touches no database; `writing` makes files of rows.
Nothing is dropped in silence: every row has a fate, every doubt a warning.
"""
