"""The back office: sign-in, the first visit, customers, what is owed, bills, the house's settings.

Views are short: find, parse, act, answer. `desk` is the door every view passes; `asking` makes
forms from questions; `forms.customer` makes the customer's from the one catalogue.
"""
