"""The customer book: people and companies, who belongs to whom, who pays for whom, consents.

Their money lives in prepaid, house_accounts and points, their cards and codes in cards; each
refers down to a Customer. `catalogue` is the one list of fields, `search` the read model that
answers from the first character.
"""
