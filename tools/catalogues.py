"""The words on screens and their translations, without GNU gettext.

update   gather the words from source and templates into every catalogue
compile  write the files Django reads
check    every word translated in every language, nothing stale; exit 1 otherwise
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "habitue"
LOCALE = SOURCE / "locale"
# English is what the source says: its catalogue may stay empty.
TRANSLATED = ("fr", "ru")
LANGUAGES = ("en", *TRANSLATED)
SHOWN = 20

_PLAIN = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_PLAIN |= {"npgettext": ((1, "c"), 2, 3)}
KEYWORDS = {"_": None, "Invariant": (2,)} | {
    name + ending: where for name, where in _PLAIN.items() for ending in ("", "_lazy", "_noop")
}
# what templatize leaves of a template: calls of strings, between words of padding
STRING = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"(?P<name>\w*gettext|_)\((?P<strings>{STRING}(?:,\s*{STRING})*)")
UNSAID = re.compile(
    rb'"(PO-Rev|POT-Cre|Generated-By|Last-Translator|Language-Team|Project-Id|Report-Msgid)'
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!\{)\{\w*\}(?!\})")


def gathered() -> Catalog:
    """Every word in the source that a screen may show."""
    words = Catalog(charset="utf-8")
    for path in sorted(SOURCE.rglob("*")):
        reader = READERS.get(path.suffix)
        if reader is None or "migrations" in path.parts:
            continue
        for identity, context, comments in reader(path):
            words.add(
                identity,
                locations=[(path.relative_to(SOURCE.parent).as_posix(), 0)],
                auto_comments=comments,
                context=context,
                flags=_flags(identity),
            )
    return words


Found = tuple[str | tuple[str, str], str | None, list[str]]


def from_python(path: Path) -> Iterator[Found]:
    found = extract("python", BytesIO(path.read_bytes()), KEYWORDS, ["Translators:"])
    for _line, identity, comments, context in found:
        yield identity, context, comments


def from_template(path: Path) -> Iterator[Found]:
    if "templates" not in path.parts:
        return
    for call in CALL.finditer(templatize(path.read_text(), origin=str(path))):
        strings = list(ast.literal_eval(f"[{call['strings']}]"))
        context = strings.pop(0) if call["name"].endswith("pgettext") else None
        yield (strings[0] if len(strings) == 1 else (strings[0], strings[1])), context, []


READERS: dict[str, Callable[[Path], Iterator[Found]]] = {
    ".py": from_python,
    ".html": from_template,
    ".txt": from_template,
}


def _flags(identity: str | tuple[str, str]) -> list[str]:
    first = identity if isinstance(identity, str) else identity[0]
    return ["python-format"] if re.search(r"%\(\w+\)[sd]", first) else []


def place(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    if not place(language).exists():
        return Catalog(locale=language, charset="utf-8")
    with place(language).open("rb") as file:
        return read_po(file, locale=language)


def update() -> int:
    words = gathered()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(words, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.header_comment = "# The words of Habitué."
        catalogue.fuzzy = False
        place(language).parent.mkdir(parents=True, exist_ok=True)
        with place(language).open("wb") as file:
            file.write(_written(catalogue))
        to_do = len(list(faults(language, words, catalogue)))
        print(f"{language}: {len(catalogue)} words, {to_do} left to translate")
    return 0


def _written(catalogue: Catalog) -> bytes:
    """Without dates, names and line numbers, so that a diff shows words only."""
    out = BytesIO()
    write_po(out, catalogue, width=99, include_lineno=False, sort_output=True)
    kept = [line for line in out.getvalue().splitlines(keepends=True) if not UNSAID.match(line)]
    return b"".join(kept)


def compile_all() -> int:
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as words, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(words))
    return 0


def check() -> int:
    words = gathered()
    complete = True
    for language in LANGUAGES:
        found = list(faults(language, words, read(language)))
        complete = complete and not found
        for fault in found[:SHOWN]:
            print(f"{language}: {fault}")
        if len(found) > SHOWN:
            print(f"{language}: and {len(found) - SHOWN} more")
    return 0 if complete else 1


def faults(language: str, words: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What keeps `catalogue` from saying everything that is said in the source."""
    for word in words:
        if not word.id:
            continue
        there = catalogue.get(_key(word), word.context)
        if there is None:
            yield f"{_key(word)!r} is not in the catalogue (make fix gathers it)"
        elif language in TRANSLATED:
            yield from _untranslated(there)
    for there in catalogue:
        if there.id and words.get(_key(there), there.context) is None:
            yield f"{_key(there)!r} is no longer said anywhere (make fix drops it)"


def _untranslated(word: Message) -> Iterator[str]:
    forms = list(word.string) if isinstance(word.string, tuple | list) else [word.string or ""]
    if not all(forms):
        yield f"{_key(word)!r} has no translation"
    elif word.fuzzy:
        yield f"{_key(word)!r} is marked fuzzy"
    else:
        source = word.id if isinstance(word.id, str) else word.id[-1]
        wanted = set(PLACEHOLDER.findall(source))
        for form in forms:
            # a form for exactly one may say "one" instead of its number
            if not set(PLACEHOLDER.findall(form)) <= wanted:
                yield f"{_key(word)!r} names something its translation does not: {form!r}"
            elif isinstance(word.id, str) and set(PLACEHOLDER.findall(form)) != wanted:
                yield f"{_key(word)!r} loses a placeholder in {form!r}"


def _key(word: Message) -> str:
    return word.id if isinstance(word.id, str) else word.id[0]


if __name__ == "__main__":
    sys.exit({"update": update, "compile": compile_all, "check": check}[sys.argv[1]]())
