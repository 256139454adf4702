"""Words are found where they are said, in Python and in templates, without GNU gettext."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog

from tools import catalogues


def test_words_are_found_in_python(tmp_path: Path) -> None:
    page = tmp_path / "actions.py"
    page.write_text(
        'says = _("A card.")\nngettext("one card", "{n} cards", n)\npgettext("a", "b")'
    )

    found = [(identity, context) for identity, context, _ in catalogues.from_python(page)]

    assert found == [("A card.", None), (("one card", "{n} cards"), None), ("b", "a")]


def test_words_are_found_in_templates(tmp_path: Path) -> None:
    page = tmp_path / "templates" / "till.html"
    page.parent.mkdir()
    page.write_text(
        "{% translate \"It's on the house\" %} <b title=\"{% translate 'Pay' context 'verb' %}\">"
        "{% blocktranslate count n=bills trimmed %}one bill{% plural %}{{ n }} bills"
        "{% endblocktranslate %} {{ _('Tip') }} {% blocktranslate %}100% {{ name }}"
        "{% endblocktranslate %}"
    )

    found = {(identity, context) for identity, context, _ in catalogues.from_template(page)}

    assert found == {
        ("It's on the house", None),
        ("Pay", "verb"),
        (("one bill", "%(n)s bills"), None),
        ("Tip", None),
        ("100%% %(name)s", None),
    }


def test_a_missing_a_fuzzy_and_a_broken_translation_are_named() -> None:
    words = Catalog()
    catalogue = Catalog(locale="fr")
    for identity in ("Missing", "Fuzzy", "Owes {sum}", "Fine {sum}"):
        words.add(identity)
    catalogue.add("Fuzzy", "Flou", flags=["fuzzy"])
    catalogue.add("Owes {sum}", "Doit {total}")
    catalogue.add("Fine {sum}", "Bien {sum}")
    catalogue.add("Gone", "Parti")

    named = list(catalogues.faults("fr", words, catalogue))

    assert [name.partition("'")[2].partition("'")[0] for name in named] == [
        "Missing",
        "Fuzzy",
        "Owes {sum}",
        "Gone",
    ]
