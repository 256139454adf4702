"""The till front."""
