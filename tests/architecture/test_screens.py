"""Nothing a guest typed can become markup, and nothing is inline: the policy is strict."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.house_plan import files, shown

MARKUP_FROM_WORDS = re.compile(
    r"mark_safe|SafeString\(|\|\s*safe\b|autoescape\s+(off|false)|\|\s*safeseq\b"
    r"|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function"
)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")|<style\b"
    r"|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\shx-on|\shx-vals\s*=\s*[\"']js:",
    re.I,
)
BOASTING = re.compile(r"successfully|\bError\b|[^!=]!\s*(?:{%|</|\"\))")


def test_no_word_becomes_markup() -> None:
    assert _lines(files(".py", ".html", ".js"), MARKUP_FROM_WORDS) == []


def test_no_script_or_style_is_inline() -> None:
    assert _lines(files(".html"), INLINE) == []


def test_screens_are_calm() -> None:
    assert _lines(files(".html"), BOASTING) == []


def test_the_guards_see_what_they_claim() -> None:
    assert MARKUP_FROM_WORDS.search("{{ customer.name|safe }}")
    assert MARKUP_FROM_WORDS.search("row.innerHTML = name")
    assert INLINE.search('<p style="color: red">')
    assert INLINE.search("<script>alert(1)</script>")
    assert INLINE.search('<a onclick="go()">')
    assert not INLINE.search('<script type="module" src="/static/till.js"></script>')


def _lines(paths: Iterable[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{shown(path)}:{number} {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if pattern.search(line)
    ]
