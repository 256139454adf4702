"""The shared look: the house's paper, ink and keys, for every front.

Components (template tags and includes), their style sheets, small scripts and the signs.
It has no domain words: it shows money, names and numbers it is given, and reads no table.
The gallery at `/ui/` shows every part with its variants; it is the manual of this room.
"""
