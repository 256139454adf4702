"""One module a command: `HELP`, `arguments(parser)` and `run(options)` -> exit code.

Modules are imported only when their command is asked for, and import Django inside `run`, so
that `habitue --help` answers at once.
"""

# name -> (module, what it does in one line); the order is that of the help
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "fill an empty data folder with the demo house, and serve it"),
    "serve": ("serve", "migrate if needed, and serve"),
    "setup": ("setup", "open a house without a browser"),
    "token": ("token", "give a program an API token; list and revoke tokens"),
    "import": ("importing", "take customers from a file"),
    "export": ("exporting", "write the customers to stdout"),
    "verify": ("verify", "recompute the books: a line for each invariant"),
    "doctor": ("doctor", "is this machine safe for money"),
    "bench": ("bench", "how fast this machine does what a till does"),
    "keys": ("keys", "the pepper and the secret key, to be kept apart from backups"),
    "migrate": ("migrate", "bring the database up to this version; serve does it by itself"),
}
