"""The screens of the till, one module per noun."""
