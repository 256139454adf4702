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
    "duplicates": ("duplicates", "look through the book for who may be one guest"),
    "erase": ("erasing", "forget a customer for good, and keep the books"),
    "verify": ("verify", "recompute the books: a line for each invariant"),
    "backup": ("backup", "write the whole book into one file, while tills work"),
    "restore": ("restore", "put a backup back, where there is no book yet"),
    "journal": ("journal", "the ledger as plain text, for another program to recompute"),
    "archive": ("archive", "a whole house in one open file, written out or taken in"),
    "doctor": ("doctor", "is this machine safe for money"),
    "unit": ("unit", "what systemd needs, so that the box serves by itself"),
    "bench": ("bench", "how fast this machine does what a till does"),
    "keys": ("keys", "the pepper and the secret key, to be kept apart from backups"),
    "migrate": ("migrate", "bring the database up to this version; serve does it by itself"),
}
