"""Printing: slips for the printers in the room.

A job is written in the operation that decided it and printed after the commit; the money never
waits for a printer. What a slip says is set as a page and sent as a picture, so that any script
prints on any printer that understands ESC/POS. Whether a job was printed is known, or asked.
"""
