"""How fast this machine does what a till does: the real server, over HTTP, with a token.

Figures are set beside the goals, and beside what the bare database does in the same run, since
machines and hours differ.
"""
