"""Items with their VAT, price levels, areas and tables: what the till sells and where.

Deliberately light (decision 3): kitchen and stock are other products.
"""
