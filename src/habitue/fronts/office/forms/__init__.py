"""What the office is sent, read into values."""
