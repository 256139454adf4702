"""The archive file: a whole house in one open file, to be kept, read, or moved elsewhere.

A zip with one file of JSON lines for each table of the house and a manifest; docs/archive-file.md
describes it. A table that a room adds is in it without being named here.
"""
