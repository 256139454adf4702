"""What may be sent, strictly typed: an unknown field or a float in a sum is refused."""
