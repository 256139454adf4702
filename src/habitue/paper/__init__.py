"""Paper: what is printed or sent as a page, and the codes on it.

PDF by typst, whose templates get their data as values, never pasted into markup; QR codes and
barcodes drawn here and read back here. No tables, no domain words.
"""
