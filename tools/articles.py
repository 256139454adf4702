"""What the five articles describe for the twelve jobs, counted from their sentences."""

ARTICLES = {
    "open a table": (
        "Jowi: create an account, tap the plate for its details (S4). No article opens a table; "
        "eHopper names table management as an add-on (S74)."
    ),
    "link by card": (
        "Jowi: tap the plate, tap *Client*, pass the card, *Save*: 3 taps, 1 read (S4, S5, S8, "
        "S10); with the list closed the card does nothing (FAQ). DISH: fetched by card (S45), "
        "steps not told."
    ),
    "link by code": (
        "Jowi: tap the plate, *Client*, *Client's personal code*, 6 digits, *OK*, *Save*: 5 taps, "
        "6 keys (S9, S10)."
    ),
    "link by scan": (
        "Jowi phone: choose the account, three dots, *Account details*, *Clients*, scan: "
        "at least 4 taps and the scanner's own, 1 read (S13, S14)."
    ),
    "link by name": (
        "Jowi: tap the plate, *Client*, *Search*, letters, the client, *Save*: 5 taps (S5, S6, "
        "S10). Aptimyz: at least 4 letters, then tap (S112). eHopper: tap *Walk-In*, scroll, tap: "
        "2 taps (S68). Aimer: *Add Customer*, select: 2 taps (S86)."
    ),
    "quick-add a guest": (
        "Aimer: CRM page, *Add*, name, phone, PIN, *Add*: 3 taps and 3 fields (S82), and the bill "
        "is not linked yet. Aptimyz: *Customers*, *Add Customer*, *Personal*, 3 fields (S106, "
        "S107)."
    ),
    "top up, 100 gives 120": (
        "Aimer: CRM page, three dots, *Top Up*, pays, receives, *Pay*, the method: 5 taps and 2 "
        "sums typed (S83–S85)."
    ),
    "pay by PIN": (
        "Aimer: *Pay*, *Store Credit*, the PIN: 2 taps, 4 keys and what confirms it (S87, S88)."
    ),
    "save on account": "Aimer: *Add customer*, select, *Save*: 3 taps (S89).",
    "settle": "Aimer implies it and gives no steps (S93). The others are silent.",
    "split in two": "All five are silent.",
    "refund": (
        "eHopper names it on the customer's order history, without steps (S69). The others are "
        "silent."
    ),
}

HEAD = """\
# Taps, seconds, weight

Made by `python -m tools.taps` on {day}: a {cores}-core machine that also served, drove the
browser and did other work (load {load}), Python {python}, SQLite, the house of the tests' stage.
Each job was done in a real browser (runs: {times}, the middle one told); seconds are the program's
alone: nobody thinks or walks in between. Keys are letters and digits; on a PIN pad each is a tap
on the screen.

| job | here | seconds | the same job as the articles describe it |
|---|---|---|---|
{rows}

Where an article is silent, nothing was made up for it. The articles name screens and buttons, not
seconds; their taps are counted from their sentences (S-numbers as in the list of behaviours).

## On a processor {slower} times slower

Cache empty, {looks} loads; milliseconds as middle / worst. *Drawn* is the first paint with \
content; *answered* is from a press until the frame that shows it pressed.

| page | kB over the wire | of them | requests | drawn, ms | press answered, ms |
|---|---|---|---|---|---|
{weights}
"""
