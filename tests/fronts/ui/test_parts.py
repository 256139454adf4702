"""Every part draws itself, and no name a guest chose becomes markup."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django import forms

from habitue.fronts.ui.markup import attributes, dom_id
from habitue.kit.money import Money

HOSTILE = "<img src=x onerror=alert(1)>\"'&{{ x }}{% y %}"
Draw = Callable[..., str]

NAMING = [
    "{% card_face name name '741708235506' address=name stamp=name colour=name %}",
    "{% card_strip name name href=name %}{% endcard_strip %}",
    "{% chip %}{{ name }}{% endchip %}",
    "{% button icon='plus' hx_post=name title=name %}{{ name }}{% endbutton %}",
    "{% button href=name %}{{ name }}{% endbutton %}",
    "{% field name name value=name hint=name error=name placeholder=name %}",
    "{% field 'a' name value=name doubt=name unit=name choices=choices %}",
    "{% field 'a' name value=name type='textarea' %}",
    "{% segmented name choices name label=name %}",
    "{% pin_pad name=name ask=name hint=name error=name %}",
    "{% amount_pad name=name label=name error=name %}",
    "{% tabs items name label=name %}",
    "{% crumbs name name name %}",
    "{% pager name before=name after=name %}",
    "{% steps words 1 %}",
    "{% empty_state name name %}{{ name }}{% endempty_state %}",
    "{% notice %}{{ name }}{% endnotice %}",
    "{% toast name undo=name %}",
    "{% sheet 'a' name %}{{ name }}{% endsheet %}",
    "{% more name words=name %}{{ name }}{% endmore %}",
    "{% save_bar save=name %}",
    "{% search_box name '#a' value=name label=name placeholder=name %}",
    "{% bulk_bar total=3 name=name %}{{ name }}{% endbulk_bar %}",
    "{% measure_bar parts label=name %}",
    "{% tick name name name %}",
    "{% qr name name %}",
    "{{ name|marked:'img' }}{{ name|in_groups }}{{ name|initials }}",
    "{% icon name label=name %}{% gift m name %}",
]


@pytest.mark.parametrize("source", NAMING)
def test_a_name_is_only_ever_text(draw: Draw, source: str) -> None:
    facts = {
        "choices": [(HOSTILE, HOSTILE)],
        "items": [("a", HOSTILE, HOSTILE, HOSTILE)],
        "words": [HOSTILE],
        "parts": [("has", 10)],
        "m": Money(100, "EUR"),
    }

    drawn = draw(source, name=HOSTILE, **facts)

    assert "<img" not in drawn
    assert "&lt;" in drawn


def test_a_field_says_what_is_wrong_where_it_is_read(draw: Draw) -> None:
    drawn = draw("{% field 'phone' 'Phone' hint='With the country.' error='Too short.' %}")

    assert 'aria-describedby="f-phone-hint f-phone-fault"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<label for="f-phone">' in drawn


def test_a_field_of_a_form_brings_its_own_words(draw: Draw) -> None:
    class CustomerForm(forms.Form):
        name = forms.CharField(label="Name", help_text="As she says it.")
        level = forms.ChoiceField(label="Level", choices=[("a", "Normal"), ("b", "Regulars")])
        letters = forms.BooleanField(label="Letters", required=False)

    form = CustomerForm({"name": "", "level": "b", "letters": "on"})
    drawn = draw("{% field f.name %}{% field f.level %}{% field f.letters %}", f=form)

    assert "This field is required." in drawn
    assert '<option value="b" selected>' in drawn
    assert '<input type="checkbox" checked id="f-letters" name="letters">' in drawn
    assert "As she says it." in drawn


def test_a_password_is_never_written_back(draw: Draw) -> None:
    assert "secret" not in draw("{% field 'p' 'Password' type='password' value='secret' %}")


def test_the_measure_covers_what_is_paid_and_leaves_the_rest(draw: Draw) -> None:
    parts = [("gift", Money(2000, "EUR")), ("has", Money(5450, "EUR")), ("earned", 0)]

    drawn = draw("{% measure_bar parts total=m %}", parts=parts, m=Money(9045, "EUR"))

    assert drawn.count("<rect") == 2
    assert 'class="m-gift" x="0.00%" width="22.11%"' in drawn
    assert 'class="m-has" x="22.11%" width="60.25%"' in drawn
    assert "style=" not in drawn


def test_one_thing_has_one_id() -> None:
    class Customer:
        pk = "0198-ab"

    assert dom_id(Customer(), "balance") == "customer-0198-ab-balance"
    assert dom_id(Customer, "form") == "new-customer-form"
    assert dom_id(SimpleNamespace(pk=None)) == "new-simplenamespace"
    assert dom_id("bill", "total") == "bill-total"


def test_attributes_leave_out_what_is_not() -> None:
    given = {"hx_post": "/x", "disabled": True, "hidden": False, "title": None, "data_n": 0}

    assert attributes(given) == ' data-n="0" hx-post="/x" disabled'


def test_a_button_that_sends_says_so(draw: Draw) -> None:
    assert 'type="submit"' in draw("{% button 'main' %}Save{% endbutton %}")
    assert 'type="button"' in draw("{% button %}Save{% endbutton %}")


def test_letters_searched_for_are_marked(draw: Draw) -> None:
    shown = draw("{{ name|marked:'LEF elo' }}", name="Élodie Lefèvre & Fils")

    assert shown == "<mark>Élo</mark>die <mark>Lef</mark>èvre &amp; Fils"


@pytest.mark.parametrize(
    ("name", "query", "shown"),
    [
        ("Straße", "ss", "Stra<mark>ß</mark>e"),
        ("Le\u0301a", "le", "<mark>Le\u0301</mark>a"),
        ("Фёдор", "фе", "<mark>Фё</mark>дор"),
        ("Bob", "", "Bob"),
    ],
)
def test_marks_follow_letters_of_other_lengths(
    draw: Draw, name: str, query: str, shown: str
) -> None:
    assert draw("{{ name|marked:query }}", name=name, query=query) == shown


def test_an_open_card_hides_its_small_code(draw: Draw) -> None:
    assert "face-qr" in draw("{% card_face 'Chez Marthe' 'Alice' '7417' %}")
    assert "face-qr" not in draw("{% card_face 'Chez Marthe' 'Alice' '7417' in_hand=True %}")
