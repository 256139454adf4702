"""What a guest asks for, and what they are shown."""
