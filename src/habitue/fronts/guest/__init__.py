"""The guest's own phone: the card first, then what one has, what one had, and the bill to pay."""
