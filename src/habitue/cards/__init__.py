"""Cards, personal codes, PINs and card reads: how someone proves who they are.

Codes identify, they do not authorise (decision 31): a card number or a personal code is enough
to link and to earn; spending needs a PIN, a card read at an enrolled till, or a one-time code.
"""
