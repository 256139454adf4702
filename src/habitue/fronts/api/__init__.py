"""The api front."""
