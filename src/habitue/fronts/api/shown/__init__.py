"""What is answered: every object whole, in the names of the contract."""
