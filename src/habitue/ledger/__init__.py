"""Where value moves: accounts, entries and moves, in double entry.

`ledger.post` is the one door. A move is (debit, credit, amount > 0) in one unit, so every entry
balances by construction; entries and moves are never changed, a mistake is answered by a
reversal. The ledger knows account codes, not customers: what a code stands for is the business
of the room that made it. Screens say *transaction*; entry, move, debit and credit stay here.
"""
