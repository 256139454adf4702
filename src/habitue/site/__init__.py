"""Wires the rooms together: settings, root urls, the server and the `habitue` command."""
