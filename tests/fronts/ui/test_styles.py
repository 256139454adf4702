"""A style sheet with all it imports in it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from habitue.fronts.ui import styles

ENTRIES = ["gallery", "office", "phone", "plain", "till"]


@pytest.mark.parametrize("name", ENTRIES)
def test_nothing_is_left_to_be_asked_for(name: str) -> None:
    answer = Client().get(styles.url(f"ui/{name}.css"))
    text = answer.content.decode()

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "@import" not in text
    assert text.count("{") == text.count("}")
    assert "--paper" in text  # of the first part
    assert re.search(r"@layer parts \{\n.*?\.btn\b", text, re.S)


def test_the_layers_stand_in_the_order_the_sheet_says() -> None:
    text = styles.whole("ui/till.css").text

    said = [f"@layer {name} {{" for name in ("tokens", "base", "parts", "shell")]
    places = [text.index(each) for each in ("@layer tokens, base, parts, shell, front;", *said)]
    assert places == sorted(places)


def test_whoever_has_it_is_told_so() -> None:
    first = Client().get(styles.url("ui/till.css"))

    again = Client().get(
        styles.url("ui/till.css"), headers={"If-None-Match": first.headers["ETag"]}
    )

    assert again.status_code == 304 and not again.content
    assert "max-age=3600" in first.headers["Cache-Control"]
    assert first.headers["Last-Modified"]


@pytest.mark.parametrize(
    "name", ["ui/none.css", "../site/settings.py", "ui/js/ui.js", "ui", "/etc/passwd", "ui/..css"]
)
def test_nothing_else_can_be_had(name: str) -> None:
    assert Client().get(f"/static/whole/{name}").status_code == 404
