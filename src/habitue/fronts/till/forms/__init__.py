"""What was typed, read: forms only parse."""
