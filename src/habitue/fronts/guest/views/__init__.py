"""What a guest asks for and is shown, one module per noun."""
