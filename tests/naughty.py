"""Strings that break programs: markup, formulas, printer commands, directions, marks, lengths.

Written for this suite after the kinds the Big List of Naughty Strings gathers.
"""

from __future__ import annotations

TRAP = "window.trapped = 1"

MARKUP = [
    f"<script>{TRAP}</script>",
    f"</script><script>{TRAP}</script>",
    f"<img src=x onerror='{TRAP}'>",
    f'"><svg onload="{TRAP}">',
    f"' onmouseover='{TRAP}' x='",
    f"javascript:{TRAP}",
    f"<a href='javascript:{TRAP}'>press</a>",
    f"<iframe srcdoc='<script>parent.{TRAP}</script>'></iframe>",
    f"<math><mi xlink:href='data:x,<script>{TRAP}</script>'>",
    f"<style>@import 'javascript:{TRAP}';</style>",
    "<!-- unfinished",
    "&lt;b&gt; &amp; &#60;b&#62;",
    "{{ 7|add:7 }} {% debug %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "%s %d %n %(name)s {name} {0.__class__}",
    "'; DROP TABLE customers_customer; --",
    "' OR '1'='1",
    "__proto__",
    "constructor",
]
FORMULAS = [
    "=1+1",
    "+33 6",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://x.test","x")',
    "=cmd|'/C calc'!A0",
]
WORDS = [
    "null", "undefined", "NaN", "Infinity", "0", "-1", "1e309", "0x10", "true", "None", "nil",
    "CON", "../../etc/passwd", "C:\\con\\con",
]  # fmt: skip
LETTERS = [
    "Ωέ ёЁ ĐđŁł ßẞ İıŞş",
    "田中さん 社會科學院 부서",
    "مُنَاقَشَةُ عربي עברית",
    "\u202eevil\u202c txt.exe",
    "\u2066left\u2069 \u200fright",
    "Z̸͈̯a̶͖͑l̵̫̈g̸͚̈o̷̝͝",
    "👩‍👩‍👧‍👦🏳️‍🌈🇫🇷✋🏿",
    "ﷺ ﷽ 𒐫",
    "ˈɪntəˈnæʃənəl ﬁ ﬀ Ⅷ ①",
    "\u00a0\u2003em\u3000wide\u200bzero\ufeff",
    "e\u0301 vs é",
    "𝕿𝖍𝖊 𝓺𝓾𝓲𝓬𝓴 🄱🅁🄾🅆🄽",
    "Scunthorpe Penistone O’Brien-d'Arc, Jr.",
    "long " + "W" * 55,
]
# what a printer would obey: initialise, cut, open the drawer; and ends of lines
COMMANDS = [
    "a\x1b@b",
    "a\x1dV\x00b",
    "a\x1bp\x00\x19\xfab",
    "PAID\r\nTOTAL 0.00",
    "a\tb",
    "a\x00b",
    "a\x7fb\x85c",
]

EVERY = [*MARKUP, *FORMULAS, *WORDS, *LETTERS, *COMMANDS]
