"""What the office answers, a module per noun."""
