"""Search: any characters, from the first, anywhere in any field, newest first.

A read model of its own: `index` writes it, `find` reads it. Both databases see the same grams
(runs of one, two and three characters, of five digits, of one digit again and again) and check
the words that come out against the text.
"""

from habitue.customers.search.asking import Asked, find
from habitue.customers.search.indexing import index, own_text, set_proofs, unindexed

__all__ = ["Asked", "find", "index", "own_text", "set_proofs", "unindexed"]
