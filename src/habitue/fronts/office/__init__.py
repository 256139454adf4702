"""The office front."""
