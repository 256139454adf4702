"""House accounts: customers we let pay later.

Saving a bill on account books a *charge* on the payer's account: to-pay is the sum of open
charges. A settlement pays named charges or the oldest first; what is too much stays *in hand*
and meets the next charges. Limits are judged in the transaction that charges.
"""
