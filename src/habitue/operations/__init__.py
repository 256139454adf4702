"""Once only: the operation is the transaction (decision 9).

An operation has a key that is unique in its house for ever. The first call runs the work and
keeps its outcome, a refusal of the house included; the same call again gets the same answer and
moves nothing; another call under the same key is turned away. On SQLite the operations of a
process queue for one writer and share commits (decision 7).
"""
