"""Points: whole numbers, a unit of their own, granted when a bill closes.

What a point is worth when it pays is a rule of the house. Only a clawback may take points
below zero; a spend never.
"""
